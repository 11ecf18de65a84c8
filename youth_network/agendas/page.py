"""What an agenda's page shows to one reader: the same for the page and for the fragment that an open page fetches."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from community import clock
from community.meetings.standing import standings
from community.people.models import Person
from youth_network.agendas.models import VOTES, Agenda, ItemState, MeetingRole, Outcome, Phase, Placement, Role, Vote
from youth_network.agendas.order import balance_of, table_of
from youth_network.agendas.policy import is_ahead_or_running, team_membership, waits, youth_membership

#: From then on the page leads to the meeting itself.
OPENS_BEFORE = timedelta(hours=1)
#: From this many days ahead a weekday alone does not say which one.
_A_WEEK = 6


def hour(moment: datetime) -> str:
    """On a Danish wall clock."""
    return date_format(timezone.localtime(moment), pgettext("time of day, Django date format", "H:i"))


def day(moment: datetime) -> str:
    """The weekday, with the date where the weekday alone would not say which."""
    local = timezone.localtime(moment)
    if 0 <= (local.date() - timezone.localdate(clock.now())).days <= _A_WEEK:
        return date_format(local, "l")
    return date_format(local, pgettext("weekday, day and month, Django date format", "l j F"))


def on_day(moment: datetime) -> str:
    """The same within a sentence: "on Thursday"."""
    local = timezone.localtime(moment)
    if 0 <= (local.date() - timezone.localdate(clock.now())).days <= _A_WEEK:
        return _("on %(weekday)s") % {"weekday": date_format(local, "l")}
    return date_format(local, pgettext("on a weekday, day and month, Django date format", r"\o\n l j F"))


#: What rooms above keep of a person on these places, to stand on their rows. They register theirs in AppConfig.ready().
own_chairs: list[Callable[[Person, Sequence[Placement]], Iterable[Any]]] = []


def _heading(agenda: Agenda) -> str:
    meeting = agenda.meeting
    on = on_day(meeting.starts_at)
    if meeting.cancelled_at:
        return _("The meeting %(day)s is cancelled") % {"day": on}
    if agenda.is_running:
        return _("The meeting is on")
    if agenda.phase == Phase.CLOSED or meeting.ends_at <= clock.now():
        return _("The meeting %(day)s") % {"day": on}
    if agenda.is_open:
        return _("What shall we talk about %(day)s?") % {"day": on}
    return _("This is what we talk about %(day)s") % {"day": on}


def _row(placement: Placement, facts: dict[str, Any]) -> Placement:
    """The place with what its row says to this reader."""
    item, me, agenda = placement.item, facts["me"], facts["agenda"]
    waiting = waits(placement)
    row: dict[str, Any] = {
        "waits": waiting,
        "voted": placement.pk in facts["voted"],
        "takes_votes": facts["may_vote"] and waiting and not item.practical,
        # Until the votes close nobody sees a count; after it, none is shown.
        "count": 0 if agenda.is_open else placement.counted,  # type: ignore[attr-defined]
        "own": waiting and me is not None and item.proposer_id == me.pk,
        "may_report": me is None or item.proposer_id != me.pk,
        "may_take_down": facts["team"] is not None and item.state in (ItemState.OPEN, ItemState.PARKED),
        "may_order": waiting and facts["may_order"],
        "chair": facts["chairs"].get(placement.pk),
        "may_leave_chair": facts["cannot"] and placement.outcome == Outcome.WAITING and not item.practical,
        "topic": item.topic if item.topic and item.topic.removed_at is None else None,
    }
    placement.row = row  # type: ignore[attr-defined]
    return placement


def _roles(agenda: Agenda, youth: Any, open_to_youths: bool) -> list[dict[str, Any]]:
    held = {role.role: role for role in MeetingRole.objects.filter(agenda=agenda).select_related("membership__person")}
    sentences = {
        Role.HOST: (_("%(name)s hosts"), _("You host"), _("Host the meeting"), _("Nobody hosts yet")),
        Role.TIMEKEEPER: (
            _("%(name)s keeps an eye on the time"),
            _("You keep an eye on the time"),
            _("Keep an eye on the time"),
            _("Nobody keeps the time yet"),
        ),
        Role.GREETER: (
            _("%(name)s greets people"),
            _("You greet people"),
            _("Greet people"),
            _("Nobody greets yet"),
        ),
    }
    roles = []
    for role, (somebody, you, take, nobody) in sentences.items():
        holder = held.get(role)
        own = holder is not None and youth is not None and holder.membership_id == youth.pk
        person = holder.membership.person if holder else None
        roles.append(
            {
                "role": role.value,
                "person": person,
                "sentence": nobody if person is None else you if own else somebody % {"name": person.display_name},
                "take": take if open_to_youths and youth is not None and holder is None else "",
                "own": own and open_to_youths,
            }
        )
    return roles


def _live_url(facts: dict[str, Any]) -> str:
    """Where the meeting is held, from an hour before until it is over."""
    agenda = facts["agenda"]
    near = facts["ahead"] and agenda.meeting.starts_at - clock.now() <= OPENS_BEFORE
    return reverse("live_meeting", args=[agenda.pk]) if agenda.is_running or near else ""


def _links(facts: dict[str, Any]) -> list[dict[str, str]]:
    group = facts["group"]
    links = [{"url": reverse("house_rules", args=[group.pk]), "icon": "heart-handshake", "label": _("Our house rules")}]
    if facts["youth"]:
        links.append(
            {"url": reverse("set_closing", args=[group.pk]), "icon": "clock", "label": _("When voting closes")}
        )
    links.append(
        {"url": reverse("group_meetings", args=[group.pk]), "icon": "calendar-days", "label": _("All our meetings")}
    )
    links.append(
        {"url": reverse("past_meetings", args=[group.pk]), "icon": "file-text", "label": _("Minutes of our meetings")}
    )
    return links


def agenda_context(person: Person, agenda: Agenda) -> dict[str, Any]:
    """Everything the page and the fragment read, in a constant number of queries whatever lies on the table."""
    meeting = agenda.meeting
    group = meeting.group
    youth, team = youth_membership(person, group.pk), team_membership(person, group)
    ahead = is_ahead_or_running(agenda)
    roles = _roles(agenda, youth, ahead)
    hosts = any(role["role"] == Role.HOST and role["own"] for role in roles)
    votes = Vote.objects.filter(agenda=agenda, membership=youth).values_list("placement_id", flat=True)
    voted = set(votes) if youth else set()
    facts: dict[str, Any] = {
        "agenda": agenda,
        "meeting": meeting,
        "group": group,
        "space": group.space,
        "me": youth or team,
        "youth": youth,
        "team": team,
        "voted": voted,
        "may_vote": youth is not None and agenda.is_open,
        "may_order": hosts and not agenda.is_open and ahead,
        "may_propose": youth is not None or team is not None,
        "ahead": ahead,
        "hosts": hosts,
    }
    places, standing = table_of(agenda), standings(person, [meeting])[0]
    facts["cannot"] = youth is not None and ahead and standing.cannot
    facts["chairs"] = {c.placement_id: c for give in own_chairs for c in give(person, places)} if youth else {}
    rows = [_row(placement, facts) for placement in places]
    on_table = [place for place in rows if place.outcome != Outcome.TAKEN_DOWN]
    left = max(VOTES - len(voted), 0)
    return facts | {
        "heading": _heading(agenda),
        "standing": standing,
        "live_url": _live_url(facts),
        "when": f"{day(meeting.starts_at)} {hour(meeting.starts_at)}–{hour(meeting.ends_at)}",
        "closes_day": day(agenda.closes_at),
        "closes_hour": hour(agenda.closes_at),
        "rows": rows,
        "on_table": on_table,
        "roles": roles,
        "votes_left": left,
        "leaves": [number < left for number in range(VOTES)][::-1],
        "balance": balance_of(group.pk),
        "minutes_planned": sum(place.minutes for place in on_table if place.outcome == Outcome.WAITING),
        "practical_free": team is not None
        and ahead
        and not any(place.practical and place.outcome == Outcome.WAITING for place in rows),
        "is_closed_phase": agenda.phase == Phase.CLOSED,
        "meeting_day": on_day(meeting.starts_at),
        "links": _links(facts),
    }
