"""What somebody in the demo has said something about, and what its consultants did: so that the queue is alive.

Through the operations, with the clock set to each moment; loading again changes nothing.
"""

from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from community import clock
from community.care_rules.models import CareRules
from community.care_rules.operations import change_care_rules
from community.chat.models import Message, Room
from community.chat.saying import send_message
from community.house_rules.operations import rules_of_a_place
from community.membership.models import Network
from community.moderation.appeals import appeal
from community.moderation.deeds import close_case, hide_thing
from community.moderation.models import Case
from community.moderation.reporting import report
from community.moderation.taking import note_on_case, take_case
from community.people.models import Person
from community.roles import SpaceKind
from community.subjects import named, of
from forums.topics.models import PostKind, Topic, TopicKind
from forums.topics.operations import post_reply
from forums.topics.policy import kinds_open_to
from home.demo.people import content, uuid_of


@lru_cache
def told() -> dict[str, Any]:
    return yaml.safe_load((Path(__file__).parent / "care.yaml").read_text(encoding="utf-8"))


def _hours_ago(hours: int) -> datetime:
    return clock.now() - timedelta(hours=hours)


def _network(network_id: str) -> Network:
    name = next(place["navn"] for place in content()["netvaerk"] if place["id"] == network_id)
    return Network.objects.get(name=name)


@transaction.atomic
def load_care(people: dict[str, Person]) -> None:
    """Who is called and who is deputy in each network, and a few cases in the first."""
    if CareRules.objects.exists():
        return

    def who(name: str) -> Person:
        # Afresh: what is true of somebody's memberships depends on the moment.
        return Person.objects.get(pk=people[name].pk)

    for network_id, rules in told()["netværk"].items():
        change_care_rules(
            actor=who(rules["først"]),
            network=_network(network_id),
            first=who(rules["først"]),
            second=None,
            on_call=who(rules["vagt"]),
            deputy=who(rules["stedfortræder"]),
            first_posts=0,
            hints="\n".join(told()["ord"]),
        )
    for row in told()["henvendelser"]:
        _load(row, who)


def _thing(row: dict[str, Any], who: Any) -> Any:
    """What was written where, or the person."""
    if "person" in row:
        return who(row["person"])
    where, author, uuid = row["hvor"], who(row["af"]), uuid_of("care", row["id"])
    if "chat" in where:
        room = Room.objects.get(space__network=_network(where["chat"]), space__kind=SpaceKind.YOUTH_GROUP)
        found = Message.objects.filter(author=author, client_uuid=uuid).first()
        return found or send_message(actor=author, room=room, body=row["tekst"], client_uuid=uuid)[0]
    if "emne" in where:
        topic = Topic.objects.get(client_uuid=uuid_of("topic", where["emne"]))
    else:
        shared = Topic.objects.filter(board__space__network=_network(where["praksis"]), kind=TopicKind.PRACTICE)
        topic = shared.exclude(author=author).order_by("pk")[0]
    kinds = [kind for kind in kinds_open_to(author, topic, topic.board.space) if kind != PostKind.WITNESS]
    return post_reply(actor=author, topic=topic, kind=kinds[0], body=row["tekst"], client_uuid=uuid)


def _case_of(thing: Any) -> Case:
    found = Case.objects.filter(subject_type=of(thing).name, subject_id=thing.pk)
    return found.select_related("space__group", "network").latest("pk")


def _load(row: dict[str, Any], who: Any) -> None:
    with clock.at(_hours_ago(row["timer_siden"])):
        thing = _thing(row, who)
        kind = named(of(thing).name)
        assert kind is not None
        for said in row["sagt"]:
            report(actor=who(said["af"]), kind=kind, thing=thing, what=said["hvad"], words=said["ord"])
    if taken := row.get("taget"):
        with clock.at(_hours_ago(taken["timer_siden"])):
            case = take_case(actor=who(taken["af"]), case=_case_of(thing), version=_case_of(thing).version)
            note_on_case(actor=who(taken["af"]), case=case, words=taken["note"])
    if done := row.get("gjort"):
        _do(done, _case_of(thing), who)
    if asked := row.get("klage"):
        with clock.at(_hours_ago(asked["timer_siden"])):
            deed = _case_of(thing).deeds.latest("pk")
            appeal(actor=who(row["af"]), deed=deed, words=asked["ord"])
    if closed := row.get("lukket"):
        with clock.at(_hours_ago(closed["timer_siden"])):
            close_case(actor=who(closed["af"]), case=_case_of(thing), version=_case_of(thing).version)


def _do(done: dict[str, Any], case: Case, who: Any) -> None:
    rules = rules_of_a_place(case.network_id, case.space)
    rule = next((one for one in rules if one.text == done["regel"]), rules[0])
    with clock.at(_hours_ago(done["timer_siden"])):
        hide_thing(actor=who(done["af"]), case=case, version=case.version, rule=rule, words=done["ord"])
