"""Meetings and calendars."""

from typing import Any

from community.meetings.feeds import make_calendar_feed
from tests.architecture.rows.row import EVERYBODY, MEMBERS, OWN_GROUP, Row, at
from tests.architecture.rows.world import a_meeting, torsdagsholdet
from tests.personas import World


def _coming(world: World) -> dict[str, Any]:
    return {"answer": "coming"}


NOT_CONSULTANTS = "freja amina tine"


MEETINGS = [
    # Whoever sees one group only is led to its next meeting.
    Row("meetings", "GET", at("meetings"), allowed="emil signe bo tine ellen karla", otherwise=302),
    Row("meeting", "GET", at("meeting", a_meeting), allowed=OWN_GROUP),
    Row("meeting_calendar", "GET", at("meeting_calendar", a_meeting), allowed=OWN_GROUP),
    Row("answer_meeting", "GET", at("answer_meeting", a_meeting), allowed=OWN_GROUP),
    Row(
        "answer_meeting",
        "POST",
        at("answer_meeting", a_meeting),
        allowed="freja amina",
        refused="signe tine",
        status=302,
        data=_coming,
    ),
    Row(
        "withdraw_answer",
        "POST",
        at("withdraw_answer", a_meeting),
        allowed="freja amina",
        refused="signe tine",
        status=302,
    ),
    Row(
        "hold_meeting_after_all",
        "POST",
        at("hold_meeting_after_all", a_meeting),
        "signe",
        302,
        refused=NOT_CONSULTANTS,
    ),
    Row("group_meetings", "GET", at("group_meetings", torsdagsholdet), allowed=OWN_GROUP),
    Row("earlier_meetings", "GET", at("earlier_meetings", torsdagsholdet), allowed=OWN_GROUP),
    *(
        Row(name, method, at(name, of), allowed="signe", status=status, refused=NOT_CONSULTANTS)
        for name, of in (
            ("move_meeting", a_meeting),
            ("cancel_meeting", a_meeting),
            ("open_meeting", torsdagsholdet),
            ("set_series", torsdagsholdet),
            ("end_series", torsdagsholdet),
        )
        for method, status in (("GET", 200), ("POST", 422))
    ),
    Row("my_calendar", "GET", at("my_calendar"), allowed=MEMBERS),
    Row("make_calendar_feed", "POST", at("make_calendar_feed"), allowed=MEMBERS),
    Row("revoke_calendar_feed", "POST", at("revoke_calendar_feed"), allowed=MEMBERS, status=302),
    # The secret address speaks for itself, whoever holds it.
    Row(
        "calendar_feed",
        "GET",
        at("calendar_feed", lambda world: make_calendar_feed(actor=world.people["yusuf"])),
        allowed=EVERYBODY,
    ),
    Row("calendar_feed", "GET", at("calendar_feed", lambda world: "x" * 43), visitor=404, about="nobody's"),
]
