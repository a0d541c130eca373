"""Reading a write-up, a flow, a history."""

from django.utils.safestring import mark_safe

from core.gallery.examples.base import Example, Family

_FACTS = [
    {"label": "For", "value": "Year 4 maths", "icon": "users"},
    {"label": "Takes", "value": "10 minutes", "icon": "clock"},
    {"label": "Grounds", "value": "Three classes, no comparison", "icon": "flag"},
    {"label": "Tried by", "value": "3 schools", "icon": "sprout"},
]
_STEPS = [
    {"label": "Look", "state": "done", "text": "", "who": "", "href": "#reading"},
    {"label": "Choose", "state": "done", "text": "", "who": "", "href": "#reading"},
    {
        "label": "Share",
        "state": "now",
        "text": "Two of four groups have said what they will bring to the meeting.",
        "who": "Waiting for Sofia and Daniel",
        "href": "",
    },
    {"label": "Meet", "state": "next", "text": "", "who": "", "href": ""},
    {"label": "Act", "state": "next", "text": "", "who": "", "href": ""},
    {"label": "Look back", "state": "next", "text": "", "who": "", "href": ""},
]
_TREE = [
    {
        "title": "The six-step wellbeing meeting, told straight",
        "href": "#reading",
        "about": "Nordsund, three years ago",
        "is_here": False,
        "branches": [
            {
                "title": "Adapting the six steps for a primary Year 4 team",
                "href": "#reading",
                "about": "Marram Bay: class teachers in place of mentors",
                "is_here": True,
                "branches": [
                    {
                        "title": "Six steps in a school of 98",
                        "href": "#reading",
                        "about": "Thornby Moss: one meeting for everybody",
                        "is_here": False,
                        "branches": [],
                    }
                ],
            },
            {
                "title": "The six steps with a nurture base",
                "href": "#reading",
                "about": "Overwyre Brook",
                "is_here": False,
                "branches": [],
            },
        ],
    }
]

FAMILY = Family(
    "reading",
    "Reading",
    "Facts first, then what to try, then both sides at equal weight. Order is drawn as a stem with leaves.",
    (
        Example("facts", {"facts": _FACTS}),
        Example(
            "try_it",
            {
                "minutes": 10,
                "body": mark_safe(
                    "<ol><li>Show two fractions as pictures.</li><li>Partners rehearse for a minute: "
                    "<em>I know … is greater because …</em></li><li>Then, and only then, pencils.</li></ol>"
                ),
            },
        ),
        Example(
            "both_sides",
            {
                "worked": mark_safe(
                    "<ul><li>Pupils used the stem unprompted by the third lesson.</li>"
                    "<li>Quiet pupils spoke first in pairs, then to the class.</li></ul>"
                ),
                "didnt": mark_safe(
                    "<ul><li>Fourteen stems on the wall: nobody used one.</li>"
                    "<li>One of our three pupils copied the partner’s sentence.</li></ul>"
                ),
            },
        ),
        Example(
            "note", {"text": "Fourteen stems on the wall. Nobody used one.", "by": "Year 4 maths, Marram Bay"}
        ),
        Example(
            "note",
            {
                "text": "We bought the wrong clock, and it was the clock they loved.",
                "by": "Year 3 reading, Ribblesend",
            },
        ),
        Example(
            "note",
            {"text": "Our debate club met on Fridays. So did the football.", "by": "Year 6, Thornby Moss"},
        ),
        Example("tree", {"branches": _TREE, "root": True}),
        Example("steps", {"steps": _STEPS}),
        Example(
            "history",
            {
                "entries": [
                    {
                        "when": "Thu 12 Nov, 10:20",
                        "datetime": "2026-11-12T10:20",
                        "text": "Gwen read it and it was published.",
                    },
                    {
                        "when": "Tue 10 Nov",
                        "datetime": "2026-11-10",
                        "text": "Hannah sent it to Gwen to read.",
                    },
                    {
                        "when": "Mon 2 Nov",
                        "datetime": "2026-11-02",
                        "text": "Hannah began it after the third lesson.",
                    },
                ]
            },
        ),
        Example(
            "figure",
            {
                "src": "/static/core/app-icon-180.png",
                "alt": "A sprig with three leaves and one red berry.",
                "width": 180,
                "height": 180,
                "caption": "The sprig on the hub’s tile on a phone.",
            },
        ),
        Example(
            "disclosure",
            {
                "summary": "What does “grounds” mean here?",
                "body": "How sure the writers are, in their own words: one class, several classes, or a study with a comparison.",
            },
        ),
    ),
)
