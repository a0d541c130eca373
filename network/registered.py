"""What this room shows elsewhere: filled in by the modules that hold the providers."""

from network import account_messages, demo_accounts


def register() -> None:
    """Called once, when the apps are ready."""
    account_messages.register()
    demo_accounts.register()
