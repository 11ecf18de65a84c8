"""What rooms above add to a meeting: the named points. They register theirs in AppConfig.ready().

What follows a deed is called inside its transaction, with the meeting as it stands after the deed.
"""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.urls import reverse

from community.meetings.models import Meeting
from community.people.models import Person

#: A new meeting was made, or a cancelled one is held after all.
on_opening: list[Callable[[Meeting], object]] = []
#: A meeting has another time; called with where it stood before.
on_moving: list[Callable[[Meeting, datetime], object]] = []
#: A meeting is cancelled.
on_cancelling: list[Callable[[Meeting], object]] = []
#: Those of the meetings, by key, that have begun, so that they can neither be moved nor cancelled any more.
has_begun: list[Callable[[Iterable[int]], Iterable[int]]] = []


def begun_among(meetings: Iterable[int]) -> set[int]:
    """The keys of the meetings that have begun, as the rooms above say: one query each, however many there are."""
    keys = list(meetings)
    return {key for ask in has_begun for key in ask(keys)}


#: Lines for the page that a reminder leads to, such as the titles on the agenda, for a person who sees the meeting.
on_the_table: list[Callable[[Meeting, Person], Iterable[str]]] = []
#: kind of group -> the address of a meeting's own page; without one it is this room's.
meeting_pages: dict[str, Callable[[Meeting], str]] = {}


def page_of(meeting: Meeting) -> str:
    """Where a meeting of this kind of group is at home."""
    if address := meeting_pages.get(meeting.group.kind):
        return address(meeting)
    return reverse("meeting", args=[meeting.pk])
