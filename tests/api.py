"""A program with a token, as tests use it."""

import json
from typing import Any

from django.test import Client

from core.api.problems import CONTENT_TYPE
from network.access import context_for
from network.context import entered
from network.models import Person, School
from network.services.api_tokens import make_token, scopes_for


def token_for(person: Person, school: School, *codes: str, days: int = 30) -> str:
    """A token for these scopes, or for all that the person may give."""
    with entered(context_for(person, purpose="test")):
        offered = codes or [scope.code for scope in scopes_for(person, school.pk)]
        return make_token(by=person, school=school, name="A program", scope_codes=offered, days=days)[1]


class Program:
    """Sends its token with everything, and JSON."""

    def __init__(self, token: str = "") -> None:
        self.client = Client(headers={"Authorization": f"Bearer {token}"} if token else None)

    def get(self, path: str, **query: Any) -> Any:
        """A GET beneath /api/v1/."""
        return self.client.get(f"/api/v1/{path}", query)

    def send(self, method: str, path: str, body: Any) -> Any:
        """A request with a body."""
        content = body if isinstance(body, bytes | str) else json.dumps(body)
        return self.client.generic(method, f"/api/v1/{path}", content, content_type="application/json")


def problem(response: Any) -> dict[str, Any]:
    """The problem that was answered, without what differs from request to request."""
    assert response.headers["Content-Type"] == CONTENT_TYPE
    found = json.loads(response.content)
    assert found["status"] == response.status_code
    assert found.pop("request_id") == response.headers["X-Request-ID"]
    return found
