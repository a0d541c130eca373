"""Pictures and files of a draft: adding, ordering, taking out."""

from typing import Any

from django.forms import BaseForm
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from network.views.base import ActionView, DomainErrorMixin
from practice_library.forms.media import FileForm, PictureForm
from practice_library.services.media import add_file, add_picture, move_extra, remove_extra
from practice_library.views.base import AuthorMixin


class _Extras(AuthorMixin):
    def get_success_url(self) -> str:
        """The page of pictures and files again."""
        return reverse("library:write-up-extras", args=[self.write_up.pk])


class Extras(_Extras, DomainErrorMixin, FormView):
    """What is there, in order, and two forms to add something; `kind` of the address says which was sent."""

    template_name = "library/write/extras.html"
    kind = "picture"

    def get_form_class(self) -> type[BaseForm]:
        """The form that was sent."""
        return FileForm if self.kind == "file" else PictureForm

    def perform(self, form: BaseForm) -> Any:
        """Take it in."""
        data, person = form.cleaned_data, self.request.user
        if self.kind == "file":
            return add_file(write_up=self.write_up, by=person, file=data["file"], title=data["title"])
        return add_picture(
            write_up=self.write_up, by=person, file=data["picture"], alt=data["alt"], caption=data["caption"]
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds what is there, and both forms."""
        context = super().get_context_data(**kwargs)
        draft = self.write_up.get_newest_draft()
        sent = context["form"]
        return {
            **context,
            "extras": list(draft.extras),
            "draft": draft,
            "picture_form": sent if self.kind == "picture" else PictureForm(auto_id="picture_%s"),
            "file_form": sent if self.kind == "file" else FileForm(auto_id="file_%s"),
        }

    def get_form_kwargs(self) -> dict[str, Any]:
        """Two forms on one page: their ids differ."""
        return {**super().get_form_kwargs(), "auto_id": f"{self.kind}_%s"}


class Move(_Extras, ActionView):
    """One up, or one down."""

    done_message = _("The order is changed.")

    def perform(self) -> None:
        """Let it change places."""
        up = self.request.POST.get("to") == "up"
        move_extra(
            write_up=self.write_up, by=self.request.user, extra_id=self.request.POST.get("extra", ""), up=up
        )


class Remove(_Extras, ActionView):
    """Out of the draft."""

    done_message = _("It is taken out.")

    def perform(self) -> None:
        """Take it out."""
        remove_extra(
            write_up=self.write_up, by=self.request.user, extra_id=self.request.POST.get("extra", "")
        )
