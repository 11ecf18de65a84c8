"""How notes of concern are told of: in words that say nothing to whoever looks over a shoulder."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from community.concerns.activity import ConcernAnswered, ConcernTold, ConcernWritten, HoldAsked
from community.concerns.models import ConcernNote
from community.notifications.kinds import Kind, Mail
from community.permissions import has_role, is_staff
from community.roles import Role

CONCERN_TOLD = Kind(
    activity=ConcernTold,
    label=_("Somebody of the staff has written something down about me"),
    visible_to=lambda person: ConcernNote.objects.told_to_whom_it_is_about(person),
    retell=lambda note: ConcernTold(actor=None, note=note),
    concerns=lambda person: has_role(person, Role.YOUTH),
    announces=False,
    waits=True,
    mail=Mail(
        subject=_("Something is written down about you"),
        general=_("Somebody of the staff has written something down about you. You can read it."),
    ),
)

CONCERN_WRITTEN = Kind(
    activity=ConcernWritten,
    label=_("A note of concern is written in my network"),
    visible_to=lambda person: ConcernNote.objects.told_to_staff(person),
    retell=lambda note: ConcernWritten(actor=note.written_by, note=note),
    concerns=is_staff,
    announces=False,
    select_related=("written_by",),
    mail=Mail(
        subject=_("A note of concern is there"),
        general=_("A note of concern was written in your network."),
    ),
)

HOLD_ASKED = replace(
    CONCERN_WRITTEN,
    activity=HoldAsked,
    label=_("A note of concern waits for my signature"),
    retell=lambda note: HoldAsked(actor=note.written_by, note=note),
    mail=Mail(
        subject=_("A note waits for a second signature"),
        general=_("A note of concern waits for a second signature. Without it, it is opened within a day."),
    ),
)

CONCERN_ANSWERED = replace(
    CONCERN_WRITTEN,
    activity=ConcernAnswered,
    label=_("Somebody answers a note of concern of mine"),
    retell=lambda note: ConcernAnswered(actor=None, note=note),
    mail=Mail(
        subject=_("A note of concern is answered"),
        general=_("Somebody has answered a note of concern of yours."),
    ),
)

KINDS = (CONCERN_TOLD, CONCERN_WRITTEN, HOLD_ASKED, CONCERN_ANSWERED)
