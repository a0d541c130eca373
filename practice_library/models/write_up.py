"""A write-up: what somebody tried, what worked and what did not."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index

from network.access import Viewer, standing_of
from network.roles import Permission
from practice_library.blocks import ExtrasBlock
from practice_library.choices import Audience, EvidenceLevel, Language
from practice_library.domain.stems import index_text
from practice_library.domain.write_up_fields import LONGEST_BOX
from practice_library.models.base import LibraryPage, edits_network
from practice_library.search_fields import TitleStems

if TYPE_CHECKING:
    from network.models import Person


_FITS_ITS_BOX = [MaxLengthValidator(LONGEST_BOX)]


class WriteUpQuerySet(PageQuerySet):
    """Write-ups."""

    def visible_to(self, viewer: Viewer) -> "WriteUpQuerySet":
        """The published write-ups this viewer may read: public ones, those of networks they read, those of their schools."""
        standing = standing_of(viewer)
        return self.filter(
            Q(audience=Audience.PUBLIC)
            | Q(audience=Audience.NETWORK, network_id__in=standing.networks_where(Permission.READ_SHARED))
            | Q(school_id__in=standing.schools_where(Permission.READ_SHARED)),
            live=True,
        )

    def workable_by(self, person: "Person") -> "WriteUpQuerySet":
        """Those a person works on, drafts included: their own, and those a colleague asked them to review now."""
        standing = standing_of(person)
        return self.filter(
            Q(owner=person) | Q(review_requests__reviewer=person, review_requests__decided_at=None),
            school_id__in=standing.schools_where(Permission.WRITE),
        ).distinct()

    def offered_to_editor(self, person: Any) -> "WriteUpQuerySet":
        """What was offered to the networks whose library this person edits, taken out again or not; never their own."""
        networks = standing_of(person).networks_where(Permission.EDIT_LIBRARY)
        return self.exclude(audience=Audience.SCHOOL).exclude(owner=person).filter(network_id__in=networks)

    def kept_by(self, person: "Person") -> "WriteUpQuerySet":
        """Those that were published once by a school whose card the person keeps: they may take them back."""
        return self.filter(
            school_id__in=standing_of(person).schools_where(Permission.MANAGE_SCHOOL),
            first_published_at__isnull=False,
        )


WriteUpManager = PageManager.from_queryset(WriteUpQuerySet)


class WriteUpPage(LibraryPage):
    """What somebody tried, for whom, what worked, what did not, and how to try it."""

    school = models.ForeignKey("network.School", on_delete=models.PROTECT, related_name="write_ups")
    network = models.ForeignKey(
        "network.Network",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="write_ups",
        verbose_name=_("network"),
        help_text=_("The network it is offered to, or through which it is offered to everybody."),
    )
    audience = models.CharField(
        _("who may read it"), max_length=10, choices=Audience, default=Audience.SCHOOL
    )
    language = models.CharField(_("language"), max_length=5, choices=Language, default=Language.EN)
    translation_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="translated_as"
    )
    #: The names under which it was published; accounts may go, history stays.
    author_names = models.CharField(_("written by"), max_length=240)
    reviewer_name = models.CharField(_("read by"), max_length=120, blank=True, default="")
    promise = models.CharField(
        _("in one line"), max_length=140, help_text=_("What a colleague gets out of it, in one line.")
    )
    for_whom = models.TextField(_("for whom"), validators=_FITS_ITS_BOX)
    tried = models.TextField(_("what we tried"), validators=_FITS_ITS_BOX)
    worked = models.TextField(_("what worked"), validators=_FITS_ITS_BOX)
    did_not_work = models.TextField(_("what didn't work"), validators=_FITS_ITS_BOX)
    would_change = models.TextField(_("what we'd change"), blank=True, default="", validators=_FITS_ITS_BOX)
    try_it = models.TextField(_("try it"), validators=_FITS_ITS_BOX)
    link_to_learning = models.TextField(_("link to learning"), validators=_FITS_ITS_BOX)
    evidence_level = models.CharField(
        _("what it rests on"), max_length=24, choices=EvidenceLevel, default=EvidenceLevel.FIRST_TRY
    )
    evidence_note = models.CharField(_("in a few words"), max_length=120, blank=True, default="")
    minutes_needed = models.PositiveSmallIntegerField(
        _("minutes to try it"),
        default=10,
        validators=[MinValueValidator(1), MaxValueValidator(600)],
        help_text=_("For the smallest version."),
    )
    started_year = models.PositiveSmallIntegerField(_("since"), null=True, blank=True)
    pupils_reached_count = models.PositiveIntegerField(_("pupils reached"), null=True, blank=True)
    ages = models.CharField(_("ages"), max_length=20, blank=True, default="")
    reviewed_on = models.DateField(_("last reviewed"), null=True, blank=True)
    adapted_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="adaptations"
    )
    what_changed = models.TextField(
        _("what we changed and why"), blank=True, default="", validators=_FITS_ITS_BOX
    )
    topics = ParentalManyToManyField(
        "network.Topic", blank=True, related_name="write_ups", verbose_name=_("topics")
    )
    extras = StreamField(ExtrasBlock(), blank=True, verbose_name=_("pictures and files"))

    objects = WriteUpManager()

    #: What the row alone decides. A revision holds words; whose a write-up is, who may read it and where it stands
    #: are never taken from an old one, or going back in history would open what was closed since. The audience in
    #: the latest revision is a wish, which a colleague's answer turns into a fact (`services.review`).
    FACTS = ("school", "network", "audience", "slug", "reviewer_name", "reviewed_on")

    content_panels = [
        FieldPanel("title"),
        FieldPanel("promise"),
        MultiFieldPanel(
            [
                FieldPanel("for_whom"),
                FieldPanel("tried"),
                FieldPanel("worked"),
                FieldPanel("did_not_work"),
                FieldPanel("would_change"),
                FieldPanel("try_it"),
                FieldPanel("link_to_learning"),
            ],
            heading=_("The write-up"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("evidence_level"), FieldPanel("evidence_note")]),
                FieldRowPanel([FieldPanel("minutes_needed"), FieldPanel("ages")]),
                FieldRowPanel([FieldPanel("started_year"), FieldPanel("pupils_reached_count")]),
                FieldPanel("topics"),
            ],
            heading=_("Facts"),
        ),
    ]
    promote_panels: list[Any] = []
    settings_panels: list[Any] = []
    parent_page_types = ["practice_library.NetworkShelfPage", "practice_library.SchoolShelfPage"]
    subpage_types: list[str] = []
    template = "library/write_up.html"
    search_fields = [
        *LibraryPage.search_fields,
        TitleStems(),
        index.SearchField("stemmed_title", boost=4),
        index.SearchField("stemmed_body"),
        index.FilterField("school"),
        index.FilterField("network"),
        index.FilterField("audience"),
        index.FilterField("language"),
        index.FilterField("evidence_level"),
    ]

    class Meta:
        verbose_name = _("write-up")
        verbose_name_plural = _("write-ups")
        constraints = [
            models.CheckConstraint(
                condition=Q(audience="school", network=None) | (~Q(audience="school") & ~Q(network=None)),
                name="library_writeup_network_named_when_offered",
            ),
        ]

    class Privacy:
        kind = "shared"
        data = "Authors' names; pupils only as letters."
        kept = "Until its school takes it back; asked about after 24 months."
        erased = "Page, revisions, pictures and index entries together."

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Where it is read."""
        return reverse("library:write-up", kwargs={"slug": self.slug})

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        """Where Wagtail's "view live" leads."""
        return (0, settings.BASE_URL, self.get_absolute_url())

    def get_admin_display_title(self) -> str:
        """The title under which it was offered; a draft's own stays at the school."""
        return self.title

    def with_content_json(self, content: dict[str, Any]) -> "WriteUpPage":
        """The words of a revision with the facts of the row."""
        facts = {name: self.serializable_value(name) for name in self.FACTS}
        facts["reviewed_on"] = facts["reviewed_on"] and facts["reviewed_on"].isoformat()
        return super().with_content_json({**content, **facts})

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """In the Wagtail admin: the reading page."""
        from practice_library.views.offered import editor_preview  # noqa: PLC0415 -- app ready

        return editor_preview(request, self)

    def get_newest_draft(self) -> "WriteUpPage":
        """The author's newest words, with the audience they wish for; to be kept as a revision, never saved as the row."""
        draft = self.get_latest_revision_as_object()
        if self.latest_revision is not None:
            draft.audience = self.latest_revision.content.get("audience", self.audience)
            draft.network_id = self.latest_revision.content.get("network", self.network_id)
        return draft

    @property
    def is_offered(self) -> bool:
        """Whether it was offered to a network: what it is not, stays on its school's shelf."""
        return self.audience != Audience.SCHOOL

    @property
    def is_school_writing(self) -> bool:
        """Whether its author has written something that no colleague has read yet (one query unless loaded)."""
        latest = self.latest_revision
        return bool(latest and latest.pk != self.live_revision_id and latest.user_id in (self.owner_id, None))

    def is_offered_to_editor(self, user: Any) -> bool:
        """Whether this user edits the library of the network it was offered to. Authors are not their own editors."""
        return self.is_offered and user.pk != self.owner_id and edits_network(user, self.network_id)

    def may_be_edited_by(self, user: Any) -> bool:
        """Not while its school is writing on it: unread words are not the editor's to see."""
        return self.is_offered_to_editor(user) and not self.is_school_writing

    @property
    def stemmed_title(self) -> str:
        """The title as the index holds it."""
        return index_text(self.title)

    @property
    def stemmed_body(self) -> str:
        """Everything else a reader might remember, as the index holds it."""
        return index_text(
            "\n".join(
                (self.promise, self.for_whom, self.tried, self.worked, self.did_not_work, self.would_change,
                 self.try_it, self.link_to_learning, self.what_changed, self.author_names)
            )
        )  # fmt: skip
