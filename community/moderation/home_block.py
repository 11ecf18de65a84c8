"""What waits, on the home of those who look after a network or a case."""

from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.moderation.models import Case
from community.permissions import memberships
from community.roles import Role
from community.since_last.blocks import Block


def care_block(request: HttpRequest) -> Block | None:
    """How much waits to be looked at, and whether somebody is worried. One query, and none for others than consultants
    and psychologists."""
    if not any(m.role in (Role.CONSULTANT, Role.PSYCHOLOGIST) for m in memberships(request.user)):
        return None
    found = Case.objects.visible_to(request.user).open()  # type: ignore[arg-type]
    counted = found.aggregate(
        many=Count("pk", filter=Q(taken_at=None, waits_for_author=False)),
        worries=Count("pk", filter=Q(worried=True, taken_at=None)),
    )
    if not counted["many"]:
        return None
    words = ngettext(
        "%(many)s thing waits for you to look at it.", "%(many)s things wait for you to look at them.", counted["many"]
    )
    way = {
        "url": reverse("care_queue"),
        "title": _("Somebody is worried") if counted["worries"] else _("Care"),
        "words": words % {"many": counted["many"]},
    }
    return Block("community/since_last/_ways.html", {"ways": [way]})
