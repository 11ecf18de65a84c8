"""What a room keeps, and for how long."""

from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest
from django.utils import timezone

from community import clock
from community.attachments.models import Attachment
from community.attachments.operations import attach_to
from community.chat.log import log_after
from community.chat.models import Message, Room, RoomChange
from community.chat.operations import edit_message, read_room
from community.chat.retention import erase_old_messages
from community.chat.saying import send_message
from community.chat.unread import has_unread
from community.jobs import jobs
from community.notifications.models import Notification
from tests import samples
from tests.samples import taken

pytestmark = pytest.mark.django_db

#: Long after everybody came.
NOW = timezone.now().replace(microsecond=0) + timedelta(days=120)


@pytest.fixture
def room(world) -> Room:
    return world.torsdagsholdet.space.room


def say(actor, room, body, days_ago, **more):
    with clock.at(NOW - timedelta(days=days_ago)):
        return send_message(actor=actor, room=room, body=body, client_uuid=uuid4(), **more)[0]


def erase():
    with clock.at(NOW):
        return erase_old_messages()


def test_what_is_older_than_ninety_days_goes_and_the_log_begins_later(world, room):
    old = say(world.freja, room, "gammelt", 100)
    say(world.amina, room, "svar på det gamle", 95, reply_to=old.seq)
    young = say(world.freja, room, "nyt", 10)
    other = Room.objects.get(space__network=world.roskilde, space__kind="youth_forum")
    kept = say(world.freja, other, "også nyt", 1)
    assert Notification.objects.exists()
    assert erase() == 2
    assert set(Message.objects.values_list("pk", flat=True)) == {young.pk, kept.pk}
    assert not Notification.objects.exists()
    room.refresh_from_db()
    assert (room.first_seq, room.last_seq, room.last_number) == (3, 3, 3)
    assert [entry["seq"] for entry in log_after(room, 0)["entries"]] == [3]
    assert erase() == 0


def test_a_picture_without_words_goes_too(world, room):
    """The database lets no message stand without words or files, not even for a moment."""
    photo = taken(world.freja, samples.photo())
    hang = partial(attach_to, uuids=[photo.uuid], actor=world.freja)
    say(world.freja, room, "", 100, file_count=1, add_to=lambda message: hang(thing=message))
    assert erase() == 1
    assert not Message.objects.exists()
    assert not Attachment.objects.exists()


def test_a_change_of_what_was_erased_keeps_its_number(world, room):
    """The log has no hole above where it begins, also where an old message was changed late."""
    old = say(world.freja, room, "gammelt", 100)
    young = say(world.freja, room, "nyt", 10)
    with clock.at(NOW - timedelta(days=1)):
        edit_message(actor=world.freja, message=old, body="gammelt, rettet")
    assert erase() == 1
    room.refresh_from_db()
    log = log_after(room, room.first_seq - 1)
    assert [(entry["seq"], entry["kind"]) for entry in log["entries"]] == [(2, "message"), (3, "erased")]
    assert log["entries"][0]["id"] == young.pk
    assert RoomChange.objects.get().message is None


def test_a_room_in_which_all_is_old_is_empty_and_goes_on(world, room):
    say(world.freja, room, "gammelt", 100)
    erase()
    room.refresh_from_db()
    assert (room.first_seq, room.last_seq) == (2, 1)
    assert log_after(room, 0)["entries"] == []
    assert say(world.freja, room, "nyt", 0).seq == 2


def test_unread_counts_on_after_an_erasure(world, room):
    say(world.freja, room, "gammelt", 100)
    say(world.freja, room, "nyt", 10)
    erase()
    assert has_unread(world.amina)
    pointer = read_room(actor=world.amina, room=room, seq=2)
    assert (pointer.last_read_seq, pointer.last_read_number) == (2, 2)
    assert not has_unread(world.amina)


def test_each_kind_of_room_keeps_its_own_time(world, room, settings):
    settings.CHAT_KEEPS_DAYS = settings.CHAT_KEEPS_DAYS | {"youth_group": 7}
    say(world.freja, room, "for otte dage siden", 8)
    company = Room.objects.get(space__network=world.roskilde, space__kind="company")
    say(world.mona, company, "for otte dage siden", 8)
    assert erase() == 1
    assert Message.objects.get().room_id == company.pk


def test_both_jobs_are_due_by_the_clock():
    assert {"erase_deleted_messages", "erase_old_messages"} <= set(jobs)


def test_a_page_whose_log_was_erased_meanwhile_can_tell(world, room, browse):
    for number in range(4):
        say(world.freja, room, f"linje {number}", 100)
    say(world.freja, room, "nyt", 1)
    erase()
    answer = browse("amina").get(f"/chat/{room.pk}/log/?after=1").json()
    assert answer["first_seq"] == 5
    assert [entry["seq"] for entry in answer["entries"]] == [5]
