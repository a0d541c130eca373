"""How large a picture is once it was made to fit. Plain Python."""


def within(width: int, height: int, side: int) -> tuple[int, int]:
    """The size of a picture that fits a square, in dots; it is never made larger, and nothing is cut off.

    The same arithmetic as Wagtail's `max-` filter, so that the page knows the size before the picture is made.
    """
    if width <= side and height <= side:
        return width, height
    across, down = side / width, side / height
    if across < down:
        return side, max(1, int(height * across))
    return max(1, int(width * down)), side
