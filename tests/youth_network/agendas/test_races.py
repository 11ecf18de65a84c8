"""Two who act on one table at once, on a database that lets two write at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from community import clock
from community.permissions import Refused
from tests.support import needs
from tests.youth_network.agendas.table import CLOSING, TUESDAY, lay_meeting, propose
from youth_network.agendas.hosting import order_items, take_role
from youth_network.agendas.models import AgendaItem, MeetingRole, Role, Vote
from youth_network.agendas.operations import propose_item, vote_on_item, withdraw_item
from youth_network.agendas.order import table_of

pytestmark = [needs("postgresql"), pytest.mark.django_db(transaction=True)]


def at_once(moment, *deeds):
    """Run the deeds in threads of their own, all starting at this moment; each gives its answer or refusal."""
    start = Barrier(len(deeds))

    def run(deed):
        try:
            with clock.at(moment):
                start.wait(10)
                return deed()
        except Refused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as threads:
        return [answer.result() for answer in [threads.submit(run, deed) for deed in deeds]]


@pytest.fixture
def agenda(aworld):
    with clock.at(TUESDAY):
        return lay_meeting(aworld.torsdagsholdet).agenda


def places(aworld, count):
    with clock.at(TUESDAY):
        return [propose(aworld, "freja", f"Punkt {number}") for number in range(count)]


@pytest.mark.parametrize("_again", range(5))
def test_of_six_votes_at_once_three_are_laid(aworld, agenda, _again):
    answers = at_once(
        TUESDAY,
        *(lambda place=place: vote_on_item(actor=aworld.amina, placement=place) for place in places(aworld, 6)),
    )
    assert sum(isinstance(answer, Refused) for answer in answers) == 3
    assert sorted(Vote.objects.values_list("slot", flat=True)) == [1, 2, 3]


def test_one_vote_tapped_twice_at_once_is_one(aworld, agenda):
    (place,) = places(aworld, 1)
    tap = lambda: vote_on_item(actor=aworld.amina, placement=place)  # noqa: E731
    assert len({vote.pk for vote in at_once(TUESDAY, tap, tap, tap)}) == 1


def test_a_role_that_two_take_at_once_goes_to_one(aworld, agenda):
    answers = at_once(
        TUESDAY,
        *(
            lambda who=who: take_role(actor=aworld.who(who), agenda=agenda, role=Role.HOST)
            for who in ("amina", "jonas")
        ),
    )
    assert sum(isinstance(answer, Refused) for answer in answers) == 1
    assert MeetingRole.objects.count() == 1


def test_proposing_and_taking_back_at_once_lose_nothing(aworld, agenda):
    old = places(aworld, 3)
    at_once(
        TUESDAY,
        *(lambda place=place: withdraw_item(actor=aworld.freja, item=place.item) for place in old),
        *(
            lambda who=who: propose_item(actor=aworld.who(who), group=aworld.torsdagsholdet, title=who)
            for who in ("amina", "jonas", "freja")
        ),
    )
    assert {place.item.title for place in table_of(agenda)} == {"amina", "jonas", "freja"}
    assert AgendaItem.objects.filter(state="withdrawn").count() == 3


def test_two_orders_at_once_leave_one_of_them(aworld, agenda):
    old = places(aworld, 3)
    with clock.at(TUESDAY):
        take_role(actor=aworld.amina, agenda=agenda, role=Role.HOST)
    keys = [place.pk for place in old]
    orders = [keys[::-1], [keys[1], keys[0], keys[2]]]
    at_once(
        CLOSING,
        *(lambda o=o: order_items(actor=aworld.amina, agenda=agenda, placements=o) for o in orders),
    )
    agenda.refresh_from_db()
    with clock.at(CLOSING):
        assert [place.pk for place in table_of(agenda)] in orders
