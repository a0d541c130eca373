"""What of the demo has been built so far, and when things happened in it."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from network.models import Network, Person, School


@dataclass
class Demo:
    """What has been built so far, by the codes and names it is known under."""

    today: date
    schools: dict[str, School] = field(default_factory=dict)
    networks: dict[str, Network] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)

    def moment(self, *, weeks_ago: float = 0, hour: int = 9, minute: int = 0) -> datetime:
        """A moment in school hours, on a school day at or before so many weeks ago."""
        day = self.today - timedelta(days=round(weeks_ago * 7))
        while day.isoweekday() > 5:
            day -= timedelta(days=1)
        return datetime.combine(day, time(hour, minute), tzinfo=UTC)
