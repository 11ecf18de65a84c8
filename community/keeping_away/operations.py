"""Keeping somebody away from oneself, and letting them back."""

from django.db import transaction
from django.utils.translation import gettext as _

from community.keeping_away.models import KeptAway, TalksClosed
from community.keeping_away.policy import can_close_talks, can_keep_away
from community.people.models import Person
from community.permissions import require


def keep_away(*, actor: Person, whom: Person) -> None:
    """Keep this person away: what they write is folded for the actor in forum and chat, nothing of theirs is told to
    the actor, and the two cannot talk alone. Nobody else learns of it. Again changes nothing. Raises Refused for
    oneself, for staff, and for somebody the actor does not meet here."""
    require(can_keep_away(actor, whom))
    KeptAway.objects.get_or_create(person=actor, whom=whom)


def let_back(*, actor: Person, whom: Person) -> None:
    """Undo it: their words stand open again, also what was said meanwhile. Again changes nothing."""
    KeptAway.objects.filter(person=actor, whom=whom).delete()


@transaction.atomic
def close_talks(*, actor: Person) -> None:
    """Take no private talks with other youths, until `open_talks`. What was said stays readable; consultants and the
    psychologist can be written to as before. Raises Refused for anybody but youths."""
    require(can_close_talks(actor), _("Only youths choose that."))
    TalksClosed.objects.get_or_create(person=actor)


def open_talks(*, actor: Person) -> None:
    """Take private talks again. Again changes nothing."""
    TalksClosed.objects.filter(person=actor).delete()
