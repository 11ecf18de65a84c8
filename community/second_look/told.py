"""How the month's lot is told of."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from community.notifications.kinds import Kind, Mail
from community.permissions import is_staff
from community.second_look.activity import CloserLookWanted, LooksDrawn, LooksWait
from community.second_look.models import Look, LookRound

LOOKS_DRAWN = Kind(
    activity=LooksDrawn,
    label=_("What colleagues opened waits for my eyes"),
    visible_to=LookRound.objects.visible_to,
    retell=lambda round_: LooksDrawn(actor=None, round=round_),
    concerns=is_staff,
    announces=False,
    mail=Mail(
        subject=_("Something waits for a second pair of eyes"),
        general=_("Some of what colleagues opened last month waits for your eyes."),
    ),
)

LOOKS_WAIT = replace(
    LOOKS_DRAWN,
    activity=LooksWait,
    label=_("What colleagues opened still waits for my eyes"),
    retell=lambda round_: LooksWait(actor=None, round=round_),
    mail=Mail(
        subject=_("Something still waits for a second pair of eyes"),
        general=_("What colleagues opened still waits for a second pair of eyes. It takes a few minutes."),
    ),
)

CLOSER_LOOK_WANTED = replace(
    LOOKS_DRAWN,
    activity=CloserLookWanted,
    label=_("Somebody asks for a closer look at what a colleague opened"),
    visible_to=Look.objects.visible_to,
    retell=lambda look: CloserLookWanted(actor=look.looked_by, look=look),
    select_related=("entry", "round", "looked_by"),
    mail=Mail(
        subject=_("Somebody asks for a closer look"),
        general=_("Somebody asks for a closer look at what a colleague opened."),
    ),
)

KINDS = (LOOKS_DRAWN, LOOKS_WAIT, CLOSER_LOOK_WANTED)
