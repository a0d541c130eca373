"""Waiting, working, nothing yet, done."""

from core.gallery.examples.base import Example, Family

FAMILY = Family(
    "states",
    "States",
    "What happened, what was kept, what to do. Straw waits for someone, haw stops.",
    (
        Example("message", {"text": "Kept. Gwen has been asked to read it.", "level": "success"}),
        Example(
            "message", {"text": "Kept on this phone. It will be sent when you’re online.", "level": "warning"}
        ),
        Example(
            "message",
            {"text": "That place went to somebody else a moment ago. Nothing was changed.", "level": "error"},
        ),
        Example("waiting_tag", {"text": "Waiting for Priya"}),
        Example(
            "notice",
            {
                "kind": "info",
                "title": "Publishing opens it to eight schools",
                "text": "You can take it back at any time.",
                "href": "#states",
                "action": "What we share, and what never leaves a school",
            },
        ),
        Example(
            "notice",
            {
                "kind": "waiting",
                "title": "Waiting for Thornby Moss",
                "text": "Imran was asked on Tue 10 Nov.",
            },
        ),
        Example(
            "notice",
            {
                "kind": "school",
                "title": "This stays here",
                "text": "Notes of a meeting never leave the school.",
            },
        ),
        Example(
            "notice",
            {
                "kind": "stop",
                "title": "Is a child at risk?",
                "text": "Don’t write it here. Speak to your safeguarding lead now: Nadia Pryce, extension 12.",
            },
        ),
        Example(
            "progress",
            {
                "label": "Reading the register",
                "value": 18200,
                "max": 26899,
                "text": "18,200 of 26,899 rows, about 20 seconds left",
            },
        ),
        Example(
            "empty",
            {
                "title": "No visits yet",
                "text": "A visit is an hour in a colleague’s classroom at another school, with one question agreed before.",
                "example": "“When does partner talk turn into real argument?” Priya asked it; Kit came and watched three pairs.",
                "href": "#states",
                "action": "Offer an hour",
            },
        ),
    ),
)
