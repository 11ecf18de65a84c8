"""Correcting the minutes, which make themselves from what happened."""

from django.db import transaction
from django.utils.translation import gettext as _

from community.activity.record import record
from community.membership.models import Membership
from community.people.models import Person
from community.permissions import Refused, memberships, require
from youth_network.agendas.models import Agenda, Placement
from youth_network.agendas.order import touch
from youth_network.agendas.tables import locked
from youth_network.live_meetings.models import Agreement
from youth_network.minutes.activity import MinutesCorrected
from youth_network.minutes.models import Correction
from youth_network.minutes.policy import can_correct_minutes

REMARK = "remark"


class NoSuchLine(LookupError):
    """The minutes have no such line."""


class CorrectedMeanwhile(Refused):
    """Somebody corrected the line since it was read; `now` is what it says."""

    def __init__(self, now: str) -> None:
        super().__init__(_("Somebody has corrected this line meanwhile. Yours still stands in the field."))
        self.now = now


@transaction.atomic
def correct_minutes(*, actor: Person, agenda: Agenda, line: str, words: str, before: str) -> str:
    """Put one line of the minutes right: what an item takes along, what was agreed, or the remark below.

    What stood there is kept, with who changed it. Open pages show it; the same words change nothing. Raises Refused for
    who was not there and after 72 hours, CorrectedMeanwhile where the line is no longer what it was (`before`), and
    NoSuchLine.
    """
    agenda = locked(agenda)
    thing, name = _line(agenda, line)
    require(can_correct_minutes(actor, agenda), _("Those who were there correct the minutes, for three days."))
    now = getattr(thing, name)
    if words == now:
        return words
    if before != now:
        raise CorrectedMeanwhile(now)
    require(bool(words) or name != "what", _("An agreement says what was agreed."))
    setattr(thing, name, words)
    thing.save(update_fields=[name])
    Correction.objects.create(agenda=agenda, line=line, before=now, after=words, corrected_by=_attendee(actor, agenda))
    touch(agenda)
    record(MinutesCorrected(actor=actor, agenda=agenda))
    return words


def _line(agenda: Agenda, line: str) -> tuple[Agenda | Placement | Agreement, str]:
    """What the line stands on, and the name of its words there."""
    if line == REMARK:
        return agenda, "remark"
    kind, _sep, number = line.partition(":")
    pk = int(number) if number.isascii() and number.isdecimal() and len(number) < 18 else 0
    if kind == "takeaway" and (place := agenda.placements.filter(pk=pk, started_at__isnull=False).first()):
        return place, "takeaway"
    if kind == "agreement" and (agreement := agenda.agreements.filter(pk=pk).first()):
        return agreement, "what"
    raise NoSuchLine


def _attendee(actor: Person, agenda: Agenda) -> Membership:
    own = memberships(actor)
    return next(m for m in own if m.group_id == agenda.meeting.group_id or m.pk == agenda.led_by_id)
