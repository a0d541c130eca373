"""The schools of the demo. All of them are invented."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class DemoSchool:
    """A school's card, and its year groups as (label, typical age)."""

    code: str
    name: str
    about: str
    town: str
    ages: tuple[int, int]
    pupils: int
    staff: int
    at: tuple[float, float]
    phase: str = "Primary"
    swedish: bool = False
    visitors: str = ""
    extra: dict[str, Any] = field(default_factory=dict)

    def year_groups(self) -> list[tuple[str, int]]:
        """The labels this school uses, with the typical age on 1 September."""
        return _swedish_years() if self.swedish else _english_years(*self.ages)


def _english_years(lowest: int, highest: int) -> list[tuple[str, int]]:
    labels = {3: "Nursery", 4: "Reception"} | {age: f"Year {age - 4}" for age in range(5, 16)}
    return [(labels[age], age) for age in range(lowest, highest)]


def _swedish_years() -> list[tuple[str, int]]:
    lower = [("Förskoleklass", 6)] + [(f"Åk {number}", number + 6) for number in range(1, 6)]
    return lower + [(f"MYP {number} (åk {number + 5})", number + 11) for number in range(1, 5)]


_DOOR = "Come to the main door and sign in at the office. Bring your staff badge; a colleague will meet you there."

SMALL_STEPS = [
    DemoSchool("MAR", "Marram Bay Primary School", "Seaside town on the Fylde coast", "Marram Bay", (3, 11), 612, 74, (53.83, -3.04),
               visitors=f"{_DOOR} The car park is behind the hall, off Dune Road."),
    DemoSchool("THO", "Thornby Moss Community Primary School", "Farmland on the moss", "Thornby", (4, 11), 98, 17, (53.76, -2.90),
               visitors=f"{_DOOR} Park on the lane, and mind the tractors at three o'clock."),
    DemoSchool("CAL", "Calderwick St Anne's CE Primary School", "Mill town", "Calderwick", (4, 11), 318, 41, (53.79, -2.25),
               visitors=f"{_DOOR} Two visitors' spaces are by the old mill gate."),
    DemoSchool("RIB", "Ribblesend Primary Academy", "Riverside suburb; part of a trust", "Ribblesend", (4, 11), 418, 52, (53.74, -2.72),
               visitors=f"{_DOOR} The river path is quicker than the ring road."),
    DemoSchool("HES", "Hestbeck Primary School", "Village at the edge of the fells", "Hestbeck", (4, 11), 176, 25, (54.20, -2.60),
               visitors=f"{_DOOR} Wellingtons in three sizes stand in the porch."),
    DemoSchool("OVE", "Overwyre Brook Primary School", "Estuary town; inclusion base and nurture room", "Overwyre", (3, 11), 401, 49, (53.90, -2.96),
               visitors=f"{_DOOR} The nurture room is through the second gate."),
    DemoSchool("MOS", "Mossbarrow Infant and Nursery School", "Terraces in the middle of town", "Mossbarrow", (3, 7), 236, 33, (53.69, -2.69), phase="Infant",
               visitors=f"{_DOOR} There is no parking: the station is four minutes away."),
    DemoSchool("NOR", "Nordsund International School", "Svensk kuststad; undervisning på engelska och svenska, PYP och MYP", "Nordsund", (6, 15), 540, 68, (57.70, 11.65),
               phase="All-through", swedish=True,
               visitors="Anmäl dig i receptionen. En kollega möter dig där. / Sign in at reception; a colleague will meet you."),
]  # fmt: skip
#: A trust that one of the schools belongs to as well: what is shared in one network stays out of the other.
TRUST = DemoSchool("SKE", "Skerne Bank Primary School", "Suburb by the canal", "Skerne Bank", (4, 11), 287, 36, (53.73, -2.66))  # fmt: skip
#: A network of strangers, so that "cannot see" can be shown.
FAR_SHORE = [
    DemoSchool("DUN", "Dunlin Point Primary School", "Harbour town on the other coast", "Dunlin Point", (4, 11), 204, 28, (54.48, -0.61)),
    DemoSchool("EDG", "Edgefold Primary School", "Hill village on the other coast", "Edgefold", (4, 11), 131, 19, (54.42, -0.74)),
]  # fmt: skip
