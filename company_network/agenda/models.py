"""What the company network and the teams meet about: two cases and a theme, and what one notes of it."""

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from community import clock
from community.meetings.models import Meeting
from community.people.models import Person
from company_network.companies.models import Company

#: Longest text of a point and of the notes, in characters.
WORDS_LIMIT, NOTES_LIMIT = 2000, 20_000


class PointKind(models.TextChoices):
    CASE = "case", _("Case")
    THEME = "theme", _("Theme")


#: How many of each a meeting has room for: an hour and a half among busy people.
ROOM_FOR = {PointKind.CASE: 2, PointKind.THEME: 1}


class PointQuerySet(models.QuerySet["MeetingPoint"]):
    def visible_to(self, person: Person) -> "PointQuerySet":
        return self.filter(meeting__in=Meeting.objects.visible_to(person), removed_at=None)


class MeetingPoint(models.Model):
    """Something to talk about. Who proposes it brings it; the first who propose have the places."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="points")
    kind = models.CharField(max_length=10, choices=PointKind)
    #: 1 and 2 for the cases, 1 for the theme.
    slot = models.PositiveSmallIntegerField()
    title = models.CharField(_("In a line"), max_length=120)
    words = models.TextField(
        _("What do you want to talk about?"), blank=True, validators=[MaxLengthValidator(WORDS_LIMIT)]
    )
    proposer = models.ForeignKey(Person, models.PROTECT, related_name="+")
    company = models.ForeignKey(Company, models.PROTECT, related_name="+", null=True, blank=True)
    client_uuid = models.UUIDField(null=True, editable=False)
    made_at = models.DateTimeField(default=clock.now, editable=False)
    removed_at = models.DateTimeField(null=True, editable=False)

    objects = PointQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "slot"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "kind", "slot"], condition=Q(removed_at=None), name="one_point_in_a_place"
            ),
            models.UniqueConstraint(fields=["proposer", "client_uuid"], name="a_point_is_proposed_once"),
            models.CheckConstraint(
                condition=Q(kind=PointKind.CASE, slot__in=(1, 2)) | Q(kind=PointKind.THEME, slot=1),
                name="two_cases_and_a_theme",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="a_point_has_a_title"),
        ]

    def __str__(self) -> str:
        return self.title


class NotesQuerySet(models.QuerySet["MeetingNotes"]):
    def visible_to(self, person: Person) -> "NotesQuerySet":
        return self.filter(meeting__in=Meeting.objects.visible_to(person))


class MeetingNotes(models.Model):
    """What one takes along from a meeting, written together by those it was for."""

    meeting = models.OneToOneField(Meeting, models.CASCADE, primary_key=True, related_name="notes")
    text = models.TextField(_("Notes"), blank=True, validators=[MaxLengthValidator(NOTES_LIMIT)])
    #: Counts the changes: who saves over somebody else's words is told.
    version = models.PositiveIntegerField(default=1, editable=False)
    changed_by = models.ForeignKey(Person, models.PROTECT, related_name="+", editable=False)
    changed_at = models.DateTimeField(default=clock.now, editable=False)

    objects = NotesQuerySet.as_manager()

    def __str__(self) -> str:
        return f"notes of {self.meeting_id}"
