"""How schools, their dates, their people and the calendar look to programs."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core.api.fields import TextField
from core.api.pages import PageQuery
from core.api.serializers import StrictSerializer
from network.directory import held_by, years_of
from network.models import Closure, Membership, School
from network.roles import PERMISSIONS, Permission, Role

MOST_DATES = 200
#: A calendar shows so many days at once.
MOST_DAYS = 366
_FIRST_YEAR, _LAST_YEAR = 2000, 2100
_STAFF = [(role.value, role.label) for role in Role if Permission.READ_SHARED in PERMISSIONS[role]]


class AboutSerializer(serializers.Serializer):
    """In whose name a program asks, and what it may do."""

    person = serializers.CharField(help_text=_("The person in whose name you ask."))
    schools = serializers.ListField(
        child=serializers.CharField(),
        help_text=_("Codes of the schools you ask at: of a token, its one school."),
    )
    scopes = serializers.ListField(child=serializers.CharField(), help_text=_("What the token is for."))
    expires_at = serializers.DateTimeField(allow_null=True, help_text=_("When the token runs out."))
    reference = serializers.URLField(help_text=_("The reference for people."))
    description = serializers.URLField(help_text=_("The description for programs (OpenAPI)."))


class SchoolSerializer(serializers.ModelSerializer):
    """A school in the directory."""

    is_own = serializers.SerializerMethodField(help_text=_("Whether you ask at this school."))

    class Meta:
        model = School
        fields: tuple[str, ...] = (
            "code", "name", "is_own", "country", "town", "postcode", "about", "phase", "lowest_age", "highest_age",
            "pupils_count", "staff_count", "latitude", "longitude", "time_zone", "language",
        )  # fmt: skip
        read_only_fields: tuple[str, ...] = fields

    def get_is_own(self, school: School) -> bool:
        """Whether it is one of the schools asked at."""
        return school.pk in self.context["own"]


class TermSerializer(StrictSerializer):
    """A term or half-term."""

    name = TextField(max_length=60, help_text=_("As the school calls it."))
    starts_on = serializers.DateField(help_text=_("The first day."))
    ends_on = serializers.DateField(help_text=_("The last day, included."))


class ClosureSerializer(StrictSerializer):
    """Days without pupils."""

    kind = serializers.ChoiceField(Closure.Kind.choices, help_text=_("Why the school is closed to pupils."))
    name = TextField(max_length=80, help_text=_("Such as “Half-term”."))
    starts_on = serializers.DateField(help_text=_("The first day."))
    ends_on = serializers.DateField(help_text=_("The last day, included."))


class TermsSerializer(StrictSerializer):
    """All terms of a school."""

    terms = TermSerializer(
        many=True, max_length=MOST_DATES, help_text=_("All terms, those that are over too.")
    )


class ClosuresSerializer(StrictSerializer):
    """All closures of a school."""

    closures = ClosureSerializer(
        many=True, max_length=MOST_DATES, help_text=_("All closures, those that are over too.")
    )


@extend_schema_field({"type": "string", "pattern": "^[0-2][0-9]:[0-5][0-9]$"})
class LocalTimeField(serializers.TimeField):
    """Hour and minute on the school's own clock; the description's own "time" would want to know the offset."""

    def __init__(self, **options: Any) -> None:
        super().__init__(format="%H:%M", **options)


class SchoolDaySerializer(serializers.Serializer):
    """A weekday on which a school is open."""

    iso_weekday = serializers.IntegerField(min_value=1, max_value=7, help_text=_("Monday is 1."))
    opens_at = LocalTimeField(help_text=_("In the school’s own time."))
    closes_at = LocalTimeField(help_text=_("In the school’s own time."))


class YearGroupSerializer(serializers.Serializer):
    """A year group under the school's own label."""

    label = serializers.CharField()
    typical_age = serializers.IntegerField(help_text=_("The age most of its pupils are on 1 September."))


class SchoolCardSerializer(SchoolSerializer):
    """A school's card."""

    terms = TermSerializer(source="year.terms", many=True, help_text=_("Those that are not over."))
    closures = ClosureSerializer(source="year.closures", many=True, help_text=_("Those that are not over."))
    days = SchoolDaySerializer(
        source="year.days", many=True, help_text=_("The weekdays on which it is open.")
    )
    year_groups = YearGroupSerializer(
        source="year.year_groups", many=True, help_text=_("In the school’s order.")
    )

    class Meta(SchoolSerializer.Meta):
        fields: tuple[str, ...] = (
            *SchoolSerializer.Meta.fields, "visitor_information", "terms", "closures", "days", "year_groups",
        )  # fmt: skip
        read_only_fields: tuple[str, ...] = fields


class PeopleQuery(PageQuery):
    """Whom to list."""

    q = serializers.CharField(required=False, allow_blank=True, max_length=80, help_text=_("Part of a name."))
    school = serializers.RegexField(
        r"^[A-Z0-9]{2,8}$", required=False, help_text=_("The code of one of your schools.")
    )
    role = serializers.ChoiceField(_STAFF, required=False, help_text=_("Only those who hold this role."))


class ColleagueSerializer(serializers.Serializer):
    """Somebody who works at the school, as colleagues see them."""

    id = serializers.IntegerField(source="pk", help_text=_("Stays the same while they work there."))
    name = serializers.CharField(source="person.display_name")
    school = serializers.CharField(source="school.code", help_text=_("The school’s code."))
    job_title = serializers.CharField(allow_blank=True)
    roles = serializers.SerializerMethodField(help_text=_("Codes of the roles they hold."))
    year_groups = serializers.SerializerMethodField(help_text=_("Labels of the year groups they work with."))

    def get_roles(self, member: Membership) -> list[str]:
        """The codes of the roles they hold now."""
        return [grant.role for grant in held_by(member)]

    def get_year_groups(self, member: Membership) -> list[str]:
        """The labels of their year groups."""
        return [link.year_group.label for link in years_of(member)]


class CalendarQuery(PageQuery):
    """Which days, and whose."""

    to = serializers.DateField(help_text=_("The last day, included: at most 366 days after the first."))
    school = serializers.RegexField(
        r"^[A-Z0-9]{2,8}$", required=False, help_text=_("The code of a school: only its entries.")
    )

    def get_fields(self) -> dict[str, Any]:
        """`from` is a word of the language this is written in, so it is added here."""
        first = serializers.DateField(help_text=_("The first day."))
        return {"from": first, **super().get_fields()}

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """The days are in order, few enough, and in a year that schools plan for.

        Raises:
            ValidationError: when they are not.
        """
        first, last = attrs["from"], attrs["to"]
        for name, day in (("from", first), ("to", last)):
            if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
                raise serializers.ValidationError({name: [_("Name a day between 2000 and 2100.")]})
        if not 0 <= (last - first).days <= MOST_DAYS:
            raise serializers.ValidationError(
                {"to": [_("The last day is not before the first, and at most 366 days after it.")]}
            )
        return attrs


class EntrySerializer(serializers.Serializer):
    """Something with a date."""

    uid = serializers.CharField(help_text=_("Stays the same when the entry moves."))
    title = serializers.CharField()
    is_all_day = serializers.BooleanField()
    starts = serializers.SerializerMethodField(
        help_text=_("A day when it lasts whole days, else a moment (ISO 8601).")
    )
    ends = serializers.SerializerMethodField(help_text=_("The last day, included; else the moment it ends."))
    source = serializers.CharField(help_text=_("What part of the hub it comes from."))
    school = serializers.CharField(
        source="owner", allow_blank=True, help_text=_("Whose it is; empty: everybody’s.")
    )
    where = serializers.CharField(allow_blank=True)
    url = serializers.CharField(allow_blank=True, help_text=_("Its page, if it has one."))

    def get_starts(self, entry: Any) -> str:
        """In ISO 8601."""
        return entry.starts.isoformat()

    def get_ends(self, entry: Any) -> str:
        """In ISO 8601."""
        return entry.ends.isoformat()
