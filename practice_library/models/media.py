"""Pictures and files of write-ups; each belongs to one write-up and is served by the library's guarded view."""

import uuid
from typing import Any

from django.core.files.base import ContentFile
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition


class LibraryImage(AbstractImage):
    """A picture in a write-up, re-encoded on its way in: no place, camera or thumbnail is left in it."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    school = models.ForeignKey("network.School", null=True, on_delete=models.PROTECT, related_name="+")
    write_up = models.ForeignKey(
        "practice_library.WriteUpPage", null=True, on_delete=models.CASCADE, related_name="library_images"
    )

    admin_form_fields = (
        "title",
        "description",
        "file",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    class Privacy:
        kind = "shared"
        data = "A picture; pupils in it only with the school's permission."
        kept = "With the write-up."
        erased = "With the write-up, renditions included."

    def get_upload_to(self, filename: str) -> str:
        """A random name: what the file was called at home is kept only as its title."""
        extension = filename.rsplit(".", 1)[-1].lower()
        return f"library/pictures/{uuid.uuid4().hex}.{extension}"

    def generate_rendition_file(self, filter: Any, *, source: Any = None) -> ContentFile:
        """A size of it; Wagtail leaves the temporary file it made open."""
        with super().generate_rendition_file(filter, source=source) as made:
            made.seek(0)
            return ContentFile(made.read(), name=made.name)


class LibraryRendition(AbstractRendition):
    """A size of a picture."""

    image = models.ForeignKey(LibraryImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="library_rendition_once"
            )
        ]

    class Privacy:
        kind = "shared"
        data = "A size of a picture."
        kept = "With the picture."
        erased = "With the picture."

    def get_upload_to(self, filename: str) -> str:
        """A random name."""
        extension = filename.rsplit(".", 1)[-1].lower()
        return f"library/renditions/{uuid.uuid4().hex}.{extension}"

    @property
    def url(self) -> str:
        """The guarded address; the file's own is never served."""
        return reverse("library:picture", kwargs={"key": self.image.key, "spec": self.filter_spec})


class LibraryDocument(AbstractDocument):
    """A file that belongs to a write-up."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    school = models.ForeignKey("network.School", null=True, on_delete=models.PROTECT, related_name="+")
    write_up = models.ForeignKey(
        "practice_library.WriteUpPage", null=True, on_delete=models.CASCADE, related_name="library_documents"
    )

    admin_form_fields = ("title", "file")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("file")
        verbose_name_plural = _("files")

    class Privacy:
        kind = "shared"
        data = "A file; about pupils only in letters such as A, B, C."
        kept = "With the write-up."
        erased = "With the write-up."

    @property
    def url(self) -> str:
        """The guarded address."""
        return reverse("library:file", kwargs={"key": self.key})
