"""What this room shows elsewhere: filled in by the modules that hold the providers."""


def register() -> None:
    """Called once, when the apps are ready."""
