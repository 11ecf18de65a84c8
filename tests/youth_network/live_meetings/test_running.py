"""From check-in to the end: who leads, what follows, and what two who lead at once cannot break."""

from datetime import timedelta

import pytest

from community import clock
from community.meetings.operations import answer_meeting
from community.notifications.models import Notification
from community.permissions import Refused
from tests.youth_network.agendas.table import THURSDAY, WEEK, lay_meeting
from youth_network.agendas.hosting import hand_back_role, take_role
from youth_network.agendas.models import Agenda, AgendaItem, Placement, Role
from youth_network.agendas.order import table_of
from youth_network.live_meetings.frame import hand_to_consultant, take_frame_back, take_turn, take_turn_back
from youth_network.live_meetings.jobs import end_forgotten_meetings
from youth_network.live_meetings.page import live_context
from youth_network.live_meetings.running import (
    Elsewhere,
    end_meeting,
    finish_item,
    give_more_time,
    go_to_check_out,
    go_to_items,
    reopen_item,
    start_item,
    start_meeting,
    wish_time,
    write_takeaway,
)

pytestmark = pytest.mark.django_db

OTHERS = ["freja", "sofie", "yusuf", "emil", "mona", "signe", "bo", "tine", "ellen", "visitor"]


def now(agenda):
    return Agenda.objects.select_related("current__item", "meeting__group").get(pk=agenda.pk)


def to_the_table(world, agenda):
    go_to_items(actor=world.jonas, agenda=agenda)
    return now(agenda)


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_without_a_role_begins_it_while_somebody_hosts(world, table, who):
    with pytest.raises(Refused):
        start_meeting(actor=world.who(who), agenda=table)
    assert now(table).phase == "ahead"


def test_without_a_host_any_youth_of_the_group_begins_it(world, table):
    hand_back_role(actor=world.jonas, agenda=table, role=Role.HOST)
    with pytest.raises(Refused):
        start_meeting(actor=world.sofie, agenda=table)
    with pytest.raises(Refused):
        start_meeting(actor=world.signe, agenda=table)
    start_meeting(actor=world.amina, agenda=table)
    assert now(table).phase == "check_in"


def test_it_begins_at_most_an_hour_early_and_not_when_it_is_over(world, table):
    for moment in (THURSDAY - timedelta(minutes=61), THURSDAY + timedelta(hours=6)):
        with clock.at(moment), pytest.raises(Refused):
            start_meeting(actor=world.jonas, agenda=table)
    with clock.at(THURSDAY - timedelta(minutes=59)):
        start_meeting(actor=world.jonas, agenda=table)
        start_meeting(actor=world.jonas, agenda=table)
    assert now(table).started_at == THURSDAY - timedelta(minutes=59)


def test_an_order_stands_from_the_beginning_on(world, meeting):
    assert [place.position for place in table_of(meeting)] == [0, 1, 2]


def test_the_host_leads_from_one_item_to_the_next_and_out(world, meeting):
    agenda = to_the_table(world, meeting)
    first = agenda.current
    with clock.at(THURSDAY + timedelta(minutes=12)):
        write_takeaway(actor=world.jonas, placement=first, words="Vi spørger først.")
        finish_item(actor=world.jonas, placement=first)
        second = now(agenda).current
        assert second != first
        finish_item(actor=world.jonas, placement=second, outcome="parked")
        third = now(agenda).current
        finish_item(actor=world.jonas, placement=third)
    agenda = now(agenda)
    assert (agenda.phase, agenda.current) == ("check_out", None)
    assert {p.item.title: p.outcome for p in agenda.placements.select_related("item")} == {
        first.item.title: "discussed",
        second.item.title: "parked",
        third.item.title: "discussed",
    }
    assert AgendaItem.objects.get(pk=second.item_id).state == "parked"


def test_two_who_press_on_at_the_same_item_move_one_step(world, meeting):
    take_role(actor=world.amina, agenda=meeting, role=Role.TIMEKEEPER)
    agenda = to_the_table(world, meeting)
    first = agenda.current
    finish_item(actor=world.jonas, placement=first)
    second = now(agenda).current
    finish_item(actor=world.amina, placement=first)
    assert now(agenda).current == second
    give_more_time(actor=world.jonas, placement=second, given=0)
    give_more_time(actor=world.amina, placement=second, given=0)
    assert Placement.objects.get(pk=second.pk).more_minutes == 5


def test_a_late_press_does_not_pull_the_meeting_back(world, meeting):
    agenda = to_the_table(world, meeting)
    go_to_check_out(actor=world.jonas, agenda=agenda)
    go_to_items(actor=world.jonas, agenda=agenda)
    assert now(agenda).phase == "check_out"


@pytest.mark.parametrize("who", OTHERS)
def test_whoever_has_no_role_leads_nothing(world, meeting, who):
    agenda = to_the_table(world, meeting)
    place = agenda.current
    for deed in (
        lambda: finish_item(actor=world.who(who), placement=place),
        lambda: give_more_time(actor=world.who(who), placement=place, given=0),
        lambda: write_takeaway(actor=world.who(who), placement=place, words="x"),
        lambda: go_to_check_out(actor=world.who(who), agenda=agenda),
        lambda: end_meeting(actor=world.who(who), agenda=agenda),
        lambda: reopen_item(actor=world.who(who), placement=place),
    ):
        with pytest.raises(Refused):
            deed()
    assert now(agenda).current == place


def test_a_dead_phone_is_taken_over_by_whoever_takes_a_role(world, meeting):
    agenda = to_the_table(world, meeting)
    take_role(actor=world.freja, agenda=agenda, role=Role.GREETER)
    finish_item(actor=world.freja, placement=agenda.current)
    assert now(agenda).current.position == 1


def test_a_consultant_goes_on_when_asked_and_hands_it_back(world, meeting):
    agenda = to_the_table(world, meeting)
    signe = world.membership("signe")
    for who in ("signe", "sofie", "mona"):
        with pytest.raises(Refused):
            hand_to_consultant(actor=world.who(who), agenda=agenda, consultant=signe)
    with pytest.raises(Refused):
        hand_to_consultant(actor=world.freja, agenda=agenda, consultant=world.membership("bo"))
    hand_to_consultant(actor=world.freja, agenda=agenda, consultant=signe)
    assert Notification.objects.get(kind="frame_handed").recipient == world.people["signe"]
    finish_item(actor=world.signe, placement=agenda.current)
    take_frame_back(actor=world.signe, agenda=agenda)
    with pytest.raises(Refused):
        finish_item(actor=world.signe, placement=now(agenda).current)


def test_back_to_the_item_before_goes_on_with_its_minutes(world, meeting):
    agenda = to_the_table(world, meeting)
    first = agenda.current
    with clock.at(THURSDAY + timedelta(minutes=6)):
        finish_item(actor=world.jonas, placement=first)
    with clock.at(THURSDAY + timedelta(minutes=8)):
        reopen_item(actor=world.jonas, placement=first)
        first.refresh_from_db()
        assert now(agenda).current == first
        assert clock.now() - first.started_at == timedelta(minutes=6)
        assert AgendaItem.objects.get(pk=first.item_id).state == "open"
        with pytest.raises(Elsewhere):
            start_item(actor=world.jonas, placement=agenda.placements.get(position=1))


def test_wishes_are_a_tendency_and_never_a_name_or_a_number(world, meeting):
    agenda = to_the_table(world, meeting)
    place = agenda.current
    assert live_context(world.freja, agenda)["tendency"] == ""
    wish_time(actor=world.freja, placement=place, wish="more_time")
    assert live_context(world.amina, now(agenda))["tendency"] == "", "one wish would be a name"
    wish_time(actor=world.amina, placement=place, wish="move_on")
    divided = live_context(world.jonas, now(agenda))["tendency"]
    wish_time(actor=world.amina, placement=place, wish="more_time")
    assert divided != live_context(world.jonas, now(agenda))["tendency"] != ""
    for who in ("sofie", "signe", "mona", "visitor"):
        with pytest.raises(Refused):
            wish_time(actor=world.who(who), placement=place, wish="move_on")
    give_more_time(actor=world.jonas, placement=place, given=0)
    assert not place.time_wishes.exists(), "they begin anew"


def test_everybody_has_a_turn_and_passing_looks_no_different(world, meeting):
    freja, amina = world.membership("freja"), world.membership("amina")
    take_turn(actor=world.freja, agenda=meeting, membership=freja)
    take_turn(actor=world.jonas, agenda=meeting, membership=amina)
    with pytest.raises(Refused):
        take_turn(actor=world.freja, agenda=meeting, membership=amina)
    with pytest.raises(Refused):
        take_turn(actor=world.jonas, agenda=meeting, membership=world.membership("sofie"))
    take_turn_back(actor=world.jonas, agenda=meeting, membership=amina)
    assert list(meeting.check_turns.values_list("membership", flat=True)) == [freja.pk]
    answer_meeting(actor=world.amina, meeting=meeting.meeting, answer="cannot")
    seats = [seat["membership"] for seat in live_context(world.jonas, now(meeting))["seats"]]
    assert amina not in seats
    assert freja in seats


def test_the_end_carries_what_was_not_reached_and_tells_who_was_not_there(world, meeting):
    following = lay_meeting(world.torsdagsholdet, THURSDAY + WEEK).agenda
    take_turn(actor=world.jonas, agenda=meeting, membership=world.membership("jonas"))
    take_turn(actor=world.freja, agenda=meeting, membership=world.membership("freja"))
    agenda = to_the_table(world, meeting)
    first = agenda.current
    end_meeting(actor=world.jonas, agenda=agenda)
    end_meeting(actor=world.jonas, agenda=agenda)
    assert Placement.objects.get(pk=first.pk).outcome == "discussed"
    carried = [place.item for place in table_of(following)]
    assert len(carried) == 2
    assert {item.carried for item in carried} == {1}
    told = Notification.objects.filter(kind="meeting_ended").values_list("recipient__email", flat=True)
    assert [email.partition("@")[0] for email in told] == ["amina"]
    for deed in (
        lambda: start_meeting(actor=world.jonas, agenda=agenda),
        lambda: finish_item(actor=world.jonas, placement=first),
        lambda: take_role(actor=world.amina, agenda=agenda, role=Role.GREETER),
    ):
        with pytest.raises(Refused):
            deed()


def test_a_forgotten_meeting_is_ended_four_hours_after_its_time(world, meeting):
    to_the_table(world, meeting)
    end_forgotten_meetings()
    assert now(meeting).phase == "items"
    with clock.at(meeting.meeting.ends_at + timedelta(hours=4)):
        end_forgotten_meetings()
        end_forgotten_meetings()
    assert now(meeting).phase == "closed"


def test_the_page_costs_the_same_whatever_lies_on_the_table(world, meeting, browse, django_assert_num_queries):
    agenda = to_the_table(world, meeting)
    client = browse("amina")
    client.get(f"/meetings/{agenda.pk}/live/", headers={"HX-Request": "true"})
    with django_assert_num_queries(12):
        client.get(f"/meetings/{agenda.pk}/live/", headers={"HX-Request": "true"})
