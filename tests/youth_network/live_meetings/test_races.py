"""Two role holders at once, and two who put one line right, on a database that lets two write at once."""

import pytest

from community import clock
from community.permissions import Refused
from tests.support import needs
from tests.youth_network.agendas.table import THURSDAY, TUESDAY, lay_meeting, propose
from tests.youth_network.agendas.test_races import at_once
from youth_network.agendas.hosting import take_role
from youth_network.agendas.models import Agenda, Role
from youth_network.live_meetings.frame import take_turn
from youth_network.live_meetings.running import (
    end_meeting,
    finish_item,
    give_more_time,
    go_to_check_out,
    go_to_items,
    start_meeting,
)
from youth_network.minutes.models import Correction
from youth_network.minutes.operations import CorrectedMeanwhile, correct_minutes

pytestmark = [needs("postgresql"), pytest.mark.django_db(transaction=True)]


@pytest.fixture
def meeting(aworld):
    """Torsdagsholdet has begun on its first item; Jonas hosts, Amina keeps the time."""
    with clock.at(TUESDAY):
        agenda = lay_meeting(aworld.torsdagsholdet).agenda
        for number in range(6):
            propose(aworld, "freja", f"Punkt {number}")
        take_role(actor=aworld.jonas, agenda=agenda, role=Role.HOST)
        take_role(actor=aworld.amina, agenda=agenda, role=Role.TIMEKEEPER)
    with clock.at(THURSDAY):
        start_meeting(actor=aworld.jonas, agenda=agenda)
        go_to_items(actor=aworld.jonas, agenda=agenda)
    return agenda


def now(agenda):
    return Agenda.objects.select_related("current").get(pk=agenda.pk)


@pytest.mark.parametrize("_again", range(5))
def test_two_who_press_on_at_once_move_one_step(aworld, meeting, _again):
    first = now(meeting).current
    answers = at_once(
        THURSDAY, *(lambda who=who: finish_item(actor=aworld.who(who), placement=first) for who in ("jonas", "amina"))
    )
    assert not [answer for answer in answers if isinstance(answer, Refused)]
    assert now(meeting).current.position == first.position + 1
    assert meeting.placements.filter(outcome="discussed").count() == 1


def test_more_time_given_twice_at_once_is_given_once(aworld, meeting):
    place = now(meeting).current
    both = [
        lambda who=who: give_more_time(actor=aworld.who(who), placement=place, given=0) for who in ("jonas", "amina")
    ]
    at_once(THURSDAY, *both)
    place.refresh_from_db()
    assert place.more_minutes == 5


@pytest.mark.parametrize("_again", range(3))
def test_one_who_goes_on_while_another_ends_it_leave_one_whole_meeting(aworld, meeting, _again):
    first = now(meeting).current
    at_once(
        THURSDAY,
        lambda: finish_item(actor=aworld.amina, placement=first),
        lambda: go_to_check_out(actor=aworld.jonas, agenda=meeting),
        lambda: end_meeting(actor=aworld.jonas, agenda=meeting),
    )
    after = now(meeting)
    assert (after.phase, after.current) == ("closed", None)
    outcomes = list(meeting.placements.values_list("outcome", flat=True))
    assert len(outcomes) == 6
    assert "waiting" not in outcomes


@pytest.mark.parametrize("_again", range(3))
def test_of_two_corrections_at_once_one_stands_and_the_other_is_asked(aworld, meeting, _again):
    with clock.at(THURSDAY):
        go_to_check_out(actor=aworld.jonas, agenda=meeting)
        for who in ("jonas", "amina"):
            take_turn(actor=aworld.who(who), agenda=meeting, membership=aworld.membership(who))
        end_meeting(actor=aworld.jonas, agenda=meeting)
    answers = at_once(
        THURSDAY,
        *(
            lambda who=who: correct_minutes(
                actor=aworld.who(who), agenda=meeting, line="remark", words=f"Det siger {who}", before=""
            )
            for who in ("jonas", "amina")
        ),
    )
    (meanwhile,) = [answer for answer in answers if isinstance(answer, CorrectedMeanwhile)]
    stands = now(meeting).remark
    assert meanwhile.now == stands
    assert Correction.objects.get().after == stands
