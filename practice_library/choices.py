"""Who a write-up is for, how sure it is, and how far it has come."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Audience(models.TextChoices):
    """Who may read a published write-up."""

    SCHOOL = "school", _("My school")
    NETWORK = "network", _("This network")
    PUBLIC = "public", _("Everybody")


class EvidenceLevel(models.TextChoices):
    """What the account rests on; none of them is better writing than another."""

    FIRST_TRY = "first_try", _("A first try")
    REPEATED = "repeated", _("Repeated, same school")
    PRACTITIONER_ENQUIRY = "practitioner_enquiry", _("Practitioner enquiry")
    COMPARED = "compared", _("Compared with others")


class Language(models.TextChoices):
    """The language a write-up is written in."""

    EN = "en", "English"
    SV = "sv", "Svenska"
