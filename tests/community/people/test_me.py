"""What is one's own: profile, portrait, devices, and closing the account."""

import io
import struct
import zlib

import pytest
from allauth.usersessions.models import UserSession
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from community.membership.operations import deactivate_person
from community.people.models import AccessEnding, Person
from community.people.operations import change_portrait
from community.people.portraits import UnusablePicture, clean_portrait
from community.spaces.models import Space
from tests.personas import CAST

GPS = 0x8825


@pytest.fixture(autouse=True)
def _private_folder(monkeypatch, tmp_path):
    storage = Person._meta.get_field("portrait").storage
    for name in ("location", "base_location"):
        monkeypatch.setitem(storage.__dict__, name, str(tmp_path))


def photo(size=(900, 600), kind="JPEG", orientation=6, name="IMG_1234.jpg"):
    """A telephone's picture: lying on its side, with the place it was taken."""
    picture = Image.new("RGB", size, "white")
    picture.paste("red", (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "SecretPhone"
    exif.get_ifd(GPS)[1] = "N"
    exif.get_ifd(GPS)[2] = (55.0, 38.0, 30.0)
    out = io.BytesIO()
    picture.save(out, kind, exif=exif)
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


def bomb():
    """A few kilobytes that unfold to 400 million pixels."""
    rows = zlib.compress(b"\0" * (20_000 // 8 + 1) * 20_000, 9)

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 20_000, 20_000, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_portrait_is_upright_small_and_tells_nothing_else(kind):
    out = clean_portrait(photo(kind=kind))
    picture = Image.open(io.BytesIO(out))
    assert (picture.format, picture.size) == ("WEBP", (512, 512))
    assert not picture.getexif()
    assert b"SecretPhone" not in out
    assert b"EXIF" not in out
    # Turned by its orientation the red half stands on top.
    assert picture.getpixel((256, 20))[0] > 200 > picture.getpixel((256, 20))[1]
    assert min(picture.getpixel((256, 490))) > 200


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<html><script>alert(1)</script>",
        b"GIF89a" + b"\0" * 50,
        b"\xff\xd8\xff\xe0" + b"\0" * 100,
        b"%PDF-1.4",
        bomb(),
        b"\0" * (8 * 1024 * 1024 + 1),
    ],
    ids=["empty", "svg", "html", "gif", "broken jpeg", "pdf", "bomb", "nine megabytes"],
)
def test_hostile_files_get_a_sentence(content):
    with pytest.raises(UnusablePicture, match=r"\."):
        clean_portrait(SimpleUploadedFile("x.jpg", content))


def test_too_many_pixels_are_refused_before_they_are_read():
    out = io.BytesIO()
    Image.new("1", (8000, 5001)).save(out, "PNG")
    with pytest.raises(UnusablePicture):
        clean_portrait(SimpleUploadedFile("x.png", out.getvalue()))


def test_a_bad_file_loses_nothing_that_was_typed(browse, world):
    response = browse("freja").post(
        reverse("edit_profile"),
        {
            "display_name": "Freja M",
            "about": "Glad for motorcykler",
            "language": "da",
            "phone": "+4599887766",
            "picture": SimpleUploadedFile("x.jpg", b"nonsense"),
        },
    )
    assert response.status_code == 200
    assert "Glad for motorcykler" in response.content.decode()
    assert response.context["form"].errors["picture"]
    assert world.freja.about == ""


def test_changing_the_profile_and_the_portrait(browse, world, tmp_path, django_capture_on_commit_callbacks):
    freja = browse("freja")
    values = {"display_name": "Freja M", "about": "Glad", "language": "en", "phone": "+4599887766"}
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            assert freja.post(reverse("edit_profile"), values | {"picture": photo()}).status_code == 302
    assert (world.freja.display_name, world.freja.language) == ("Freja M", "en")
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) == 1
    assert "IMG_1234" not in files[0].name
    assert len(files[0].stem) >= 32
    with django_capture_on_commit_callbacks(execute=True):
        freja.post(reverse("remove_portrait"))
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.mark.parametrize("owner", ["freja", "mona", "signe", "ellen"])
@pytest.mark.parametrize("name", CAST)
def test_a_portrait_is_seen_by_those_who_share_a_space(browse, world, name, owner):
    person = Person.objects.get(pk=world.people[owner].pk)
    change_portrait(person=person, picture=clean_portrait(photo()))
    response = browse(name).get(reverse("portrait", args=[person.pk]))
    viewer = world.who(name)
    shares = name == owner or any(person in space.readers() for space in Space.objects.visible_to(viewer))
    assert response.status_code == (302 if name == "visitor" else 200 if shares else 404)
    if response.status_code == 200:
        assert "no-store" in response.headers["Cache-Control"]
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Content-Type"] == "image/webp"


@pytest.mark.parametrize("name", [name for name in CAST if name != "visitor"])
def test_people_one_sees_are_those_one_shares_a_space_with(world, name):
    viewer = world.who(name)
    shared = {viewer.pk}
    for space in Space.objects.visible_to(viewer):
        shared |= set(space.readers().values_list("pk", flat=True))
    assert set(Person.objects.visible_to(viewer).values_list("pk", flat=True)) == shared


def test_the_telephone_stands_on_ones_own_page_and_nowhere_else(browse, world):
    Person.objects.filter(pk=world.freja.pk).update(phone="+4599887766")
    assert "+4599887766" in browse("freja").get(reverse("me")).content.decode()
    assert "+4599887766" not in browse("signe").get(reverse("members", args=[world.roskilde.pk])).content.decode()


def signed_in_elsewhere(person):
    from django.contrib.sessions.backends.db import SessionStore

    store = SessionStore()
    store["_auth_user_id"] = str(person.pk)
    store["_auth_user_backend"] = "community.people.sessions.PersonBackend"
    store["_auth_user_hash"] = person.get_session_auth_hash()
    store.save()
    return UserSession.objects.create(
        user=person, session_key=store.session_key, ip="203.0.113.7", user_agent="Mozilla/5.0 (Android 14) Firefox/130"
    )


def test_ones_devices_are_listed_without_addresses_and_ended_one_by_one(browse, world):
    elsewhere = signed_in_elsewhere(world.freja)
    theirs = signed_in_elsewhere(world.amina)
    freja = browse("freja")
    page = freja.get(reverse("usersessions_list")).content.decode()
    assert "Firefox, Android" in page
    assert "203.0.113.7" not in page
    assert freja.post(reverse("sign_out_device", args=[theirs.pk])).status_code == 404
    freja.post(reverse("sign_out_device", args=[elsewhere.pk]))
    assert list(UserSession.objects.all()) == [theirs]
    assert not elsewhere.exists()
    assert theirs.exists()
    assert AccessEnding.objects.get(reason="signed_out").person == world.freja


def test_everywhere_else_is_signed_out_at_once(browse, world):
    elsewhere = signed_in_elsewhere(world.freja)
    freja = browse("freja")
    freja.post(reverse("usersessions_list"))
    assert not elsewhere.exists()
    assert freja.get(reverse("me")).status_code == 200
    assert AccessEnding.objects.get(reason="signed_out").person == world.freja


def test_a_session_of_somebody_deactivated_opens_nothing(world):
    client = Client()
    client.force_login(world.amina)
    deactivate_person(actor=world.amina, person=world.amina)
    assert client.get(reverse("me")).status_code == 302
