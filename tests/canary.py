"""Somebody whose name, words, number, photo and voice stand nowhere else: wherever they are found, they come from here.

`build_canary(world)` lets Zoega live in Torsdagsholdet through the operations that people use, with others who call,
quote and answer her. `found_in_database()` and the others look everywhere for what must be gone.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection, transaction

from community import clock
from community.asks.models import Ask
from community.attachments.operations import attach_to, describe_attachment
from community.audit.operations import enter
from community.chat.models import Muted, Room
from community.chat.operations import delete_message, edit_message, read_room
from community.chat.saying import send_message
from community.chat.talks import begin_talk
from community.concerns.operations import answer_concern, write_concern
from community.house_rules.operations import propose_house_rules
from community.keeping_away.models import KeptAway
from community.keeping_away.operations import close_talks, keep_away
from community.meetings.feeds import make_calendar_feed
from community.meetings.operations import answer_meeting
from community.membership.invitations import accept_invitation, invite
from community.membership.models import Membership
from community.moderation.appeals import appeal
from community.moderation.deeds import hide_thing
from community.moderation.taking import note_on_case
from community.notifications.operations import choose_mail
from community.people.models import Person
from community.people.operations import change_portrait, change_profile
from community.people.portraits import clean_portrait
from community.reactions.models import ReactionWord
from community.reactions.operations import react
from community.roles import Role
from community.search.operations import index_thing
from community.second_look.models import Look, LookRound
from company_network.offers.operations import save_offer
from forums.drafts.operations import save_draft
from forums.reading.operations import follow_board, save_post
from forums.tags.operations import keep_tags
from forums.topics.models import Post, Topic
from forums.topics.operations import post_reply, post_topic
from forums.topics.policy import kinds_open_to
from forums.topics.quoting import quote_of
from forums.topics.subjects import POST
from forums.writing.operations import edit_post, remove_post
from home.enquiries.operations import send_enquiry
from home.stories.operations import offer_post
from home.testimonials.consents import claim_of
from home.testimonials.models import ConsentWording
from home.testimonials.operations import add_claim
from tests.care import deed, held, said_about, the_case
from tests.personas import World
from tests.samples import photo, taken, voice
from tests.tellings import youth_board
from tests.voices import say_yes
from tests.workplaces import a_company, an_offer
from tests.youth_network.agendas.table import lay_meeting, propose
from youth_network.agendas.hosting import take_role
from youth_network.agendas.models import Agenda
from youth_network.agendas.models import Role as MeetingRole
from youth_network.agendas.operations import vote_on_item
from youth_network.agendas.subjects import AGENDA_ITEM
from youth_network.live_meetings.agreements import make_agreement
from youth_network.live_meetings.chairs import answer_chair, leave_chair
from youth_network.live_meetings.models import EmptyChair
from youth_network.live_meetings.running import finish_item, go_to_items, start_meeting, wish_time, write_takeaway
from youth_network.witnessing.operations import witness_topic

NAME = "Zoega Canary-7f3a"
EMAIL = "zoega.canary-7f3a@example.com"
PHONE = "+4599887766"
#: Stands in every word she writes, says or is asked.
WORD = "kanariesang"
#: Stands in every word of others: no copy of hers holds it.
OTHERS = "gærdesmutten"
#: What is looked for, in small letters.
CANARIES = ("zoega", "canary-7f3a", "99887766", WORD)


def _said(topic: Topic, person: Person, words: str, **more: Any) -> Post:
    kind = kinds_open_to(person, topic, topic.board.space)[0]
    return post_reply(actor=person, topic=topic, kind=kind, body=words, **more)


def _with(person: Person, data: bytes, description: str) -> tuple[int, Any]:
    """How many files, and what hangs them on what is posted."""
    attachment = describe_attachment(actor=person, attachment=taken(person, data), description=description)
    return 1, lambda thing: attach_to(thing=thing, uuids=[attachment.uuid], actor=person)


def _come_in(world: World) -> Person:
    _made, token = invite(
        actor=world.signe, network=world.roskilde, group=world.torsdagsholdet, role=Role.YOUTH, invited_name=NAME
    )
    person = accept_invitation(token=token, email=EMAIL, display_name=NAME, language="da").person
    change_profile(person=person, display_name=NAME, about=f"Jeg synger {WORD}", language="da", phone=PHONE)
    change_portrait(person=person, picture=clean_portrait(_upload(photo(fill="gold"))))
    EmailAddress.objects.create(user=person, email=EMAIL, verified=True, primary=True)
    Authenticator.objects.create(user=person, type="recovery_codes", data={})
    return person


def _upload(data: bytes) -> Any:
    file = BytesIO(data)
    file.size = len(data)  # type: ignore[attr-defined]
    return file


def build_canary(world: World) -> Person:
    """Zoega's life among the others."""
    zoega = _come_in(world)
    world.people["zoega"] = zoega
    board = youth_board(world)
    # --- the board
    many, hang = _with(zoega, photo(fill="teal"), f"Mig og {WORD}")
    story = post_topic(
        actor=zoega,
        board=board,
        kind="experience",
        title=f"Om {WORD}",
        body=f"Jeg hedder {NAME}.\nPå lageret lød der {WORD} hele dagen lang.\nRing på {PHONE}.",
        file_count=many,
        add_to=hang,
    )
    first = story.posts.get(position=0)
    keep_tags(story, [WORD])
    index_thing(first)
    edit_post(
        actor=zoega,
        post=first,
        words={"title": f"Om {WORD}en", "body": first.body + f"\nOg mere {WORD}.", "tags": [WORD]},
    )
    quote = quote_of(world.amina, story, 0)
    _said(story, world.amina, f"{quote}Godt sagt, @{NAME}. Siger {OTHERS}.")
    _said(story, world.who("zoega"), f"Tak for det, siger {WORD}.")
    many, hang = _with(zoega, voice(), f"Hør {WORD}")
    _said(story, world.who("zoega"), "", file_count=many, add_to=hang)
    _said(story, world.jonas, f"@Zoega, det kender jeg. {OTHERS}")
    alone = post_topic(
        actor=zoega, board=board, kind="experience", title=f"Alene med {WORD}", body=f"Ingen svarede på {WORD}."
    )
    taken_back = _said(alone, world.who("zoega"), f"Fortrudt {WORD}")
    remove_post(actor=world.who("zoega"), post=taken_back)
    others = post_topic(
        actor=world.jonas, board=board, kind="experience", title=f"Om {OTHERS}", body=f"Jonas fortæller om {OTHERS}."
    )
    witness_topic(
        actor=world.who("zoega"),
        topic=others,
        words={"expression": f"Det ramte mig som {WORD}", "image": "", "resonance": "", "transport": ""},
    )
    answer = _said(others, world.who("zoega"), f"Mit svar er {WORD}.")
    _said(others, world.amina, f"Ja. {OTHERS}")
    word = ReactionWord.objects.offered().filter(space=board.space).first()
    react(actor=world.amina, kind=POST, pk=answer.pk, word=word)
    react(actor=world.who("zoega"), kind=POST, pk=_said(others, world.amina, f"Mere {OTHERS}").pk, word=word)
    save_post(actor=world.who("zoega"), post=others.posts.get(position=0))
    follow_board(actor=world.who("zoega"), board=board, following="follow")
    save_draft(actor=world.who("zoega"), key=f"reply:{others.pk}", values={"body": [f"Måske {WORD}"]})
    taken(zoega, photo(fill="navy"))
    Ask.objects.create(
        purpose="topic_on_agenda",
        subject_type="forums.topic",
        subject_id=story.pk,
        asker=world.jonas,
        author=zoega,
        place_id=world.torsdagsholdet.pk,
    )
    # --- the chat
    room = world.torsdagsholdet.space.room
    zoega = world.who("zoega")
    message, _new = send_message(actor=zoega, room=room, body=f"Jeg synger {WORD}", client_uuid=uuid4())
    edit_message(actor=zoega, message=message, body=f"Jeg synger højt {WORD}")
    send_message(
        actor=world.amina, room=room, body=f"@{NAME} kommer du? {OTHERS}", client_uuid=uuid4(), reply_to=message.seq
    )
    send_message(actor=world.jonas, room=room, body=f"Ja, @Zoegas {OTHERS}!", client_uuid=uuid4())
    many, hang = _with(zoega, photo(fill="red"), f"Udsigt til {WORD}")
    send_message(actor=zoega, room=room, body="", client_uuid=uuid4(), file_count=many, add_to=hang)
    gone, _new = send_message(actor=zoega, room=room, body=f"Væk med {WORD}", client_uuid=uuid4())
    delete_message(actor=zoega, message=gone)
    read_room(actor=zoega, room=room, seq=Room.objects.get(pk=room.pk).last_seq)
    talk = begin_talk(actor=zoega, other=world.tine, network_id=world.roskilde.pk)
    send_message(actor=zoega, room=talk, body=f"Kun til dig: {WORD}", client_uuid=uuid4())
    send_message(actor=world.tine, room=talk, body=f"Kære {NAME}, det hører jeg. {OTHERS}", client_uuid=uuid4())
    Muted.objects.create(person=world.jonas, whom=zoega)
    # --- the rest
    propose_house_rules(actor=zoega, group=world.torsdagsholdet, lines=["Alle må synge."])
    make_calendar_feed(actor=zoega)
    choose_mail(actor=zoega, rhythms={"reply_posted": "daily"})
    save_offer(actor=zoega, offer=an_offer(world, a_company(world)), keep=True)
    offer = offer_post(actor=zoega, post=Post.objects.get(topic=alone, position=0))
    # A test whose transactions commit leaves tables without what migrations planted.
    ConsentWording.objects.get_or_create(version=1, defaults={"danish": "Må vi?", "english": "May we?"})
    held = claim_of(add_claim(offer.testimonial))
    assert held is not None
    say_yes(held, name=NAME)
    UserSession.objects.create(user=zoega, session_key="k" * 32, ip="203.0.113.9", user_agent="Zoega-browser")
    _at_a_meeting(world)
    _with_care(world)
    return world.who("zoega")  # type: ignore[return-value]


def _at_a_meeting(world: World) -> None:
    """A meeting that she and Amina hold: an item of each, an empty chair, an agreement, and a line for the minutes."""
    now, then = clock.now(), clock.now() + timedelta(days=2)
    with clock.at(now):
        meeting = lay_meeting(world.torsdagsholdet, starts_at=then)
        agenda = Agenda.objects.get(meeting=meeting)
        answer_meeting(actor=world.who("zoega"), meeting=meeting, answer="coming")
        hers = propose(world, "zoega", f"Tale om {WORD}")
        theirs = propose(world, "amina", f"Tale om {OTHERS}")
        vote_on_item(actor=world.who("zoega"), placement=theirs)
        take_role(actor=world.who("zoega"), agenda=agenda, role=MeetingRole.TIMEKEEPER)
        leave_chair(actor=world.who("zoega"), placement=theirs, words=f"Sig {WORD} fra mig")
    with clock.at(then):
        zoega = world.who("zoega")
        start_meeting(actor=zoega, agenda=agenda)
        go_to_items(actor=zoega, agenda=agenda)
        for _item in (hers, theirs):
            agenda.refresh_from_db()
            placement = agenda.current
            if placement == hers:
                wish_time(actor=zoega, placement=hers, wish="more_time")
                write_takeaway(actor=zoega, placement=hers, words="Zoega har ordet næste gang")
                own = Membership.objects.get(person=zoega, ended_at=None)
                make_agreement(actor=zoega, agenda=agenda, what=f"{NAME} ringer", placement=hers, owner=own)
            else:
                answer_chair(actor=world.amina, chair=EmptyChair.objects.get(), words=f"Vi hørte det, siger {OTHERS}.")
            finish_item(actor=zoega, placement=placement)
        with transaction.atomic():
            AGENDA_ITEM.care.hide(hers.item_id, True)  # type: ignore[union-attr,misc]


def _with_care(world: World) -> None:
    """What she says is wrong, what is done about her own words, what the staff write about her, and whom she wants
    peace from."""
    topic = post_topic(
        actor=world.amina,
        board=youth_board(world),
        kind="experience",
        title=f"Mere om {OTHERS}",
        body=f"Amina fortæller om {OTHERS}.",
    )
    hers = _said(topic, world.who("zoega"), f"Hidsigt om {WORD}")
    theirs = _said(topic, world.amina, f"Lidt grimt om {OTHERS}")
    said_about(world, "zoega", theirs, words=f"Det gjorde ondt på {NAME}, siger {WORD}")
    note_on_case(actor=world.signe, case=the_case(theirs), words=f"Vi taler om {OTHERS}")
    said_about(world, "amina", hers, words=f"Zoega gik over stregen, {OTHERS}")
    case = the_case(hers)
    note_on_case(actor=world.signe, case=case, words=f"{NAME} er ked af det, {OTHERS}")
    done = deed(world, "signe", hide_thing, case, words=f"Kære Zoega, ikke {WORD} her", **held(case))
    appeal(actor=world.who("zoega"), deed=done, words=f"Det var kun {WORD}")
    zoega = world.who("zoega")
    parts = {"told_to": "Psykologen", "why": "Hun kender dig", "next_step": "Vi taler sammen"}
    note = write_concern(
        actor=world.signe, network=world.roskilde, about=zoega, what=f"{NAME} er bange for {WORD}", **parts
    )
    answer_concern(actor=zoega, note=note, answer=f"Det passer: {WORD}")
    write_concern(
        actor=world.signe,
        network=world.roskilde,
        about=zoega,
        what=f"Zoega og {OTHERS}",
        hold_days=3,
        hold_because="Det ville gøre det farligt nu",
        **parts,
    )
    with transaction.atomic():
        entry = enter(
            actor=world.tine, verb="concern_read", subject=note, reason="safety", about=zoega, network=world.roskilde
        )
    looks = LookRound.objects.create(network=world.roskilde, month=clock.now().date().replace(day=1))
    Look.objects.create(
        round=looks,
        place=1,
        entry=entry,
        found="closer",
        sentence=f"Hvorfor Zoega, {OTHERS}?",
        looked_by=world.signe,
        looked_at=clock.now(),
    )
    keep_away(actor=zoega, whom=world.jonas)
    close_talks(actor=zoega)
    KeptAway.objects.create(person=world.freja, whom=zoega)
    send_enquiry(form_id=uuid4(), about="youth", name=NAME, email=EMAIL, words=f"Kan man lære {WORD}?")


# --- looking ------------------------------------------------------------------------------------------------------
def _text(value: Any) -> str:
    if isinstance(value, memoryview):
        value = bytes(value)
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    text = str(value).lower()
    # JSON writes letters beyond ASCII as numbers.
    return re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), text)


def _holds(value: Any, wanted: tuple[str, ...]) -> list[str]:
    text = _text(value)
    return [canary for canary in wanted if canary in text]


def found_in_database(wanted: tuple[str, ...] = CANARIES) -> list[str]:
    """Table, column and what was found, over every table of the database, whoever made it."""
    found = []
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor, include_views=False)
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            tables = sorted({*tables, *(name for (name,) in cursor.fetchall())})
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for name, value in zip(names, row, strict=True):
                    found += [f"{table}.{name}: {canary}" for canary in _holds(value, wanted)]
    for session in Session.objects.all():
        found += [f"session: {canary}" for canary in _holds(session.get_decoded(), wanted)]
    return sorted(set(found))


def files_under(*folders: Path) -> set[Path]:
    return {path for folder in folders if folder.exists() for path in folder.rglob("*") if path.is_file()}


def found_in_files(*folders: Path, wanted: tuple[str, ...] = CANARIES) -> list[str]:
    """Names and contents of every file below, but the database's own and the test's database."""
    found = []
    for path in files_under(*folders):
        if ".sqlite3" in path.name:
            continue
        found += [f"{path.name}: {canary}" for canary in _holds(path.name, wanted) + _holds(path.read_bytes(), wanted)]
    return sorted(set(found))


def found_in_redis(wanted: tuple[str, ...] = CANARIES) -> list[str]:
    """Every key and value of the site's Redis; nothing where there is none."""
    if not settings.REDIS_URL:
        return []
    import redis

    server = redis.Redis.from_url(settings.REDIS_URL)
    found: list[str] = []
    for key in server.scan_iter("*"):
        found += _holds(key, wanted)
        if server.type(key) == b"string":
            found += _holds(server.get(key), wanted)
        else:
            found += _holds(server.dump(key), wanted)
    return sorted(set(found))


def words_of(value: Any) -> Iterator[str]:
    """Every text in something that came from JSON."""
    if isinstance(value, dict):
        for name, one in value.items():
            yield name
            yield from words_of(one)
    elif isinstance(value, list):
        for one in value:
            yield from words_of(one)
    elif isinstance(value, str):
        yield value
