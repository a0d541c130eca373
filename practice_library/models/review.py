"""A colleague reads a write-up before it is published."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Task, TaskState


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

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> models.QuerySet:
        """None in the Wagtail admin: colleagues review on the site."""
        return TaskState.objects.none()
