"""A note of concern: what worries the staff about a youth, whom it is told to, why, and what comes next. A worry is no
case against anybody, and whom it is about reads it.

Where reading it now would put somebody in danger, it can be held back for some days; that needs a second signature, and
ends by the clock whatever anybody does (`hidden_until`).
"""

from datetime import timedelta

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from community import clock
from community.membership.models import Network
from community.people.models import Person
from community.permissions import memberships
from community.roles import TEAM_ROLES

#: Longest part of a note, in characters.
WORDS_LIMIT = 1200
#: No hold lasts longer than this, from when the note was written.
LONGEST_HOLD = 14
#: A hold that nobody has countersigned falls after this long.
UNSIGNED_FOR = timedelta(hours=24)


class ConcernNoteQuerySet(models.QuerySet["ConcernNote"]):
    def hidden(self) -> "ConcernNoteQuerySet":
        """Those that whom they are about does not see yet."""
        return self.filter(hidden_until__gt=clock.now())

    def visible_to(self, person: Person) -> "ConcernNoteQuerySet":
        """The network's consultants and psychologist; whom it is about, once no hold stands; and whoever of another
        network was asked for the second signature, while the hold stands."""
        if not person.is_authenticated or not person.is_active:
            return self.none()
        networks = [m.network_id for m in person.current_memberships() if m.role in TEAM_ROLES]
        open_now = Q(hidden_until=None) | Q(hidden_until__lte=clock.now())
        return self.filter(
            Q(network__in=networks) & ~Q(about=person)
            | Q(about=person) & open_now
            | Q(asked_of=person, hidden_until__gt=clock.now())
        )

    def told_to_staff(self, person: Person) -> "ConcernNoteQuerySet":
        """What the staff's notices are about; asks for no time, since every page asks it (community/prepared.py). Who
        was asked from another network hears of it until whom it is about does."""
        networks = [m.network_id for m in memberships(person) if m.role in TEAM_ROLES]
        asked = Q(asked_of=person.pk, told_at=None)
        return self.filter(Q(network__in=networks) | asked).exclude(about=person.pk)

    def told_to_whom_it_is_about(self, person: Person) -> "ConcernNoteQuerySet":
        return self.filter(about=person.pk, told_at__isnull=False)


def _part(label: object) -> models.TextField:
    return models.TextField(label, validators=[MaxLengthValidator(WORDS_LIMIT)])  # type: ignore[arg-type]


class ConcernNote(models.Model):
    network = models.ForeignKey(Network, models.PROTECT, related_name="+")
    about = models.ForeignKey(Person, models.PROTECT, related_name="concern_notes")
    written_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=clock.now)
    what = _part(_("What worries you?"))
    told_to = _part(_("Whom is it told to?"))
    why = _part(_("Why them?"))
    next_step = _part(_("What is the next step?"))
    #: What whom it is about has to say to it.
    answer = models.TextField(_("What do you think?"), blank=True, validators=[MaxLengthValidator(WORDS_LIMIT)])
    answered_at = models.DateTimeField(null=True)
    #: For so many days it was asked to be held back; 0 where it was not.
    hold_days = models.PositiveSmallIntegerField(default=0)
    hold_because = models.TextField(
        _("Why can it not be read at once?"), blank=True, validators=[MaxLengthValidator(WORDS_LIMIT)]
    )
    #: When the hold ends. Only a second signature moves it beyond the first day.
    hidden_until = models.DateTimeField(null=True)
    #: Somebody of another network, where there is nobody else in this one.
    asked_of = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    countersigned_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    countersigned_at = models.DateTimeField(null=True)
    #: When whom it is about was told that it is there.
    told_at = models.DateTimeField(null=True)
    #: When the staff said that the worry is over.
    over_at = models.DateTimeField(null=True)

    objects = ConcernNoteQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(about=F("written_by")), name="a_concern_is_about_somebody_else"),
            models.CheckConstraint(condition=Q(hold_days__lte=LONGEST_HOLD), name="no_hold_lasts_longer"),
            models.CheckConstraint(
                condition=Q(hold_days=0, hold_because="", hidden_until=None, countersigned_by=None)
                | Q(hold_days__gt=0, hidden_until__isnull=False) & ~Q(hold_because=""),
                name="a_hold_says_why_and_until_when",
            ),
            models.CheckConstraint(
                condition=Q(countersigned_by=None, countersigned_at=None)
                | Q(countersigned_by__isnull=False, countersigned_at__isnull=False)
                & ~Q(countersigned_by=F("written_by"))
                & ~Q(countersigned_by=F("about")),
                name="a_second_signature_is_somebody_elses",
            ),
            models.CheckConstraint(
                condition=~Q(what="") & ~Q(told_to="") & ~Q(why="") & ~Q(next_step=""), name="a_concern_says_all_four"
            ),
        ]
        indexes = [models.Index(fields=["about", "-written_at"], name="concerns_about_a_youth")]

    def __str__(self) -> str:
        return f"concern {self.pk}"

    @property
    def is_hidden(self) -> bool:
        """Whether whom it is about does not see it yet."""
        return self.hidden_until is not None and self.hidden_until > clock.now()

    @property
    def waits_for_signature(self) -> bool:
        return self.is_hidden and self.countersigned_by_id is None
