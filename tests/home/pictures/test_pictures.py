"""What a camera writes about place and owner does not survive the upload, nor stand in any rendition."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.images import get_image_model

from home.pages.operations import editors_group
from home.pictures.models import PublicImage
from tests.personas import make_person, sign_in

GPS, MAKE, ORIENTATION = 0x8825, 0x010F, 0x0112


def photograph(form: str = "JPEG") -> SimpleUploadedFile:
    """A picture 40 wide and 20 high, taken with the phone on its side in the middle of Roskilde."""
    picture = Image.new("RGB", (40, 20), "#5f9a52")
    exif = Image.Exif()
    exif[MAKE] = "Karlas telefon"
    exif[ORIENTATION] = 6
    exif[GPS] = {1: "N", 2: (55.0, 38.0, 29.0), 3: "E", 4: (12.0, 4.0, 48.0)}
    written = BytesIO()
    picture.save(written, form, exif=exif, comment=b"Hjemme hos Karla") if form == "JPEG" else picture.save(
        written, form, exif=exif
    )
    data = written.getvalue()
    assert b"Karlas telefon" in data
    return SimpleUploadedFile(f"foto.{form.lower()}", data, content_type=f"image/{form.lower()}")


def traces(file) -> bytes:
    with file.open("rb") as opened:
        data = opened.read()
    with Image.open(BytesIO(data)) as picture:
        assert not picture.getexif()
        assert not picture.getexif().get_ifd(GPS)
    return data


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_stored_upright_and_without_traces(db, settings, tmp_path, form):
    settings.MEDIA_ROOT = tmp_path
    picture = PublicImage.objects.create(title="Roskilde", file=photograph(form))
    assert (picture.width, picture.height) == (20, 40)
    for file in (picture.file, picture.get_rendition("max-10x10").file):
        data = traces(file)
        assert b"Karla" not in data


def test_the_admins_upload_goes_the_same_way(client, db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    assert get_image_model() is PublicImage
    editor = make_person("karla")
    editor.groups.add(editors_group())
    sign_in(client, editor)
    response = client.post(
        reverse("wagtailimages:add_multiple"), {"files[]": photograph(), "title": "Roskilde"}, follow=True
    )
    assert response.status_code == 200
    response = client.post(reverse("wagtailimages:add"), {"file": photograph(), "title": "Roskilde"}, follow=True)
    assert PublicImage.objects.exists(), response.context["form"].errors
    for picture in PublicImage.objects.all():
        assert b"Karla" not in traces(picture.file)
    for stored in tmp_path.rglob("*"):
        if stored.is_file():
            assert b"Karlas telefon" not in stored.read_bytes(), stored


def test_an_animation_still_moves(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    frames = [Image.new("P", (8, 8), colour) for colour in (1, 2, 3)]
    written = BytesIO()
    frames[0].save(written, "GIF", save_all=True, append_images=frames[1:], comment=b"Karla")
    picture = PublicImage.objects.create(title="gif", file=SimpleUploadedFile("a.gif", written.getvalue()))
    with picture.file.open("rb") as file:
        data = file.read()
    assert b"Karla" not in data
