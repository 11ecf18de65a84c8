"""Three votes a youth and meeting, at most one an item, hidden and withdrawable until the clock closes them."""

import pytest
from django.db import IntegrityError, connection, transaction

from community import clock
from community.activity.models import ActivityRecord
from community.meetings import opening
from community.membership.operations import end_membership
from community.notifications.models import Notification
from community.permissions import Refused
from tests.youth_network.agendas.table import CLOSING, THURSDAY, WEEK, lay_meeting, propose
from youth_network.agendas.jobs import tell_of_closed_votes
from youth_network.agendas.models import Agenda, Vote
from youth_network.agendas.operations import take_back_vote, vote_on_item
from youth_network.agendas.order import with_votes

pytestmark = pytest.mark.django_db


def lay_votes(world, place, *names):
    for name in names:
        vote_on_item(actor=world.who(name), placement=place)


def test_a_youth_lays_three_votes_and_not_a_fourth(world, tuesday):
    places = [propose(world, "freja", f"Punkt {number}") for number in range(4)]
    for place in places[:3]:
        vote_on_item(actor=world.amina, placement=place)
    vote_on_item(actor=world.amina, placement=places[0])
    with pytest.raises(Refused):
        vote_on_item(actor=world.amina, placement=places[3])
    assert Vote.objects.count() == 3
    take_back_vote(actor=world.amina, placement=places[1])
    take_back_vote(actor=world.amina, placement=places[1])
    vote_on_item(actor=world.amina, placement=places[3])
    assert set(Vote.objects.values_list("placement", "slot")) == {
        (places[0].pk, 1),
        (places[3].pk, 2),
        (places[2].pk, 3),
    }


def test_the_record_of_a_vote_names_nobody(world, tuesday):
    vote_on_item(actor=world.amina, placement=propose(world, "freja"))
    assert ActivityRecord.objects.get(kind="vote_cast").actor is None
    assert not Notification.objects.exists()


@pytest.mark.parametrize("who", ["sofie", "yusuf", "emil", "mona", "signe", "bo", "tine", "ellen", "karla", "visitor"])
def test_nobody_but_a_youth_of_the_group_votes(world, tuesday, who):
    place = propose(world, "freja")
    with pytest.raises(Refused):
        vote_on_item(actor=world.who(who), placement=place)
    assert not Vote.objects.exists()


def insert_vote(agenda, place, membership, slot=1, at=None):
    """As somebody with the database in their hands would."""
    moment = connection.ops.adapt_datetimefield_value(at or clock.now())
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO youth_network_vote (agenda_id, placement_id, membership_id, slot, cast_at)"
            " VALUES (%s, %s, %s, %s, %s)",
            [agenda.pk, place.pk, membership.pk, slot, moment],
        )


@pytest.mark.parametrize("who", ["sofie", "yusuf", "mona", "signe", "tine", "ellen"])
def test_the_database_itself_refuses_their_vote(world, tuesday, who):
    place = propose(world, "freja")
    with pytest.raises(IntegrityError):
        insert_vote(tuesday, place, world.membership(who))
    insert_vote(tuesday, place, world.membership("amina"))
    assert Vote.objects.count() == 1


def test_the_database_refuses_an_ended_youth_a_fourth_slot_another_table_a_late_vote_and_a_change(world, tuesday):
    place = propose(world, "freja")
    other = lay_meeting(world.torsdagsholdet, THURSDAY + WEEK).agenda
    amina = world.membership("amina")
    emil = world.emil.memberships.get()
    for refused in (
        lambda: insert_vote(tuesday, place, emil),
        lambda: insert_vote(tuesday, place, amina, slot=4),
        lambda: insert_vote(other, place, amina),
        lambda: insert_vote(tuesday, place, amina, at=CLOSING),
    ):
        with pytest.raises(IntegrityError):
            refused()
    insert_vote(tuesday, place, amina)
    with pytest.raises(IntegrityError):
        insert_vote(tuesday, place, amina, slot=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        Vote.objects.update(membership=world.membership("jonas"))


def test_the_clock_closes_the_votes_though_no_job_runs(world, tuesday):
    place = propose(world, "freja")
    with clock.at(CLOSING.replace(hour=18, minute=59, second=59)):
        vote_on_item(actor=world.amina, placement=place)
    with clock.at(CLOSING):
        with pytest.raises(Refused):
            vote_on_item(actor=world.jonas, placement=place)
        with pytest.raises(Refused):
            take_back_vote(actor=world.amina, placement=place)
    assert Vote.objects.count() == 1


def test_the_job_only_tells_and_tells_once(world, tuesday):
    propose(world, "freja")
    tell_of_closed_votes()
    assert not Notification.objects.exists()
    with clock.at(CLOSING):
        tell_of_closed_votes()
        tell_of_closed_votes()
    told = Notification.objects.filter(kind="votes_closed").values_list("recipient__email", flat=True)
    assert {email.partition("@")[0] for email in told} == {"freja", "amina", "jonas"}


def test_an_empty_or_cancelled_table_is_not_told_of(world, tuesday):
    with clock.at(CLOSING):
        tell_of_closed_votes()
    assert Agenda.objects.get().closing_told_at == CLOSING
    assert not Notification.objects.exists()


def test_whoever_leaves_before_closing_leaves_no_vote_and_after_it_the_vote_stands(world, tuesday):
    place = propose(world, "freja")
    lay_votes(world, place, "amina", "jonas")
    end_membership(actor=world.signe, membership=world.membership("amina"))
    assert with_votes(tuesday).get().counted == 1
    with clock.at(CLOSING):
        end_membership(actor=world.signe, membership=world.membership("jonas"))
    with clock.at(THURSDAY):
        assert with_votes(tuesday).get().counted == 1


def move(meeting, starts_at):
    before, meeting.starts_at = meeting.starts_at, starts_at
    meeting.ends_at += starts_at - before
    meeting.save()
    for moved in opening.on_moving:
        moved(meeting, before)


def test_a_moved_meeting_closes_the_evening_before_its_new_day(world, tuesday):
    move(tuesday.meeting, THURSDAY + WEEK)
    assert Agenda.objects.get().closes_at == CLOSING + WEEK


def test_moved_very_near_there_is_still_time_to_vote(world, tuesday):
    move(tuesday.meeting, clock.now().replace(hour=15))
    assert Agenda.objects.get().closes_at == clock.now().replace(hour=11)


def test_what_is_closed_stays_closed_when_the_meeting_moves(world, tuesday):
    with clock.at(CLOSING):
        move(tuesday.meeting, THURSDAY + WEEK)
    assert Agenda.objects.get().closes_at == CLOSING


@pytest.mark.parametrize(
    ("day", "closes"),
    [("2030-03-31T11:00", "2030-03-30T19:00"), ("2030-10-27T12:00", "2030-10-26T18:00")],
    ids=["the night the hour is lost", "the night the hour comes twice"],
)
def test_eight_in_the_evening_is_eight_in_the_evening_on_both_nights_of_the_year(world, day, closes):
    from datetime import UTC, datetime

    starts_at = datetime.fromisoformat(day).replace(tzinfo=UTC)
    with clock.at(starts_at - WEEK):
        agenda = lay_meeting(world.torsdagsholdet, starts_at).agenda
    assert agenda.closes_at == datetime.fromisoformat(closes).replace(tzinfo=UTC)
