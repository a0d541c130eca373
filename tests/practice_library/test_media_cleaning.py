"""Pictures and files on their way in: what is taken, what is refused, what is left in them. No database."""

import io
import struct
import zipfile
import zlib

import pillow_heif
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from practice_library.domain.files import TYPES, FileRefused, check_file, plain_name
from practice_library.domain.pictures import MAX_BYTES, PictureRefused, clean_picture

CANARY = b"CANARYPLACE"
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><a>CANARYPLACE</a></x:xmpmeta>'


def exif_bytes() -> bytes:
    """Camera, words, a place, a thumbnail-like lump, and a picture lying on its side."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turned a quarter
    exif[0x010E] = CANARY.decode()  # description
    exif[0x0110] = "CANARYPLACE camera"
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2], gps[29] = "N", (54.0, 30.0, 1.0), "CANARYPLACE"
    return exif.tobytes()


def laden(kind: str) -> bytes:
    """A picture 60 × 40 with everything in it that a telephone or an editor leaves."""
    picture = Image.new("RGB", (60, 40), "#2A6546")
    out = io.BytesIO()
    if kind == "jpg":
        picture.save(out, "JPEG", exif=exif_bytes(), xmp=XMP, comment=CANARY)
        iptc = b"Photoshop 3.0\x008BIM\x04\x04\x00\x00\x00\x00\x00\x0b" + CANARY
        content = out.getvalue()
        return content[:2] + b"\xff\xed" + struct.pack(">H", len(iptc) + 2) + iptc + content[2:] + CANARY
    if kind == "png":
        words = PngImagePlugin.PngInfo()
        words.add_text("Comment", CANARY.decode())
        words.add_itxt("XML:com.adobe.xmp", XMP.decode())
        picture.save(out, "PNG", pnginfo=words, exif=exif_bytes())
    elif kind == "webp":
        picture.save(out, "WEBP", exif=exif_bytes(), xmp=XMP)
    else:
        heif = pillow_heif.from_pillow(picture)
        heif.save(out, exif=exif_bytes(), xmp=XMP)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["jpg", "png", "webp", "heic"])
def test_nothing_of_what_came_with_a_picture_is_left_in_it(kind):
    content = laden(kind)
    assert CANARY in content

    clean = clean_picture(content, f"IMG_1.{kind}")

    for trace in (
        CANARY,
        b"Exif",
        b"EXIF",
        b"eXIf",
        b"http://ns.adobe",
        b"xmpmeta",
        b"XMP ",
        b"8BIM",
        b"GPS",
        b"ICC_PROFILE",
    ):
        assert trace not in clean.content
    read = Image.open(io.BytesIO(clean.content))
    assert (dict(read.getexif()), "comment" in read.info, "xmp" in read.info) == ({}, False, False)


@pytest.mark.parametrize("kind", ["jpg", "webp"])
def test_a_picture_on_its_side_is_turned_up(kind):
    clean = clean_picture(laden(kind), f"a.{kind}")

    assert (clean.width, clean.height) == (40, 60)


@pytest.mark.parametrize(
    ("kind", "extension"), [("jpg", "jpg"), ("png", "png"), ("webp", "webp"), ("heic", "jpg")]
)
def test_pictures_stay_what_they_are_and_heic_becomes_jpeg(kind, extension):
    assert clean_picture(laden(kind), f"a.{kind}").extension == extension


def test_what_is_see_through_stays_so():
    out = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(out, "PNG")

    clean = clean_picture(out.getvalue(), "a.png")

    assert Image.open(io.BytesIO(clean.content)).getpixel((1, 1))[3] == 0


def test_large_pictures_are_made_smaller():
    out = io.BytesIO()
    Image.new("RGB", (5000, 2500)).save(out, "JPEG")

    clean = clean_picture(out.getvalue(), "a.jpeg")

    assert (clean.width, clean.height) == (2400, 1200)


def png_header(width: int, height: int) -> bytes:
    """A picture that says it is large, in a few bytes."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b""))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.svg", "kind"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.png", "kind"),
        (b"<html><script>1</script>", "a.jpg", "kind"),
        (b"GIF89a" + bytes(20), "a.gif", "kind"),
        (b"", "a.png", "kind"),
        (b"\xff\xd8\xff", "a.jpg", "kind"),
        (b"x" * (MAX_BYTES + 1), "a.jpg", "bytes"),
        (png_header(7000, 6000), "a.png", "dots"),
        (png_header(60000, 60000), "a.png", "dots"),
        (png_header(100, 100), "a.png", "broken"),
    ],
)  # fmt: skip
def test_what_is_no_picture_we_take_is_refused(content, name, reason):
    with pytest.raises(PictureRefused) as refused:
        clean_picture(content, name)

    assert refused.value.reason == reason


def test_a_picture_must_be_what_it_is_called():
    with pytest.raises(PictureRefused):
        clean_picture(laden("png"), "a.jpg")


@given(st.binary(max_size=300), st.sampled_from(["a.png", "a.jpg", "a.webp", "a.heic"]))
def test_no_bytes_make_it_fall_over(content, name):
    heads = {"a.png": b"\x89PNG\r\n\x1a\n", "a.jpg": b"\xff\xd8\xff\xe0", "a.webp": b"RIFF\x10\x00\x00\x00WEBPVP8 ",
             "a.heic": b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"}  # fmt: skip
    with pytest.raises(PictureRefused):
        clean_picture(heads[name] + content, name)


def archive(entries: dict[str, bytes], stored: bool = True) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as made:
        for name, content in entries.items():
            made.writestr(name, content)
    return out.getvalue()


FOLDERS = {"docx": "word/document.xml", "pptx": "ppt/presentation.xml", "xlsx": "xl/workbook.xml"}


def office(extension: str, **more: bytes) -> bytes:
    return archive({"[Content_Types].xml": b"<Types/>", FOLDERS[extension]: b"<a/>", **more})


@pytest.mark.parametrize("extension", ["docx", "pptx", "xlsx"])
def test_office_files_are_taken(extension):
    assert check_file(office(extension), f"Plan.{extension.upper()}") == extension


@pytest.mark.parametrize("extension", ["odt", "odp", "ods"])
def test_open_documents_are_taken(extension):
    content = archive({"mimetype": TYPES[extension].encode(), "content.xml": b"<a/>"})

    assert check_file(content, f"plan.{extension}") == extension


@pytest.mark.parametrize(("content", "name"), [(b"%PDF-1.7 ...", "a.pdf"), ("hej då".encode(), "a.txt"), (b"a;b\n1;2", "a.csv"), ("hej då".encode("latin-1"), "b.txt")])  # fmt: skip
def test_plain_files_are_taken(content, name):
    assert check_file(content, name) == name[-3:]


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"%PDF-1.7", "a.exe", "kind"),
        (b"%PDF-1.7", "a.docm", "kind"),
        (b"%PDF-1.7", "a", "kind"),
        (b"<svg/>", "a.svg", "kind"),
        (b"<!DOCTYPE html><html>", "a.html", "kind"),
        (b"<!DOCTYPE html><html>", "a.txt", "kind"),
        ("\ufeff  <svg onload=1>".encode(), "a.csv", "kind"),
        (b"MZ\x90\x00", "a.txt", "kind"),
        (b"<html>%PDF-1.7", "a.pdf", "kind"),
        (b"PK\x03\x04 not really", "a.docx", "kind"),
        (office("docx"), "a.pptx", "kind"),
        (archive({"a.txt": b"a"}), "a.docx", "kind"),
        (archive({"content.xml": b"a"}), "a.odt", "kind"),
        (archive({"mimetype": b"text/html"}), "a.odt", "kind"),
        (b"", "a.pdf", "empty"),
        (office("docx", **{"word/vbaProject.bin": b"x"}), "a.docx", "macros"),
        (archive({"[Content_Types].xml": b"<a macroEnabled='1'/>", "word/document.xml": b""}), "a.docx", "macros"),
        (archive({"mimetype": TYPES["odt"].encode(), "Basic/a.xml": b""}), "a.odt", "macros"),
        (archive({"[Content_Types].xml": b"", "word/document.xml": bytes(300_000)}, stored=False), "a.docx", "unpacks"),
        (archive({f"word/{number}": b"" for number in range(1001)}), "a.docx", "unpacks"),
        (b"%PDF-" + bytes(50 * 1024 * 1024), "a.pdf", "bytes"),
    ],
)  # fmt: skip
def test_what_is_no_file_we_take_is_refused(content, name, reason):
    with pytest.raises(FileRefused) as refused:
        check_file(content, name)

    assert refused.value.reason == reason


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("Plan för åk 4.docx", "Plan för åk 4.docx"),
        ("../../etc/passwd", "passwd.docx"),
        ("C:\\temp\\plan.docx", "plan.docx"),
        ("a\r\nSet-Cookie: x=1.docx", "a Set-Cookie x=1.docx"),
        ("invoice\u202exslx.docx", "invoicexslx.docx"),
        ('say "hi".docx', "say hi.docx"),
        (".docx", "file.docx"),
        ("x" * 300 + ".docx", "x" * 100 + ".docx"),
    ],
)
def test_names_lose_folders_and_tricks(given_name, kept):
    assert plain_name(given_name, "docx") == kept


@given(st.text(max_size=60))
def test_names_are_always_one_harmless_line(name):
    kept = plain_name(name, "pdf")

    assert kept.endswith(".pdf")
    assert not set(kept) & set('\r\n\t/\\"<>\x00\u202e')


def test_notes_of_a_camera_that_cannot_be_written_again_keep_no_picture_out():
    content = laden("jpg")
    # Words stand where a number belongs: the description under the tag of an address within the file.
    broken = content.replace(b"\x01\x0e\x00\x02", b"\x01\x11\x00\x02")
    clean = clean_picture(broken, "a.jpg")

    assert (broken != content, clean.width, clean.height) == (True, 40, 60)


@pytest.mark.parametrize("way", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_files_packed_as_no_office_program_packs_are_refused(way):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", way) as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        made.writestr("word/document.xml", "<w:document/>")

    with pytest.raises(FileRefused) as refused:
        check_file(out.getvalue(), "a.docx")

    assert refused.value.reason == "kind"
