"""A person with an e-mail login."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class PersonManager(BaseUserManager["Person"]):
    """Makes people; addresses are kept in lower case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        """A person who can sign in with this address and password (None: until they set one, they cannot)."""
        person = self.model(email=email.strip().lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        """An operator of the hub. It opens Wagtail's settings; it does not open any school's private rows."""
        return self.create_user(email, password, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "Person":
        """Found by address, whatever its case."""
        return self.get(email=(username or "").strip().lower())


class Person(AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in; what they may do follows from their memberships alone."""

    class Language(models.TextChoices):
        """The languages of the pages."""

        EN = "en", "English"
        SV = "sv", "Svenska"

    email = models.EmailField(_("e-mail address"), max_length=254, unique=True)
    name = models.CharField(_("name"), max_length=120)
    #: Empty: the language of their school.
    language = models.CharField(_("language"), max_length=5, choices=Language, blank=True, default="")
    #: Empty: the time zone of their school.
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True, default="")
    is_active = models.BooleanField(_("may sign in"), default=True)
    joined_at = models.DateTimeField(_("joined"), auto_now_add=True)
    #: Since then the row names nobody (`network.services.erasing`).
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = PersonManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="network_person_email_lower"
            )
        ]

    class Privacy:
        kind = "network"
        data = "Name and e-mail address, shown to people of the same networks; language and time zone."
        kept = "While a membership lasts, then 12 months."
        erased = "The row is anonymised; write-ups keep the name their author chose to publish under."

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """The name as others see it."""
        if self.erased_at is not None:
            return gettext("Somebody who has left")
        return self.name or self.email

    # Wagtail's and allauth's templates ask for these.
    def get_full_name(self) -> str:
        """The whole name."""
        return self.display_name

    def get_short_name(self) -> str:
        """The first name."""
        return self.display_name.split(" ")[0]

    @property
    def is_staff(self) -> bool:
        """Django's own admin is not installed; nobody is its staff."""
        return self.is_superuser
