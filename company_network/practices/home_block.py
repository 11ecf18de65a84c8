"""Programme staff's way to practice: they have no board that leads there."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from community.permissions import is_programme
from community.since_last.blocks import Block


def practice_block(request: HttpRequest) -> Block | None:
    if not is_programme(request.user):  # type: ignore[arg-type]
        return None
    ways = [
        {
            "url": f"{reverse('practices')}?where=across",
            "title": _("Good practice"),
            "words": _("What workplaces in all networks tried and shared."),
        },
        {
            "url": reverse("round_ups"),
            "title": _("What was tried most"),
            "words": _("Once a quarter the programme gathers what workplaces tried most, in all networks."),
        },
    ]
    return Block("community/since_last/_ways.html", {"ways": ways})
