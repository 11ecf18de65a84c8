"""Whether somebody said they would come, and their calendar address."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from community.holders import BOTH, NEITHER, Entry, Fate, Holder, Way
from community.meetings.models import Attendance, CalendarFeed, MeetingSeries
from community.people.models import Person


def _entries(person: Person) -> Iterable[Entry]:
    answers = Attendance.objects.filter(membership__person=person).select_related("meeting__group")
    for answer in answers.order_by("answered_at"):
        yield Entry(
            title=answer.meeting.group.name,
            at=answer.meeting.starts_at,
            words=answer.get_answer_display(),
            data={"answer": answer.answer, "answered_at": answer.answered_at},
        )
    for feed in CalendarFeed.objects.filter(person=person).order_by("made_at"):
        # The address itself is known to nobody but the person: its digest alone is kept.
        yield Entry(title=_("Your calendar address"), at=feed.made_at, data={"ended_at": feed.revoked_at})


def _fates(person: Person) -> Iterable[Fate]:
    if count := Attendance.objects.filter(membership__person=person).count():
        words = ngettext(
            "%(count)s answer about coming to a meeting", "%(count)s answers about coming to meetings", count
        )
        yield Fate(count=count, words=words % {"count": count}, goes=BOTH)
    if count := CalendarFeed.objects.filter(person=person).count():
        yield Fate(count=count, words=_("Your calendar address"), goes=BOTH)
    if count := MeetingSeries.objects.filter(made_by__person=person).count():
        yield Fate(count=count, words=_("The weekly rhythm that you set: the group meets by it"), goes=NEITHER)


@transaction.atomic
def _leave(person: Person, way: Way) -> None:
    Attendance.objects.filter(membership__person=person).delete()
    CalendarFeed.objects.filter(person=person).delete()


MEETINGS = Holder(
    name="meetings",
    title=gettext_lazy("Meetings"),
    place=40,
    models=("community.Attendance", "community.CalendarFeed", "community.MeetingSeries"),
    entries=_entries,
    fates=_fates,
    leave=_leave,
)
