"""Asking those who keep the public site to check the numbers again."""

from datetime import timedelta

from django.db import IntegrityError, transaction

from community import clock
from community.activity.record import record
from home.help_lines.activity import LinesToCheck
from home.help_lines.models import HelpLine, LineCheck

#: While lines wait, their editors are asked again after this long.
ASKED_AGAIN_AFTER = timedelta(days=14)


def lines_to_check() -> list[HelpLine]:
    """The lines that nobody has called and checked for `CHECKED_FOR`. One query."""
    return [line for line in HelpLine.objects.select_related("locale") if line.needs_checking]


def ask_for_checks() -> LineCheck | None:
    """Where a line was not checked for too long, tell the editors, at most once in `ASKED_AGAIN_AFTER`. Two workers at
    once ask once."""
    today = clock.now().date()
    if LineCheck.objects.filter(asked_on__gt=today - ASKED_AGAIN_AFTER).exists() or not lines_to_check():
        return None
    try:
        with transaction.atomic():
            check = LineCheck.objects.create(asked_on=today)
            record(LinesToCheck(actor=None, check=check))
    except IntegrityError:
        # Another worker was first.
        return None
    return check
