"""What the page of a meeting that is held shows to one reader, on the shared screen and on a phone."""

import json
from datetime import datetime, timedelta
from math import cos, pi, sin
from typing import Any
from uuid import uuid4

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community import clock
from community.meetings.models import Answer, Attendance
from community.membership.models import Membership
from community.people.models import Person
from community.roles import Role as PersonRole
from youth_network.agendas.models import Agenda, ItemForm, MeetingRole, Outcome, Phase, Placement, Role
from youth_network.agendas.order import with_votes
from youth_network.agendas.policy import youth_membership
from youth_network.live_meetings.agreements import last_agreements
from youth_network.live_meetings.forms import AgreementForm, RoundForm, TakeawayForm
from youth_network.live_meetings.models import STEP_MINUTES, Agreement, EmptyChair, RoundStep, Wish, WitnessRound
from youth_network.live_meetings.policy import can_hand_to_consultant, can_start_meeting, is_led_by

#: A tendency is shown from so many wishes on: one wish would be a name.
LEAST_WISHES = 2


def timer(begun: datetime, minutes: int) -> dict[str, Any]:
    """The sun's way across the sky: where it stands, and what stands under it, on the server's clock."""
    now = clock.now()
    ends = begun + timedelta(minutes=minutes)
    whole = max((ends - begun).total_seconds(), 1)
    gone = min(max((now - begun).total_seconds() / whole, 0), 1)
    left = (ends - now).total_seconds()
    angle = pi * (1 - gone)
    return {
        "now": int(now.timestamp() * 1000),
        "begun": int(begun.timestamp() * 1000),
        "ends": int(ends.timestamp() * 1000),
        "x": f"{200 + 180 * cos(angle):.1f}",
        "y": f"{150 - 120 * sin(angle):.1f}",
        "state": "over" if left < 0 else "last" if left <= 60 else "",
        "words": time_words(left),
        # What a script writes as the minutes go by.
        "texts": json.dumps(
            {
                "one": _("1 minute left"),
                "many": _("{n} minutes left"),
                "last": _("Less than a minute left"),
                "up": _("The time has gone"),
                "overOne": _("1 minute over"),
                "overMany": _("{n} minutes over"),
            }
        ),
    }


def time_words(left: float) -> str:
    """So many minutes left or over, in calm words: never seconds."""
    if left > 60:
        minutes = int(-(-left // 60))
        return ngettext("%(n)d minute left", "%(n)d minutes left", minutes) % {"n": minutes}
    if left > 0:
        return _("Less than a minute left")
    over = int(-left // 60)
    if over < 1:
        return _("The time has gone")
    return ngettext("%(n)d minute over", "%(n)d minutes over", over) % {"n": over}


def _tendency(wishes: list[str]) -> str:
    """Where the table leans, from two wishes on; never how many or who."""
    if len(wishes) < LEAST_WISHES:
        return ""
    more = wishes.count(Wish.MORE_TIME)
    if more * 2 > len(wishes):
        return _("Most want more time")
    if more * 2 < len(wishes):
        return _("Most want to move on")
    return _("You are divided")


def people_of(agenda: Agenda) -> Any:
    """Who can see to something here: the group's youths, then the network's consultants."""
    group = agenda.meeting.group
    present = Membership.objects.current().filter(
        Q(role=PersonRole.YOUTH, group=group) | Q(role=PersonRole.CONSULTANT, network=group.network_id)
    )
    return present.select_related("person").order_by("-role", "person__display_name", "pk")


def _said(agenda: Agenda, current: Placement | None) -> str:
    """Where the meeting stands, for whoever hears it and does not see it; read out when it changes."""
    return current.item.title if current else agenda.get_phase_display()


def _seats(agenda: Agenda, youths: list[Membership], me: Membership | None, may_drive: bool) -> list[dict[str, Any]]:
    """Who is at the check-in or check-out that is on. Whoever said they cannot come is not listed, unless they came."""
    which = "out" if agenda.phase == Phase.CHECK_OUT else "in"
    turns = list(agenda.check_turns.values_list("membership_id", "which"))
    had = {membership for membership, check in turns if check == which}
    came = {membership for membership, _check in turns}
    absent = Attendance.objects.filter(meeting=agenda.pk, answer=Answer.CANNOT).values_list("membership_id", flat=True)
    away = set(absent) - came
    return [
        {
            "membership": youth,
            "had": youth.pk in had,
            "own": me is not None and youth.pk == me.pk,
            "may": may_drive or (me is not None and youth.pk == me.pk),
        }
        for youth in youths
        if youth.pk not in away or (me is not None and youth.pk == me.pk)
    ]


def _round(placement: Placement, me: Membership | None) -> dict[str, Any]:
    """Where a bevidning round stands."""
    standing = (
        WitnessRound.objects.filter(placement=placement)
        .select_related("teller__person")
        .prefetch_related("witnesses__membership__person")
        .first()
    )
    if standing is None:
        return {"round": None}
    steps = list(RoundStep)
    at = steps.index(RoundStep(standing.step))
    witnesses = [witness.membership for witness in standing.witnesses.all()]
    teller_speaks = standing.step in (RoundStep.TELLING, RoundStep.ANSWER)
    return {
        "round": standing,
        "round_step": RoundStep(standing.step).label,
        "round_speaks": [standing.teller] if teller_speaks else witnesses,
        "round_witnesses": witnesses,
        "round_number": at + 1,
        "round_steps": len(steps),
        "round_next": steps[at + 1].value if at + 1 < len(steps) else "",
        "round_before": steps[at - 1].value if at else "",
        "round_own": me is not None and me.pk in {standing.teller_id, *(m.pk for m in witnesses)},
        "timer": timer(standing.step_began_at, STEP_MINUTES[RoundStep(standing.step)]),
    }


def live_context(person: Person, agenda: Agenda) -> dict[str, Any]:
    """Everything both forms of the page read, in a bounded number of queries whatever lies on the table."""
    meeting = agenda.meeting
    group = meeting.group
    me = youth_membership(person, group.pk)
    roles = {role.role: role for role in MeetingRole.objects.filter(agenda=agenda).select_related("membership__person")}
    own_roles = [role for role in roles.values() if me is not None and role.membership_id == me.pk]
    led = is_led_by(person, agenda)
    may_drive = bool(own_roles) or led
    people = list(people_of(agenda))
    youths = [m for m in people if m.role == PersonRole.YOUTH]
    placements = list(
        with_votes(agenda)
        .select_related("item__proposer__person", "item__topic")
        .exclude(outcome__in=[Outcome.WITHDRAWN, Outcome.TAKEN_DOWN])
        .order_by("position", "pk")
    )
    current = next((place for place in placements if place.pk == agenda.current_id), None)
    waiting = [p for p in placements if p.outcome == Outcome.WAITING and p.started_at is None]
    done = [p for p in placements if p.outcome in (Outcome.DISCUSSED, Outcome.PARKED)]
    context: dict[str, Any] = {
        "agenda": agenda,
        "meeting": meeting,
        "group": group,
        "space": group.space,
        "me": me,
        "roles": roles,
        "own_roles": own_roles,
        "free_roles": [] if me is None else [(r.value, r.label) for r in Role if r.value not in roles],
        "may_drive": may_drive and agenda.is_running,
        "led": led,
        "may_start": agenda.phase == Phase.AHEAD and can_start_meeting(person, agenda),
        "may_hand": agenda.phase != Phase.CLOSED and can_hand_to_consultant(person, agenda),
        "consultants": [m for m in people if m.role == PersonRole.CONSULTANT],
        "current": current,
        "waiting": waiting,
        "done": done,
        "last_done": max(done, key=lambda p: p.ended_at or meeting.starts_at) if done else None,
        "number": placements.index(current) + 1 if current else 0,
        "total": len(placements),
        "said": _said(agenda, current),
        "checking": agenda.phase in (Phase.CHECK_IN, Phase.CHECK_OUT),
        "seats": _seats(agenda, youths, me, may_drive),
        "last_agreements": last_agreements(agenda) if agenda.phase in (Phase.AHEAD, Phase.CHECK_IN) else [],
        "agreements": list(
            Agreement.objects.filter(agenda=agenda).select_related("owner__person", "placement").order_by("pk")
        ),
        "agreement_form": AgreementForm(
            agenda=agenda,
            people=people_of(agenda),
            initial={"client_uuid": uuid4(), "placement": agenda.current_id},
            auto_id="agreement-%s",
        ),
    }
    if current is not None and current.started_at is not None:
        wishes = {wish.membership_id: wish.wish for wish in current.time_wishes.all()}
        context |= {
            "timer": timer(current.started_at, current.minutes + current.more_minutes),
            "takeaway_form": TakeawayForm(initial={"takeaway": current.takeaway}, auto_id=f"takeaway-{current.pk}-%s"),
            "tendency": _tendency(list(wishes.values())),
            "own_wish": wishes.get(me.pk, "") if me else "",
            "chairs": list(
                EmptyChair.objects.visible_to(person)
                .filter(placement=current)
                .select_related("author__person", "reader__person", "answered_by__person")
                .order_by("pk")
            ),
        }
        if current.item.form == ItemForm.WITNESSING:
            context |= _round(current, me)
            if context["round"] is None and may_drive:
                present = Membership.objects.filter(pk__in=[m.pk for m in youths]).select_related("person")
                context["round_form"] = RoundForm(people=present.order_by("person__display_name"))
        if current.item.form == ItemForm.ROUND:
            context["circle"] = youths
    return context
