"""Chat rooms and what is said in them.

A room's log is a sequence without holes: each entry takes the next number under the room's row lock, in the
transaction that stores it. Who sees a room is its space's business alone.
"""

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from community import clock
from community.people.models import Person
from community.spaces.models import Space

#: Longest message, in characters.
BODY_LIMIT = 4000


class RoomQuerySet(models.QuerySet["Room"]):
    def visible_to(self, person: Person) -> "RoomQuerySet":
        """Rooms the person may read and write in."""
        return self.filter(space__in=Space.objects.visible_to(person))


class Room(models.Model):
    space = models.OneToOneField(Space, models.PROTECT, related_name="room")
    #: The number of the newest entry; also the number of entries there have been.
    last_seq = models.PositiveBigIntegerField(default=0, editable=False)

    objects = RoomQuerySet.as_manager()

    class Meta:
        verbose_name = _("chat room")
        verbose_name_plural = _("chat rooms")

    def __str__(self) -> str:
        return self.space.name

    @property
    def live_key(self) -> str:
        return f"room:{self.pk}"


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, person: Person) -> "MessageQuerySet":
        return self.filter(room__in=Room.objects.visible_to(person))


class Message(models.Model):
    room = models.ForeignKey(Room, models.PROTECT, related_name="messages")
    seq = models.PositiveBigIntegerField(editable=False)
    author = models.ForeignKey(Person, models.PROTECT, related_name="messages")
    #: Made where it was written, so that sending again stores nothing twice.
    client_uuid = models.UUIDField(editable=False)
    body = models.TextField(_("Message"), validators=[MaxLengthValidator(BODY_LIMIT)])
    sent_at = models.DateTimeField(default=clock.now, editable=False)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["room", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["room", "seq"], name="message_numbers_are_unique"),
            models.UniqueConstraint(fields=["author", "client_uuid"], name="a_message_is_sent_once"),
            models.CheckConstraint(condition=Q(seq__gte=1), name="message_numbers_begin_at_one"),
            models.CheckConstraint(condition=~Q(body=""), name="a_message_has_words"),
            models.CheckConstraint(condition=LessThanOrEqual(Length("body"), BODY_LIMIT), name="a_message_fits"),
        ]
        indexes = [models.Index(fields=["author", "sent_at"], name="message_pace_of_author")]

    def __str__(self) -> str:
        return f"{self.room_id}.{self.seq}"


class ReadPointer(models.Model):
    """How far a person has read in a room; the same on all their devices, and only ever forward."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="read_pointers")
    person = models.ForeignKey(Person, models.CASCADE, related_name="read_pointers")
    last_read_seq = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("read pointer")
        verbose_name_plural = _("read pointers")
        constraints = [models.UniqueConstraint(fields=["room", "person"], name="one_read_pointer_per_room")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.room_id}.{self.last_read_seq}"
