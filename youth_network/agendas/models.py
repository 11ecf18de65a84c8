"""The agenda of a youth group's meeting: what the youths want to talk about, their votes, and who holds the frame.

The rules are design.md section 3. What a rule can be held by stands in the database: constraints here, and the triggers
of migration `votes_are_the_youths` for what looks into another table.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from community import clock
from community.house_rules.models import HouseRule
from community.meetings.models import Meeting
from community.membership.models import Group, Membership
from community.people.models import Person
from community.spaces.models import Space
from forums.topics.models import Topic

if TYPE_CHECKING:
    from datetime import time

#: Votes a youth has at each meeting.
VOTES = 3
#: Minutes an item is given before the host says otherwise, and the bounds of what they may say.
MINUTES = 10
LEAST_MINUTES, MOST_MINUTES = 1, 90
#: Minutes of the team's one practical slot.
PRACTICAL_MINUTES = 5
TITLE_LIMIT = 120


class AgendaHabit(models.Model):
    """When a group's votes close; without a row at 20.00 the day before."""

    group = models.OneToOneField(Group, models.CASCADE, primary_key=True, related_name="agenda_habit")
    closes_days_before = models.PositiveSmallIntegerField(default=1)
    #: On the clock of Europe/Copenhagen.
    closes: "models.TimeField[time, time]" = models.TimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(closes_days_before__range=(0, 6)), name="votes_close_within_a_week")
        ]

    def __str__(self) -> str:
        return f"agenda habit {self.group_id}"


class Phase(models.TextChoices):
    AHEAD = "ahead", _("Ahead")
    CHECK_IN = "check_in", _("Check-in")
    ITEMS = "items", _("On the table")
    CHECK_OUT = "check_out", _("Check-out")
    CLOSED = "closed", _("Over")


class AgendaQuerySet(models.QuerySet["Agenda"]):
    def visible_to(self, person: Person) -> "AgendaQuerySet":
        return self.filter(meeting__in=Meeting.objects.visible_to(person).values("pk"))


class Agenda(models.Model):
    """What lies on the table at one meeting, and where the meeting stands while it is held."""

    meeting = models.OneToOneField(Meeting, models.CASCADE, primary_key=True, related_name="agenda")
    #: From then on no vote is cast or taken back. The time decides, whether or not a job announced it.
    closes_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField()
    #: When the job told that the votes are closed; it announces and decides nothing.
    closing_told_at = models.DateTimeField(null=True)
    #: Whether a youth host put the items in an order of their own; else the rule's order stands.
    host_ordered = models.BooleanField(default=False)
    phase = models.CharField(max_length=10, choices=Phase, default=Phase.AHEAD)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    current = models.OneToOneField("Placement", models.SET_NULL, related_name="+", null=True)
    #: The consultant whom the youths asked to go on from here; nobody while they hold the frame themselves.
    led_by = models.ForeignKey(Membership, models.PROTECT, related_name="+", null=True)
    #: What the minutes add to what happened (youth_network/minutes).
    remark = models.TextField(blank=True, max_length=1000)
    #: Counts every change that an open page shows.
    version = models.PositiveIntegerField(default=0)

    objects = AgendaQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(phase__in=Phase.values), name="agenda_phase_is_known"),
            models.CheckConstraint(
                condition=Q(phase="ahead", started_at=None, ended_at=None)
                | Q(phase__in=["check_in", "items", "check_out"], started_at__isnull=False, ended_at=None)
                | Q(phase="closed", started_at__isnull=False, ended_at__isnull=False),
                name="agenda_phase_has_its_times",
            ),
            models.CheckConstraint(
                condition=Q(current=None) | Q(phase="items"), name="only_a_running_agenda_has_a_current"
            ),
        ]

    def __str__(self) -> str:
        return f"agenda {self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether votes may be cast and taken back now."""
        return self.phase == Phase.AHEAD and clock.now() < self.closes_at and self.meeting.cancelled_at is None

    @property
    def is_running(self) -> bool:
        return self.phase in (Phase.CHECK_IN, Phase.ITEMS, Phase.CHECK_OUT)


class ItemForm(models.TextChoices):
    TALK = "talk", _("Talk")
    ROUND = "round", _("Round: everybody in turn")
    WITNESSING = "witnessing", _("Bevidning round: one tells, three witness")


class ItemState(models.TextChoices):
    OPEN = "open", _("On the table")
    DISCUSSED = "discussed", _("Discussed")
    PARKED = "parked", _("Parked")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    TAKEN_DOWN = "taken_down", _("Taken down")


class ItemQuerySet(models.QuerySet["AgendaItem"]):
    def visible_to(self, person: Person) -> "ItemQuerySet":
        return self.filter(group__in=Space.objects.visible_to(person).filter(group__isnull=False).values("group_id"))

    def of_the_balance(self) -> "ItemQuerySet":
        """What "N of M" counts: everything ever put on the group's table but what its proposer took back."""
        return self.exclude(state=ItemState.WITHDRAWN)


class AgendaItem(models.Model):
    """One thing somebody wants to talk about, from its proposal until it was discussed, at however many meetings."""

    group = models.ForeignKey(Group, models.PROTECT, related_name="agenda_items")
    title = models.CharField(_("What do you want to talk about?"), max_length=TITLE_LIMIT)
    proposer = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    #: Proposed by a consultant or psychologist, and marked so. Triggers hold it to the proposer's role.
    from_team = models.BooleanField(default=False)
    #: The team's slot for what is practical: no votes, last on the table, one a meeting.
    practical = models.BooleanField(default=False)
    form = models.CharField(_("How do you want to do it?"), max_length=12, choices=ItemForm, default=ItemForm.TALK)
    #: The minutes its proposer thinks it takes.
    minutes = models.PositiveSmallIntegerField(_("Minutes"), default=MINUTES)
    topic = models.ForeignKey(Topic, models.SET_NULL, related_name="agenda_items", null=True, blank=True)
    proposed_at = models.DateTimeField(default=clock.now)
    #: How many meetings ended, or were cancelled, before they reached it.
    carried = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=ItemState, default=ItemState.OPEN)
    taken_down_by = models.ForeignKey(Membership, models.PROTECT, related_name="+", null=True)
    taken_down_at = models.DateTimeField(null=True)
    #: The house rule it was taken down by, and its words as they stood then.
    rule = models.ForeignKey(HouseRule, models.PROTECT, related_name="+", null=True)
    rule_text = models.CharField(max_length=300, blank=True)
    taken_down_because = models.CharField(_("Why?"), max_length=500, blank=True)
    client_uuid = models.UUIDField(null=True)

    objects = ItemQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="an_item_has_words"),
            models.CheckConstraint(condition=Q(form__in=ItemForm.values), name="item_form_is_known"),
            models.CheckConstraint(condition=Q(state__in=ItemState.values), name="item_state_is_known"),
            models.CheckConstraint(condition=Q(practical=False) | Q(from_team=True), name="the_practical_is_the_teams"),
            models.CheckConstraint(
                condition=Q(
                    state="taken_down",
                    taken_down_by__isnull=False,
                    taken_down_at__isnull=False,
                    rule__isnull=False,
                )
                & ~Q(rule_text="")
                & ~Q(taken_down_because="")
                | ~Q(state="taken_down") & Q(taken_down_by=None, taken_down_at=None, rule=None),
                name="taking_down_has_a_rule_and_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(minutes__range=(LEAST_MINUTES, MOST_MINUTES)), name="an_item_takes_minutes"
            ),
            models.UniqueConstraint(fields=["proposer", "client_uuid"], name="one_item_per_sent_form"),
            models.UniqueConstraint(
                fields=["group", "topic"], condition=Q(state="open"), name="a_topic_lies_once_on_a_groups_table"
            ),
        ]
        indexes = [
            models.Index(fields=["group", "state"], name="items_of_a_group"),
            models.Index(fields=["topic"], name="items_of_a_topic", condition=Q(topic__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"agenda item {self.pk}"


class Outcome(models.TextChoices):
    WAITING = "waiting", _("Not yet")
    DISCUSSED = "discussed", _("Discussed")
    PARKED = "parked", _("Parked")
    CARRIED = "carried", _("Carried over")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    TAKEN_DOWN = "taken_down", _("Taken down")


class Placement(models.Model):
    """An item's place at one meeting, and what became of it there."""

    agenda = models.ForeignKey(Agenda, models.CASCADE, related_name="placements")
    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="placements")
    #: Said again here so that the database allows one a meeting.
    practical = models.BooleanField(default=False)
    #: The order of the table once the host made one or the meeting began; before, the rule orders.
    position = models.PositiveSmallIntegerField(null=True)
    minutes = models.PositiveSmallIntegerField(default=MINUTES)
    #: Minutes added while it ran.
    more_minutes = models.PositiveSmallIntegerField(default=0)
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.WAITING)
    placed_at = models.DateTimeField(default=clock.now)
    started_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    ended_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    #: "We take with us".
    takeaway = models.CharField(_("We take with us"), max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agenda", "item"], name="an_item_lies_once_on_a_table"),
            models.UniqueConstraint(fields=["item"], condition=Q(outcome="waiting"), name="an_item_waits_at_one_table"),
            models.UniqueConstraint(
                fields=["agenda"], condition=Q(practical=True, outcome="waiting"), name="one_practical_slot_a_meeting"
            ),
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="outcome_is_known"),
            models.CheckConstraint(
                condition=Q(minutes__range=(LEAST_MINUTES, MOST_MINUTES)), name="an_item_has_minutes"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(started_at__isnull=False, ended_at__gte=F("started_at")),
                name="an_item_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} at {self.agenda_id}"

    @property
    def is_running(self) -> bool:
        return self.started_at is not None and self.ended_at is None


class Vote(models.Model):
    """A youth's wish to talk about an item at this meeting. Triggers let only a present youth of the group hold one.

    The three slots are the three votes: the database has no room for a fourth, whoever writes at the same moment.
    """

    agenda = models.ForeignKey(Agenda, models.CASCADE, related_name="votes")
    placement = models.ForeignKey(Placement, models.CASCADE, related_name="votes")
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="+")
    slot = models.PositiveSmallIntegerField()
    cast_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["placement", "membership"], name="one_vote_an_item"),
            models.UniqueConstraint(fields=["agenda", "membership", "slot"], name="three_votes_a_meeting"),
            models.CheckConstraint(condition=Q(slot__range=(1, VOTES)), name="a_vote_is_one_of_three"),
        ]

    def __str__(self) -> str:
        return f"vote on {self.placement_id}"


class Role(models.TextChoices):
    HOST = "host", _("Host")
    TIMEKEEPER = "timekeeper", _("Timekeeper")
    GREETER = "greeter", _("Greeter")


class MeetingRole(models.Model):
    """Who hosts, keeps the time, greets. Only a present youth of the group: triggers see to it."""

    agenda = models.ForeignKey(Agenda, models.CASCADE, related_name="roles")
    role = models.CharField(max_length=10, choices=Role)
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="+")
    taken_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agenda", "role"], name="one_youth_a_role"),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="meeting_role_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.agenda_id}"
