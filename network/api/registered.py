"""What this room's part of the API adds elsewhere."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.registries import api, audit_words, retention, subject_access
from core.registries.subject_access import Section
from network.api import urls
from network.api.scopes import SCOPES
from network.models import Person
from network.services.api_tokens import delete_expired, tokens_of

_WORDS = {
    "api_token_made": gettext_lazy("%(who)s made a token for a program."),
    "api_token_ended": gettext_lazy("%(who)s ended the token of a program."),
}
_PARTS = (
    api.ApiPart("about", gettext_lazy("Your token"), urls.about, order=10),
    api.ApiPart("schools", gettext_lazy("Schools and their dates"), urls.schools, order=20),
    api.ApiPart("people", gettext_lazy("People at your school"), urls.people, order=30),
    api.ApiPart("calendar", gettext_lazy("Calendar"), urls.calendar, order=40),
)
_RETENTION = retention.RetentionRule(
    what="Tokens of the API", kept_for="30 days after they ran out", apply=delete_expired
)


def tokens_section(person: Person) -> Section:
    """A person's tokens, for an export of what is held about them; the tokens themselves are not kept."""
    return Section(
        title=_("Tokens of programs"),
        rows=[
            {
                _("What it is for"): token.name,
                _("School"): token.membership.school.name,
                _("What it may do"): ", ".join(token.scopes),
                _("Made"): date_format(token.created_at, "Y-m-d"),
                _("Valid until"): date_format(token.expires_at, "Y-m-d"),
                _("Last used"): date_format(token.last_used_on, "Y-m-d") if token.last_used_on else "",
            }
            for token in tokens_of(person)
        ],
    )


def register() -> None:
    """Called once, when the apps are ready."""
    for scope in SCOPES:
        api.scopes.register(scope.code, scope)
    for part in _PARTS:
        api.parts.register(part.code, part)
    for action, words in _WORDS.items():
        audit_words.sentences.register(action, words)
    retention.rules.register("network.api_tokens", _RETENTION)
    subject_access.register("network.api_tokens", tokens_section, covers=["network.ApiToken.membership"])
