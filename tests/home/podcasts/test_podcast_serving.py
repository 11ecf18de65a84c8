"""Sounds and pictures by byte ranges (F4), private until they are out, and kept for ever once they are."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from wagtail.models import PageViewRestriction

from home.pages.operations import editors_group
from home.podcasts.artwork import artwork
from home.podcasts.operations import issue_sound
from tests.broadcasts import make_episode, make_show, make_sound
from tests.personas import make_person, sign_in


@pytest.fixture
def show(db):
    return make_show()


@pytest.fixture
def episode(show):
    return make_episode(show)


@pytest.fixture
def address(episode):
    return f"/podcasts/sounds/{issue_sound(episode).name}"


@pytest.fixture
def editor():
    karla = make_person("karla")
    karla.groups.add(editors_group())
    return sign_in(Client(), karla)


def body(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_the_whole_sound(client, address):
    response = client.get(address)
    data = body(response)
    assert response.status_code == 200
    assert data.startswith(b"ID3\x03")
    assert response["Content-Length"] == str(len(data))
    assert response["Content-Type"] == "audio/mpeg"
    assert response["Accept-Ranges"] == "bytes"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    ("asked", "part"), [("0-1", slice(0, 2)), ("100-", slice(100, None)), ("-500", slice(-500, None))]
)
def test_a_part_of_it(client, address, asked, part):
    whole = body(client.get(address))
    response = client.get(address, headers={"Range": f"bytes={asked}"})
    assert (response.status_code, body(response)) == (206, whole[part])
    start = part.start % len(whole)
    assert response["Content-Range"] == f"bytes {start}-{start + len(whole[part]) - 1}/{len(whole)}"


def test_a_part_behind_its_end(client, address):
    whole = body(client.get(address))
    response = client.get(address, headers={"Range": f"bytes={len(whole)}-"})
    assert (response.status_code, response["Content-Range"]) == (416, f"bytes */{len(whole)}")


def test_a_part_of_what_is_not_the_same_any_more_is_the_whole(client, address):
    whole = client.get(address)
    body(whole)
    for tag, status in ((whole["ETag"], 206), ('"other"', 200)):
        response = client.get(address, headers={"Range": "bytes=0-9", "If-Range": tag})
        body(response)
        assert response.status_code == status


def test_its_head(client, address):
    whole = client.get(address)
    body(whole)
    head = client.head(address)
    assert (head.status_code, head.content) == (200, b"")
    assert head["Content-Length"] == whole["Content-Length"]
    assert head["Accept-Ranges"] == "bytes"
    part = client.head(address, headers={"Range": "bytes=0-9"})
    assert (part.status_code, part["Content-Length"]) == (206, "10")


def test_it_is_private_until_it_is_out(client, show, editor):
    episode = make_episode(show, 2, publish=False)
    address = f"/podcasts/sounds/{issue_sound(episode).name}"
    kept = f"/podcasts/kept-sounds/{episode.sound.pk}/"
    freja = sign_in(Client(), make_person("freja"))
    for stranger in (client, freja):
        assert stranger.get(address).status_code == 404
        assert stranger.head(address).status_code == 404
        assert stranger.get(address, headers={"Range": "bytes=0-1"}).status_code == 404
        assert stranger.get(kept).status_code == 404
    for place in (address, kept):
        response = editor.get(place)
        assert body(response)
        assert response.status_code == 200
        assert response["Cache-Control"] == "private, no-store"
        assert "Access-Control-Allow-Origin" not in response
    episode.save_revision().publish()
    assert client.get(address).status_code == 200
    # As it was kept it is for those who keep it, also later.
    assert client.get(kept).status_code == 404


def test_a_show_that_is_closed_to_the_public_is_closed_whole(client, show, episode, address):
    restriction = PageViewRestriction.objects.create(page=show, restriction_type=PageViewRestriction.GROUPS)
    restriction.groups.add(Group.objects.create(name="Lukket"))
    assert client.get(address).status_code == 404
    assert client.get(f"/podcasts/transcripts/{episode.pk}.vtt").status_code == 404


@pytest.mark.parametrize(
    "name", ["0" * 24 + ".mp3", "x.mp3", "..%2Fsecret-key", "a" * 64 + ".mp3", "%00" * 24 + ".mp3"]
)
def test_other_names_are_nothing(client, address, name):
    assert client.get(f"/podcasts/sounds/{name}").status_code == 404
    assert client.get(address.replace(".mp3", ".m4a")).status_code == 404
    assert client.get(address[:-6] + ".mp3").status_code == 404


def test_a_proxy_sends_it_after_the_same_question(client, settings, show, address):
    settings.PRIVATE_MEDIA_ACCEL = "/intern/"
    response = client.get(address)
    assert response.status_code == 200
    assert response["X-Accel-Redirect"].startswith("/intern/podcasts/issued/")
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response.content == b""
    hidden = make_episode(show, 2, publish=False)
    hidden.sound = make_sound(b"\0" * 100)
    refused = client.get(f"/podcasts/sounds/{issue_sound(hidden).name}")
    assert refused.status_code == 404
    assert "X-Accel-Redirect" not in refused


def test_the_picture_takes_ranges_too(client, show):
    path = artwork(show.picture)["url"].removeprefix("http://localhost:8000")
    whole = client.get(path)
    data = body(whole)
    assert whole.status_code == 200
    assert whole["Content-Type"] == "image/jpeg"
    assert whole["Cache-Control"] == "public, max-age=31536000, immutable"
    part = client.get(path, headers={"Range": "bytes=0-9"})
    assert (part.status_code, body(part)) == (206, data[:10])
    head = client.head(path)
    assert (head.status_code, head["Content-Length"]) == (200, str(len(data)))


def test_of_pictures_only_the_sizes_made_for_pages_are_served(client, show):
    assert client.get(f"/media/{show.picture.file.name}").status_code == 404
    assert client.get("/media/../secret-key").status_code == 404
    assert client.get("/media/images/unknown.jpg").status_code == 404
    assert client.get("/media/images/%00.jpg").status_code == 404
