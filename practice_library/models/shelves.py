"""The tree in which write-ups stand: a shelf a school, a shelf a network.

What a school has not offered stands on its own shelf, which no editor's permission covers; offering a write-up moves
it to the network's shelf. So Wagtail's own page permissions keep `/cms/` to what was offered.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from practice_library.models.base import LibraryPage


class LibraryHomePage(LibraryPage):
    """The root of the library's tree; `/library/` shows it through our own views."""

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["practice_library.NetworkShelfPage", "practice_library.SchoolShelfPage"]
    max_count = 1

    class Meta:
        verbose_name = _("library")

    class Privacy:
        kind = "reference"
        data = "None about people."
        kept = "Always."
        erased = "Not needed."


class NetworkShelfPage(LibraryPage):
    """What was offered to a network, or to everybody through it."""

    network = models.OneToOneField("network.Network", on_delete=models.PROTECT, related_name="shelf")
    parent_page_types = ["practice_library.LibraryHomePage"]
    subpage_types = ["practice_library.WriteUpPage"]

    class Meta:
        verbose_name = _("network's shelf")

    class Privacy:
        kind = "network"
        data = "None about people."
        kept = "While the network lasts."
        erased = "With the network."


class SchoolShelfPage(LibraryPage):
    """A school's drafts, and what it keeps to itself."""

    school = models.OneToOneField("network.School", on_delete=models.PROTECT, related_name="shelf")
    parent_page_types = ["practice_library.LibraryHomePage"]
    subpage_types = ["practice_library.WriteUpPage"]

    class Meta:
        verbose_name = _("school's shelf")

    class Privacy:
        kind = "shared"
        data = "None about people."
        kept = "While the school takes part."
        erased = "With the school."
