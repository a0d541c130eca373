"""Dates as people in Swedish schools write them."""

# b, not M: months are written in small letters.
DATE_FORMAT = "D j b Y"
SHORT_DATE_FORMAT = "Y-m-d"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "D j b Y, H:i"
# For days near enough to need no year.
MONTH_DAY_FORMAT = "D j b"
SHORT_DATETIME_FORMAT = "D j b, H:i"
FIRST_DAY_OF_WEEK = 1
DATE_INPUT_FORMATS = ["%Y-%m-%d", "%d/%m/%Y"]
