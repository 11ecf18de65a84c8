"""A group's table for the tests: a meeting on a Thursday at one, its agenda, and what lies on it."""

from datetime import UTC, datetime, timedelta

from django.db import transaction

from community.house_rules.operations import rules_to_cite
from community.meetings import opening
from community.meetings.models import Meeting
from youth_network.agendas.models import Placement
from youth_network.agendas.operations import propose_item

#: Later than the people of the tests came, which is today: a Tuesday, then Thursday at 13.00 and Wednesday at 20.00
#: on the clock of a Danish winter.
TUESDAY = datetime(2030, 1, 8, 9, tzinfo=UTC)
THURSDAY = datetime(2030, 1, 10, 12, tzinfo=UTC)
CLOSING = datetime(2030, 1, 9, 19, tzinfo=UTC)
WEEK = timedelta(days=7)
TITLE = "Canaryitem 4d2e"


def lay_meeting(group, starts_at=THURSDAY, minutes=90):
    with transaction.atomic():
        meeting = Meeting.objects.create(
            group=group, starts_at=starts_at, ends_at=starts_at + timedelta(minutes=minutes), place="Huset"
        )
        for opened in opening.on_opening:
            opened(meeting)
    return meeting


def propose(world, who, title=TITLE, **more):
    """The person's item on the table of Torsdagsholdet, and its place there."""
    item = propose_item(actor=world.who(who), group=world.torsdagsholdet, title=title, **more)
    return Placement.objects.get(item=item, outcome="waiting")


def rule_of(group):
    """One of the group's house rules in force."""
    return rules_to_cite(group).first()
