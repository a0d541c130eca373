"""Who may do what: the roles, their permissions, and a sentence for each in plain words.

The database stores the short codes. Two things are called mentor in schools, so the roles say which.
"""

from enum import StrEnum

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    """One thing that a role allows, at a school or in a network."""

    READ_SHARED = "read_shared"  # what the school's networks share, and the school's own write-ups
    WRITE = "write"  # write-ups: one's own
    REVIEW = "review"  # a colleague's write-up
    MANAGE_PEOPLE = "manage_people"  # invite, give and end roles
    MANAGE_SCHOOL = "manage_school"  # the school's card, dates, year groups
    READ_AUDIT = "read_audit"  # who did what at the school
    SEE_GOVERNOR_PAGES = "see_governor_pages"  # aggregates only
    LEAVE_NETWORK = "leave_network"  # take the school and its content out
    COORDINATE = "coordinate"  # invite schools, hand the role on
    EDIT_LIBRARY = "edit_library"  # the network's library in /cms/


class Role(models.TextChoices):
    """A role at a school."""

    HEAD = "head", _("Head teacher")
    SCHOOL_ADMIN = "admin", _("School administrator")
    TEACHER = "teacher", _("Teacher")
    FORM_MENTOR = "form", _("Form mentor or tutor")
    TEACHER_MENTOR = "mentor", _("Teacher mentor")
    LEARNING_SUPPORT = "lst", _("Learning support team")
    PROGRAMME_COORDINATOR = "prog", _("Programme coordinator or phase leader")
    SUBJECT_LEADER = "subject", _("Subject leader")
    SUPPORT_STAFF = "support", _("Support staff")
    SAFEGUARDING_LEAD = "dsl", _("Safeguarding lead")
    DATA_PROTECTION = "dpo", _("Data protection officer")
    GOVERNOR = "governor", _("Governor")
    GUEST = "guest", _("Guest")


class NetworkRole(models.TextChoices):
    """A role in a network, held by somebody of one of its schools."""

    COORDINATOR = "coord", _("Network coordinator")
    EDITOR = "editor", _("Network editor")


_STAFF = frozenset({Permission.READ_SHARED, Permission.WRITE, Permission.REVIEW})
_MANAGES = frozenset({Permission.MANAGE_PEOPLE, Permission.MANAGE_SCHOOL})

PERMISSIONS: dict[str, frozenset[Permission]] = {
    Role.HEAD: _STAFF
    | _MANAGES
    | {Permission.READ_AUDIT, Permission.LEAVE_NETWORK, Permission.SEE_GOVERNOR_PAGES},
    Role.SCHOOL_ADMIN: _STAFF | _MANAGES,
    Role.TEACHER: _STAFF,
    Role.FORM_MENTOR: _STAFF,
    Role.TEACHER_MENTOR: _STAFF,
    Role.LEARNING_SUPPORT: _STAFF,
    Role.PROGRAMME_COORDINATOR: _STAFF,
    Role.SUBJECT_LEADER: _STAFF,
    Role.SUPPORT_STAFF: _STAFF,
    Role.SAFEGUARDING_LEAD: _STAFF,
    Role.DATA_PROTECTION: frozenset({Permission.READ_AUDIT}),
    Role.GOVERNOR: frozenset({Permission.SEE_GOVERNOR_PAGES}),
    Role.GUEST: frozenset(),
    NetworkRole.COORDINATOR: frozenset({Permission.COORDINATE}),
    NetworkRole.EDITOR: frozenset({Permission.EDIT_LIBRARY}),
}

IN_PLAIN_WORDS: dict[str, Promise] = {
    Role.HEAD: _("Leads the school: its card, its people, its audit log, and whether it stays in a network."),
    Role.SCHOOL_ADMIN: _("Keeps the school's card, dates and accounts."),
    Role.TEACHER: _("Reads, writes and reviews in the library, and takes part in what schools do together."),
    Role.FORM_MENTOR: _("Is tutor of a form or year group; in Swedish schools the pupils' mentor."),
    Role.TEACHER_MENTOR: _("Supports a colleague who is new to teaching."),
    Role.LEARNING_SUPPORT: _("Belongs to the learning support team: SENCO, counsellor, nurse, psychologist."),
    Role.PROGRAMME_COORDINATOR: _("Coordinates a programme such as the MYP, or leads a phase."),
    Role.SUBJECT_LEADER: _("Leads a subject in the school."),
    Role.SUPPORT_STAFF: _(
        "Works with pupils or for the school: teaching assistant, lunchtime, cover, office."
    ),
    Role.SAFEGUARDING_LEAD: _("Is the person to go to with a worry about a child."),
    Role.DATA_PROTECTION: _("Reads the audit log and nothing else."),
    Role.GOVERNOR: _("Sees the pages for governors: totals, no notes."),
    Role.GUEST: _("Takes part in one thing for a limited time, such as a speaker."),
    NetworkRole.COORDINATOR: _("Coordinates the network for a time: invites schools, hands the role on."),
    NetworkRole.EDITOR: _("Edits what was offered to the network's library."),
}

#: Who needs a second factor: everybody who manages people, coordinates or edits for the network, or reads the audit log.
NEEDS_SECOND_FACTOR = frozenset(
    {Permission.MANAGE_PEOPLE, Permission.COORDINATE, Permission.EDIT_LIBRARY, Permission.READ_AUDIT}
)
#: Roles whose holders read about pupils in later rooms.
ROLES_NEAR_PUPIL_TEXT = frozenset(
    {Role.SAFEGUARDING_LEAD, Role.LEARNING_SUPPORT, Role.FORM_MENTOR, Role.PROGRAMME_COORDINATOR}
)
#: All that a program with a token may ever do in a person's name. Nothing about pupils or coaching belongs here, nor
#: people, roles and the audit log: those are for somebody who is signed in.
PERMISSIONS_OF_PROGRAMS = frozenset({Permission.READ_SHARED, Permission.WRITE, Permission.MANAGE_SCHOOL})
