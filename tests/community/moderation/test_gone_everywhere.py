"""What is hidden is gone for all but its author, who reads why, and those who look after it: wherever one looks."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.db import transaction
from django.urls import reverse

from community import clock
from community.chat.operations import edit_message, hide_message
from community.chat.page import drawn
from community.chat.saying import send_message
from community.meetings.operations import open_meeting
from community.moderation.deeds import hide_thing, let_stand
from community.moderation.models import Deed
from community.notifications.models import OutboxMail
from community.notifications.outbox import deliver_due
from community.permissions import Refused
from community.roles import GroupKind
from community.subjects import cared_for, named, of
from company_network.agenda.operations import propose_point, write_notes
from company_network.practices.operations import say_tried
from company_network.sparring.operations import ask_sparring, close_sparring
from forums.reading.operations import follow_board, save_post
from forums.topics.operations import post_topic
from tests.care import deed, held, said_about, the_case
from tests.personas import CAST
from tests.samples import hung_photo
from tests.shared_practice import share, workplaces
from tests.sockets import Page, told
from tests.tellings import answer_to, company_board, company_topic, youth_board, youth_topic
from tests.workplaces import a_company, an_offer, speaks
from youth_network.agendas.models import AgendaItem
from youth_network.agendas.operations import change_item, propose_item

CANARY = "Kanariefuglen sad på stigen"
NOTED = "Vi talte om stigen og dens fugl"
#: Where a youth of the group could meet it.
PAGES = ("since_last", "network", "saved_posts", "notifications", "meetings", "chat", "drafts", "my_care", "care_queue")


def a_day_on():
    """Noon on a day when all that waits has become due, in nobody's quiet hours."""
    return (clock.now() + timedelta(days=2)).replace(hour=11)


def crawl(browse, who, *more):
    """All that this persona reads."""
    client = browse(who)
    texts = []
    for address in [*(reverse(name) for name in PAGES), *more]:
        for headers in ({}, {"HX-Request": "true"}):
            answered = client.get(address, headers=headers)
            if answered.status_code == 200 and not answered.streaming:
                texts.append(answered.content.decode())
    if who != "visitor":
        texts.append(client.post(reverse("search"), {"words": "Kanariefuglen"}).content.decode())
    return "\n".join(texts)


def found_by(browse, *addresses, of=CAST):
    return {who for who in of if CANARY in crawl(browse, who, *addresses)}


def test_a_hidden_answer_is_nowhere_for_others(world, browse):
    topic = youth_topic(world)
    follow_board(actor=world.amina, board=youth_board(world), following="follow")
    reply = answer_to(actor=world.jonas, topic=topic, body=CANARY)
    photo = hung_photo(world.jonas, reply)
    save_post(actor=world.amina, post=reply)
    page = reverse("topic", args=[topic.pk])
    places = [
        page,
        f"{page}?at=1",
        f"{page}?quote=1",
        f"{page}?after=0&changed=1",
        reverse("board", args=[topic.board_id]),
    ]
    places += [reverse("post_history", args=[reply.pk]), reverse("edit_post", args=[reply.pk])]
    places += [reverse("attachment", args=[photo.uuid]), reverse("report", args=["post", reply.pk])]
    readers = {"freja", "amina", "signe", "tine"}
    assert found_by(browse, *places, of=readers) == readers
    assert browse("amina").get(places[-2]).status_code == 200
    said_about(world, "amina", reply)
    case = the_case(reply)
    done = deed(world, "signe", hide_thing, case, words="Det sårer.", **held(case))
    places.append(reverse("case", args=[case.pk]))
    # Amina herself said something about it, and finds that again, not the words.
    assert found_by(browse, *places) == {"signe"}
    jonas = crawl(browse, "jonas", *places, reverse("deed", args=[done.pk]))
    assert CANARY in jonas
    assert "Det sårer." in jonas
    for who in CAST:
        expected = 200 if who in ("signe",) else 404
        if who != "visitor":
            assert browse(who).get(reverse("attachment", args=[photo.uuid])).status_code == expected, who
    # Mails that waited go without it, and notices of it are gone with it.
    waiting = OutboxMail.objects.filter(recipient=world.freja, kind="reply_posted", state="waiting")
    assert waiting.count() == 1
    with clock.at(a_day_on()):
        deliver_due()
    assert not waiting.exists()
    about = reverse("topic", args=[topic.pk]) + "?at=1"
    assert not [message for message in mail.outbox if about in message.body]
    assert about not in browse("freja").get(reverse("notifications")).content.decode()
    deed(world, "signe", let_stand, case)
    assert found_by(browse, *places, of=readers) == readers


@pytest.mark.parametrize("hidden", [True, False])
def test_a_mail_that_holds_words_waits_for_nobody_to_look(world, hidden):
    topic = company_topic(world)
    reply = answer_to(actor=world.rashid, topic=topic, body=CANARY)
    assert OutboxMail.objects.filter(recipient=world.mona, thread=f"topic:{topic.pk}", state="waiting").exists()
    if not hidden:
        # The same mail, left alone, would have brought the words.
        with clock.at(a_day_on()):
            deliver_due()
        assert [message.to for message in mail.outbox if CANARY in message.body] == [["mona@example.com"]]
        return
    said_about(world, "mona", reply)
    case = the_case(reply)
    deed(world, "signe", hide_thing, case, **held(case))
    with clock.at(a_day_on()):
        deliver_due()
    assert not [message for message in mail.outbox if CANARY in message.body]


def test_a_hidden_story_takes_its_topic_along_for_all_but_its_teller_and_the_consultants(world, browse):
    topic = post_topic(actor=world.freja, board=youth_board(world), kind="experience", title=CANARY, body=CANARY)
    answer_to(actor=world.amina, topic=topic, body="Det kender jeg.")
    places = [reverse("topic", args=[topic.pk]), reverse("board", args=[topic.board_id])]
    assert found_by(browse, *places) == {"freja", "amina", "signe", "tine"}
    story = topic.posts.get(position=0)
    said_about(world, "amina", story)
    case = the_case(story)
    deed(world, "signe", hide_thing, case, **held(case))
    assert found_by(browse, *places) == {"freja", "signe"}


def test_a_hidden_message_leaves_a_line_for_everybody(world, browse):
    room = world.torsdagsholdet.space.room
    first = send_message(actor=world.jonas, room=room, body=CANARY, client_uuid=uuid4())[0]
    send_message(actor=world.amina, room=room, body="Nå", client_uuid=uuid4(), reply_to=first.seq)
    places = [reverse("chat_room", args=[room.pk]), reverse("chat_log", args=[room.pk])]
    places += [reverse("chat_message", args=[room.pk, first.seq])]
    assert found_by(browse, *places) == {"freja", "amina", "signe", "tine"}
    said_about(world, "amina", first)
    case = the_case(first)
    done = deed(world, "signe", hide_thing, case, **held(case))
    assert found_by(browse, *places) == set()
    assert found_by(browse, *places, reverse("case", args=[case.pk])) == {"signe"}
    entries = browse("amina").get(reverse("chat_log", args=[room.pk])).json()["entries"]
    assert (entries[0]["kind"], entries[0]["hidden"], entries[0]["body"]) == ("message", True, "")
    assert entries[-1]["message"]["hidden"]
    assert CANARY in browse("jonas").get(reverse("deed", args=[done.pk])).content.decode()
    first.refresh_from_db()
    assert drawn(world.amina, room, [first], {}, [])[0].words == ""
    with pytest.raises(Refused):
        edit_message(actor=world.jonas, message=first, body="Andet")
    deed(world, "signe", let_stand, case)
    assert found_by(browse, *places) == {"freja", "amina", "signe", "tine"}


def test_a_hidden_item_keeps_its_place_on_the_table(world, browse):
    starts = clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=7)
    meeting = open_meeting(actor=None, group=world.torsdagsholdet, starts_at=starts)
    item = propose_item(actor=world.jonas, group=world.torsdagsholdet, title=CANARY)
    place = reverse("agenda", args=[meeting.pk])
    assert found_by(browse, place) == {"freja", "amina", "signe", "tine"}
    assert reverse("report", args=["agenda_item", item.pk]) in browse("amina").get(place).content.decode()
    said_about(world, "amina", item)
    case = the_case(item)
    done = deed(world, "signe", hide_thing, case, **held(case))
    assert found_by(browse, place) == set()
    assert "Her er noget skjult." in browse("freja").get(place).content.decode()
    assert CANARY in browse("signe").get(reverse("case", args=[case.pk])).content.decode()
    assert CANARY in browse("jonas").get(reverse("deed", args=[done.pk])).content.decode()
    with pytest.raises(Refused):
        change_item(
            actor=world.jonas, item=AgendaItem.objects.get(), title="Kanariefuglen igen", minutes=10, form="talk"
        )
    deed(world, "signe", let_stand, case)
    assert AgendaItem.objects.get().title == CANARY


def things(world):
    """One of each kind that can be hidden, with its words, and who of others reads it where."""
    places = workplaces(world)
    company = a_company(world, about=CANARY)
    speaks_for = a_company(world, name="Skuret")
    offer = an_offer(world, company, need_not=CANARY)
    companies = world.group(world.roskilde, GroupKind.COMPANY_NETWORK)
    past = open_meeting(actor=None, group=companies, starts_at=clock.now() + timedelta(hours=1))
    point = propose_point(actor=world.rashid, meeting=past, kind="case", title="En ting", words=CANARY)
    with clock.at(clock.now() + timedelta(hours=2)):
        notes = write_notes(actor=world.rashid, meeting=past, text=NOTED, version=0)
    practice = share(world, "mona", reach="across")
    tried = say_tried(actor=world.rashid, practice=practice.practice, company=places.skaeve_eger, line=CANARY)
    question = ask_sparring(actor=world.rashid, board=company_board(world), question="Hvad siger I den første dag?")
    closed = close_sparring(actor=world.rashid, sparring=question.sparring, outcome=CANARY)
    meeting = reverse("company_meeting", args=[past.pk])
    assert speaks_for
    return [
        (company, reverse("company", args=[company.pk]), {"freja", "amina", "sofie", "mona", "tine"}),
        (offer, reverse("offer", args=[offer.pk]), {"freja", "amina", "sofie", "mona", "tine"}),
        (point, meeting, {"mona", "tine"}),
        (notes, meeting, {"mona", "tine"}, NOTED),
        (tried, reverse("topic", args=[practice.pk]), {"mona", "line", "bo", "tine", "ellen"}),
        (closed, reverse("topic", args=[question.pk]), {"mona", "tine"}),
    ]


def test_what_companies_write_is_hidden_like_all_else(world, browse):
    for thing, page, readers, *words in things(world):
        said = (words or [CANARY])[0]
        seen = {who for who in CAST if said in browse(who).get(page).content.decode()}
        assert readers <= seen, page
        said_about(world, "mona", thing, "advertising")
        case = the_case(thing)
        assert case.network == world.roskilde
        deed(world, "signe", hide_thing, case, **held(case))
        rest = {who for who in CAST if said in browse(who).get(page).content.decode()}
        assert not rest & readers, page
        assert said in browse("signe").get(reverse("case", args=[case.pk])).content.decode()
        deed(world, "signe", let_stand, case)
        again = {who for who in CAST if said in browse(who).get(page).content.decode()}
        assert readers <= again, page
        kind = named(case.subject_type)
        kind.care.hide(thing.pk, True)
        kind.care.hide(thing.pk, True)
        kind.care.hide(thing.pk, False)


def test_a_name_in_what_companies_write_is_hidden_at_once(world):
    room = company_board(world).space.room
    message = send_message(actor=world.rashid, room=room, body=CANARY, client_uuid=uuid4())[0]
    among_youths = send_message(
        actor=world.jonas, room=world.torsdagsholdet.space.room, body=CANARY, client_uuid=uuid4()
    )[0]
    # An offer before the company that offers it: with its company it is gone.
    for thing in [message, *(row[0] for row in reversed(things(world)))]:
        said_about(world, "mona", thing, "names")
        thing.refresh_from_db()
        assert of(thing).care.is_hidden(thing), thing
    # Youths settle a name among themselves, with their consultant.
    said_about(world, "amina", among_youths, "names")
    among_youths.refresh_from_db()
    assert not of(among_youths).care.is_hidden(among_youths)


def test_the_hidden_line_of_a_question_is_not_changed_meanwhile(world, browse):
    question = ask_sparring(actor=world.rashid, board=company_board(world), question="Hvad siger I den første dag?")
    closed = close_sparring(actor=world.rashid, sparring=question.sparring, outcome=CANARY)
    said_about(world, "mona", closed, "names")
    closed.refresh_from_db()
    # A youth's name is hidden at once, until somebody has looked.
    assert closed.outcome == "Her er noget skjult."
    page = reverse("topic", args=[question.pk])
    assert CANARY not in browse("tine").get(page).content.decode()
    for deed_of_the_line in ("close_sparring", "reopen_sparring"):
        browse("rashid").post(reverse(deed_of_the_line, args=[question.pk]), {"outcome": "Noget andet"})
    closed.refresh_from_db()
    assert closed.outcome == "Her er noget skjult."
    deed(world, "signe", let_stand, the_case(closed))
    assert CANARY in browse("tine").get(page).content.decode()
    # What was looked at stands; another line is looked at anew.
    said_about(world, "mona", closed, "names")
    assert CANARY in browse("tine").get(page).content.decode()
    browse("rashid").post(reverse("close_sparring", args=[question.pk]), {"outcome": "Kanariefuglen igen"})
    closed.refresh_from_db()
    said_about(world, "tine", closed, "names")
    assert "Kanariefuglen igen" not in browse("mona").get(page).content.decode()


def test_a_companys_own_people_see_their_hidden_page(world, browse):
    company = a_company(world, about=CANARY)
    speaks(world, "rashid", company)
    said_about(world, "mona", company, "advertising")
    case = the_case(company)
    assert case.author == world.rashid
    deed(world, "signe", hide_thing, case, **held(case))
    assert CANARY in browse("rashid").get(reverse("company", args=[company.pk])).content.decode()
    assert browse("freja").get(reverse("company", args=[company.pk])).status_code == 404
    assert Deed.objects.get().person == world.rashid


def test_every_kind_of_what_members_write_can_be_spoken_of():
    kinds = {kind.name for kind, _care in cared_for()}
    assert kinds >= {"post", "message", "agenda_item", "empty_chair", "minutes", "person", "company", "offer"}
    assert kinds >= {"chair_answer", "house_rules"}
    assert kinds >= {"meeting_point", "meeting_notes", "tried_here", "sparring_outcome"}
    hidden = {kind.name for kind, care in cared_for() if care.hide is not None}
    assert kinds - hidden == {"minutes"}


@pytest.mark.django_db(transaction=True)
async def test_open_pages_and_sockets_follow(aworld):
    world = aworld
    topic = await told(lambda: youth_topic(world))
    room = await told(lambda: world.torsdagsholdet.space.room)
    message = await told(lambda: send_message(actor=world.jonas, room=room, body=CANARY, client_uuid=uuid4())[0])
    async with Page(world.people["amina"]) as amina, Page(world.people["jonas"]) as jonas:
        for page in (amina, jonas):
            for key in (f"topic:{topic.pk}", f"room:{room.pk}"):
                assert (await page.ask({"type": "subscribe", "key": key}))["type"] == "subscribed"
        await told(transaction.atomic(lambda: hide_message(message.pk, True)))
        for page in (amina, jonas):
            frame = await page.heard()
            assert frame["type"] == "entries"
            assert (frame["entries"][0]["message"]["body"], frame["entries"][0]["message"]["hidden"]) == ("", True)

        def hides():
            story = topic.posts.get(position=0)
            said_about(world, "amina", story)
            case = the_case(story)
            deed(world, "signe", hide_thing, case, **held(case))

        await told(hides)
        kinds = set()
        while "refused" not in kinds:
            kinds.add((await amina.heard())["type"])
    assert company_board
