"""Agendas, live meetings, minutes, house rules and asks."""

from datetime import timedelta

from community import clock
from community.asks.models import Ask
from community.asks.operations import ask_author
from community.house_rules.models import HouseRules
from community.meetings.operations import open_meeting
from tests.architecture.rows.row import OWN_GROUP, Row, at
from tests.architecture.rows.world import a_meeting, the_topic, torsdagsholdet
from tests.personas import World
from youth_network.agendas.from_topics import PURPOSE
from youth_network.agendas.models import Agenda, AgendaItem, Placement
from youth_network.agendas.operations import propose_item
from youth_network.live_meetings.models import Agreement, EmptyChair, WitnessRound


def _place(world: World) -> int:
    """Something of Freja's on Torsdagsholdet's table, with words that nobody else hears."""
    a_meeting(world)
    item = propose_item(actor=world.freja, group=world.torsdagsholdet, title="Kanariepunktet")
    return item.placements.get().pk


def _item(world: World) -> int:
    return Placement.objects.get(pk=_place(world)).item_id


def _reached(world: World) -> Placement:
    """The same, once the meeting has come to it."""
    place = Placement.objects.get(pk=_place(world))
    place.started_at = clock.now()
    place.save()
    return place


def _chair(world: World) -> int:
    author = world.membership("freja")
    return EmptyChair.objects.create(placement=_reached(world), author=author, words="Kanariestolen").pk


def _round_place(world: World) -> int:
    place = _reached(world)
    WitnessRound.objects.create(placement=place, teller=world.membership("freja"))
    return place.pk


def _agreement_of(world: World) -> int:
    place = _reached(world)
    made_by = world.membership("freja")
    return Agreement.objects.create(agenda=place.agenda, placement=place, what="Kanarieaftalen", made_by=made_by).pk


def _held(world: World) -> int:
    """A meeting that is over."""
    now = clock.now()
    meeting = open_meeting(actor=None, group=world.torsdagsholdet, starts_at=now + timedelta(days=2)).pk
    Agenda.objects.filter(pk=meeting).update(phase="closed", started_at=now, ended_at=now, remark="Kanariereferatet")
    return meeting


def _rules(world: World) -> int:
    version = HouseRules.objects.filter(group=world.torsdagsholdet).count() + 1
    proposer = world.membership("freja")
    HouseRules.objects.filter(group=world.torsdagsholdet, adopted_at=None).exclude(version=1).delete()
    return HouseRules.objects.create(group=world.torsdagsholdet, version=version, proposed_by=proposer).pk


def _ask(world: World) -> int:
    """Amina has asked Freja for her topic."""
    topic = world.topic  # type: ignore[attr-defined]
    AgendaItem.objects.filter(topic=topic).update(topic=None)
    Ask.objects.filter(subject_id=topic.pk).delete()
    return ask_author(actor=world.amina, purpose=PURPOSE, subject=topic, place_id=world.torsdagsholdet.pk).pk


def _freja_in_the_group(world: World) -> int:
    return world.membership("freja").pk


def _host(world: World) -> str:
    return "host"


YOUTHS = "freja amina"


AGENDAS = [
    *(
        Row(name, "GET", at(name, of), allowed=OWN_GROUP, status=status)
        for name, of, status in (
            ("agenda", a_meeting, 200),
            ("live_meeting", a_meeting, 200),
            ("host_script", a_meeting, 200),
            ("minutes", _held, 200),
            ("past_meetings", torsdagsholdet, 200),
            ("agenda_balance", torsdagsholdet, 200),
            ("house_rules", torsdagsholdet, 200),
        )
    ),
    Row("minutes", "GET", at("minutes", a_meeting), OWN_GROUP, 302, about="of a meeting to come"),
    # Forms: who may do the deed sees them, who may only look on is told so.
    *(
        Row(name, method, at(name, of), allowed=who, status=status, refused=others)
        for name, of, who, others in (
            ("propose_item", a_meeting, "freja amina signe", "tine"),
            ("propose_practical", a_meeting, "signe", "freja amina tine"),
            ("change_item", _item, "freja", "amina signe tine"),
            ("take_item_down", _item, "signe", "freja amina tine"),
            ("set_closing", torsdagsholdet, YOUTHS, "signe tine"),
            ("leave_chair", _place, YOUTHS, "signe tine"),
            ("propose_house_rules", torsdagsholdet, YOUTHS, "signe tine"),
        )
        for method, status in (("GET", 200), ("POST", 422))
    ),
    # Deeds at the table: whoever sees it comes back to it, with a sentence where they may not
    # (tests/youth_network/agendas and live_meetings say who may).
    *(
        Row(name, "POST", at(name, *of), allowed=OWN_GROUP, status=302, data=lambda world, data=data: data)
        for name, of, data in (
            ("order_items", (a_meeting,), {"order": "1"}),
            ("take_role", (a_meeting, _host), {}),
            ("hand_back_role", (a_meeting, _host), {}),
            ("vote_on_item", (_place,), {}),
            ("take_back_vote", (_place,), {}),
            ("move_item", (_place,), {"where": "earlier"}),
            ("set_minutes", (_place,), {"minutes": 5}),
            ("withdraw_item", (_item,), {}),
            ("put_back_item", (_item,), {}),
            ("start_meeting", (a_meeting,), {}),
            ("take_turn", (a_meeting, _freja_in_the_group), {}),
            ("go_to_items", (a_meeting,), {}),
            ("go_to_check_out", (a_meeting,), {}),
            ("end_meeting", (a_meeting,), {}),
            ("start_item", (_place,), {}),
            ("finish_item", (_place,), {}),
            ("reopen_item", (_place,), {}),
            ("give_more_time", (_place,), {"given": "0"}),
            ("wish_time", (_place,), {"wish": "move_on"}),
            ("hand_to_consultant", (a_meeting,), {"back": "1"}),
            ("take_agreement_back", (_agreement_of,), {}),
            ("go_to_step", (_round_place,), {"seen": "telling", "step": "expression"}),
            ("mark_chair_read", (_chair,), {}),
            ("take_chair_back", (_chair,), {}),
            ("vote_on_house_rules", (_rules,), {"yes": "0"}),
            ("take_back_house_rules", (_rules,), {}),
        )
    ),
    Row(
        "settle_agreement",
        "POST",
        at("settle_agreement", a_meeting, _agreement_of),
        allowed=YOUTHS,
        status=302,
        given_back="signe tine",
        data=lambda world: {"state": "kept"},
    ),
    # What was typed stands in the page that says why it was not taken.
    *(
        Row(name, "POST", at(name, of), allowed=OWN_GROUP, status=422)
        for name, of in (
            ("write_takeaway", _place),
            ("make_agreement", a_meeting),
            ("begin_round", _place),
            ("answer_chair", _chair),
            ("correct_minutes", _held),
        )
    ),
    Row("leave_round", "POST", at("leave_round", _round_place), allowed=YOUTHS, status=302),
    Row("ask", "GET", at("ask", _ask), allowed=YOUTHS),
    Row("answer_ask", "POST", at("answer_ask", _ask), allowed=YOUTHS, status=302),
    Row("take_back_ask", "POST", at("take_back_ask", _ask), allowed=YOUTHS, status=302),
    Row("propose_from_topic", "POST", at("propose_from_topic", the_topic, torsdagsholdet), allowed=YOUTHS, status=302),
]
