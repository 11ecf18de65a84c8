"""The minutes, made from what happened each time they are read."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from community import clock
from community.meetings.models import Answer, Attendance
from community.membership.models import Group, Membership
from community.people.models import Person
from youth_network.agendas.models import Agenda, MeetingRole, Outcome, Placement
from youth_network.agendas.page import day, hour
from youth_network.agendas.policy import youth_membership
from youth_network.live_meetings.models import Agreement, EmptyChair
from youth_network.live_meetings.policy import is_led_by
from youth_network.minutes.models import Correction
from youth_network.minutes.operations import REMARK
from youth_network.minutes.policy import can_correct_minutes, fixed_at

#: What else is counted for a group's whole life: each gives a template and what it shows of the group. Registered in
#: AppConfig.ready().
counts: list[Callable[[Group], tuple[str, Any]]] = []


def minutes_used(placement: Placement) -> int:
    """Whole minutes, and at least one, that an item really took."""
    if placement.started_at is None or placement.ended_at is None:
        return 0
    return max(round((placement.ended_at - placement.started_at).total_seconds() / 60), 1)


def _there(agenda: Agenda) -> list[Membership]:
    """Who had a turn; where no turn was noted, who had said that they come. Who was absent is named nowhere."""
    turns = agenda.check_turns.values("membership")
    there = Membership.objects.filter(pk__in=turns).select_related("person").order_by("person__display_name", "pk")
    found = list(there)
    if found:
        return found
    said = Attendance.objects.filter(meeting=agenda.pk, answer=Answer.COMING).values("membership")
    return list(Membership.objects.filter(pk__in=said).select_related("person").order_by("person__display_name", "pk"))


def minutes_context(person: Person, agenda: Agenda) -> dict[str, Any]:
    """Everything the page reads, in a constant number of queries."""
    placements = list(
        agenda.placements.exclude(outcome=Outcome.WITHDRAWN)
        .select_related("item__proposer__person", "item__topic", "item__taken_down_by__person")
        .order_by("position", "pk")
    )
    agreements = list(Agreement.objects.filter(agenda=agenda).select_related("owner__person").order_by("pk"))
    chairs = EmptyChair.objects.visible_to(person).filter(placement__agenda=agenda)
    corrections: dict[str, list[Correction]] = defaultdict(list)
    for correction in Correction.objects.filter(agenda=agenda).select_related("corrected_by__person"):
        corrections[correction.line].append(correction)
    of_item: dict[int | None, list[Agreement]] = defaultdict(list)
    for agreement in agreements:
        agreement.line = f"agreement:{agreement.pk}"  # type: ignore[attr-defined]
        agreement.history = corrections[f"agreement:{agreement.pk}"]  # type: ignore[attr-defined]
        of_item[agreement.placement_id].append(agreement)
    by_place: dict[int, list[EmptyChair]] = defaultdict(list)
    for chair in chairs.select_related("author__person", "answered_by__person").order_by("pk"):
        by_place[chair.placement_id].append(chair)
    rows = [
        {
            "place": place,
            "item": place.item,
            "used": minutes_used(place),
            "ran": place.started_at is not None,
            "agreements": of_item[place.pk],
            "chairs": by_place[place.pk],
            "line": f"takeaway:{place.pk}",
            "history": corrections[f"takeaway:{place.pk}"],
        }
        for place in placements
    ]
    fixed = fixed_at(agenda)
    meeting = agenda.meeting
    me = youth_membership(person, meeting.group_id)
    return {
        "agenda": agenda,
        "meeting": meeting,
        "group": meeting.group,
        "space": meeting.group.space,
        "when": f"{day(meeting.starts_at)} {hour(meeting.starts_at)}–{hour(meeting.ends_at)}",
        "there": _there(agenda),
        "roles": list(MeetingRole.objects.filter(agenda=agenda).select_related("membership__person").order_by("pk")),
        "rows": rows,
        "own_agreements": of_item[None],
        "remark_line": REMARK,
        "remark_history": corrections[REMARK],
        "me": me,
        "may_answer": me is not None or is_led_by(person, agenda),
        "may_correct": can_correct_minutes(person, agenda),
        "is_fixed": fixed is not None and clock.now() >= fixed,
        "fixed_day": day(fixed) if fixed else "",
        "fixed_hour": hour(fixed) if fixed else "",
    }
