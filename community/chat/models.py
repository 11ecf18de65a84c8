"""Chat rooms and what is said in them.

A room's log is a sequence without holes: each entry takes the next number under the room's row lock, in the
transaction that stores it. An entry is a new message, or that something became of one (`RoomChange`); it holds no words
itself. Who sees a room is its space's business alone; a private talk has no space but its two people.
"""

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least, Length
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from community import clock
from community.membership.models import Network
from community.people.models import Person
from community.permissions import memberships
from community.roles import Role
from community.spaces.models import Space

#: Longest message, in characters.
BODY_LIMIT = 4000


class RoomQuerySet(models.QuerySet["Room"]):
    def visible_to(self, person: Person) -> "RoomQuerySet":
        """Rooms of the person's spaces, and private talks of the networks they belong to. Nobody else reads a talk."""
        if not person.is_authenticated or not person.is_active:
            return self.none()
        networks = [m.network_id for m in person.current_memberships() if m.network_id]
        own = Q(begun_by=person) | Q(begun_with=person)
        return self.filter(Q(space__in=Space.objects.visible_to(person)) | Q(own, network__in=networks))


class Room(models.Model):
    space = models.OneToOneField(Space, models.PROTECT, related_name="room", null=True, editable=False)
    network = models.ForeignKey(Network, models.PROTECT, related_name="rooms", editable=False)
    #: The two of a private talk, for ever: it is never widened. A youth began it.
    begun_by = models.ForeignKey(Person, models.PROTECT, related_name="talks_begun", null=True, editable=False)
    begun_with = models.ForeignKey(Person, models.PROTECT, related_name="talks_joined", null=True, editable=False)
    #: The number of the newest entry; also the number of entries there have been.
    last_seq = models.PositiveBigIntegerField(default=0, editable=False)
    #: The lowest number that the log still answers for; what stood below it has been erased by the clock.
    first_seq = models.PositiveBigIntegerField(default=1, editable=False)
    #: How many messages there have been; the newest message's number among them.
    last_number = models.PositiveBigIntegerField(default=0, editable=False)

    objects = RoomQuerySet.as_manager()

    class Meta:
        verbose_name = _("chat room")
        verbose_name_plural = _("chat rooms")
        constraints = [
            models.CheckConstraint(
                condition=Q(space__isnull=False, begun_by=None, begun_with=None)
                | Q(space=None, begun_by__isnull=False, begun_with__isnull=False) & ~Q(begun_by=F("begun_with")),
                name="a_room_is_of_a_space_or_of_two",
            ),
            models.UniqueConstraint(
                "network",
                Least("begun_by", "begun_with"),
                Greatest("begun_by", "begun_with"),
                condition=Q(space=None),
                name="two_have_one_talk",
            ),
            models.CheckConstraint(
                condition=Q(first_seq__gte=1, first_seq__lte=F("last_seq") + 1), name="the_log_begins_within_itself"
            ),
            models.CheckConstraint(condition=Q(last_number__lte=F("last_seq")), name="messages_are_entries"),
        ]

    def __str__(self) -> str:
        return f"room {self.pk}"

    @property
    def is_talk(self) -> bool:
        return self.space_id is None

    def other(self, person: Person) -> Person:
        """Whom the person talks with, in a private talk."""
        assert self.begun_by is not None
        assert self.begun_with is not None
        return self.begun_with if person.pk == self.begun_by_id else self.begun_by

    def name_for(self, person: Person) -> str:
        """The space's name, or of a private talk the other's."""
        return self.other(person).display_name if self.space is None else self.space.name

    def who_sees(self, person: Person) -> str:
        """The sentence that stands wherever one writes in this room."""
        if self.space is not None:
            return self.space.who_sees()
        return gettext("Only you and %(name)s. Nobody can be added.") % {"name": self.other(person).display_name}

    @property
    def live_key(self) -> str:
        return f"room:{self.pk}"


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, person: Person) -> "MessageQuerySet":
        return self.filter(room__in=Room.objects.visible_to(person))

    def standing(self) -> "MessageQuerySet":
        """What was not taken back and is not hidden."""
        return self.filter(deleted_at=None, hidden_at=None)

    def readable_by(self, person: Person) -> "MessageQuerySet":
        """The same, and what is hidden where it is one's own, or stands where one is a consultant."""
        consulted = [m.network_id for m in memberships(person) if m.role == Role.CONSULTANT and m.network_id]
        hidden = Q(hidden_at=None) | Q(author=person.pk) | Q(room__network__in=consulted)
        return self.visible_to(person).filter(hidden, deleted_at=None)


class Message(models.Model):
    room = models.ForeignKey(Room, models.PROTECT, related_name="messages")
    seq = models.PositiveBigIntegerField(editable=False)
    #: Its place among the room's messages, from 1; what is unread is counted by it.
    number = models.PositiveBigIntegerField(editable=False)
    author = models.ForeignKey(Person, models.PROTECT, related_name="messages")
    #: Made where it was written, so that sending again stores nothing twice.
    client_uuid = models.UUIDField(editable=False)
    #: As typed. Empty where a picture or voice speaks alone, and once it was taken back for good.
    body = models.TextField(_("Message"), blank=True, validators=[MaxLengthValidator(BODY_LIMIT)])
    reply_to = models.ForeignKey("self", models.SET_NULL, related_name="replies", null=True, editable=False)
    #: Pictures and voice that came with it, and how often each word was given, ready to be drawn.
    file_count = models.PositiveSmallIntegerField(default=0, editable=False)
    attachments = models.JSONField(default=list, editable=False)
    reactions = models.JSONField(default=dict, editable=False)
    sent_at = models.DateTimeField(default=clock.now, editable=False)
    edited_at = models.DateTimeField(null=True, editable=False)
    deleted_at = models.DateTimeField(null=True, editable=False)
    #: Set while nobody reads it in the room (community/moderation); its author finds it with the reason.
    hidden_at = models.DateTimeField(null=True, editable=False)
    #: When the words of what was taken back were erased for good.
    erased_at = models.DateTimeField(null=True, editable=False)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["room", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["room", "seq"], name="message_numbers_are_unique"),
            models.UniqueConstraint(fields=["author", "client_uuid"], name="a_message_is_sent_once"),
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=F("seq")), name="message_numbers_begin_at_one"
            ),
            models.CheckConstraint(
                condition=~Q(body="") | Q(file_count__gt=0) | Q(deleted_at__isnull=False), name="a_message_has_words"
            ),
            models.CheckConstraint(condition=LessThanOrEqual(Length("body"), BODY_LIMIT), name="a_message_fits"),
        ]
        indexes = [
            models.Index(fields=["author", "sent_at"], name="message_pace_of_author"),
            models.Index(
                fields=["deleted_at"],
                condition=Q(deleted_at__isnull=False, erased_at=None),
                name="message_words_to_erase",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.room_id}.{self.seq}"

    @property
    def words(self) -> str:
        """What it says to readers now: nothing where it was taken back or is hidden."""
        return "" if self.is_gone else self.body

    @property
    def is_gone(self) -> bool:
        """Whether a line stands in its place."""
        return self.deleted_at is not None or self.hidden_at is not None


class Became(models.TextChoices):
    """What became of a message: the kinds of the log's entries besides new messages."""

    EDITED = "edited"
    DELETED = "deleted"
    RESTORED = "restored"
    REACTIONS = "reactions"


class RoomChange(models.Model):
    """An entry of the log that names a message and what became of it. The words come from the message as it stands, so
    nothing that was taken back lives on here."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="changes")
    seq = models.PositiveBigIntegerField()
    #: None once the message was erased by the clock: the number stands, so that the log has no hole.
    message = models.ForeignKey(Message, models.SET_NULL, related_name="changes", null=True)
    kind = models.CharField(max_length=20, choices=Became)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["room", "seq"], name="change_numbers_are_unique"),
            models.CheckConstraint(condition=Q(kind__in=Became.values), name="change_kind_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.room_id}.{self.seq} {self.kind}"


class ReadPointer(models.Model):
    """How far a person has read in a room; the same on all their devices, and only ever forward."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="read_pointers")
    person = models.ForeignKey(Person, models.CASCADE, related_name="read_pointers")
    last_read_seq = models.PositiveBigIntegerField(default=0)
    #: The number of the newest message up to there.
    last_read_number = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("read pointer")
        verbose_name_plural = _("read pointers")
        constraints = [models.UniqueConstraint(fields=["room", "person"], name="one_read_pointer_per_room")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.room_id}.{self.last_read_seq}"


class Tells(models.TextChoices):
    """What a person wants to be told of a room. What is new stands in the list of rooms in any case."""

    ALL = "all", _("Everything that is said")
    NAMED = "named", _("Only when somebody names or answers me")
    NOTHING = "nothing", _("Nothing from here")


class RoomChoice(models.Model):
    room = models.ForeignKey(Room, models.CASCADE, related_name="choices")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    tells = models.CharField(max_length=10, choices=Tells)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["room", "person"], name="one_choice_per_room"),
            models.CheckConstraint(condition=Q(tells__in=Tells.values), name="room_choice_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.room_id} {self.tells}"


class Muted(models.Model):
    """Somebody whose messages a person would rather not see. Nobody else learns of it."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="mutes")
    whom = models.ForeignKey(Person, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "whom"], name="a_person_is_muted_once"),
            models.CheckConstraint(condition=~Q(person=F("whom")), name="nobody_mutes_themselves"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.whom_id}"


class RoomHours(models.Model):
    """When a member of the staff reads along: a weekday, from and until in the network's local time, and who."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="hours")
    #: 0 is Monday.
    weekday = models.PositiveSmallIntegerField()
    begins = models.TimeField()
    ends = models.TimeField()
    host = models.ForeignKey(Person, models.CASCADE, related_name="+")

    class Meta:
        ordering = ["weekday", "begins"]
        constraints = [
            models.CheckConstraint(condition=Q(weekday__range=(0, 6)), name="room_hours_have_a_weekday"),
            models.CheckConstraint(condition=Q(ends__gt=F("begins")), name="room_hours_end_after_they_begin"),
            models.UniqueConstraint(fields=["room", "weekday", "begins"], name="room_hours_begin_once"),
        ]

    def __str__(self) -> str:
        return f"{self.room_id} {self.weekday} {self.begins:%H:%M}"
