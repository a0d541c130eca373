"""Cards, people, files, figures."""

from core.gallery.examples.base import Example, Family

_VISIT = {
    "day": "Thu 12 Nov",
    "time": "10:20",
    "text": "You visit Priya’s Year 5 at Calderwick.",
    "detail": "Park behind the church; sign in at the front.",
    "href": "#things",
    "action": "See the plan",
    "kind": "next",
}
_READ = {
    "day": "Today",
    "text": "Hannah asks you to read “Partner talk before pencils”.",
    "detail": "About 4 minutes.",
    "waiting": "Waiting for you",
    "href": "#things",
    "action": "Read it",
    "kind": "waiting",
}
_DONE = {
    "day": "Mon 9 Nov",
    "text": "Share the list of groups.",
    "href": "#things",
    "action": "Bring back",
    "done": True,
}

FAMILY = Family(
    "things",
    "People and things",
    "What is shown of a person, a school, a file, a number.",
    (
        Example("today_card", _READ),
        Example("today_card", _VISIT),
        Example("today_card", _DONE),
        Example("person", {"name": "Hannah Kershaw-Lee", "role": "Year 4, Marram Bay", "href": "#things"}),
        Example("person", {"name": "Marek Wiśniewski", "role": "Head, Overwyre Brook"}),
        Example(
            "school",
            {
                "code": "NOR",
                "name": "Nordsund International School",
                "place": "Swedish coast",
                "href": "#things",
            },
        ),
        Example(
            "file_row",
            {"name": "Two stems and a picture.pdf", "about": "PDF, one page, 84 KB", "href": "#things"},
        ),
        Example(
            "file_row",
            {
                "name": "Corridor after lunch.jpg",
                "about": "Picture, 412 KB",
                "href": "#things",
                "picture": True,
            },
        ),
        Example(
            "definitions",
            {
                "items": [
                    {"term": "School day", "text": "08:50 to 15:20"},
                    {"term": "Autumn term", "text": "2 Sep to 18 Dec 2026, half-term 26 to 30 Oct"},
                    {"term": "Languages", "text": "English, Swedish"},
                ]
            },
        ),
        Example(
            "table",
            {
                "table_id": "example-table",
                "caption": "Cover hours this half-term",
                "head": [
                    {"label": "School", "number": False},
                    {"label": "Visits", "number": True},
                    {"label": "Hours", "number": True},
                ],
                "rows": [
                    [{"text": "Calderwick"}, {"text": "6", "number": True}, {"text": "9.5", "number": True}],
                    [{"text": "Hestbeck"}, {"text": "4", "number": True}, {"text": "12", "number": True}],
                    [
                        {"text": "Thornby Moss"},
                        {"text": "2", "number": True},
                        {"text": "3.5", "number": True},
                    ],
                ],
                "note": "Hours of lessons covered by a colleague, travel included.",
            },
        ),
    ),
)
