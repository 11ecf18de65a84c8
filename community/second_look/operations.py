"""Drawing the month's lot, looking, and reminding."""

import secrets
from datetime import date, datetime, time, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community import clock
from community.activity.record import record
from community.audit import verbs
from community.audit.models import AuditEntry
from community.membership.models import Network
from community.people.models import Person
from community.permissions import require
from community.second_look.activity import CloserLookWanted, LooksDrawn, LooksWait
from community.second_look.models import Found, Look, LookRound
from community.second_look.policy import can_look

#: Entries that are drawn of a network's month.
DRAWN = 10
#: Whoever has not looked by then is reminded, once.
REMINDED_AFTER = timedelta(days=14)


def month_before(day: date) -> date:
    """The first day of the month before."""
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)


def _bounds(month: date) -> tuple[datetime, datetime]:
    following = (month + timedelta(days=32)).replace(day=1)
    begins, ends = (timezone.make_aware(datetime.combine(day, time.min)) for day in (month, following))
    return begins, ends


def draw_looks() -> int:
    """Draw last month's lot for every network where it was not drawn yet, and tell whoever looks. Gives how many
    entries were drawn. Again, and by two workers at once, draws nothing twice."""
    month = month_before(timezone.localdate(clock.now()))
    waiting = Network.objects.exclude(pk__in=LookRound.objects.filter(month=month).values("network"))
    return sum(_draw(network, month) for network in waiting)


def _draw(network: Network, month: date) -> int:
    begins, ends = _bounds(month)
    opened = AuditEntry.objects.filter(network=network, at__gte=begins, at__lt=ends, verb__in=verbs.looked_at())
    ids = list(opened.exclude(actor=None).order_by("pk").values_list("pk", flat=True))
    if not ids:
        return 0
    drawn = secrets.SystemRandom().sample(ids, min(DRAWN, len(ids)))
    try:
        with transaction.atomic():
            made = LookRound.objects.create(network=network, month=month, drawn_at=clock.now())
            Look.objects.bulk_create(Look(round=made, place=at, entry_id=pk) for at, pk in enumerate(drawn, 1))
            record(LooksDrawn(actor=None, round=made))
    except IntegrityError:
        # Another worker was first.
        return 0
    return len(drawn)


@transaction.atomic
def give_second_look(*, actor: Person, look: Look, found: str, sentence: str = "") -> Look:
    """Say of something that a colleague opened that it is fine, or that it wants a closer look, with a sentence; the
    network's other staff are told of the second. What was found stands: a later answer changes nothing.

    Raises Refused for whose own reading it is, for whom it is about, and for all others who do not look here.
    """
    look = Look.objects.select_for_update(of=("self",)).select_related("entry", "round").get(pk=look.pk)
    require(can_look(actor, look), _("Somebody else looks at that."))
    if look.found:
        return look
    look.found, look.sentence, look.looked_by, look.looked_at = found, sentence, actor, clock.now()
    look.save(update_fields=["found", "sentence", "looked_by", "looked_at"])
    if found == Found.CLOSER:
        record(CloserLookWanted(actor=actor, look=look))
    return look


def remind_of_looks() -> int:
    """Remind, once, whoever could look at what has waited for two weeks. Gives how many rounds it was."""
    due = LookRound.objects.filter(
        reminded_at=None, drawn_at__lte=clock.now() - REMINDED_AFTER, looks__found=""
    ).distinct()
    many = 0
    for pk in list(due.values_list("pk", flat=True)):
        with transaction.atomic():
            if LookRound.objects.filter(pk=pk, reminded_at=None).update(reminded_at=clock.now()):
                record(LooksWait(actor=None, round=LookRound.objects.get(pk=pk)))
                many += 1
    return many
