"""Reads tokens.css and computes how far each text stands out from each surface."""

import re
from dataclasses import dataclass
from pathlib import Path

TOKENS_CSS = Path(__file__).parent.parent / "static" / "core" / "tokens.css"

SURFACES = ("paper", "card", "lichen", "bramble-tint", "straw", "haw-tint")
TEXTS = ("ink", "muted", "hedge", "hedge-deep", "bramble", "amber", "haw")
TEXT_RATIO = 4.5
CONTROL_RATIO = 3.0

_SELECTORS = {
    "light": ":root {",
    "dark": ':root[data-theme="dark"] {',
    "dark by the device": ':root:not([data-theme="light"]) {',
    "print": ":root:root:root {",
}


@dataclass(frozen=True)
class Pair:
    """A foreground on a background, its ratio (1 to 21) and the least that WCAG 2.2 AA asks for."""

    foreground: str
    background: str
    ratio: float
    minimum: float

    @property
    def holds(self) -> bool:
        """Whether the pair stands out enough."""
        return self.ratio >= self.minimum


def declarations(scheme: str) -> dict[str, str]:
    """The colours a scheme declares itself: token without dashes → `#RRGGBB`."""
    text = TOKENS_CSS.read_text(encoding="utf-8")
    start = text.index(_SELECTORS[scheme])
    block = text[start : text.index("}", start)]
    return dict(re.findall(r"--([a-z-]+): (#[0-9A-F]{6});", block))


def colours(scheme: str) -> dict[str, str]:
    """The colours in force in a scheme: the light ones, overruled by its own."""
    return declarations("light") | declarations(scheme)


def luminance(colour: str) -> float:
    """Relative luminance L of `#RRGGBB`, 0 (black) to 1 (white), as WCAG 2.2 defines it.

    L = 0.2126 R + 0.7152 G + 0.0722 B, each channel linearised from sRGB.
    """
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio (L₁ + 0.05) / (L₂ + 0.05) of two colours, the lighter on top: 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _wanted() -> list[tuple[str, str, float]]:
    text = [(text, surface, TEXT_RATIO) for text in TEXTS for surface in SURFACES]
    controls = [("control", surface, CONTROL_RATIO) for surface in SURFACES]
    filled = [("on-hedge", "hedge"), ("on-hedge", "hedge-deep"), ("on-haw", "haw")]
    drawn = [(line, "paper", CONTROL_RATIO) for line in ("twig", "leaf", "berry", "blackberry")]
    return text + controls + [(front, back, TEXT_RATIO) for front, back in filled] + drawn


def pairs(scheme: str) -> list[Pair]:
    """Every pair the design allows, with its ratio in a scheme."""
    values = colours(scheme)
    return [
        Pair(front, back, contrast(values[front], values[back]), minimum)
        for front, back, minimum in _wanted()
    ]
