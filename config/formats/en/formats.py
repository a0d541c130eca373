"""Dates as people in British schools write them."""

DATE_FORMAT = "D j M Y"
SHORT_DATE_FORMAT = "d/m/Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "D j M Y, H:i"
# For days near enough to need no year.
MONTH_DAY_FORMAT = "D j M"
SHORT_DATETIME_FORMAT = "D j M, H:i"
FIRST_DAY_OF_WEEK = 1
DATE_INPUT_FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y"]
