"""Pictures on their way in: read, turned the right way up, made smaller, and written anew. Plain Python and Pillow.

Nothing of the original file is kept but its dots: no place, camera, time, thumbnail, colour profile or comment.
"""

import warnings
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pillow_heif
from PIL import ExifTags, Image, ImageCms, UnidentifiedImageError

pillow_heif.register_heif_opener(thumbnails=False)

MAX_BYTES = 15 * 1024 * 1024
MAX_DOTS = 40_000_000
MAX_SIDE = 2400
#: What a file's name may end in → what it must then be.
FORMATS = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "webp": "WEBP", "heic": "HEIF", "heif": "HEIF"}
_WRITE: dict[str, tuple[str, dict[str, Any]]] = {
    "JPEG": ("jpg", {"quality": 85, "optimize": True, "progressive": True}),
    "PNG": ("png", {"optimize": True}),
    "WEBP": ("webp", {"quality": 82, "method": 4}),
}
#: What a camera notes about how it was held → what puts the picture upright.
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


class PictureRefused(Exception):
    """Why a picture is not taken: "kind", "bytes", "dots" or "broken"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class CleanPicture:
    """A picture written anew."""

    content: bytes
    extension: str
    width: int
    height: int


def extension_of(name: str) -> str:
    """What comes after the last dot, in small letters."""
    return name.rsplit(".", 1)[-1].lower() if "." in name else ""


def clean_picture(content: bytes, name: str) -> CleanPicture:
    """Write a picture anew.

    Args:
        content: the file as it came.
        name: what it was called; what it ends in must be what it is.

    Raises:
        PictureRefused: when it is too big, not a picture we take, or cannot be read to its end.
    """
    wanted = FORMATS.get(extension_of(name))
    if wanted is None:
        raise PictureRefused("kind")
    if len(content) > MAX_BYTES:
        raise PictureRefused("bytes")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a bomb is refused below, by its size
            return _written_anew(content, wanted)
    except UnidentifiedImageError as error:
        raise PictureRefused("kind") from error
    except Image.DecompressionBombError as error:
        raise PictureRefused("dots") from error
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, TypeError, RuntimeError) as error:
        # What Pillow and libheif raise on files that are broken, on purpose or not.
        raise PictureRefused("broken") from error


def _written_anew(content: bytes, wanted: str) -> CleanPicture:
    opened = Image.open(BytesIO(content), formats=[wanted])
    if opened.width * opened.height > MAX_DOTS:  # known from the header, before a single dot is unpacked
        raise PictureRefused("dots")
    picture = _plain_colours(_upright(opened), wanted)
    picture.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.LANCZOS)
    # Pillow would carry what came with the picture into the new file: only its dots go on from here.
    bare = Image.frombytes(picture.mode, picture.size, picture.tobytes())
    kind = "JPEG" if wanted == "HEIF" else wanted
    extension, options = _WRITE[kind]
    out = BytesIO()
    bare.save(out, kind, **options)
    return CleanPicture(out.getvalue(), extension, bare.width, bare.height)


def _upright(picture: Image.Image) -> Image.Image:
    """The right way up, as the camera noted it.

    Not Pillow's `exif_transpose`: that writes the notes of the camera anew, and stumbles over those it cannot write.
    """
    turn = _TURNS.get(picture.getexif().get(ExifTags.Base.Orientation, 1))
    return picture if turn is None else picture.transpose(turn)


def _plain_colours(picture: Image.Image, wanted: str) -> Image.Image:
    """8-bit sRGB, see-through only where the format can be."""
    see_through = wanted in ("PNG", "WEBP") and ("A" in picture.getbands() or "transparency" in picture.info)
    mode = "RGBA" if see_through else "RGB"
    profile = picture.info.get("icc_profile")
    if profile and picture.mode in ("RGB", "CMYK", "L"):
        # A profile that cannot be read is left out; the colours are then a little off.
        with suppress(ImageCms.PyCMSError):
            plain = ImageCms.profileToProfile(
                picture, BytesIO(profile), ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
            picture = plain or picture
    return picture.convert(mode)
