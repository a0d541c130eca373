"""A colleague reads a write-up before it is published."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Task, TaskState

from core.errors import NotAllowed
from network.access import standing_of
from network.roles import Permission


class NotAsked(NotAllowed):
    """Only the colleague who was asked may answer, and only while they are a colleague."""

    def __init__(self) -> None:
        super().__init__(_("Only the colleague who was asked can answer. Nothing was changed."))


class ReviewRequest(models.Model):
    """An author asks one colleague to read a write-up; the answer stays, with its date."""

    class Decision(models.TextChoices):
        """What the colleague said."""

        PUBLISH = "publish", _("Publish it")
        CHANGE = "change", _("Please change something first")
        WITHDRAWN = "withdrawn", _("Taken back by the author")

    write_up = models.ForeignKey(
        "practice_library.WriteUpPage", on_delete=models.CASCADE, related_name="review_requests"
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(_("a word to your colleague"), max_length=400, blank=True, default="")
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decision = models.CharField(max_length=10, choices=Decision, blank=True, default="")
    answer = models.TextField(_("a word back"), blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["write_up"],
                condition=models.Q(decided_at=None),
                name="library_reviewrequest_one_open",
            ),
            models.CheckConstraint(
                condition=~models.Q(author=models.F("reviewer")), name="library_reviewrequest_never_oneself"
            ),
        ]

    class Privacy:
        kind = "shared"
        data = "Who read whose write-up, and what they said; seen by the two of them."
        kept = "With the write-up."
        erased = "With the write-up."

    def __str__(self) -> str:
        return f"{self.reviewer} reads {self.write_up}"

    @property
    def is_open(self) -> bool:
        """Whether it still waits for an answer."""
        return self.decided_at is None

    def may_be_answered_by(self, person: Any) -> bool:
        """Whether this person was asked, is still a colleague who may review, and is not the author."""
        return (
            self.is_open
            and person.pk == self.reviewer_id
            and person.pk not in (self.author_id, self.write_up.owner_id)
            and standing_of(person).may_at(Permission.REVIEW, self.write_up.school_id)
        )


class ColleagueReviewTask(Task):
    """Wagtail's workflow task for it. Only the colleague who was asked may act, and never the author."""

    class Privacy:
        kind = "reference"
        data = "None about people."
        kept = "Always."
        erased = "Not needed."

    class Meta:
        verbose_name = _("a colleague reads it")

    def user_can_access_editor(self, obj: Any, user: Any) -> bool:
        """Nobody reviews in the Wagtail admin."""
        return False

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        """Authors go on writing on the site, where asking again is one tap; in the admin it is locked meanwhile."""
        return True

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, str, bool]]:
        """No buttons in the Wagtail admin."""
        return []

    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> None:
        """Approve or reject, after the check that Wagtail's own task states do not make.

        Raises:
            NotAsked: for everybody but the colleague who was asked, while they are one.
        """
        request = (
            ReviewRequest.objects.filter(write_up_id=task_state.revision.object_id, decided_at=None)
            .select_related("write_up")
            .first()
        )
        if request is None or not request.may_be_answered_by(user):
            raise NotAsked
        super().on_action(task_state, user, action_name, **kwargs)

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> models.QuerySet:
        """None in the Wagtail admin: colleagues review on the site."""
        return TaskState.objects.none()
