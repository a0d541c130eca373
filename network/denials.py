"""What was refused is kept in the audit log, whatever became of the request."""

from django.http import HttpRequest

from network.context import entered
from network.models import Person
from network.request_context import context_of
from network.services.audit import record


def record_denials(request: HttpRequest) -> None:
    """Write the request's refusals to the chains of the acting person's own schools, after the request was rolled back.

    Of a token's request, to the chain of the token's school.
    """
    denials = getattr(request, "denials", [])
    person = getattr(request, "user", None)
    if not denials or not isinstance(person, Person):
        return
    context = context_of(request)
    with entered(context):
        for denial in denials:
            permission = getattr(denial, "permission", "")
            for school_id in sorted(context.standing.schools):
                record("refused", school_id=school_id, by=person, details={"permission": str(permission)})
