"""A break: nothing calls, nothing is lost, and one tap leads back to where one left."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from community import clock
from community.breaks.operations import come_back, take_break
from community.chat.models import ReadPointer, Room
from community.chat.operations import read_room
from community.chat.saying import send_message
from community.concerns.operations import write_concern
from community.notifications.models import Notification, OutboxMail
from community.notifications.operations import unread_count
from community.notifications.outbox import deliver_due
from community.permissions import Refused
from tests.tellings import answer, youth_topic


def away(browse, name="freja"):
    return browse(name).post(reverse("take_break"))


def later(hours=40):
    """In daylight, so that no quiet hours are in the way."""
    return clock.at((clock.now() + timedelta(hours=hours)).replace(hour=11))


def test_a_break_is_one_tap_and_so_is_the_way_back(world, browse):
    freja = browse("freja")
    assert reverse("take_break") in freja.get(reverse("me")).content.decode()
    assert freja.post(reverse("take_break")).url == reverse("on_a_break")
    assert world.freja.paused_at is not None
    page = freja.get(reverse("on_a_break")).content.decode()
    for way in ("come_back", "get_help", "account_logout", "who_has_seen", "leave_overview"):
        assert reverse(way) in page
    assert freja.post(reverse("come_back")).url == reverse("since_last")
    assert world.freja.paused_at is None
    assert freja.get(reverse("on_a_break")).url == reverse("since_last")


@pytest.mark.parametrize("name", ["signe", "bo", "tine", "ellen"])
def test_others_rely_on_the_staff_being_told(world, browse, name):
    assert browse(name).get(reverse("take_break")).status_code == 404
    assert away(browse, name).status_code == 404
    assert reverse("take_break") not in browse(name).get(reverse("me")).content.decode()
    with pytest.raises(Refused):
        take_break(actor=world.who(name))


def test_every_page_leads_to_the_way_back_but_help_is_never_shut(world, browse):
    away(browse)
    freja = browse("freja")
    room = Room.objects.get(space=world.torsdagsholdet.space)
    for address in (reverse("since_last"), reverse("chat_room", args=[room.pk]), reverse("notifications")):
        assert freja.get(address).url == reverse("on_a_break")
    sent = freja.post(reverse("send_message", args=[room.pk]), {"body": "Hej", "client_uuid": uuid4()})
    assert sent.url == reverse("on_a_break")
    assert not room.messages.exists()
    fragment = freja.get(reverse("notifications_mark"), headers={"HX-Request": "true"})
    assert (fragment.status_code, fragment["HX-Redirect"]) == (204, reverse("on_a_break"))
    for open_ in ("get_help", "offline", "who_has_seen", "leave_overview", "usersessions_list"):
        assert freja.get(reverse(open_)).status_code == 200, open_


def test_nothing_is_mailed_during_a_break_or_of_what_waited_when_it_began(world, mailoutbox):
    topic = youth_topic(world)
    answer(world, topic, "amina")
    assert OutboxMail.objects.filter(recipient=world.freja).count() == 1
    take_break(actor=world.freja)
    answer(world, topic, "jonas")
    assert OutboxMail.objects.filter(recipient=world.freja).count() == 1
    with later():
        deliver_due()
    assert "freja@example.com" not in {mail.to[0] for mail in mailoutbox}
    come_back(actor=world.freja)
    with later(80):
        deliver_due()
    assert "freja@example.com" not in {mail.to[0] for mail in mailoutbox}
    answer(world, topic, "amina")
    with later(120):
        deliver_due()
    assert "freja@example.com" in {mail.to[0] for mail in mailoutbox}


def test_what_was_new_before_is_new_still_and_what_came_meanwhile_is_listed_and_presses_nobody(world, browse):
    old, new = youth_topic(world), youth_topic(world)
    answer(world, old, "amina")
    assert unread_count(world.freja) == 1
    away(browse)
    for who in ("amina", "jonas"):
        answer(world, new, who)
    back = browse("freja").post(reverse("come_back"), follow=True).content.decode()
    assert "2 beskeder" in back
    assert unread_count(world.freja) == 1
    assert Notification.objects.filter(recipient=world.freja).count() == 3
    listed = browse("freja").get(reverse("notifications")).content.decode()
    assert "Amina" in listed


def test_what_waits_for_the_person_alone_stays_new(world):
    take_break(actor=world.freja)
    words = dict.fromkeys(("what", "told_to", "why", "next_step"), "Ord")
    write_concern(actor=world.signe, network=world.roskilde, about=world.freja, **words)
    come_back(actor=world.freja)
    unread = Notification.objects.filter(recipient=world.freja, read_at=None)
    assert [notice.kind for notice in unread] == ["concern_told"]


def test_place_words_and_how_far_one_had_read_stay_as_they_are(world, browse):
    room = Room.objects.get(space=world.torsdagsholdet.space)
    said, _new = send_message(actor=world.amina, room=room, body="Hej", client_uuid=uuid4())
    read_room(actor=world.freja, room=room, seq=said.seq)
    before = (world.membership("freja").pk, ReadPointer.objects.get(person=world.freja).last_read_seq)
    away(browse)
    send_message(actor=world.jonas, room=room, body="Er du der?", client_uuid=uuid4())
    browse("freja").post(reverse("come_back"))
    assert (world.membership("freja").pk, ReadPointer.objects.get(person=world.freja).last_read_seq) == before
    page = browse("freja").get(reverse("chat_room", args=[room.pk])).content.decode()
    assert 'id="new"' in page
    assert "Er du der?" in page


def test_nobody_is_told_and_twice_is_once(world, browse):
    before = Notification.objects.count()
    away(browse)
    began = world.freja.paused_at
    away(browse)
    take_break(actor=world.freja)
    assert world.freja.paused_at == began
    assert come_back(actor=world.freja) == 0
    assert come_back(actor=world.freja) == 0
    assert Notification.objects.count() == before
    assert "Freja" in browse("amina").get(reverse("since_last")).content.decode()


def test_signing_in_anew_leads_to_the_way_back(world, browse, client):
    take_break(actor=world.freja)
    client.force_login(world.freja)
    assert client.get("/", follow=True).status_code == 200
    assert client.get(reverse("since_last")).url == reverse("on_a_break")
