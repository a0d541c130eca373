"""A drawn map of schools: those near one another to scale, those far away on the edge, in their direction.

A network of eight schools in one county and one across the sea would otherwise be a heap and a dot.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

WIDTH, HEIGHT, MARGIN = 640, 400, 48
_MILES_PER_DEGREE = 69.05
_KM_PER_MILE = 1.609344
#: A school is far away beyond this many miles, or this many times the middle distance.
_FAR_MILES, _FAR_TIMES = 60, 5
_LEAST_SPAN_MILES = 4
_LABEL_HEIGHT, _LETTER_WIDTH, _GAP = 18, 11, 12
_COMPASS = ("N", "NE", "E", "SE", "S", "SW", "W", "NW")
_SCALES = (1, 2, 5, 10, 20, 50)


@dataclass(frozen=True)
class Spot:
    """A school's short code and where it is, in degrees."""

    code: str
    latitude: float
    longitude: float


@dataclass(frozen=True)
class Pin:
    """Where a school is drawn, and where its code stands."""

    code: str
    x: float
    y: float
    label_x: float
    label_y: float
    anchor: str
    #: 0 for a school in its place; else how far it is from the others, and in which direction.
    kilometres: int = 0
    direction: str = ""

    @property
    def is_far(self) -> bool:
        """Whether it stands on the edge for a school far away."""
        return self.kilometres > 0


@dataclass(frozen=True)
class SchoolMap:
    """All pins, and the line that shows how long some miles are."""

    pins: tuple[Pin, ...]
    scale_miles: int
    scale_length: float


def draw(spots: Sequence[Spot]) -> SchoolMap | None:
    """The map of some schools, or None when there are none. The same schools give the same map."""
    if not spots:
        return None
    placed = {spot.code: _offset(spot, spots) for spot in sorted(spots, key=lambda spot: spot.code)}
    distances = {code: math.hypot(*offset) for code, offset in placed.items()}
    limit = max(_FAR_MILES, _FAR_TIMES * median(distances.values()))
    near = {code: offset for code, offset in placed.items() if distances[code] <= limit}
    scale, middle = _fit(list(near.values()))
    taken: list[tuple[float, float, float, float]] = []
    points = {code: _point(offset, scale, middle) for code, offset in near.items()}
    taken.extend((x - 8, y - 8, x + 8, y + 8) for x, y in points.values())
    pins = [_pin(code, x, y, taken) for code, (x, y) in points.items()]
    pins += [_edge_pin(code, offset, taken) for code, offset in placed.items() if code not in near]
    miles = max((step for step in _SCALES if step * scale <= WIDTH / 3), default=1)
    return SchoolMap(tuple(pins), miles, round(miles * scale, 1))


def _offset(spot: Spot, spots: Sequence[Spot]) -> tuple[float, float]:
    """Miles east and north of the middle school."""
    latitude = median(other.latitude for other in spots)
    longitude = median(other.longitude for other in spots)
    east = (spot.longitude - longitude) * _MILES_PER_DEGREE * math.cos(math.radians(latitude))
    return east, (spot.latitude - latitude) * _MILES_PER_DEGREE


def _fit(offsets: list[tuple[float, float]]) -> tuple[float, tuple[float, float]]:
    """Pixels a mile, and the point in miles that stands in the middle."""
    east, north = [x for x, _ in offsets], [y for _, y in offsets]
    spans = max(east) - min(east), max(north) - min(north)
    across, up = (max(span, _LEAST_SPAN_MILES) for span in spans)
    scale = min((WIDTH - 3 * MARGIN) / across, (HEIGHT - 2 * MARGIN) / up)
    return scale, ((max(east) + min(east)) / 2, (max(north) + min(north)) / 2)


def _point(offset: tuple[float, float], scale: float, middle: tuple[float, float]) -> tuple[float, float]:
    return (
        round(WIDTH / 2 + (offset[0] - middle[0]) * scale, 1),
        round(HEIGHT / 2 - (offset[1] - middle[1]) * scale, 1),
    )


def _pin(code: str, x: float, y: float, taken: list[tuple[float, float, float, float]]) -> Pin:
    """A pin with its code beside it, on the first side where it covers nothing."""
    width = _LETTER_WIDTH * len(code)
    sides = (
        (x + _GAP, y + 5, "start"),
        (x - _GAP, y + 5, "end"),
        (x, y - _GAP, "middle"),
        (x, y + _GAP + 12, "middle"),
        (x + _GAP, y - 10, "start"),
        (x - _GAP, y + 20, "end"),
    )
    boxes = [(_box(left, base, width, anchor), (left, base, anchor)) for left, base, anchor in sides]
    free = [entry for entry in boxes if not any(_overlap(entry[0], other) for other in taken)]
    box, (label_x, label_y, anchor) = (free or boxes)[0]
    taken.append(box)
    return Pin(code, x, y, round(label_x, 1), round(label_y, 1), anchor)


def _edge_pin(code: str, offset: tuple[float, float], taken: list[tuple[float, float, float, float]]) -> Pin:
    east, north = offset
    reach = max(abs(east) / (WIDTH / 2 - MARGIN / 2), abs(north) / (HEIGHT / 2 - MARGIN / 2))
    x, y = round(WIDTH / 2 + east / reach, 1), round(HEIGHT / 2 - north / reach, 1)
    taken.append((x - 8, y - 8, x + 8, y + 8))
    pin = _pin(code, x, y, taken) if x < WIDTH / 2 else _left_labelled(code, x, y, taken)
    sector = round(math.degrees(math.atan2(east, north)) / 45) % 8
    kilometres = max(1, round(math.hypot(east, north) * _KM_PER_MILE / 10) * 10)
    return Pin(code, x, y, pin.label_x, pin.label_y, pin.anchor, kilometres, _COMPASS[sector])


def _left_labelled(code: str, x: float, y: float, taken: list[tuple[float, float, float, float]]) -> Pin:
    taken.append(_box(x - _GAP, y + 5, _LETTER_WIDTH * len(code), "end"))
    return Pin(code, x, y, round(x - _GAP, 1), round(y + 5, 1), "end")


def _box(x: float, base: float, width: float, anchor: str) -> tuple[float, float, float, float]:
    left = {"start": x, "end": x - width, "middle": x - width / 2}[anchor]
    return left, base - _LABEL_HEIGHT, left + width, base + 2


def _overlap(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
