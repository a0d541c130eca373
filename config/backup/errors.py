"""What keeps a backup from being made or used."""


class CannotBackUp(Exception):
    """No backup can be made; the message says why and what to do."""


class CannotRestore(Exception):
    """A backup cannot be used here; the message says why, what was kept and what to do."""
