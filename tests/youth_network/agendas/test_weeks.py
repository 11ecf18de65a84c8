"""Two hundred random weeks of a group, and what holds after each of them.

Each week things are proposed, voted for, taken back, taken down, the meeting is moved or cancelled, and held as far as
it comes. The random numbers are the same in every run.
"""

import random
from datetime import timedelta

import pytest

from community import clock
from community.meetings import opening
from community.permissions import Refused
from tests.youth_network.agendas.table import CLOSING, THURSDAY, TUESDAY, WEEK, lay_meeting, rule_of
from youth_network.agendas.hosting import take_role
from youth_network.agendas.models import VOTES, Agenda, AgendaItem, Placement, Role, Vote
from youth_network.agendas.operations import (
    propose_item,
    put_back_item,
    take_back_vote,
    take_item_down,
    vote_on_item,
    withdraw_item,
)
from youth_network.agendas.order import NEVER, balance_of, table_of, with_votes
from youth_network.live_meetings.running import end_meeting, finish_item, go_to_items, start_meeting

pytestmark = pytest.mark.django_db

WEEKS = 200
NAMES = ("freja", "amina", "jonas")


class Weeks:
    def __init__(self, world, chance):
        self.world, self.chance, self.group = world, chance, world.torsdagsholdet
        self.people = {name: world.who(name) for name in (*NAMES, "signe")}
        self.proposed = 0

    def waiting(self, agenda):
        return list(agenda.placements.filter(outcome="waiting").select_related("agenda__meeting__group", "item"))

    def propose(self):
        for _again in range(self.chance.randint(0, 4)):
            who = self.chance.choice((*NAMES, "signe"))
            propose_item(actor=self.people[who], group=self.group, title=f"Punkt {self.proposed}")
            self.proposed += 1

    def vote(self, agenda):
        for name in NAMES:
            for place in self.chance.sample(self.waiting(agenda), k=min(4, len(self.waiting(agenda)))):
                try:
                    vote_on_item(actor=self.people[name], placement=place)
                except Refused:
                    assert Vote.objects.filter(agenda=agenda, membership__person=self.people[name]).count() == VOTES
            if self.chance.random() < 0.2 and (own := Vote.objects.filter(agenda=agenda).first()):
                voter = own.membership.person
                take_back_vote(actor=voter, placement=own.placement)

    def remove(self, agenda):
        for place in self.waiting(agenda):
            luck = self.chance.random()
            if luck < 0.05:
                item = AgendaItem.objects.select_related("group").get(pk=place.item_id)
                take_item_down(actor=self.people["signe"], item=item, rule=rule_of(self.group), reason="Et navn")
            elif luck < 0.12:
                item = AgendaItem.objects.select_related("group", "proposer__person").get(pk=place.item_id)
                proposer = self.people[item.proposer.person.email.partition("@")[0]]
                withdraw_item(actor=proposer, item=item)
                if luck < 0.09:
                    put_back_item(actor=proposer, item=item)

    def refuses_after_closing(self, agenda):
        for place in self.waiting(agenda)[:1]:
            with pytest.raises(Refused):
                vote_on_item(actor=self.people["freja"], placement=place)

    def hold(self, agenda):
        host = self.people[self.chance.choice(NAMES)]
        take_role(actor=host, agenda=agenda, role=Role.HOST)
        start_meeting(actor=host, agenda=agenda)
        go_to_items(actor=host, agenda=agenda)
        for minute in range(self.chance.randint(0, 6)):
            current = Agenda.objects.get(pk=agenda.pk).current
            if current is None:
                break
            with clock.at(clock.now() + timedelta(minutes=10 * (minute + 1))):
                outcome = "parked" if self.chance.random() < 0.15 else "discussed"
                finish_item(actor=host, placement=current, outcome=outcome)
        with clock.at(clock.now() + timedelta(minutes=85)):
            end_meeting(actor=host, agenda=agenda)


def order_by_hand(agenda):
    """The rule of design.md section 3, told once more in another way."""
    heard = {}
    for place in Placement.objects.filter(outcome="discussed", ended_at__lt=agenda.closes_at).select_related("item"):
        key = place.item.proposer_id
        heard[key] = max(heard.get(key, NEVER), place.ended_at)
    places = with_votes(agenda).filter(outcome__in=["waiting", "taken_down"]).select_related("item")
    return sorted(
        places,
        key=lambda p: (
            -(p.counted + p.item.carried),
            heard.get(p.item.proposer_id, NEVER),
            p.item.proposed_at,
            p.item_id,
        ),
    )


def check(weeks, agenda, moment):
    lost = [item for item in AgendaItem.objects.filter(state="open") if not item.placements.filter(outcome="waiting")]
    assert not lost, "nobody's item is lost"
    assert AgendaItem.objects.count() == weeks.proposed
    balance = balance_of(weeks.group.pk)
    assert balance["items"] == AgendaItem.objects.exclude(state="withdrawn").count()
    down = AgendaItem.objects.filter(state="taken_down")
    assert balance["taken_down"] == down.count()
    assert all(item.rule_text and item.taken_down_because for item in down)
    for vote_count in Vote.objects.values_list("agenda", "membership"):
        assert Vote.objects.filter(agenda=vote_count[0], membership=vote_count[1]).count() <= VOTES
    with clock.at(moment):
        taken = agenda.placements.filter(outcome="taken_down").values_list("item", flat=True)
        assert set(taken) <= {place.item_id for place in table_of(agenda)}, "every removal stays visible"


@pytest.mark.parametrize("seed", range(4))
def test_fifty_random_weeks_keep_what_the_agenda_promises(world, seed):
    weeks = Weeks(world, random.Random(seed))
    with clock.at(TUESDAY):
        agenda = lay_meeting(weeks.group).agenda
    for week in range(WEEKS // 4):
        gone = WEEK * week
        with clock.at(TUESDAY + gone):
            following = lay_meeting(weeks.group, THURSDAY + gone + WEEK).agenda
            weeks.propose()
            weeks.vote(agenda)
            weeks.remove(agenda)
        luck = weeks.chance.random()
        if luck < 0.1:
            with clock.at(CLOSING + gone - timedelta(hours=1)):
                meeting = agenda.meeting
                meeting.cancelled_at, meeting.cancelled_because = clock.now(), "Lukket"
                meeting.save()
                for cancelled in opening.on_cancelling:
                    cancelled(meeting)
        else:
            if luck < 0.2:
                with clock.at(CLOSING + gone - timedelta(hours=1)):
                    before = agenda.meeting.starts_at
                    agenda.meeting.starts_at += timedelta(hours=2)
                    agenda.meeting.ends_at += timedelta(hours=2)
                    agenda.meeting.save()
                    for moved in opening.on_moving:
                        moved(agenda.meeting, before)
            agenda = Agenda.objects.select_related("meeting__group").get(pk=agenda.pk)
            with clock.at(CLOSING + gone):
                weeks.refuses_after_closing(agenda)
                assert [p.pk for p in table_of(agenda)] == [p.pk for p in order_by_hand(agenda)]
            with clock.at(agenda.meeting.starts_at):
                weeks.hold(agenda)
        check(weeks, agenda, THURSDAY + gone + timedelta(hours=5))
        agenda = Agenda.objects.select_related("meeting__group").get(pk=following.pk)
