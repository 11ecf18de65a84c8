"""What is said and settled while a meeting is held. Where the meeting stands is in Agenda and Placement."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from community import clock
from community.membership.models import Membership
from community.people.models import Person
from community.roles import Role as PersonRole
from youth_network.agendas.models import Agenda, MeetingRole, Placement, Role

if TYPE_CHECKING:
    from datetime import date

#: Longest line of an agreement, of what became of it, and of the empty chair.
LINE_LIMIT = 300
CHAIR_LIMIT = 600


class Wish(models.TextChoices):
    MORE_TIME = "more_time", _("More time")
    MOVE_ON = "move_on", _("Move on")


class TimeWish(models.Model):
    """What one of those at the table wishes for the item that runs. Shown as a tendency, never as names or numbers."""

    placement = models.ForeignKey(Placement, models.CASCADE, related_name="time_wishes")
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="+")
    wish = models.CharField(max_length=10, choices=Wish)
    wished_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["placement", "membership"], name="one_wish_an_item"),
            models.CheckConstraint(condition=Q(wish__in=Wish.values), name="time_wish_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.wish} {self.placement_id}"


class AgreementState(models.TextChoices):
    OPEN = "open", _("Not settled yet")
    KEPT = "kept", _("Done")
    UNDER_WAY = "under_way", _("Under way")
    LET_GO = "let_go", _("We let it go")


class Agreement(models.Model):
    """What the group agreed: what, who, by when; and what became of it."""

    agenda = models.ForeignKey(Agenda, models.CASCADE, related_name="agreements")
    #: The item it was made at; none for one of the whole meeting.
    placement = models.ForeignKey(Placement, models.SET_NULL, related_name="agreements", null=True)
    what = models.CharField(_("What do we agree?"), max_length=LINE_LIMIT)
    #: Nobody means all of us.
    owner = models.ForeignKey(Membership, models.PROTECT, related_name="+", null=True, blank=True)
    due: "models.DateField[date | None, date | None]" = models.DateField(_("By when?"), null=True, blank=True)
    made_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    state = models.CharField(max_length=10, choices=AgreementState, default=AgreementState.OPEN)
    became = models.CharField(_("What became of it?"), max_length=LINE_LIMIT, blank=True)
    settled_at = models.DateTimeField(null=True)
    client_uuid = models.UUIDField(null=True, unique=True)

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(what=""), name="an_agreement_has_words"),
            models.CheckConstraint(condition=Q(state__in=AgreementState.values), name="agreement_state_is_known"),
        ]

    def __str__(self) -> str:
        return f"agreement {self.pk}"


#: What the group's answer to a chair is called where something is said about it (subjects.py).
CHAIR_ANSWER = "chair_answer"


class EmptyChairQuerySet(models.QuerySet["EmptyChair"]):
    def visible_to(self, person: Person) -> "EmptyChairQuerySet":
        """Until the item runs its author and the chosen reader, or whoever hosts where none was chosen; from then on
        everybody who sees the meeting. What is hidden its author and the network's consultants."""
        seen = self.filter(placement__agenda__in=Agenda.objects.visible_to(person))
        if not person.is_authenticated or not person.is_active:
            return self.none()
        held = person.current_memberships()
        mine = [membership.pk for membership in held]
        consulted = [m.network_id for m in held if m.role == PersonRole.CONSULTANT]
        hosted = MeetingRole.objects.filter(role=Role.HOST, membership__in=mine).values("agenda")
        return seen.filter(
            Q(placement__started_at__isnull=False)
            | Q(author__in=mine)
            | Q(reader__in=mine)
            | Q(reader=None, placement__agenda__in=hosted)
        ).filter(Q(hidden_at=None) | Q(author__in=mine) | Q(placement__agenda__meeting__group__network__in=consulted))


class EmptyChair(models.Model):
    """A line, or a voice clip, of a youth who cannot come, on one item; read out by whom they chose."""

    placement = models.ForeignKey(Placement, models.CASCADE, related_name="chairs")
    author = models.ForeignKey(Membership, models.CASCADE, related_name="+")
    words = models.TextField(_("What do you want to say?"), max_length=CHAIR_LIMIT, blank=True)
    #: The files that hang on it, kept for the page (community/attachments).
    attachments = models.JSONField(default=list, blank=True)
    #: A youth of the group, or the consultant; nobody means whoever hosts.
    reader = models.ForeignKey(Membership, models.PROTECT, related_name="+", null=True, blank=True)
    left_at = models.DateTimeField(default=clock.now)
    read_at = models.DateTimeField(null=True)
    #: The group's answer, addressed to the one who was not there.
    answer = models.TextField(_("Our answer"), max_length=CHAIR_LIMIT, blank=True)
    answered_by = models.ForeignKey(Membership, models.PROTECT, related_name="+", null=True)
    answered_at = models.DateTimeField(null=True)
    #: Set while only its author and the network's consultants see it (community/moderation).
    hidden_at = models.DateTimeField(null=True, editable=False)

    objects = EmptyChairQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["placement", "author"], name="one_empty_chair_an_item"),
            models.CheckConstraint(
                condition=Q(answer="", answered_by=None, answered_at=None)
                | (~Q(answer="") & Q(answered_by__isnull=False, answered_at__isnull=False)),
                name="an_answered_chair_knows_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"empty chair {self.pk}"


class Check(models.TextChoices):
    IN = "in", _("Check-in")
    OUT = "out", _("Check-out")


class CheckTurn(models.Model):
    """Who has had their turn at check-in or check-out; passing is a turn like any other and looks no different."""

    agenda = models.ForeignKey(Agenda, models.CASCADE, related_name="check_turns")
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="+")
    which = models.CharField(max_length=3, choices=Check)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agenda", "membership", "which"], name="one_turn_a_check"),
            models.CheckConstraint(condition=Q(which__in=Check.values), name="check_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.which} {self.agenda_id}"


class RoundStep(models.TextChoices):
    """The steps of a bevidning round: the story, the four steps of each witness, the teller's answer."""

    TELLING = "telling", _("The story")
    EXPRESSION = "expression", _("What struck me")
    IMAGE = "image", _("The image I got")
    RESONANCE = "resonance", _("What it touched in me")
    TRANSPORT = "transport", _("What I take with me")
    ANSWER = "answer", _("What did you hear?")


#: Minutes of each step: a round of 30 minutes.
STEP_MINUTES = {
    RoundStep.TELLING: 10,
    RoundStep.EXPRESSION: 4,
    RoundStep.IMAGE: 4,
    RoundStep.RESONANCE: 4,
    RoundStep.TRANSPORT: 4,
    RoundStep.ANSWER: 4,
}
WITNESSES = 3


class WitnessRound(models.Model):
    """Where a bevidning round stands that runs at a meeting: who tells, who witnesses, which step."""

    placement = models.OneToOneField(Placement, models.CASCADE, primary_key=True, related_name="witness_round")
    teller = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    step = models.CharField(max_length=12, choices=RoundStep, default=RoundStep.TELLING)
    step_began_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(step__in=RoundStep.values), name="round_step_is_known")]

    def __str__(self) -> str:
        return f"witness round {self.pk}"


class RoundWitness(models.Model):
    round = models.ForeignKey(WitnessRound, models.CASCADE, related_name="witnesses")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["round", "membership"], name="a_witness_sits_once"),
            models.UniqueConstraint(fields=["round", "number"], name="a_chair_for_each_witness"),
            models.CheckConstraint(condition=Q(number__range=(1, WITNESSES)), name="three_witnesses_at_most"),
        ]

    def __str__(self) -> str:
        return f"witness {self.number} of {self.round_id}"


class HostScript(models.Model):
    """How one hosts a meeting, in plain words for the first time; editors change it in the admin."""

    language = models.CharField(_("Language"), max_length=10, unique=True, choices=[("da", "Dansk"), ("en", "English")])
    #: One step a line; an empty line begins a new part, whose first line is its heading.
    text = models.TextField(_("Text"), help_text=_("An empty line begins a new part; its first line is the heading."))

    def __str__(self) -> str:
        return self.get_language_display()

    @classmethod
    def in_language(cls) -> list[dict[str, Any]]:
        """The script in the reader's language, or in Danish: parts with their heading and lines."""
        scripts = {script.language: script for script in cls.objects.all()}
        script = scripts.get(get_language() or "da") or scripts.get("da")
        if script is None:
            return []
        parts = [part.strip().splitlines() for part in script.text.replace("\r\n", "\n").split("\n\n") if part.strip()]
        return [{"heading": part[0], "lines": part[1:]} for part in parts]
