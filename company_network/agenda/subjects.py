"""What can be said about the points and the notes of such a meeting, and what a consultant can do with them.

They stand on pages, in reminders and among each other's places: their words are put aside, the place stays.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from community import live
from community.asides.operations import hiding_of, is_put_aside, said_by_itself
from community.people.models import Person
from community.subjects import Care, SubjectKind
from company_network.agenda.models import MeetingNotes, MeetingPoint

POINT, NOTES = "meeting_point", "meeting_notes"


def _hidden_line() -> str:
    return gettext("Something is hidden here.")


def _pages_show_it(thing: Any) -> None:
    transaction.on_commit(lambda: live.announce([f"meeting:{thing.meeting_id}"]))


def _network(thing: Any, reporter: Person) -> int | None:
    return thing.meeting.group.network_id


def _kind(
    name: str, model: type[Model], noun: Any, author: Callable[[Any], Person], fields: dict[str, Any], **more: Any
) -> SubjectKind:
    def passages(thing: Any) -> list[tuple[str, str]]:
        return [("", said) for field in fields if (said := said_by_itself(name, thing, field))]

    return SubjectKind(
        name=name,
        model=model,
        visible_to=lambda person: model._default_manager.visible_to(person),  # type: ignore[attr-defined]
        author=author,
        space=lambda thing: None if thing.meeting.is_across else thing.meeting.group.space,
        url=lambda thing: reverse("company_meeting", args=[thing.meeting_id]),
        words=str,
        live_keys=lambda thing: (f"meeting:{thing.meeting_id}",),
        select_related=("meeting__group__space", "meeting__group__network"),
        care=Care(
            noun=noun,
            network=_network,
            passages=passages,
            hide=hiding_of(name, model, fields, _pages_show_it),
            is_hidden=lambda thing: is_put_aside(name, thing.pk),
            hides_names=lambda thing: True,
            **more,
        ),
    )


def _points_by(person: Person, network_id: int, since: datetime) -> "QuerySet[MeetingPoint]":
    theirs = MeetingPoint.objects.filter(proposer=person, meeting__group__network=network_id)
    return theirs.filter(made_at__gte=since, removed_at=None)


MEETING_POINT = _kind(
    POINT,
    MeetingPoint,
    _("something to talk about at a meeting"),
    lambda point: point.proposer,
    {"title": _hidden_line, "words": ""},
    by=_points_by,
)
#: Written together: it concerns whoever wrote last.
MEETING_NOTES = _kind(
    NOTES,
    MeetingNotes,
    _("the notes of a meeting"),
    lambda notes: notes.changed_by,
    {"text": _hidden_line},
    changed_at=lambda notes: notes.changed_at if notes.version > 1 else None,
)
