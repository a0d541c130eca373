"""Which audience is wider than which. Plain Python."""

_WIDTH = {"school": 0, "network": 1, "public": 2}


def needs_reading(*, now: str, now_network: int | None, then: str, then_network: int | None) -> bool:
    """Whether a change of audience lets somebody read who could not before, so that a colleague reads it again first.

    Args:
        now: the audience today: "school", "network" or "public".
        now_network: the network it is offered to, or None.
        then: the audience wished for.
        then_network: its network, or None.
    """
    if _WIDTH[then] != _WIDTH[now]:
        return _WIDTH[then] > _WIDTH[now]
    return then == "network" and then_network != now_network
