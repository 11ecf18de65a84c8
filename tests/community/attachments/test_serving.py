"""Serving: each file after the policy of the thing it hangs on, by byte ranges, and kept by no cache."""

import pytest
from asgiref.sync import sync_to_async
from django.test import AsyncClient, Client

from community.attachments import store
from community.membership.operations import end_membership
from tests.personas import CAST, sign_in
from tests.samples import hung_photo, photo, taken, voice
from tests.tellings import company_topic, youth_topic


@pytest.fixture
def clip(world):
    return taken(world.freja, voice())


@pytest.fixture
def address(clip):
    return f"/files/{clip.uuid}/clip.m4a"


def body(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.fixture
def whole(clip):
    with store.open_file(clip.folder, "clip.m4a") as file:
        return file.read()


def test_the_whole_file(browse, address, whole):
    response = browse("freja").get(address)
    assert (response.status_code, body(response)) == (200, whole)
    assert response["Accept-Ranges"] == "bytes"
    assert response["Content-Length"] == str(len(whole))
    assert response["Content-Type"] == "audio/mp4"
    assert response["Content-Disposition"] == 'inline; filename="voice.m4a"'
    assert "no-store" in response["Cache-Control"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("default-src 'none'")


@pytest.mark.parametrize(
    ("asked", "start", "stop"),
    [
        ("0-0", 0, 1),
        ("0-", 0, None),
        ("100-199", 100, 200),
        ("100-99999999", 100, None),
        ("-500", -500, None),
        ("-99999999", 0, None),
    ],
)
def test_a_part_of_it(browse, address, whole, asked, start, stop):
    response = browse("freja").get(address, headers={"Range": f"bytes={asked}", "Accept-Encoding": "gzip, br"})
    wanted = whole[start:stop]
    first = whole.index(wanted) if start >= 0 else len(whole) + start
    assert (response.status_code, body(response)) == (206, wanted)
    assert response["Content-Range"] == f"bytes {first}-{first + len(wanted) - 1}/{len(whole)}"
    assert response["Content-Length"] == str(len(wanted))
    assert "Content-Encoding" not in response


@pytest.mark.parametrize("asked", ["bytes=99999999-", "bytes=99999999-999999999", "bytes=-0"])
def test_a_part_that_is_not_there(browse, address, whole, asked):
    response = browse("freja").get(address, headers={"Range": asked})
    assert (response.status_code, body(response)) == (416, b"")
    assert response["Content-Range"] == f"bytes */{len(whole)}"


@pytest.mark.parametrize(
    "asked", ["bytes=5-2", "bytes=-", "bytes=a-b", "bytes=0-1,5-6", "chars=0-5", "bytes=" + "9" * 400 + "-", "0-5"]
)
def test_what_is_no_range_gets_the_whole(browse, address, whole, asked):
    response = browse("freja").get(address, headers={"Range": asked})
    assert (response.status_code, body(response)) == (200, whole)


def test_if_range_asks_whether_it_is_still_the_same(browse, address, whole):
    tag = browse("freja").get(address)["ETag"]
    same = browse("freja").get(address, headers={"Range": "bytes=0-9", "If-Range": tag})
    other = browse("freja").get(address, headers={"Range": "bytes=0-9", "If-Range": '"other"'})
    dated = browse("freja").get(address, headers={"Range": "bytes=0-9", "If-Range": "Wed, 25 Nov 2026 10:00:00 GMT"})
    assert [same.status_code, other.status_code, dated.status_code] == [206, 200, 200]


def test_whoever_has_it_already_is_sent_nothing(browse, address, whole):
    tag = browse("freja").get(address)["ETag"]
    for more in ({}, {"Range": "bytes=0-9"}):
        known = browse("freja").get(address, headers={"If-None-Match": tag, **more})
        assert (known.status_code, body(known), known["ETag"]) == (304, b"", tag)
        assert "no-store" in known["Cache-Control"]
    other = browse("freja").get(address, headers={"If-None-Match": '"other"'})
    assert (other.status_code, body(other)) == (200, whole)
    assert browse("amina").get(address, headers={"If-None-Match": tag}).status_code == 404


def test_head_says_the_same_without_the_bytes(browse, address, whole):
    response = browse("freja").head(address)
    assert (response.status_code, response["Content-Length"], body(response)) == (200, str(len(whole)), b"")
    part = browse("freja").head(address, headers={"Range": "bytes=0-9"})
    assert (part.status_code, part["Content-Length"]) == (206, "10")


def test_no_file_is_compressed_and_pages_are(browse, address, whole):
    response = browse("freja").get(address, headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in response
    assert body(response) == whole
    assert browse("freja").get("/since-last/", headers={"Accept-Encoding": "gzip"})["Content-Encoding"] == "gzip"


@pytest.mark.django_db(transaction=True)
async def test_under_asgi_it_streams_in_pieces(aworld, private_folder):
    freja = aworld.people["freja"]
    clip = await sync_to_async(taken)(freja, voice())
    signed_in = await sync_to_async(sign_in)(Client(), freja)
    client = AsyncClient()
    client.cookies = signed_in.cookies
    response = await client.get(f"/files/{clip.uuid}/clip.m4a", headers={"Range": "bytes=10-"})
    assert (response.status_code, response.is_async) == (206, True)
    pieces = [piece async for piece in response.streaming_content]
    assert sum(map(len, pieces)) == int(response["Content-Length"])


def test_the_proxy_may_send_the_bytes_after_our_yes(browse, clip, address, settings):
    settings.PRIVATE_MEDIA_ACCEL = "/intern/"
    response = browse("freja").get(address)
    assert (response["X-Accel-Redirect"], body(response)) == (f"/intern/attachments/{clip.folder}/clip.m4a", b"")
    assert response["Content-Security-Policy"].startswith("default-src 'none'")
    denied = browse("amina").get(address)
    assert (denied.status_code, "X-Accel-Redirect" in denied) == (404, False)


def test_a_file_whose_bytes_are_gone_is_not_found(browse, clip, address):
    store.empty(clip.folder)
    assert browse("freja").get(address).status_code == 404


@pytest.mark.parametrize("name", ["clip.webp", "original", "..%2Fx", "thumb.webp", "parts", "clip.m4a.html"])
def test_nothing_else_is_served(browse, clip, name):
    assert browse("freja").get(f"/files/{clip.uuid}/{name}").status_code == 404


# --- who sees what ------------------------------------------------------------------------------------------------
VARIANTS = [f"{size}.{ending}" for size in ("thumb", "page", "full") for ending in ("webp", "avif")]


def seen_by(world, browse, file, names) -> dict[str, set[int]]:
    return {name: {browse(name).get(f"/files/{file.uuid}/{variant}").status_code for variant in names} for name in CAST}


def test_a_file_in_a_youth_group_is_seen_by_that_group_and_the_team(world, browse):
    file = hung_photo(world.freja, youth_topic(world).posts.get())
    seen = seen_by(world, browse, file, ["", *VARIANTS])
    assert seen.pop("visitor") == {302}
    for name in ("freja", "amina", "signe", "tine"):
        assert seen.pop(name) == {200}, name
    assert set(seen) == {"sofie", "yusuf", "emil", "mona", "line", "bo", "ellen", "karla"}
    assert all(statuses == {404} for statuses in seen.values()), seen


def test_a_file_of_the_companies_is_seen_by_no_youth(world, browse):
    file = hung_photo(world.mona, company_topic(world).posts.get())
    seen = seen_by(world, browse, file, ["thumb.webp"])
    assert {name for name, statuses in seen.items() if statuses == {200}} == {"mona", "signe", "tine"}


def test_a_file_that_hangs_on_nothing_is_seen_by_its_owner_alone(world, browse):
    file = taken(world.freja, photo())
    seen = seen_by(world, browse, file, ["", "full.webp"])
    assert {name for name, statuses in seen.items() if statuses == {200}} == {"freja"}


def test_a_membership_that_ends_takes_the_files_along(world, browse):
    file = hung_photo(world.amina, youth_topic(world).posts.get())
    address = f"/files/{file.uuid}/full.webp"
    assert browse("amina").get(address).status_code == 200
    end_membership(actor=world.signe, membership=world.membership("amina"))
    assert browse("amina").get(address).status_code == 404
    assert browse("freja").get(address).status_code == 200
