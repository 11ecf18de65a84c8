"""What the page "Who has seen something about me" tells: who can read what by their role, and every time somebody of
the staff opened what the others in a space cannot read."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.utils.translation import gettext as _

from community import clock
from community.audit import verbs
from community.audit.models import AuditEntry, Reason
from community.membership.bylines import byline_of
from community.membership.models import Membership
from community.people.models import Person
from community.roles import TEAM_ROLES
from community.spaces.models import Space

#: Entries on a page.
ENTRIES_A_PAGE = 30
#: What is opened in a day's work, such as the list of members, is told of as a sum over so long.
LOOKED_BACK = timedelta(days=90)


def entries_about(person: Person) -> "QuerySet[AuditEntry]":
    """What was opened about this person that they may know of by now, the newest first."""
    if not person.is_authenticated or not person.is_active:
        return AuditEntry.objects.none()
    return AuditEntry.objects.filter(about=person).exclude(verbs.veiled()).order_by("-at", "-pk")


@dataclass(frozen=True)
class Line:
    """One time, in words."""

    sentence: str
    #: Beside the name: the role, as it is now.
    role: str
    reason: str
    at: datetime


def lines(entries: "list[AuditEntry]") -> list[Line]:
    """The entries in words; `actor` is read with them. One query for the roles."""
    names = _roles({entry.actor_id for entry in entries if entry.actor_id})
    told = []
    for entry in entries:
        verb = verbs.named(entry.verb)
        who = entry.actor.display_name if entry.actor else _("Somebody who runs the site")
        sentence = str(verb.sentence) % {"name": who} if verb else entry.verb
        told.append(Line(sentence, names.get(entry.actor_id or 0, ""), str(Reason(entry.reason).label), entry.at))
    return told


def _roles(people: set[int]) -> dict[int, str]:
    present = Membership.objects.current().filter(person__in=people)
    return {m.person_id: byline_of(m.role, m.title).words for m in present}


def lists_opened(person: Person) -> list[dict[str, Any]]:
    """How often each of the staff opened a list with all of a network's people in it, while this person was one of
    them. One query."""
    own = Q(pk__in=[])
    for membership in person.current_memberships():
        own |= Q(network=membership.network_id, at__gte=membership.began_at)
    rows = (
        AuditEntry.objects.filter(own, about=None, network__isnull=False, at__gt=clock.now() - LOOKED_BACK)
        .exclude(actor=None)
        .exclude(actor=person)
        .values("verb", "actor__display_name")
        .annotate(days=Count("pk"), last=Max("at"))
        .order_by("-last")
    )
    told = []
    for row in rows:
        if verb := verbs.named(row["verb"]):
            sentence = str(verb.sentence) % {"name": row["actor__display_name"]}
            told.append({"sentence": sentence, "days": row["days"], "last": row["last"]})
    return told


def copied() -> datetime | None:
    """When everything was copied last, so that it can be put back."""
    return AuditEntry.objects.filter(verb="backup_made").aggregate(last=Max("at"))["last"]


def spaces_and_staff(person: Person) -> list[dict[str, Any]]:
    """Each space the person writes in, the sentence of who sees it, and who of the staff that is, by name and role.
    Two queries."""
    spaces = list(Space.objects.visible_to(person).select_related("network", "group"))
    staff = (
        Membership.objects.current()
        .filter(network__in={space.network_id for space in spaces}, role__in=TEAM_ROLES)
        .select_related("person")
        .order_by("role", "person__display_name")
    )
    team: dict[int, list[str]] = {}
    for one in staff:
        name = _("%(name)s, %(role)s") % {
            "name": one.person.display_name,
            "role": byline_of(one.role, one.title).words,
        }
        team.setdefault(one.network_id or 0, []).append(name)
    return [
        {"name": space.name, "who_sees": space.who_sees(), "staff": team.get(space.network_id, [])} for space in spaces
    ]
