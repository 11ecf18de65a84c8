"""What editors upload is looked at before it is unpacked: small files that would fill a machine's memory end here."""

import zlib
from io import BytesIO
from struct import pack

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image, ImageFile
from wagtail.documents import get_document_model

from home.pages.operations import editors_group
from home.pictures.models import PublicImage
from tests.personas import make_person, sign_in

Document = get_document_model()


@pytest.fixture
def karla(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    editor = make_person("karla")
    editor.groups.add(editors_group())
    return sign_in(Client(), editor)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))


def _png(width: int, height: int, *, before: bytes = b"") -> bytes:
    """One colour, one bit a pixel: a picture of so many pixels in very few bytes."""
    rows = zlib.compressobj(9)
    line = b"\0" + bytes((width + 7) // 8)
    packed = b"".join(rows.compress(line) for _row in range(height)) + rows.flush()
    head = _chunk(b"IHDR", pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + before + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")


def _moving(frames: int) -> bytes:
    """An animation whose single pictures are small and whose sum is not."""
    pictures = [Image.new("1", (2000, 2000), number % 2) for number in range(frames)]
    written = BytesIO()
    pictures[0].save(written, "GIF", save_all=True, append_images=pictures[1:])
    return written.getvalue()


def _cut_off() -> bytes:
    written = BytesIO()
    Image.effect_noise((400, 400), 60).convert("RGB").save(written, "JPEG")
    return written.getvalue()[:8000]


BOMBS = {
    "of 169 megapixels": ("bombe.png", lambda: _png(13_000, 13_000)),
    "of 400 megapixels": ("bombe.png", lambda: _png(20_000, 20_000)),
    "of 51 megapixels": ("bombe.png", lambda: _png(7_200, 7_200)),
    "with a text of 100 megabytes": (
        "bombe.png",
        lambda: _png(8, 8, before=_chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(100_000_000), 9))),
    ),
    "that moves": ("bombe.gif", lambda: _moving(14)),
    "that breaks off": ("foto.jpg", _cut_off),
    "of nothing": ("foto.jpg", lambda: b""),
    "that is a page": ("foto.jpg", lambda: b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
}


@pytest.mark.parametrize("about", BOMBS)
def test_a_picture_is_refused_with_a_sentence_and_unpacked_by_nobody(karla, monkeypatch, tmp_path, about):
    name, made = BOMBS[about]
    data = made()
    assert len(data) < 3_000_000
    unpacked = []
    load = ImageFile.ImageFile.load
    monkeypatch.setattr(ImageFile.ImageFile, "load", lambda self: unpacked.append(self.size) or load(self))
    for door in ("wagtailimages:add", "wagtailimages:add_multiple"):
        field = "files[]" if door.endswith("multiple") else "file"
        picture = SimpleUploadedFile(name, data, content_type="image/png")
        answer = karla.post(reverse(door), {field: picture, "title": "Bombe"})
        assert answer.status_code == 200, door
        if door.endswith("multiple"):
            assert answer.json()["success"] is False
            assert answer.json()["error_message"]
        else:
            assert answer.context["form"].errors["file"]
    assert not PublicImage.objects.exists()
    assert not [size for size in unpacked if size[0] * size[1] > 50_000_000]
    assert not [file for file in tmp_path.rglob("*") if file.is_file()]


def test_a_large_photo_of_a_good_camera_is_taken(karla):
    """What is refused above is refused for what it is, not for the door."""
    written = BytesIO()
    Image.new("RGB", (4000, 3000), "#5f9a52").save(written, "JPEG")
    picture = SimpleUploadedFile("stor.jpg", written.getvalue(), content_type="image/jpeg")
    assert karla.post(reverse("wagtailimages:add"), {"file": picture, "title": "Stor"}).status_code == 302
    assert PublicImage.objects.get().width == 4000


@pytest.mark.parametrize("name", ["side.html", "tegning.svg", "pakke.zip", "brev.docx", "side.pdf.html", "script.js"])
def test_a_document_is_a_pdf_or_plain_text_or_refused(karla, name):
    file = SimpleUploadedFile(name, b"<script>alert(1)</script>", content_type="application/pdf")
    answer = karla.post(reverse("wagtaildocs:add"), {"file": file, "title": "Side"})
    assert answer.status_code == 200
    assert answer.context["form"].errors["file"]
    file.seek(0)
    told = karla.post(reverse("wagtaildocs:add_multiple"), {"files[]": file, "title": "Side"}).json()
    assert told["success"] is False
    assert not Document.objects.exists()


@pytest.mark.parametrize("name", ["folder.pdf", "folder.txt"])
def test_a_document_is_given_as_a_file_and_runs_nowhere(karla, name):
    """Also one that is a page in truth, whatever its name says."""
    file = SimpleUploadedFile(name, b"<script>alert(1)</script>", content_type="text/html")
    assert karla.post(reverse("wagtaildocs:add"), {"file": file, "title": "Folder"}).status_code == 302
    answer = Client().get(Document.objects.get().url)
    assert answer.status_code == 200
    assert answer["Content-Type"] in ("application/pdf", "text/plain")
    assert answer["X-Content-Type-Options"] == "nosniff"
    # A browser's own reader of PDF runs nothing of the site's.
    assert answer["Content-Disposition"].split(";")[0] == ("inline" if name.endswith("pdf") else "attachment")
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert b"".join(answer.streaming_content) == b"<script>alert(1)</script>"
