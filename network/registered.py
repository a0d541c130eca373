"""What this room shows elsewhere: filled in by the modules that hold the providers."""

from network import (
    account_messages,
    audit_words,
    calendar_entries,
    demo_accounts,
    pages,
    retention_rules,
    school_content,
    setup_steps,
    subject_sections,
)
from network.api import registered as api
from network.services import sealing


def register() -> None:
    """Called once, when the apps are ready."""
    account_messages.register()
    api.register()
    audit_words.register()
    calendar_entries.register()
    demo_accounts.register()
    pages.register()
    retention_rules.register()
    school_content.register()
    setup_steps.register()
    subject_sections.register()
    sealing.register()
