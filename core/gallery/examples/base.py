"""What an example is."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Example:
    """A component with an example context. `inside` is the list it stands in, when it is an item of one."""

    component: str
    context: dict[str, Any] = field(default_factory=dict)
    inside: str = ""

    @property
    def template_name(self) -> str:
        """Where the component is."""
        return f"components/{self.component}.html"


@dataclass(frozen=True)
class Family:
    """Components that belong together."""

    code: str
    name: str
    about: str
    examples: tuple[Example, ...]
