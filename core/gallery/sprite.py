"""Builds `core/static/core/icons.svg`, the one sprite of icons, from the files of lucide-static.

Run it as `python -m core.gallery.sprite <folder of lucide-static>/icons`; see core/static/README.md.
"""

import re
import sys
from pathlib import Path

from core.gallery.marks import MARKS

TARGET = Path(__file__).parent.parent / "static" / "core" / "icons.svg"
ICONS = [
    "archive",
    "arrow-left",
    "arrow-right",
    "ban",
    "banknote",
    "bell",
    "book-open",
    "bookmark",
    "bus",
    "calendar",
    "calendar-check",
    "calendar-days",
    "calendar-plus",
    "chart-column",
    "check",
    "chevron-down",
    "chevron-left",
    "chevron-right",
    "circle",
    "circle-alert",
    "circle-check",
    "circle-dot",
    "circle-help",
    "clipboard-list",
    "clock",
    "copy",
    "download",
    "ellipsis",
    "external-link",
    "eye",
    "eye-off",
    "file",
    "file-text",
    "fingerprint",
    "flag",
    "git-fork",
    "globe",
    "graduation-cap",
    "hand",
    "hand-helping",
    "handshake",
    "heart",
    "history",
    "hourglass",
    "house",
    "image",
    "inbox",
    "info",
    "key-round",
    "languages",
    "layout-grid",
    "leaf",
    "lightbulb",
    "link",
    "list",
    "loader",
    "lock",
    "log-in",
    "log-out",
    "mail",
    "mail-check",
    "map-pin",
    "megaphone",
    "message-circle",
    "mic",
    "minus",
    "monitor",
    "moon",
    "network",
    "notebook-pen",
    "octagon-x",
    "package",
    "paperclip",
    "pencil",
    "phone",
    "play",
    "plus",
    "printer",
    "quote",
    "refresh-cw",
    "repeat",
    "rss",
    "save",
    "scale",
    "school",
    "search",
    "send",
    "settings",
    "share-2",
    "shield",
    "shield-check",
    "sliders-horizontal",
    "smartphone",
    "sprout",
    "star",
    "sun",
    "table",
    "tag",
    "thumbs-down",
    "thumbs-up",
    "trash-2",
    "triangle-alert",
    "undo-2",
    "upload",
    "user-minus",
    "user-plus",
    "user-round",
    "users",
    "users-round",
    "video",
    "wifi-off",
    "x",
]


def symbol(name: str, source: str) -> str:
    """One icon as a symbol: the shapes alone; colour and stroke come from the style sheet."""
    shapes = re.search(r"<svg[^>]*>(.*)</svg>", source, re.DOTALL)
    if shapes is None:
        raise ValueError(f"{name}: not an SVG picture")
    body = re.sub(r"\s*\n\s*", "", shapes.group(1)).replace(" />", "/>")
    return f'<symbol id="{name}" viewBox="0 0 24 24">{body}</symbol>'


def build(folder: Path) -> str:
    """The whole sprite: Lucide's icons in the order of their names, then our own marks."""
    icons = [symbol(name, (folder / f"{name}.svg").read_text(encoding="utf-8")) for name in sorted(ICONS)]
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join([*icons, *MARKS]) + "\n</svg>\n"


if __name__ == "__main__":
    TARGET.write_text(build(Path(sys.argv[1])), encoding="utf-8")
