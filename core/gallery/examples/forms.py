"""Who sees what is written, and the boxes it is written in."""

from core.gallery.examples.base import Example, Family
from core.gallery.forms import filled_form, form_with_errors

FAMILY = Family(
    "forms",
    "Writing",
    "Above every box stands who will see it: bramble stays in our school, green goes to the network.",
    (
        Example("who_sees", {"audience": "private", "names": "Nobody else, until you send it."}),
        Example("who_sees", {"audience": "school", "names": "The 41 people of Calderwick St Anne’s."}),
        Example(
            "who_sees",
            {"audience": "network", "names": "Colleagues at eight schools, once Gwen has read it."},
        ),
        Example("who_sees", {"audience": "public", "names": "Anybody with the address, and search engines."}),
        Example("audience_tag", {"audience": "private"}),
        Example("audience_tag", {"audience": "school"}),
        Example("audience_tag", {"audience": "network"}),
        Example("audience_tag", {"audience": "public"}),
        Example("form", {"form": filled_form(), "audience": "network"}),
        Example("error_summary", {"form": form_with_errors()}),
        Example("field", {"field": form_with_errors()["didnt"]}),
        Example("field_hint", {"field": filled_form()["title"]}),
        Example("field_errors", {"field": form_with_errors()["minutes"]}),
    ),
)
