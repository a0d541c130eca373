"""When a message that could not be sent is tried again. Plain Python."""

from datetime import timedelta

#: After this a message is no longer tried: its links have run out, or soon will.
GIVE_UP_AFTER = timedelta(days=5)

_QUICK_TRIES = 20
_FIRST_WAIT = timedelta(seconds=15)
_LONGEST_QUICK_WAIT = timedelta(minutes=4)


def wait_after(attempts_count: int) -> timedelta:
    """How long to wait after so many attempts: 15 and 30 seconds, 1, 2, then 4 minutes for about an hour, then an hour.

    The first hour is quick so that mail leaves within five minutes of a mail server's return. The wait is set before
    an attempt begins: a worker that dies while sending leaves a message that is soon due again.
    """
    if attempts_count > _QUICK_TRIES:
        return timedelta(hours=1)
    return min(_FIRST_WAIT * 2 ** max(attempts_count - 1, 0), _LONGEST_QUICK_WAIT)
