"""Questions that wait for one's answer, on the members' home."""

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from community.asks.models import Ask, AskState
from community.asks.purposes import standing, standing_asks
from community.people.models import Person
from community.prepared import asked
from community.since_last.blocks import Block

#: At a time; the next ones come when these are answered.
SHOWN = 3


def asks_block(request: HttpRequest) -> Block | None:
    ways = []
    for ask in asked(_open_to, request.user):  # type: ignore[arg-type]
        if found := standing(ask, request.user):  # type: ignore[arg-type]
            purpose, thing = found
            title = _("%(name)s asks you") % {"name": ask.asker.display_name}
            ways.append({"url": reverse("ask", args=[ask.pk]), "title": title, "words": purpose.question(ask, thing)})
    return Block("community/since_last/_ways.html", {"ways": ways}) if ways else None


def _open_to(person: Person) -> "QuerySet[Ask]":
    asks = standing_asks(person).filter(author=person.pk, state=AskState.OPEN)
    return asks.select_related("asker").order_by("pk")[:SHOWN]
