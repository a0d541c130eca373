"""What a person presses."""

from core.gallery.examples.base import Example, Family

FAMILY = Family(
    "actions",
    "Buttons and questions",
    "Buttons are verbs. A page has at most one green one.",
    (
        Example("button", {"label": "Publish", "kind": "primary"}),
        Example("button", {"label": "Save for later", "icon_name": "save"}),
        Example("button", {"label": "Remove", "kind": "danger", "icon_name": "trash-2"}),
        Example("button", {"label": "Not now", "kind": "link"}),
        Example("button", {"label": "Send", "disabled": True}),
        Example("button", {"label": "Open the programme", "href": "#actions", "icon_name": "calendar-days"}),
        Example(
            "confirm",
            {
                "title": "Take back this write-up?",
                "text": "It leaves the library at once. The three schools that tried it keep their own notes.",
                "what_stays": "Your text stays as a draft, with its history.",
                "label": "Take it back",
                "danger": True,
                "cancel_href": "#actions",
            },
        ),
        Example(
            "copy_field",
            {
                "field_id": "feed-address",
                "label": "Your calendar’s address",
                "value": "https://hub.example/feeds/7f3a91c2.ics",
                "hint": "Paste it into the calendar on your phone. It is yours alone: don’t pass it on.",
            },
        ),
    ),
)
