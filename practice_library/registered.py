"""What this room shows elsewhere."""


def register() -> None:
    """Called once, when the apps are ready."""
