"""Uploading in pieces: it goes on where it stopped, is bounded, and leaves nothing behind."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection, transaction

from community import clock
from community.attachments import cleaning, operations, store
from community.attachments.cleaning import UnusableFile
from community.attachments.models import Attachment, EmptiedFolder
from community.attachments.operations import (
    MOST_WAITING_FILES,
    PIECE,
    WrongOffset,
    add_bytes,
    attach_to,
    begin_upload,
    empty_folders_again,
    erase_orphans,
    finish,
    remove_attachment,
)
from community.permissions import Refused
from forums.topics.models import Post
from tests import samples
from tests.samples import CANARY, photo, taken, voice
from tests.support import needs
from tests.tellings import youth_topic

PICTURE = sorted(f"{size}.{ending}" for size in ("thumb", "page", "full") for ending in ("avif", "webp"))
OCTETS = "application/octet-stream"


def begun(actor, data, kind="picture"):
    return begin_upload(actor=actor, client_uuid=uuid4(), kind=kind, size=len(data))[0]


def arrived(actor, data, kind="picture"):
    """All bytes are here, nobody has looked at them."""
    upload = begun(actor, data, kind)
    for at in range(0, len(data), PIECE):
        upload = add_bytes(actor=actor, upload=upload, offset=at, data=data[at : at + PIECE])
    return upload


class Browser:
    """What the browser part does, by the addresses alone."""

    def __init__(self, client):
        self.client = client

    def begin(self, data, kind="picture", client_uuid=None):
        return self.client.post("/files/", {"client_uuid": client_uuid or uuid4(), "kind": kind, "size": len(data)})

    def send(self, uuid, offset, data):
        return self.client.post(f"/files/{uuid}/bytes/?offset={offset}", data, content_type=OCTETS)

    def upload(self, data, kind="picture"):
        uuid = self.begin(data, kind).json()["uuid"]
        for at in range(0, len(data), PIECE):
            answer = self.send(uuid, at, data[at : at + PIECE])
        return answer


def test_a_photo_arrives_and_nothing_of_the_file_stays(
    world, browse, private_folder, stored, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        answer = Browser(browse("freja")).upload(photo())
    said = answer.json()
    assert (answer.status_code, said["state"], said["width"], said["height"]) == (200, "ready", 400, 300)
    assert browse("freja").get(said["url"]).status_code == 200
    assert stored() == PICTURE
    for file in private_folder.rglob("*.*"):
        assert CANARY.encode() not in file.read_bytes()
        assert b"Exif" not in file.read_bytes()


def test_a_long_upload_goes_on_where_it_stopped(world, browse):
    data, browser = voice("a dictaphone", 6), Browser(browse("freja"))
    assert len(data) > 2 * PIECE
    client_uuid = uuid4()
    first = browser.begin(data, "voice", client_uuid)
    uuid = first.json()["uuid"]
    assert (first.status_code, first.json()["offset"]) == (201, 0)
    assert browser.send(uuid, 0, data[:PIECE]).json()["offset"] == PIECE
    again = browser.begin(data, "voice", client_uuid)
    assert (again.status_code, again.json()) == (200, {"uuid": uuid, "offset": PIECE, "state": "arriving"})
    for offset in (0, 2 * PIECE):
        lost = browser.send(uuid, offset, data[:PIECE])
        assert (lost.status_code, lost.json()["offset"]) == (409, PIECE)
    assert browse("freja").get(f"/files/{uuid}/state/").json()["offset"] == PIECE
    assert browser.send(uuid, PIECE, data[PIECE : 2 * PIECE]).status_code == 200
    done = browser.send(uuid, 2 * PIECE, data[2 * PIECE :]).json()
    assert (done["state"], done["seconds"], len(done["waveform"])) == ("ready", pytest.approx(6, abs=0.2), 64)


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("picture", samples.huge_png()),
        ("picture", samples.HTML),
        ("picture", samples.SVG),
        ("picture", samples.archive()),
        ("picture", samples.photo() + samples.HTML),
        ("picture", samples.photo() + samples.archive()),
        ("picture", samples.script_in_a_gif()),
        ("picture", photo()[:2000]),
        ("voice", samples.film()),
        ("voice", photo()),
        ("voice", samples.HTML),
    ],
    ids=[
        "169 MP",
        "HTML",
        "SVG",
        "ZIP",
        "JPEG+HTML",
        "JPEG+ZIP",
        "GIF+JS",
        "cut off",
        "film",
        "photo",
        "HTML as voice",
    ],
)
def test_what_is_refused_gets_a_sentence_and_leaves_nothing(
    world, browse, stored, django_capture_on_commit_callbacks, kind, data
):
    with django_capture_on_commit_callbacks(execute=True):
        answer = Browser(browse("freja")).upload(data, kind)
    assert (answer.status_code, answer.json()["state"]) == (422, "refused")
    assert answer.json()["sentence"].endswith(".")
    assert stored() == []
    assert not Attachment.objects.exists()


@pytest.mark.parametrize(
    "fields", [{}, {"kind": "film"}, {"size": "0"}, {"size": "-5"}, {"size": "9" * 40}, {"client_uuid": "\0"}]
)
def test_an_upload_that_says_nonsense_is_not_begun(world, browse, fields):
    said = {"client_uuid": uuid4(), "kind": "picture", "size": 10} | (fields or {"kind": ""})
    answer = browse("freja").post("/files/", said)
    assert answer.status_code == 422
    assert ("Der er ikke noget i filen." in answer.json()["sentence"]) == (fields == {"size": "0"})
    assert not Attachment.objects.exists()


@pytest.mark.parametrize(("kind", "most"), [("picture", 15 * 1024 * 1024), ("voice", 8 * 1024 * 1024)])
def test_bytes_are_bounded(world, kind, most):
    begin_upload(actor=world.freja, client_uuid=uuid4(), kind=kind, size=most)
    with pytest.raises(UnusableFile):
        begin_upload(actor=world.freja, client_uuid=uuid4(), kind=kind, size=most + 1)


def test_no_piece_is_larger_or_smaller_or_more_than_was_said(world, stored):
    upload = begin_upload(actor=world.freja, client_uuid=uuid4(), kind="picture", size=PIECE + 100)[0]
    for data in (b"x" * (PIECE + 1), b"x" * 10, b""):
        with pytest.raises(UnusableFile):
            add_bytes(actor=world.freja, upload=upload, offset=0, data=data)
    add_bytes(actor=world.freja, upload=upload, offset=0, data=b"x" * PIECE)
    with pytest.raises(UnusableFile):
        add_bytes(actor=world.freja, upload=upload, offset=PIECE, data=b"x" * 101)
    with pytest.raises(WrongOffset):
        add_bytes(actor=world.freja, upload=upload, offset=0, data=b"x")
    assert stored() == ["000000000"]


def test_what_waits_is_bounded_for_each_person(world):
    for _number in range(MOST_WAITING_FILES):
        begun(world.freja, b"x")
    with pytest.raises(UnusableFile):
        begun(world.freja, b"x")
    begun(world.amina, b"x")
    for _number in range(10):
        begin_upload(actor=world.jonas, client_uuid=uuid4(), kind="picture", size=15 * 1024 * 1024)
    with pytest.raises(UnusableFile):
        begun(world.jonas, b"x")


def test_a_storm_of_uploads_is_slowed_with_a_sentence(world, browse, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"upload": "2/h/user"}
    browser = Browser(browse("freja"))
    assert [browser.begin(b"x").status_code for _number in range(3)] == [201, 201, 429]


def test_whoever_belongs_nowhere_uploads_nothing(world):
    with pytest.raises(Refused):
        begun(world.emil, b"x")


def test_an_upload_is_its_owners_alone(world, browse):
    uuid = begun(world.freja, photo()).uuid
    amina = Browser(browse("amina"))
    assert amina.send(uuid, 0, photo()).status_code == 404
    for deed in ("remove", "describe"):
        assert amina.client.post(f"/files/{uuid}/{deed}/").status_code == 404
    assert amina.client.get(f"/files/{uuid}/state/").status_code == 404
    assert Attachment.objects.get().received == 0


def test_a_description_is_kept_and_too_long_a_one_is_not(world, browse):
    uuid = taken(world.freja, photo()).uuid
    address = f"/files/{uuid}/describe/"
    assert browse("freja").post(address, {"description": "  En  gaffeltruck\0 "}).status_code == 204
    assert browse("freja").post(address, {"description": "x" * 301}).status_code == 422
    assert Attachment.objects.get().description == "En gaffeltruck"


def test_removing_leaves_nothing(world, browse, stored, django_capture_on_commit_callbacks):
    uuid = taken(world.freja, photo()).uuid
    with django_capture_on_commit_callbacks(execute=True):
        assert browse("freja").post(f"/files/{uuid}/remove/").status_code == 204
    assert stored() == []
    assert browse("freja").get(f"/files/{uuid}/state/").status_code == 404


def test_what_stands_in_a_post_is_changed_with_the_post_only(world, browse):
    post = youth_topic(world).posts.get()
    file = samples.hung_photo(world.freja, post)
    for deed in ("remove", "describe"):
        assert browse("freja").post(f"/files/{file.uuid}/{deed}/", {"description": "x"}).status_code == 409
    file.refresh_from_db()
    assert file.description == ""


# --- on a thing ---------------------------------------------------------------------------------------------------
def test_a_posting_that_fails_leaves_the_file_hanging_on_nothing(world):
    post, file = youth_topic(world).posts.get(), taken(world.freja, photo())
    with transaction.atomic():
        attach_to(thing=post, uuids=[file.uuid], actor=world.freja)
        transaction.set_rollback(True)
    file.refresh_from_db()
    assert (file.subject_type, file.subject_id) == ("", None)
    assert Post.objects.get(pk=post.pk).attachments == []


def test_only_ones_own_ready_files_and_no_more_than_fit_hang_on_a_thing(world):
    post = youth_topic(world).posts.get()
    own, others, arriving = taken(world.freja, photo()), taken(world.amina, photo()), begun(world.freja, photo())
    for uuids in ([own.uuid, others.uuid], [arriving.uuid], [uuid4()]):
        with pytest.raises(Refused):
            attach_to(thing=post, uuids=uuids, actor=world.freja)
    many = [taken(world.freja, photo()).uuid for _number in range(7)]
    with pytest.raises(Refused):
        attach_to(thing=post, uuids=many, actor=world.freja)
    two = [taken(world.freja, voice()).uuid for _number in range(2)]
    with pytest.raises(Refused):
        attach_to(thing=post, uuids=two, actor=world.freja)
    assert Post.objects.get(pk=post.pk).attachments == []
    attach_to(thing=post, uuids=[*many[:6], two[0]], actor=world.freja)
    kept = Post.objects.get(pk=post.pk)
    assert ([one["uuid"] for one in kept.attachments], kept.file_count) == (
        [str(uuid) for uuid in [*many[:6], two[0]]],
        7,
    )


# --- erasing ------------------------------------------------------------------------------------------------------
def test_what_hangs_on_nothing_for_a_week_is_erased(world, stored, django_capture_on_commit_callbacks):
    post = youth_topic(world).posts.get()
    old, young, hanging = (taken(world.freja, photo()) for _number in range(3))
    attach_to(thing=post, uuids=[hanging.uuid], actor=world.freja)
    Attachment.objects.exclude(pk=young.pk).update(begun_at=clock.now() - timedelta(days=8))
    with django_capture_on_commit_callbacks(execute=True):
        assert erase_orphans() == 1
    assert set(Attachment.objects.all()) == {young, hanging}
    assert not any(old.folder in str(name) for name in stored())
    assert len(stored()) >= 2 * len(PICTURE)


def test_a_process_killed_between_row_and_files_leaves_nothing_for_long(world, stored, private_folder):
    """In a test's transaction nothing runs after the commit: as if the process had been killed there."""
    file = taken(world.freja, photo())
    remove_attachment(actor=world.freja, attachment=file)
    assert stored()
    assert empty_folders_again() == 0, "young ones wait: somebody may still be writing"
    EmptiedFolder.objects.update(at=clock.now() - timedelta(hours=2))
    assert empty_folders_again() == 1
    assert stored() == []
    assert not EmptiedFolder.objects.exists()


def test_a_check_that_was_killed_is_taken_over(world):
    upload = arrived(world.freja, photo())
    Attachment.objects.update(state="checking", checked_since=clock.now())
    assert finish(actor=world.freja, upload=upload).state == "checking"
    Attachment.objects.update(checked_since=clock.now() - timedelta(minutes=3))
    assert finish(actor=world.freja, upload=upload).state == "ready"


def test_a_full_bench_keeps_the_bytes_and_the_same_again_will_do(world, browse, monkeypatch):
    upload = arrived(world.freja, photo())
    monkeypatch.setattr(cleaning, "WAIT", 0.01)
    for _place in range(cleaning.AT_ONCE):
        cleaning._places.acquire()
    try:
        busy = Browser(browse("freja")).send(upload.uuid, upload.size, b"")
    finally:
        for _place in range(cleaning.AT_ONCE):
            cleaning._places.release()
    assert (busy.status_code, busy["Retry-After"]) == (503, "5")
    assert Browser(browse("freja")).send(upload.uuid, upload.size, b"").json()["state"] == "ready"


@needs("postgresql")
@pytest.mark.django_db(transaction=True)
def test_two_who_finish_one_upload_at_once_make_one_file(aworld, stored):
    upload, start = arrived(aworld.freja, photo()), Barrier(2)

    def deed():
        try:
            start.wait(10)
            return finish(actor=aworld.freja, upload=upload).state
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        states = sorted(answer.result() for answer in [threads.submit(deed) for _number in range(2)])
    assert states in (["checking", "ready"], ["ready", "ready"])
    assert Attachment.objects.get().state == "ready"
    assert stored() == PICTURE


@needs("postgresql")
@pytest.mark.django_db(transaction=True)
def test_a_file_removed_while_it_is_checked_leaves_nothing(aworld, stored, monkeypatch):
    upload, real = arrived(aworld.freja, photo()), operations.cleaning.clean

    def clean_while_it_is_removed(kind, data):
        cleaned = real(kind, data)
        remove_attachment(actor=aworld.freja, attachment=upload)
        return cleaned

    monkeypatch.setattr(operations.cleaning, "clean", clean_while_it_is_removed)
    with pytest.raises(UnusableFile):
        finish(actor=aworld.freja, upload=upload)
    assert not Attachment.objects.exists()
    assert stored() == []
    assert store.read_parts(upload.folder) == b""
