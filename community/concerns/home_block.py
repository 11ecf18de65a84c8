"""What waits for a second signature, and the way to the notes, for the staff's home."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from community.concerns.models import ConcernNote
from community.concerns.policy import can_countersign
from community.permissions import is_staff
from community.roles import TEAM_ROLES
from community.since_last.blocks import WAYS, Block


def signatures_block(request: HttpRequest) -> Block | None:
    """Before everything: a hold without a second signature falls within a day."""
    person = request.user
    if not is_staff(person):  # type: ignore[arg-type]
        return None
    waiting = ConcernNote.objects.visible_to(person).hidden().filter(countersigned_by=None)  # type: ignore[arg-type]
    ways = [
        {
            "url": reverse("concern", args=[note.pk]),
            "title": _("A note of concern waits for a second signature"),
            "words": _("Without it, it is opened within a day."),
        }
        for note in waiting
        if can_countersign(person, note)  # type: ignore[arg-type]
    ]
    return Block(WAYS, {"ways": ways}) if ways else None


def concerns_block(request: HttpRequest) -> Block | None:
    ways = [
        {
            "url": reverse("concerns", args=[membership.network_id]),
            "title": _("Notes of concern"),
            "words": _("Write down a worry, and read what is written."),
        }
        for membership in request.user.current_memberships()  # type: ignore[union-attr]
        if membership.role in TEAM_ROLES
    ]
    return Block(WAYS, {"ways": ways}) if ways else None
