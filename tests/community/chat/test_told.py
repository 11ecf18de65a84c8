"""Who hears of what is said: whom it names or answers, whoever asked for everything, and nobody who asked for quiet."""

from uuid import uuid4

import pytest

from community.chat.operations import delete_message, read_room
from community.chat.saying import send_message
from community.chat.talks import choose_tells, mute, unmute
from community.notifications.models import Notification, OutboxMail
from community.notifications.operations import unread_count
from community.permissions import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(world):
    return world.torsdagsholdet.space.room


def say(actor, room, body="oppe", **more):
    return send_message(actor=actor, room=room, body=body, client_uuid=uuid4(), **more)[0]


def told():
    return {(n.recipient.display_name, n.kind) for n in Notification.objects.select_related("recipient")}


def test_an_ordinary_message_calls_nobody(world, room):
    say(world.freja, room)
    assert told() == set()


def test_whom_it_names_or_answers_is_told_once(world, room, browse):
    question = say(world.amina, room, "hvem kommer?")
    say(world.freja, room, "jeg gør, @Amina. og @Jonas?", reply_to=question.seq)
    assert told() == {("Amina", "message_named"), ("Jonas", "message_named")}
    page = browse("amina").get("/notifications/").content.decode()
    assert "Freja skriver til dig i chatten for Torsdagsholdet." in page


@pytest.mark.parametrize("named", ["@Sofie", "@Mona", "@Emil", "@Freja", "@Bo", "ring til a@amina.dk"])
def test_nobody_is_called_who_does_not_read_here_nor_oneself(world, room, named):
    say(world.freja, room, f"hej {named}")
    assert told() == set()


def test_everything_is_told_to_whoever_asked_for_it_and_nothing_to_whoever_did_not(world, room):
    choose_tells(actor=world.jonas, room=room, tells="all")
    choose_tells(actor=world.amina, room=room, tells="nothing")
    say(world.freja, room, "hej @Amina")
    assert told() == {("Jonas", "message_sent")}


def test_whom_one_folded_away_calls_no_more(world, room):
    with pytest.raises(Refused):
        mute(actor=world.amina, whom=world.freja)
    say(world.freja, room)
    mute(actor=world.amina, whom=world.freja)
    mute(actor=world.amina, whom=world.freja)
    say(world.freja, room, "hej @Amina")
    assert told() == set()
    unmute(actor=world.amina, whom=world.freja)
    say(world.freja, room, "hej igen @Amina")
    assert told() == {("Amina", "message_named")}


def test_reading_the_room_reads_the_news_of_it(world, room):
    message = say(world.freja, room, "hej @Amina")
    assert unread_count(world.amina) == 1
    read_room(actor=world.amina, room=room, seq=message.seq)
    assert unread_count(world.amina) == 0


def test_what_was_taken_back_is_no_news(world, room):
    message = say(world.freja, room, "hej @Amina")
    delete_message(actor=world.freja, message=message)
    assert unread_count(world.amina) == 0


def test_several_of_one_room_are_one_line(world, room):
    choose_tells(actor=world.amina, room=room, tells="all")
    for _time in range(3):
        say(world.freja, room)
    assert Notification.objects.filter(recipient=world.amina).count() == 3
    assert unread_count(world.amina) == 1


def test_a_mail_about_a_youth_room_waits_and_holds_no_words(world, room):
    say(world.freja, room, "hej @Amina, det er hemmeligt")
    mail = OutboxMail.objects.get()
    assert mail.recipient_id == world.amina.pk
    assert (mail.not_before - mail.made_at).total_seconds() >= 15 * 60


def test_the_settings_page_keeps_a_choice(world, room, browse):
    amina = browse("amina")
    page = amina.get(f"/chat/{room.pk}/about/").content.decode()
    assert "Om rummet" in page
    amina.post(f"/chat/{room.pk}/tells/", {"tells": "nothing"})
    say(world.freja, room, "hej @Amina")
    assert told() == set()
    assert amina.post(f"/chat/{room.pk}/tells/", {"tells": "alt muligt"}, follow=True).status_code == 200


def test_folding_away_shows_in_the_page_and_to_nobody_else(world, room, browse):
    say(world.freja, room, "mine ord")
    amina = browse("amina")
    amina.post(f"/chat/mute/{world.freja.pk}/", {"next": f"/chat/{room.pk}/"})
    assert "bubble--muted" in amina.get(f"/chat/{room.pk}/").content.decode()
    assert "bubble--muted" not in browse("jonas").get(f"/chat/{room.pk}/").content.decode()
    assert amina.post(f"/chat/mute/{world.yusuf.pk}/").status_code == 404, "nobody she has heard here"
