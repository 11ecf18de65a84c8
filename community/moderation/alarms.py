"""Calling somebody because of a worry, again and again until one of them takes it.

Each call is a row, written with its notice and its mail in the transaction that moves the case to its next step: a
process that is killed leaves either all of it or nothing, and the job takes up what is due. Only staff of the network
is ever called (care_rules: whom_to_call).
"""

import logging
from datetime import timedelta

from django.db import transaction

from community import clock
from community.activity.record import record
from community.care_rules.operations import FIRST, ON_CALL, is_staffed, whom_to_call
from community.moderation.activity import WorryRaised
from community.moderation.models import Alarm, Case
from community.moderation.policy import deputy_now

log = logging.getLogger(__name__)

#: How long each step waits for somebody to take it; and after so many calls, since a night is long.
WAITS, WAITS_LATER, OFTEN = timedelta(minutes=15), timedelta(hours=1), 8

#: What of a case's row the calling changes.
ALARM = ("alarm_at", "alarm_step", "alarm_round")


def begin_alarm(case: Case) -> None:
    """Call for this worry from now on, from the first rung. The case's row is held and saved by the caller."""
    case.alarm_step, case.alarm_at = FIRST, clock.now()
    case.alarm_round += 1


@transaction.atomic
def raise_alarm(case: Case) -> list[Alarm]:
    """Call whom the step calls, and say when the next is due. Nobody is called where the case was taken or closed
    meanwhile, or the call is not due.

    While nobody of the network reads along, whoever is on call is called at once.
    """
    case = Case.objects.select_for_update(of=("self",)).select_related("network", "deputy").get(pk=case.pk)
    now = clock.now()
    if case.alarm_at is None or case.alarm_at > now:
        return []
    if case.alarm_step < ON_CALL and not is_staffed(case.network_id):
        case.alarm_step = ON_CALL
    step = case.alarm_step
    case.alarm_step += 1
    case.alarm_at = now + (WAITS if step < OFTEN else WAITS_LATER)
    case.save(update_fields=["alarm_step", "alarm_at"])
    called = whom_to_call(case.network_id, min(step, ON_CALL), without=case.author_id)
    if not called and (deputy := deputy_now(case)) is not None:
        # The network's whole staff is whom it is about.
        called = [deputy]
    alarms = []
    for person in called:
        alarm = Alarm.objects.create(case=case, person=person, round=case.alarm_round, step=step, raised_at=now)
        record(WorryRaised(actor=None, alarm=alarm))
        alarms.append(alarm)
    return alarms


class CallsFailed(RuntimeError):
    """Some worries called nobody. Holds how many, and nothing of them."""


def raise_due_alarms() -> int:
    """Call for every worry that nobody has taken in time; gives how many worries it was. One that cannot be called for
    holds up no other: it is due again the next time, and CallsFailed says that there was one."""
    due = Case.objects.filter(alarm_at__lte=clock.now()).order_by("alarm_at", "pk")
    raised = failed = 0
    for case in list(due):
        try:
            raised += bool(raise_alarm(case))
        except Exception as problem:  # one worry's fault must not silence the others
            # The kind of fault only: its words may hold somebody's data.
            log.error("A worry called nobody: %s", type(problem).__name__)
            failed += 1
    if failed:
        raise CallsFailed(failed)
    return raised
