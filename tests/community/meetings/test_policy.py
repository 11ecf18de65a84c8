"""Who may arrange, who may answer, and who sees a group's meetings."""

from datetime import UTC, datetime

import pytest

from community import clock
from community.live import subscribable
from community.meetings.models import Meeting
from community.meetings.operations import open_meeting
from community.meetings.policy import can_answer_meeting, can_arrange_meetings, can_change_meeting, can_hold_after_all
from community.roles import GroupKind
from tests.personas import CAST, build_world

NOON = datetime(2026, 3, 11, 11, tzinfo=UTC)

SEES = {
    "torsdagsholdet": {"freja", "amina", "signe", "tine"},
    "mandagsholdet": {"sofie", "signe", "tine"},
    "onsdagsholdet": {"yusuf", "bo"},
    "companies": {"mona", "signe", "tine"},
    "team": {"signe", "tine"},
}
ANSWERS = {
    "torsdagsholdet": {"freja", "amina"},
    "mandagsholdet": {"sofie"},
    "onsdagsholdet": {"yusuf"},
    "companies": {"mona"},
    "team": {"signe", "tine"},
}


@pytest.fixture
def meetings(db):
    with clock.at(NOON):
        world = build_world()
        groups = {
            "torsdagsholdet": world.torsdagsholdet,
            "mandagsholdet": world.mandagsholdet,
            "onsdagsholdet": world.onsdagsholdet,
            "companies": world.group(world.roskilde, GroupKind.COMPANY_NETWORK),
            "team": world.group(world.roskilde, GroupKind.TEAM),
        }
        start = datetime(2026, 3, 19, 12, tzinfo=UTC)
        yield world, {name: open_meeting(actor=None, group=group, starts_at=start) for name, group in groups.items()}


@pytest.mark.parametrize("name", SEES)
def test_a_meeting_is_seen_by_those_who_see_its_space(meetings, name):
    world, all_meetings = meetings
    meeting = all_meetings[name]
    seen = {who for who in CAST if Meeting.objects.visible_to(world.who(who)).filter(pk=meeting.pk).exists()}
    assert seen == SEES[name]
    assert {w for w in CAST if w != "visitor" and subscribable["meeting"](world.who(w), meeting.pk)} == SEES[name]


@pytest.mark.parametrize("name", SEES)
def test_members_answer_and_consultants_arrange(meetings, name):
    world, all_meetings = meetings
    meeting = all_meetings[name]
    consultant = {"bo"} if name == "onsdagsholdet" else {"signe"}
    assert {who for who in CAST if can_answer_meeting(world.who(who), meeting)} == ANSWERS[name]
    assert {who for who in CAST if can_arrange_meetings(world.who(who), meeting.group)} == consultant
    assert {who for who in CAST if can_change_meeting(world.who(who), meeting)} == consultant
    assert not any(can_hold_after_all(world.who(who), meeting) for who in CAST)
    with clock.at(meeting.ends_at):
        assert not any(can_answer_meeting(world.who(who), meeting) for who in CAST)
        assert not any(can_change_meeting(world.who(who), meeting) for who in CAST)
