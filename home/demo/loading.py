"""Loading the demo content through the operations, as its people would have lived it.

Loading again changes nothing: people are found by their address, posts by the UUID that their id in the file gives.
The clock is set to each event's time, and nobody is notified.
"""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from community import clock
from community.activity.record import quietly
from community.chat.models import Message
from community.chat.saying import send_message
from community.chat.talks import set_room_hours
from community.membership.models import Group, Network
from community.membership.operations import begin_membership, found_network, make_group
from community.people.models import Person
from community.roles import GROUP_KIND_OF_ROLE, GroupKind, Role
from forums.boards.models import Board
from forums.reading.operations import mark_topic_read
from forums.topics.models import Post, PostKind, Topic, TopicKind, Wish
from forums.topics.operations import post_reply, post_topic
from home.demo.agenda import load_meetings
from home.demo.care import load_care
from home.demo.companies import (
    load_companies,
    load_company_meetings,
    load_offers,
    load_practice,
    load_sparring,
)
from home.demo.concerns import load_concerns
from home.demo.people import content, demo_people, uuid_of
from home.demo.public import load_public_pages
from home.demo.written import write_enquiries
from home.pages.operations import editors_group
from youth_network.witnessing.operations import witness_topic

#: How long before today the demo's people began.
FOUNDED = timedelta(days=90)

TOPIC_KINDS = {
    "erfaring": TopicKind.EXPERIENCE,
    "spørgsmål": TopicKind.QUESTION,
    "forslag": TopicKind.SUGGESTION,
    "fejring": TopicKind.CELEBRATION,
}
#: The file names no wish: who tells or proposes asks who knows it, who asks a question would like advice.
WISHES = dict.fromkeys(TopicKind, Wish.TRIED) | {TopicKind.QUESTION: Wish.ADVICE}
#: What is older than this, everybody in the group has read; the letters among the newer ones still wait.
READ_AFTER_DAYS = 6
WITNESS_STEPS = {"udtryk": "expression", "billede": "image", "genklang": "resonance", "videre": "transport"}


def _days_ago(days: int, hour: int, minute: int) -> datetime:
    day = timezone.localtime(clock.now()) - timedelta(days=days)
    return day.replace(hour=hour, minute=minute, second=0, microsecond=0)


@transaction.atomic
def load_people() -> dict[str, Person]:
    """Networks with their groups, and everybody in their place."""
    people: dict[str, Person] = {}
    new: set[str] = set()
    with clock.at(clock.now() - FOUNDED):
        for one in demo_people():
            person = Person.objects.filter(email=one.email).first()
            if person is None:
                person = Person.objects.create_user(one.email, one.name, about=one.about)
                new.add(one.id)
            people[one.id] = person
        for one in demo_people():
            if one.role == Role.PROGRAMME and one.id in new:
                begin_membership(actor=None, person=people[one.id], role=Role.PROGRAMME)
        founder = next(people[one.id] for one in demo_people() if one.role == Role.PROGRAMME)
        networks: dict[str, Network] = {}
        groups: dict[tuple[str, str], Group] = {}
        for place in content()["netvaerk"]:
            network = Network.objects.filter(name=place["navn"]).first() or found_network(
                actor=founder, name=place["navn"], municipality=place["kommune"]
            )
            networks[place["id"]] = network
            for group in network.groups.all():
                groups.setdefault((place["id"], group.kind), group)
        for one in demo_people():
            if one.role in (Role.CONSULTANT, Role.PSYCHOLOGIST) and one.id in new:
                begin_membership(
                    actor=founder,
                    person=people[one.id],
                    role=one.role,
                    group=groups[one.network, GroupKind.TEAM],
                    title=one.title,
                )
        for place in content()["netvaerk"]:
            if (place["id"], GroupKind.YOUTH_GROUP) not in groups:
                consultant = next(
                    people[one.id]
                    for one in demo_people()
                    if one.role == Role.CONSULTANT and one.network == place["id"]
                )
                groups[place["id"], GroupKind.YOUTH_GROUP] = make_group(
                    actor=consultant, network=networks[place["id"]], name=place["hold"]
                )
        for one in demo_people():
            if one.role in (Role.YOUTH, Role.COMPANY) and one.id in new:
                begin_membership(
                    actor=founder,
                    person=people[one.id],
                    role=one.role,
                    group=groups[one.network, GROUP_KIND_OF_ROLE[Role(one.role)]],
                    title=one.title,
                )
    for person in people.values():
        person.forget_memberships()
    return people


def _board_of(network_id: str) -> Board:
    name = next(place["navn"] for place in content()["netvaerk"] if place["id"] == network_id)
    return Board.objects.get(space__network__name=name, space__kind="youth_group")


@transaction.atomic
def load_topics(people: dict[str, Person]) -> None:
    """The forum's topics and replies with their dates: a topic on its day, its answers in the hours after."""
    for index, told in enumerate(content()["forum"]):
        uuid = uuid_of("topic", told["id"])
        at = _days_ago(told["dage_siden"], 8 + index % 9, (index * 17) % 60)
        topic = Topic.objects.filter(author=people[told["forfatter"]], client_uuid=uuid).first()
        if topic is None:
            with clock.at(at):
                topic = post_topic(
                    actor=people[told["forfatter"]],
                    board=_board_of(told["netvaerk"]),
                    kind=TOPIC_KINDS[told["type"]],
                    wish=WISHES[TOPIC_KINDS[told["type"]]],
                    title=told["titel"],
                    body=told["tekst"],
                    client_uuid=uuid,
                )
            before: Post | None = None
            for number, answer in enumerate(told["svar"], start=1):
                with clock.at(at + timedelta(minutes=47 + 83 * number)):
                    before = _load_reply(people, topic, answer, before, uuid_of("reply", told["id"], number))
            if told["dage_siden"] >= READ_AFTER_DAYS:
                _read_by_all(topic)


def _read_by_all(topic: Topic) -> None:
    topic.refresh_from_db()
    for reader in topic.board.space.readers():
        mark_topic_read(actor=reader, topic=topic, position=topic.last_position)


def _load_reply(
    people: dict[str, Person], topic: Topic, answer: dict[str, Any], before: Post | None, uuid: UUID
) -> Post:
    actor = people[answer["forfatter"]]
    if answer["type"] == "bevidning":
        words = {WITNESS_STEPS[step]: text for step, text in answer["bevidning"].items()}
        return witness_topic(actor=actor, topic=topic, words=words, client_uuid=uuid)
    others = PostKind.ADVICE if topic.wish == Wish.ADVICE else PostKind.EXPERIENCE
    kind = PostKind.ANSWER if actor == topic.author else others
    # The teller who speaks right after a letter answers it.
    letter = before if kind == PostKind.ANSWER and before and before.kind == PostKind.WITNESS else None
    return post_reply(actor=actor, topic=topic, kind=kind, body=answer["tekst"], answers_to=letter, client_uuid=uuid)


def load_chat(people: dict[str, Person]) -> None:
    """The morning talk of the first group, this morning or, before its end, yesterday's."""
    lines = content()["chat"]
    morning = _days_ago(0, 7, 10)
    if morning + timedelta(minutes=lines[-1]["minut"]) > clock.now():
        morning -= timedelta(days=1)
    room = _board_of(content()["netvaerk"][0]["id"]).space.room
    for number, line in enumerate(lines, start=1):
        uuid = uuid_of("chat", number)
        if not Message.objects.filter(author=people[line["forfatter"]], client_uuid=uuid).exists():
            with clock.at(morning + timedelta(minutes=line["minut"], seconds=7 * number)):
                send_message(actor=people[line["forfatter"]], room=room, body=line["tekst"], client_uuid=uuid)
    # Mondays to Thursdays, as the youth consultants are there.
    signe = people["signe"]
    set_room_hours(actor=signe, room=room, host=signe, weekdays=[0, 1, 2, 3], begins=time(9), ends=time(16))


def load_demo(say: Callable[[str], object]) -> None:
    """Load everything; `say` is told what is being loaded."""
    with quietly():
        _load_everything(say)


def _load_everything(say: Callable[[str], object]) -> None:
    say("Demo: people and networks")
    people = load_people()
    for one in demo_people():
        if one.role == "editor":
            people[one.id].groups.add(editors_group())
    say("Demo: companies and their offers")
    companies = load_companies(people)
    load_offers(people, companies)
    load_practice(people, companies)
    load_sparring(people, companies)
    load_company_meetings(people, companies)
    say("Demo: topics and answers")
    load_topics(people)
    say("Demo: meetings and agendas")
    load_meetings(people)
    say("Demo: chat")
    load_chat(people)
    say("Demo: care")
    load_care(people)
    say("Demo: notes of concern")
    load_concerns(people)
    say("Demo: public pages")
    load_public_pages(content())
    write_enquiries()
