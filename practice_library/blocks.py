"""Blocks of a write-up beyond its boxes: pictures and files."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock


class PictureBlock(blocks.StructBlock):
    """A picture, what it shows for those who cannot see it, and a caption."""

    image = ImageChooserBlock(label=_("Picture"))
    alt = blocks.CharBlock(
        max_length=240, label=_("What it shows"), help_text=_("For those who cannot see it.")
    )
    caption = blocks.CharBlock(max_length=240, required=False, label=_("Caption"))

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "library/blocks/picture.html"


class FileBlock(blocks.StructBlock):
    """A file to take away."""

    document = DocumentChooserBlock(label=_("File"))
    title = blocks.CharBlock(max_length=160, label=_("What it is"))

    class Meta:
        icon = "doc-full"
        label = _("File")
        template = "library/blocks/file.html"


class ExtrasBlock(blocks.StreamBlock):
    """Pictures and files, in the author's order."""

    picture = PictureBlock()
    file = FileBlock()

    class Meta:
        required = False
