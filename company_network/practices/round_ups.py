"""The quarter's round-up: made from what was tried most, edited and sent by programme staff."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from community import clock
from community.activity.record import record
from community.people.models import Person
from community.permissions import require
from company_network.practices.activity import RoundUpDrafted, RoundUpEdited, RoundUpSent
from company_network.practices.models import RoundUp, RoundUpItem, TriedHere
from company_network.practices.policy import can_edit_round_ups
from forums.topics.models import Reach, Topic

#: Practice in a draft; fewer stay in it as a rule.
MOST = 6


class ChangedMeanwhile(Exception):
    """Somebody else saved it since the form was opened."""


def quarter_before(day: date) -> date:
    """The first day of the last quarter that is over."""
    first = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    before = first - timedelta(days=1)
    return date(before.year, 3 * ((before.month - 1) // 3) + 1, 1)


def _bounds(quarter: date) -> tuple[datetime, datetime]:
    after = date(quarter.year + quarter.month // 10, (quarter.month + 2) % 12 + 1, 1)
    begins, ends = (timezone.make_aware(datetime.combine(day, time())) for day in (quarter, after))
    return begins, ends


def tried_most(quarter: date) -> list[tuple[int, int]]:
    """Practice that is read across, and at how many workplaces it was tried in the quarter: the most tried first."""
    begins, ends = _bounds(quarter)
    tries = TriedHere.objects.standing().filter(
        at__gte=begins,
        at__lt=ends,
        practice__topic__reach=Reach.ACROSS,
        practice__topic__removed_at=None,
        practice__topic__hidden_at=None,
        practice__topic__posts__position=0,
        practice__topic__posts__removed_at=None,
    )
    counted = tries.order_by().values_list("practice_id").annotate(many=Count("pk")).order_by("-many", "-practice_id")
    return list(counted[:MOST])


@transaction.atomic
def draft_round_up(quarter: date) -> RoundUp | None:
    """Make the quarter's draft, once; programme staff are told. None where it is there already or nothing was tried."""
    if RoundUp.objects.filter(quarter=quarter).exists():
        return None
    tried = tried_most(quarter)
    if not tried:
        return None
    # Kept for all readers, so in the site's own language.
    with translation.override(settings.LANGUAGE_CODE):
        round_up = RoundUp.objects.create(
            quarter=quarter,
            title=_("What workplaces tried most, %(quarter)s %(year)s")
            % {"quarter": _quarter_in_words(quarter), "year": quarter.year},
            intro=_("These are what workplaces in the networks tried most. Maybe one of them fits you."),
            made_at=clock.now(),
        )
        lines = [
            _("Tried at another workplace.") if many == 1 else _("Tried at %(many)s workplaces.") % {"many": many}
            for _practice, many in tried
        ]
    RoundUpItem.objects.bulk_create(
        RoundUpItem(round_up=round_up, practice_id=practice, position=position, line=line)
        for position, ((practice, _many), line) in enumerate(zip(tried, lines, strict=True), start=1)
    )
    record(RoundUpDrafted(actor=None, round_up=round_up))
    return round_up


def _quarter_in_words(quarter: date) -> str:
    return {1: _("first quarter"), 4: _("second quarter"), 7: _("third quarter"), 10: _("fourth quarter")}[
        quarter.month
    ]


def _to_edit(actor: Person, round_up: RoundUp) -> RoundUp:
    require(can_edit_round_ups(actor), _("Only programme staff edit the round-up."))
    round_up = RoundUp.objects.select_for_update().get(pk=round_up.pk)
    require(round_up.sent_at is None, _("It is sent already, and stays as it is."))
    return round_up


@transaction.atomic
def edit_round_up(
    *, actor: Person, round_up: RoundUp, version: int, title: str, intro: str, items: dict[int, dict[str, Any]]
) -> RoundUp:
    """Change the draft: its words, and for each item by its number its line and whether it is in. Nobody is told.

    Raises Refused for anybody but programme staff and once it is sent, and ChangedMeanwhile where somebody saved since
    `version`.
    """
    round_up = _to_edit(actor, round_up)
    if round_up.version != version:
        raise ChangedMeanwhile
    round_up.title, round_up.intro, round_up.version = title, intro, version + 1
    round_up.save(update_fields=["title", "intro", "version"])
    for item in round_up.items.filter(pk__in=items):
        item.line, item.chosen = items[item.pk]["line"], items[item.pk]["chosen"]
        item.save(update_fields=["line", "chosen"])
    record(RoundUpEdited(actor=actor, round_up=round_up))
    return round_up


@transaction.atomic
def send_round_up(*, actor: Person, round_up: RoundUp) -> RoundUp:
    """Send it to companies and staff of all networks: they are told, by mail where they want mail. Twice is once.
    Raises Refused for anybody but programme staff, and where nothing is in it."""
    require(can_edit_round_ups(actor), _("Only programme staff edit the round-up."))
    round_up = RoundUp.objects.select_for_update().get(pk=round_up.pk)
    if round_up.sent_at is not None:
        return round_up
    require(bool(practices_in(round_up, actor)), _("Nothing is in it yet."))
    round_up.sent_at, round_up.sent_by = clock.now(), actor
    round_up.save(update_fields=["sent_at", "sent_by"])
    record(RoundUpSent(actor=actor, round_up=round_up))
    return round_up


def practices_in(round_up: RoundUp, person: Person, *, chosen: bool = True) -> list[RoundUpItem]:
    """What is in it, or (`chosen` False) may be put into it, and may still be read by this person."""
    items = round_up.items.filter(practice__topic__in=Topic.objects.visible_to(person), practice__topic__hidden_at=None)
    if chosen:
        items = items.filter(chosen=True)
    return list(items.select_related("practice__company", "practice__topic__author"))
