"""Erasing what is older than a kind of room keeps."""

from datetime import timedelta
from itertools import takewhile

from django.conf import settings
from django.db import transaction
from django.db.models import F, Min, Q, Subquery

from community import clock
from community.attachments.models import Attachment
from community.attachments.operations import erase_attachments
from community.chat.models import Message, Room
from community.notifications.models import Notification
from community.reactions.models import Reaction

#: Messages erased in one transaction.
AT_ONCE = 500
#: The kind of a room that has no space.
TALK = "private_talk"


def kept_for(room: Room) -> timedelta:
    """How long the room keeps what is said in it (settings: CHAT_KEEPS_DAYS)."""
    return timedelta(days=settings.CHAT_KEEPS_DAYS[room.space.kind if room.space else TALK])


def count_old_messages() -> int:
    """How many messages are older than their room keeps."""
    now = clock.now()
    rooms = Room.objects.select_related("space")
    return sum(room.messages.filter(sent_at__lt=now - kept_for(room)).count() for room in rooms.iterator())


def erase_old_messages() -> int:
    """Erase what is older than its room keeps, with files, words of reaction and news of it; gives how many messages.

    The log answers from `first_seq` on afterwards, and who had come less far starts afresh. Open pages keep what they
    show until they are loaded again.
    """
    erased = 0
    for room in Room.objects.select_related("space").order_by("pk").iterator():
        while count := _erase_some(room):
            erased += count
            if count < AT_ONCE:
                break
    return erased


@transaction.atomic
def _erase_some(room: Room) -> int:
    # The room first, so that nobody answers what goes; a message that somebody holds at this moment, and all after it,
    # wait for the next time, since whoever changes a message holds it before its room.
    held = Room.objects.select_for_update(no_key=True).get(pk=room.pk)
    standing = room.messages.filter(sent_at__gte=clock.now() - kept_for(room)).order_by("seq").values("seq")[:1]
    old = room.messages.annotate(kept_from=Subquery(standing)).filter(Q(kept_from=None) | Q(seq__lt=F("kept_from")))
    wanted = list(old.order_by("seq").values_list("pk", flat=True)[:AT_ONCE])
    free = Message.objects.select_for_update(skip_locked=True).in_bulk(wanted)
    messages = [free[pk] for pk in takewhile(free.__contains__, wanted)]
    if not messages:
        return 0
    # Only the log's beginning goes, whatever a clock that was set back wrote into it.
    last = messages[-1].seq
    ids = [message.pk for message in messages]
    # Files alone, and not what the messages keep of them: those that a picture speaks in would stand without words.
    erase_attachments(Attachment.objects.filter(subject_type="message", subject_id__in=ids))
    Reaction.objects.filter(subject_type="message", subject_id__in=ids).delete()
    Notification.objects.filter(subject_type=Message._meta.label_lower, subject_id__in=ids).delete()
    Message.objects.filter(pk__in=ids).delete()
    held.changes.filter(seq__lte=last).delete()
    lowest = held.messages.aggregate(lowest=Min("seq"))["lowest"]
    held.first_seq = max(held.first_seq, last + 1 if lowest is None else min(lowest, last + 1))
    held.save(update_fields=["first_seq"])
    return len(messages)
