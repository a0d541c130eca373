"""How old an account may be before its reader is told. Plain Python."""

from datetime import date

#: After so many months nobody has looked at it, a write-up says so, and its author is asked.
MONTHS = 24


def out_of_date_since(today: date) -> date:
    """What was last looked at before this day may be out of date."""
    year, month = divmod(today.year * 12 + today.month - 1 - MONTHS, 12)
    # The 29th of February has no counterpart in most years: the 28th will do.
    day = min(today.day, 28) if month == 1 else today.day
    return date(year, month + 1, day)


def is_out_of_date(last_looked_at: date | None, today: date) -> bool:
    """Whether more than 24 months have passed; never for what has no date."""
    return last_looked_at is not None and last_looked_at < out_of_date_since(today)
