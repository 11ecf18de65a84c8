"""Who may say something where, and who may begin a talk with whom."""

from django.db.models import Q, QuerySet

from community import clock
from community.chat.models import Message, Muted, Room
from community.keeping_away.policy import are_apart
from community.membership.models import Membership
from community.people.models import Person
from community.permissions import is_consultant_of, is_staff_of, memberships, paused_until
from community.prepared import asked_for_rows
from community.roles import Role
from community.spaces.models import Space
from community.undo import UNDO_TAKEN_FOR


def people_to_talk_with(person: Person) -> "list[Membership]":
    """Whom a youth may begin a private talk with: the consultants and psychologists of their network, and the other
    youths of their group. For everybody else nobody: staff is written to, and companies never."""
    open_to = Q(pk=None)
    own = [m for m in memberships(person) if m.role == Role.YOUTH]
    if not own:
        return []
    for m in own:
        open_to |= Q(network_id=m.network_id, role__in=[Role.CONSULTANT, Role.PSYCHOLOGIST])
        open_to |= Q(group_id=m.group_id, role=Role.YOUTH)
    others = Membership.objects.current().filter(open_to).exclude(person=person).select_related("person")
    return list(others.order_by("role", "person__display_name", "pk"))


def can_begin_talk(person: Person, other: Person, network_id: int) -> bool:
    """Whether these two may talk alone in this network, the first being the youth who begins: not while one of them
    keeps the other away, or wants no private talks with youths."""
    open_to = any(m.person_id == other.pk and m.network_id == network_id for m in people_to_talk_with(person))
    return open_to and not are_apart(person, other)


def can_send(person: Person, room: Room) -> bool:
    """Whoever sees a room may write in it; in a private talk as long as the two could begin it. Whoever is paused may
    write to the network's staff alone: nobody loses the way to the psychologist."""
    if not person.is_active or (paused_until(person) is not None and not _is_talk_with_staff(person, room)):
        return False
    if room.space_id is not None:
        return bool(asked_for_rows(_question_of_space, person, space=room.space_id))
    if person.pk not in (room.begun_by_id, room.begun_with_id):
        return False
    assert room.begun_by is not None
    assert room.begun_with is not None
    if room.begun_by_id != person.pk:
        room.begun_by.forget_memberships()
    return can_begin_talk(room.begun_by, room.begun_with, room.network_id)


def _question_of_space(person: Person, space: int) -> "QuerySet[Space, tuple[int]]":
    return Space.objects.visible_to(person).filter(pk=space).values_list("pk")


def _is_talk_with_staff(person: Person, room: Room) -> bool:
    return room.is_talk and is_staff_of(room.other(person), room.network_id)


def can_read(person: Person, room: Room) -> bool:
    return Room.objects.visible_to(person).filter(pk=room.pk).exists()


def can_change_message(person: Person, message: Message) -> bool:
    """One's own, while it stands and one may write in the room."""
    return message.author_id == person.pk and not message.is_gone and can_send(person, message.room)


def can_take_back_message(person: Person, message: Message) -> bool:
    """One's own, also while it is hidden or one is paused."""
    return message.author_id == person.pk and message.deleted_at is None and can_read(person, message.room)


def can_restore_message(person: Person, message: Message) -> bool:
    """One's own, soon after it was taken back."""
    return (
        message.author_id == person.pk
        and message.deleted_at is not None
        and message.erased_at is None
        and clock.now() - message.deleted_at <= UNDO_TAKEN_FOR
    )


def can_mute(person: Person, whom: Person) -> bool:
    """Somebody else who said something in a room that one sees, or whom one has muted; of all others one learns
    nothing."""
    heard = Message.objects.filter(room__in=Room.objects.visible_to(person), author=whom)
    return person.pk != whom.pk and (heard.exists() or Muted.objects.filter(person=person, whom=whom).exists())


def can_host(person: Person, room: Room) -> bool:
    """The network's consultants say when they read along in the rooms of its spaces."""
    return room.space_id is not None and is_consultant_of(person, room.network_id)
