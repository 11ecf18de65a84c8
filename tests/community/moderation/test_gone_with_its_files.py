"""What is hidden takes its pictures and voices along, and stands in no calendar and in nobody else's copy of data."""

import zipfile
from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from community import clock
from community.attachments.operations import attach_to, describe_attachment
from community.chat.operations import read_room
from community.chat.saying import send_message
from community.meetings.feeds import make_calendar_feed
from community.moderation.deeds import hide_thing, let_stand
from community.own_data.bundle import write_bundle
from forums.drafts.operations import save_draft
from forums.reading.operations import follow_board, save_post
from tests.care import deed, held, said_about, the_case
from tests.personas import CAST
from tests.samples import photo, taken, voice
from tests.tellings import answer_to, youth_board, youth_topic
from tests.youth_network.agendas.table import lay_meeting, propose
from youth_network.agendas.hosting import take_role
from youth_network.agendas.models import Role
from youth_network.agendas.operations import vote_on_item
from youth_network.live_meetings.chairs import answer_chair, leave_chair
from youth_network.live_meetings.running import go_to_items, start_meeting

CANARY = "Kanariefuglen sad på stigen"
MEMBERS = [*(who for who in CAST if who != "visitor"), "jonas", "rashid"]
#: Whose words they are, and who looks after them: these may still hear and see what is hidden.
STILL = {"jonas", "signe"}

pytestmark = pytest.mark.django_db


def sent(person, data):
    return describe_attachment(actor=person, attachment=taken(person, data), description=CANARY)


def hung(person, thing, *files):
    """A picture and a voice of the person's, as they hang on the thing."""
    made = [sent(person, data) for data in files]
    attach_to(thing=thing, uuids=[attachment.uuid for attachment in made], actor=person)
    return made


def served_to(browse, files):
    """Who is given these files: all who get one get each."""
    got = []
    for attachment in files:
        address = reverse("attachment", args=[attachment.uuid])
        got.append({who for who in ("visitor", *MEMBERS) if browse(who).get(address).status_code == 200})
    assert all(who == got[0] for who in got), got
    return got[0]


def copies_with(world, words):
    """Whose copy of their own data holds the words, in whatever part of it."""
    found = set()
    for who in MEMBERS:
        file = BytesIO()
        write_bundle(world.who(who), file)
        with zipfile.ZipFile(file) as bundle:
            if any(words.encode() in bundle.read(name) or words in name for name in bundle.namelist()):
                found.add(who)
    return found


def on_a_message(world):
    room = world.torsdagsholdet.space.room
    files = [sent(world.jonas, photo()), sent(world.jonas, voice())]
    message, _new = send_message(
        actor=world.jonas,
        room=room,
        body=CANARY,
        client_uuid=uuid4(),
        file_count=2,
        add_to=lambda thing: attach_to(thing=thing, uuids=[one.uuid for one in files], actor=world.jonas),
    )
    send_message(actor=world.amina, room=room, body="Nå", client_uuid=uuid4(), reply_to=message.seq)
    read_room(actor=world.freja, room=room, seq=message.seq)
    return message, files


def on_an_answer(world):
    topic = youth_topic(world)
    follow_board(actor=world.amina, board=youth_board(world), following="follow")
    reply = answer_to(actor=world.jonas, topic=topic, body=CANARY)
    save_post(actor=world.amina, post=reply)
    save_draft(actor=world.freja, key=f"reply:{topic.pk}", values={"body": ["Mit eget svar"]})
    return reply, hung(world.jonas, reply, photo(), voice())


def on_an_empty_chair(world):
    meeting = lay_meeting(world.torsdagsholdet, starts_at=clock.now() + timedelta(days=2))
    place = propose(world, "amina", "Pauser")
    vote_on_item(actor=world.freja, placement=place)
    chair = leave_chair(actor=world.jonas, placement=place, words=CANARY)
    files = hung(world.jonas, chair, voice())
    take_role(actor=world.amina, agenda=place.agenda, role=Role.HOST)
    with clock.at(meeting.starts_at):
        start_meeting(actor=world.amina, agenda=place.agenda)
        go_to_items(actor=world.amina, agenda=place.agenda)
        answer_chair(actor=world.amina, chair=chair, words="Vi hørte det.")
    return chair, files


@pytest.mark.parametrize("write", [on_a_message, on_an_answer, on_an_empty_chair])
def test_pictures_and_voices_go_with_what_they_hang_on(world, browse, write):
    thing, files = write(world)
    assert served_to(browse, files) == {"freja", "amina", "jonas", "signe", "tine"}
    said_about(world, "amina", thing)
    case = the_case(thing)
    deed(world, "signe", hide_thing, case, **held(case))
    assert served_to(browse, files) <= STILL
    deed(world, "signe", let_stand, case)
    assert served_to(browse, files) == {"freja", "amina", "jonas", "signe", "tine"}


@pytest.mark.parametrize("write", [on_a_message, on_an_answer, on_an_empty_chair])
def test_only_its_authors_copy_of_their_data_holds_it(world, write):
    """Also of those who saved it, answered it, read it or said something about it."""
    thing, _files = write(world)
    assert copies_with(world, CANARY) >= {"jonas"}
    said_about(world, "amina", thing, words="Det sårer mig")
    case = the_case(thing)
    deed(world, "signe", hide_thing, case, words="Det sårer.", **held(case))
    assert copies_with(world, CANARY) == {"jonas"}
    assert "amina" in copies_with(world, "Det sårer mig")


def test_an_item_stands_in_no_calendar_hidden_or_not_and_in_no_other_copy(world, browse):
    """Calendars hang on shared screens: they say that there is a meeting, and never what about."""
    meeting = lay_meeting(world.torsdagsholdet, starts_at=clock.now() + timedelta(days=7))
    place = propose(world, "jonas", CANARY)
    vote_on_item(actor=world.amina, placement=place)
    feeds = {who: f"/calendar/{make_calendar_feed(actor=world.who(who))}.ics" for who in MEMBERS}

    def calendars_of(uid):
        """Who gets a calendar with the meeting, once it is sure that none holds the words."""
        found = set()
        for who, feed in feeds.items():
            single = browse(who).get(reverse("meeting_calendar", args=[meeting.pk]))
            for answered in (Client().get(feed), single):
                assert CANARY.encode() not in answered.content
                assert b"Kanarie" not in answered.content
                if answered.status_code == 200 and uid in answered.content.decode():
                    found.add(who)
        return found

    uid = f"UID:meeting-{meeting.pk}@"
    readers = {"freja", "amina", "jonas", "signe", "tine"}
    assert calendars_of(uid) == readers
    said_about(world, "amina", place.item)
    case = the_case(place.item)
    deed(world, "signe", hide_thing, case, **held(case))
    assert calendars_of(uid) == readers
    assert copies_with(world, CANARY) == {"jonas"}
