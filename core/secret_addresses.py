"""Some addresses are keys: whoever reads one opens the thing. They stay out of the log."""

import logging
import re

#: A part of a path as long as the secrets we make, with a school's number before it or without.
_SECRET = re.compile(r"/([0-9]+\.)?[A-Za-z0-9_-]{40,}")
#: A program's token, wherever somebody has put it; it belongs in no address and is not read there.
_TOKEN = re.compile(r"hedgerow_[A-Za-z0-9_-]{40,}")


class SecretAddressesFilter(logging.Filter):
    """Takes the secret out of every line before it is written."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the line; never drop it."""
        text = record.getMessage()
        if _SECRET.search(text) or _TOKEN.search(text):
            record.msg, record.args = _TOKEN.sub("[token]", _SECRET.sub("/[secret]", text)), None
        return True
