"""Every component with an example, by family. A test fails for a component that is missing here."""

from core.gallery.examples.actions import FAMILY as ACTIONS
from core.gallery.examples.base import Example, Family
from core.gallery.examples.forms import FAMILY as FORMS
from core.gallery.examples.frame import FAMILY as FRAME
from core.gallery.examples.lists import FAMILY as LISTS
from core.gallery.examples.reading import FAMILY as READING
from core.gallery.examples.states import FAMILY as STATES
from core.gallery.examples.things import FAMILY as THINGS

__all__ = ["FAMILIES", "Example", "Family"]

FAMILIES: tuple[Family, ...] = (FRAME, ACTIONS, LISTS, READING, THINGS, FORMS, STATES)
