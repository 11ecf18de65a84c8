"""Gatherings of a group: when, where, every week, and who comes."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from community import clock
from community.meetings.occurrences import moment
from community.membership.models import Group, Membership
from community.people.models import Person
from community.permissions import is_staff
from community.roles import STAFF_ROLES, GroupKind
from community.spaces.models import Space

if TYPE_CHECKING:
    from datetime import date, time


#: Which meetings are across the municipalities: a team invites the staff of all networks and the programme.
ACROSS = Q(across=True, group__kind=GroupKind.TEAM)


class MeetingSeriesQuerySet(models.QuerySet["MeetingSeries"]):
    def visible_to(self, person: Person) -> "MeetingSeriesQuerySet":
        """Rhythms, present and past, of the groups whose space the person sees."""
        spaces = Space.objects.visible_to(person).filter(group__isnull=False)
        return self.filter(group__in=spaces.values("group_id"))

    def present(self) -> "MeetingSeriesQuerySet":
        return self.filter(ended_at=None)

    def without_successor(self) -> "MeetingSeriesQuerySet":
        """Ended, and the group has no other since."""
        return self.filter(
            ~Exists(
                MeetingSeries.objects.filter(group=OuterRef("group")).filter(
                    Q(ended_at=None) | Q(pk__gt=OuterRef("pk"))
                )
            ),
            ended_at__isnull=False,
        )


class MeetingSeries(models.Model):
    """The weekly rhythm of a group: weekday, hour in Europe/Copenhagen, length, place. Meetings are made from it."""

    group = models.ForeignKey(Group, models.PROTECT, related_name="meeting_series")
    #: Monday is 0.
    weekday = models.PositiveSmallIntegerField(_("Weekday"))
    #: On the clock of Europe/Copenhagen, summer and winter alike.
    begins: "models.TimeField[time, time]" = models.TimeField(_("Begins"))
    minutes = models.PositiveSmallIntegerField(_("Minutes"), default=90)
    place = models.CharField(_("Place"), max_length=120, blank=True)
    #: The first day it may make a meeting on.
    first_day: "models.DateField[date, date]" = models.DateField()
    made_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = MeetingSeriesQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group"], condition=Q(ended_at=None), name="one_series_per_group"),
            models.CheckConstraint(condition=Q(weekday__range=(0, 6)), name="series_weekday_is_known"),
            models.CheckConstraint(condition=Q(minutes__range=(15, 480)), name="series_has_a_length"),
        ]

    def __str__(self) -> str:
        return f"series {self.pk} of group {self.group_id}"

    def keeps(self, meeting: "Meeting") -> bool:
        """Whether the meeting stands where the series put it: nobody moved it by hand."""
        assert meeting.series_day is not None
        starts_at = moment(meeting.series_day, self.begins)
        return (meeting.starts_at, meeting.minutes, meeting.place) == (starts_at, self.minutes, self.place)


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, person: Person) -> "MeetingQuerySet":
        """Meetings of the groups whose space the person sees; staff also those across the municipalities."""
        spaces = Space.objects.visible_to(person).filter(group__isnull=False)
        seen = Q(group__in=spaces.values("group_id"))
        if is_staff(person):
            seen |= ACROSS
        return self.filter(seen)

    def upcoming(self) -> "MeetingQuerySet":
        """Not over yet by the clock, soonest first; cancelled ones among them."""
        # No meeting is longer than a day, so that the index by start bounds what is looked at.
        return self.filter(ends_at__gt=clock.now()).order_by("starts_at", "pk")

    def held(self) -> "MeetingQuerySet":
        """Not cancelled."""
        return self.filter(cancelled_at=None)


class Meeting(models.Model):
    group = models.ForeignKey(Group, models.PROTECT, related_name="meetings")
    series = models.ForeignKey(MeetingSeries, models.PROTECT, related_name="meetings", null=True, blank=True)
    #: The day the series gave it. It stays when the meeting is moved, so that no week is made twice.
    series_day: "models.DateField[date | None, date | None]" = models.DateField(null=True, blank=True)
    starts_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField(_("Begins"))
    ends_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField(_("Ends"))
    place = models.CharField(_("Place"), max_length=120, blank=True)
    #: Where one meets that takes place on a screen. Whoever sees the meeting sees it; no calendar and no mail holds it.
    link = models.URLField(_("Link"), max_length=300, blank=True)
    #: A team's meeting for the staff of all networks and the programme.
    across = models.BooleanField(default=False, editable=False)
    made_at = models.DateTimeField(default=clock.now)
    #: Counts each change of time, place or state: SEQUENCE of RFC 5545, 3.8.7.4.
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(default=clock.now)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_because = models.CharField(_("Why is it cancelled?"), max_length=300, blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "series_day"], name="a_week_is_made_once"),
            models.CheckConstraint(
                condition=Q(series=None, series_day=None) | Q(series__isnull=False, series_day__isnull=False),
                name="a_meeting_of_a_series_has_its_day",
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=models.F("starts_at")), name="meeting_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(cancelled_at=None, cancelled_because="")
                | (Q(cancelled_at__isnull=False) & ~Q(cancelled_because="")),
                name="a_cancelled_meeting_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["group", "starts_at"], name="meetings_of_a_group"),
            models.Index(fields=["starts_at"], condition=Q(across=True), name="meetings_across"),
        ]

    def __str__(self) -> str:
        return f"meeting {self.pk}"

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at) / timedelta(minutes=1))

    @property
    def is_over(self) -> bool:
        return self.ends_at <= clock.now()

    def members(self) -> "models.QuerySet[Membership]":
        """Those the meeting is for: who belongs to the group now, or to the staff of any network."""
        present = Membership.objects.current()
        if self.is_across:
            return present.filter(role__in=STAFF_ROLES)
        return present.filter(group=self.group_id)

    @property
    def is_across(self) -> bool:
        return self.across and self.group.kind == GroupKind.TEAM

    def readers(self) -> "models.QuerySet[Person]":
        """Everybody who may see it now: the same rule as `visible_to`, asked from the other side."""
        readers = self.group.space.readers()
        if not self.is_across:
            return readers
        return Person.objects.filter(Q(pk__in=readers.values("pk")) | Q(pk__in=self.members().values("person_id")))


class NewsQuerySet(models.QuerySet["MeetingNews"]):
    def visible_to(self, person: Person) -> "NewsQuerySet":
        """What still holds of the meetings one sees: a later change takes the place of an earlier one, and whoever
        said that they cannot come is reminded of nothing."""
        cannot = Attendance.objects.filter(
            meeting=OuterRef("meeting"), membership__person=person.pk, answer=Answer.CANNOT
        )
        return self.filter(
            ~(Q(what__in=MeetingNews.REMINDERS) & Exists(cannot)),
            meeting__in=Meeting.objects.visible_to(person),
            sequence=F("meeting__sequence"),
        )


class MeetingNews(models.Model):
    """One thing to tell of a meeting, once: a change, or a reminder. Without words; they are made when it is read."""

    class What(models.TextChoices):
        OPENED = "opened", _("A meeting besides the usual ones")
        MOVED = "moved", _("Moved")
        CANCELLED = "cancelled", _("Cancelled")
        HELD_AFTER_ALL = "held_after_all", _("Held after all")
        TOMORROW = "tomorrow", _("It is tomorrow")
        SOON = "soon", _("It begins soon")

    REMINDERS = (What.TOMORROW, What.SOON)

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="news")
    what = models.CharField(max_length=20, choices=What)
    #: The meeting's when it was told: what has changed since is told no more.
    sequence = models.PositiveIntegerField()
    made_at = models.DateTimeField(default=clock.now)

    objects = NewsQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "what", "sequence"], name="meeting_news_is_told_once"),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.meeting_id}"


class Answer(models.TextChoices):
    COMING = "coming", _("I am coming")
    CANNOT = "cannot", _("I cannot come")


class Attendance(models.Model):
    """What a member of the group answered. No reason is asked, nothing is counted per person."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendances")
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="+")
    answer = models.CharField(max_length=10, choices=Answer)
    answered_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "membership"], name="one_answer_per_meeting"),
            models.CheckConstraint(condition=Q(answer__in=Answer.values), name="attendance_answer_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.answer} {self.meeting_id}"


class CalendarFeed(models.Model):
    """A person's secret calendar address. The token is never stored, only its SHA-256; a new one ends the old."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="calendar_feeds")
    token_digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=clock.now)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(revoked_at=None), name="one_calendar_feed_per_person"
            )
        ]

    def __str__(self) -> str:
        return f"calendar feed {self.pk}"
