"""What waits for a second pair of eyes, for the staff's home."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from community.permissions import is_staff
from community.second_look.models import Look
from community.since_last.blocks import WAYS, Block


def looks_block(request: HttpRequest) -> Block | None:
    person = request.user
    if not is_staff(person):  # type: ignore[arg-type]
        return None
    rounds = Look.objects.visible_to(person).waiting().values_list("round", flat=True).order_by("round").distinct()  # type: ignore[arg-type]
    ways = [
        {
            "url": reverse("second_look", args=[pk]),
            "title": _("A second pair of eyes"),
            "words": _("Look at some of what colleagues opened."),
        }
        for pk in rounds
    ]
    return Block(WAYS, {"ways": ways}) if ways else None
