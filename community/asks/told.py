"""How asking an author is told to people."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from community.asks.activity import AskGranted, AskMade
from community.asks.purposes import standing_asks
from community.notifications.kinds import Kind, Mail

ASK_MADE = Kind(
    activity=AskMade,
    label=_("Somebody asks whether something of mine may be used"),
    visible_to=standing_asks,
    retell=lambda ask: AskMade(actor=ask.asker, ask=ask),
    select_related=("asker", "author"),
    mail=Mail(subject=_("Somebody asks you"), general=_("Somebody asks whether something of yours may be used.")),
)

ASK_GRANTED = replace(
    ASK_MADE,
    activity=AskGranted,
    label=_("An author says yes to what I asked"),
    retell=lambda ask: AskGranted(actor=ask.author, ask=ask),
    announces=False,
    mail=None,
)
