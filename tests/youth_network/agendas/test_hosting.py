"""Roles, the host's order, and the group's own choice of when the votes close."""

from datetime import time

import pytest
from django.db import IntegrityError, transaction

from community import clock
from community.permissions import Refused
from tests.youth_network.agendas.table import CLOSING, THURSDAY, WEEK, lay_meeting, propose, rule_of
from youth_network.agendas.hosting import (
    OrderChanged,
    hand_back_role,
    move_item,
    order_items,
    set_closing,
    set_minutes,
    take_role,
)
from youth_network.agendas.models import Agenda, MeetingRole, Role
from youth_network.agendas.operations import take_item_down, vote_on_item, withdraw_item
from youth_network.agendas.order import table_of

pytestmark = pytest.mark.django_db

OTHERS = ["sofie", "yusuf", "emil", "mona", "signe", "bo", "tine", "ellen", "visitor"]


def titles(agenda):
    return [placement.item.title for placement in table_of(Agenda.objects.get(pk=agenda.pk))]


def keys(agenda):
    return [placement.pk for placement in table_of(Agenda.objects.get(pk=agenda.pk))]


def test_a_role_is_taken_and_handed_back_with_one_deed(world, tuesday):
    take_role(actor=world.jonas, agenda=tuesday, role=Role.HOST)
    take_role(actor=world.jonas, agenda=tuesday, role=Role.HOST)
    with pytest.raises(Refused):
        take_role(actor=world.amina, agenda=tuesday, role=Role.HOST)
    hand_back_role(actor=world.amina, agenda=tuesday, role=Role.HOST)
    assert MeetingRole.objects.get().membership == world.membership("jonas")
    hand_back_role(actor=world.jonas, agenda=tuesday, role=Role.HOST)
    take_role(actor=world.amina, agenda=tuesday, role=Role.HOST)
    assert MeetingRole.objects.get().membership == world.membership("amina")


@pytest.mark.parametrize("who", OTHERS)
def test_a_role_is_a_youths_of_the_group(world, tuesday, who):
    with pytest.raises(Refused):
        take_role(actor=world.who(who), agenda=tuesday, role=Role.GREETER)
    if who in ("sofie", "yusuf", "mona", "signe", "tine"):
        with pytest.raises(IntegrityError), transaction.atomic():
            MeetingRole.objects.create(agenda=tuesday, role="greeter", membership=world.membership(who))


def test_votes_order_the_table_then_seniority_then_who_was_heard_longest_ago_then_age(world, tuesday):
    _one, two, three = (propose(world, who, f"{who}s") for who in ("freja", "amina", "jonas"))
    assert titles(tuesday) == ["frejas", "aminas", "jonass"]
    vote_on_item(actor=world.freja, placement=three)
    assert titles(tuesday) == ["frejas", "aminas", "jonass"], "no order betrays a count"
    with clock.at(CLOSING):
        assert titles(tuesday) == ["jonass", "frejas", "aminas"]
    two.item.carried = 2
    two.item.save()
    with clock.at(CLOSING):
        assert titles(tuesday) == ["aminas", "jonass", "frejas"]


def test_of_equals_whoever_was_never_heard_comes_before_whoever_was_heard_last_week(world):
    with clock.at(THURSDAY - WEEK - WEEK / 2):
        last_week = lay_meeting(world.torsdagsholdet, THURSDAY - WEEK).agenda
        heard = propose(world, "freja", "før")
    heard.outcome, heard.started_at, heard.ended_at = "discussed", THURSDAY - WEEK, THURSDAY - WEEK
    heard.save()
    heard.item.state = "discussed"
    heard.item.save()
    with clock.at(CLOSING - WEEK / 3):
        agenda = lay_meeting(world.torsdagsholdet).agenda
        propose(world, "freja", "frejas")
        propose(world, "amina", "aminas")
    assert agenda != last_week
    with clock.at(CLOSING):
        assert titles(agenda) == ["aminas", "frejas"]


@pytest.fixture
def ordered(world, tuesday):
    """Closed, hosted by Jonas, with three items."""
    for name in ("A", "B", "C"):
        propose(world, "freja", name)
    take_role(actor=world.jonas, agenda=tuesday, role=Role.HOST)
    with clock.at(CLOSING):
        yield tuesday


def test_the_host_puts_the_table_in_order_and_sets_minutes(world, ordered):
    a, b, c = table_of(ordered)
    order_items(actor=world.jonas, agenda=ordered, placements=[c.pk, a.pk, b.pk])
    assert titles(ordered) == ["C", "A", "B"]
    move_item(actor=world.jonas, placement=b, earlier=True)
    move_item(actor=world.jonas, placement=c, earlier=True)
    assert titles(ordered) == ["C", "B", "A"]
    set_minutes(actor=world.jonas, placement=a, minutes=25)
    a.refresh_from_db()
    assert a.minutes == 25
    for minutes in (0, 91):
        with pytest.raises(Refused):
            set_minutes(actor=world.jonas, placement=a, minutes=minutes)


@pytest.mark.parametrize("who", ["freja", *OTHERS])
def test_nobody_but_the_youth_who_hosts_orders_it(world, ordered, who):
    before = keys(ordered)
    with pytest.raises(Refused):
        order_items(actor=world.who(who), agenda=ordered, placements=before[::-1])
    with pytest.raises(Refused):
        set_minutes(actor=world.who(who), placement=table_of(ordered)[0], minutes=5)
    assert keys(ordered) == before


def test_not_even_the_host_orders_it_before_the_votes_are_closed(world, ordered):
    with clock.at(CLOSING - WEEK / 100), pytest.raises(Refused):
        order_items(actor=world.jonas, agenda=ordered, placements=keys(ordered)[::-1])


def test_an_order_of_another_table_than_lies_there_now_changes_nothing(world, ordered):
    a, b, c = keys(ordered)
    for wrong in ([a, b], [a, b, c, c], [a, a, b], [a, b, 10**9]):
        with pytest.raises(OrderChanged):
            order_items(actor=world.jonas, agenda=ordered, placements=wrong)
    item = table_of(ordered)[1].item
    withdraw_item(actor=world.freja, item=item)
    with pytest.raises(OrderChanged):
        order_items(actor=world.jonas, agenda=ordered, placements=[a, b, c])
    assert titles(ordered) == ["A", "C"]


def test_the_gap_keeps_its_place_in_the_order(world, ordered):
    a, b, c = table_of(ordered)
    take_item_down(actor=world.signe, item=b.item, rule=rule_of(world.torsdagsholdet), reason="Et navn")
    order_items(actor=world.jonas, agenda=ordered, placements=[c.pk, a.pk])
    assert titles(ordered) == ["C", "B", "A"]


def test_the_group_chooses_when_its_votes_close(world, tuesday):
    set_closing(actor=world.amina, group=world.torsdagsholdet, days_before=0, closes=time(9, 30))
    assert Agenda.objects.get().closes_at == THURSDAY.replace(hour=8, minute=30)
    for who in OTHERS:
        with pytest.raises(Refused):
            set_closing(actor=world.who(who), group=world.torsdagsholdet, days_before=1, closes=time(8))
