"""Putting something on the table, taking it back, putting it there again."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from community import clock
from community.activity.models import ActivityRecord
from community.meetings import opening
from community.notifications.models import Notification
from community.permissions import Refused
from tests.tellings import youth_topic
from tests.youth_network.agendas.table import CLOSING, THURSDAY, TITLE, WEEK, lay_meeting, propose, rule_of
from youth_network.agendas.models import AgendaItem, Placement, Vote
from youth_network.agendas.operations import (
    AlreadyOnTheTable,
    change_item,
    propose_item,
    propose_practical,
    put_back_item,
    take_item_down,
    vote_on_item,
    withdraw_item,
)
from youth_network.agendas.order import balance_of, table_of

pytestmark = pytest.mark.django_db


def titles(agenda):
    return [placement.item.title for placement in table_of(agenda)]


def test_a_youth_puts_something_on_the_table_in_one_line(world, tuesday):
    place = propose(world, "freja")
    assert (place.agenda, place.minutes, place.item.from_team) == (tuesday, 10, False)
    assert ActivityRecord.objects.filter(kind="item_proposed", subject_id=place.item_id).exists()
    assert not Notification.objects.exists(), "an item is news for nobody's bell"


@pytest.mark.parametrize("who", ["sofie", "yusuf", "emil", "mona", "bo", "tine", "ellen", "karla", "visitor"])
def test_nobody_else_puts_anything_there(world, tuesday, who):
    with pytest.raises(Refused):
        propose(world, who)
    assert not AgendaItem.objects.exists()


def test_what_a_consultant_proposes_is_marked(world, tuesday):
    assert propose(world, "signe").item.from_team


def test_the_database_lets_nobody_pass_the_teams_item_off_as_the_youths(world, tuesday):
    mine = {"group": world.torsdagsholdet, "title": TITLE}
    with pytest.raises(IntegrityError), transaction.atomic():
        AgendaItem.objects.create(proposer=world.membership("signe"), from_team=False, **mine)
    for who in ("sofie", "yusuf", "mona"):
        with pytest.raises(IntegrityError), transaction.atomic():
            AgendaItem.objects.create(proposer=world.membership(who), from_team=False, **mine)
    team = propose(world, "signe").item
    with pytest.raises(IntegrityError), transaction.atomic():
        AgendaItem.objects.filter(pk=team.pk).update(from_team=False)


def test_one_form_sent_twice_is_one_item(world, tuesday):
    uuid = uuid4()
    first = propose_item(actor=world.freja, group=world.torsdagsholdet, title=TITLE, client_uuid=uuid)
    again = propose_item(actor=world.freja, group=world.torsdagsholdet, title=TITLE, client_uuid=uuid)
    assert first == again
    assert AgendaItem.objects.count() == 1


def test_what_comes_after_closing_comes_to_the_next_table(world, tuesday):
    following = lay_meeting(world.torsdagsholdet, THURSDAY + WEEK).agenda
    with clock.at(CLOSING):
        place = propose(world, "freja")
    assert place.agenda == following


def test_without_a_meeting_ahead_an_item_waits_for_one(world):
    item = propose_item(actor=world.freja, group=world.torsdagsholdet, title=TITLE)
    assert not item.placements.exists()
    with clock.at(CLOSING - WEEK):
        agenda = lay_meeting(world.torsdagsholdet).agenda
    assert item.placements.get().agenda == agenda


def test_a_topic_lies_once_on_a_groups_table(world, tuesday):
    topic = youth_topic(world, "amina")
    place = propose(world, "amina", topic=topic)
    with pytest.raises(AlreadyOnTheTable):
        propose(world, "jonas", topic=topic)
    withdraw_item(actor=world.amina, item=place.item)
    again = propose(world, "jonas", topic=topic)
    with pytest.raises(AlreadyOnTheTable):
        put_back_item(actor=world.amina, item=place.item)
    assert Notification.objects.filter(recipient=world.amina, kind="item_proposed", subject_id=again.item_id).exists()


def test_taking_an_item_back_frees_its_votes_and_it_can_be_put_back(world, tuesday):
    place = propose(world, "freja")
    vote_on_item(actor=world.amina, placement=place)
    withdraw_item(actor=world.freja, item=place.item)
    assert not Vote.objects.exists()
    assert titles(tuesday) == []
    withdraw_item(actor=world.freja, item=place.item)
    put_back_item(actor=world.freja, item=AgendaItem.objects.get())
    assert titles(tuesday) == [TITLE]
    assert Placement.objects.count() == 1


@pytest.mark.parametrize("who", ["amina", "sofie", "signe", "visitor"])
def test_only_its_proposer_takes_an_item_back_or_changes_it(world, tuesday, who):
    place = propose(world, "freja")
    for deed in (withdraw_item, lambda **k: change_item(title="andet", minutes=5, form="talk", **k)):
        with pytest.raises(Refused):
            deed(actor=world.who(who), item=place.item)
    assert titles(tuesday) == [TITLE]


def test_words_that_were_voted_for_stay(world, tuesday):
    place = propose(world, "freja")
    change_item(actor=world.freja, item=place.item, title="Bedre ord", minutes=15, form="round")
    assert titles(tuesday) == ["Bedre ord"]
    with clock.at(CLOSING):
        with pytest.raises(Refused):
            change_item(actor=world.freja, item=place.item, title="Noget helt andet", minutes=15, form="round")
        change_item(actor=world.freja, item=AgendaItem.objects.get(), title="Bedre ord", minutes=20, form="talk")
    place.refresh_from_db()
    assert place.minutes == 20


def test_the_team_has_one_practical_slot_that_takes_no_votes_and_comes_last(world, tuesday):
    propose_practical(actor=world.signe, agenda=tuesday, title="Nøgler og kaffe")
    propose(world, "freja")
    assert titles(tuesday) == [TITLE, "Nøgler og kaffe"]
    with pytest.raises(Refused):
        propose_practical(actor=world.signe, agenda=tuesday, title="En til")
    practical = Placement.objects.get(practical=True)
    with pytest.raises(Refused):
        vote_on_item(actor=world.freja, placement=practical)
    with pytest.raises(Refused):
        propose_practical(actor=world.freja, agenda=tuesday, title="Mit")
    with pytest.raises(IntegrityError), transaction.atomic():
        Vote.objects.create(agenda=tuesday, placement=practical, membership=world.membership("freja"), slot=1)


def take_down(world, place, who="signe", rule=None, reason="Et navn fra et praktiksted står i punktet."):
    rule = rule or rule_of(world.torsdagsholdet)
    return take_item_down(actor=world.who(who), item=place.item, rule=rule, reason=reason)


def test_taking_down_leaves_the_gap_with_its_rule_and_reason_and_counts_for_good(world, tuesday):
    place = propose(world, "freja")
    vote_on_item(actor=world.amina, placement=place)
    propose(world, "signe", "Fra teamet")
    item = take_down(world, place)
    assert titles(tuesday) == [TITLE, "Fra teamet"]
    assert item.rule_text == rule_of(world.torsdagsholdet).text
    balance = balance_of(world.torsdagsholdet.pk)
    assert (balance["youths"], balance["items"], balance["taken_down"]) == (1, 2, 1)
    assert not Vote.objects.exists(), "the votes on it are free again"
    told = Notification.objects.filter(kind="item_taken_down").values_list("recipient__email", flat=True)
    assert {email.partition("@")[0] for email in told} == {"freja", "amina", "jonas"}
    for who in ("freja", "amina", "signe"):
        with pytest.raises(Refused):
            put_back_item(actor=world.who(who), item=item)


@pytest.mark.parametrize("who", ["freja", "amina", "tine", "bo", "ellen", "mona", "visitor"])
def test_nobody_but_the_networks_consultants_takes_down(world, tuesday, who):
    place = propose(world, "freja")
    with pytest.raises(Refused):
        take_down(world, place, who)
    assert balance_of(world.torsdagsholdet.pk)["taken_down"] == 0


def test_taking_down_needs_a_rule_of_the_group_and_a_reason(world, tuesday):
    place = propose(world, "freja")
    with pytest.raises(Refused):
        take_down(world, place, reason="  ")
    with pytest.raises(Refused):
        take_down(world, place, rule=rule_of(world.mandagsholdet))
    with pytest.raises(IntegrityError), transaction.atomic():
        AgendaItem.objects.filter(pk=place.item_id).update(state="taken_down")


def test_a_cancelled_meeting_carries_its_items_over_with_seniority(world, tuesday):
    place = propose(world, "freja")
    propose_practical(actor=world.signe, agenda=tuesday, title="Nøgler")
    following = lay_meeting(world.torsdagsholdet, THURSDAY + WEEK).agenda
    meeting = tuesday.meeting
    meeting.cancelled_at, meeting.cancelled_because = clock.now(), "Huset er lukket"
    meeting.save()
    for cancelled in opening.on_cancelling:
        cancelled(meeting)
    assert titles(following) == [TITLE]
    item = AgendaItem.objects.get(pk=place.item_id)
    assert item.carried == 1
    assert AgendaItem.objects.get(practical=True).state == "parked"
    with pytest.raises(Refused):
        vote_on_item(actor=world.freja, placement=place)
