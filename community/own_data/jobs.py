"""What is due by the clock in this room."""

from datetime import timedelta

from django.db.models import QuerySet
from django_tasks_db.models import DBTaskResult

from community import clock
from community.jobs import job
from community.own_data import closing, copies, leaving, replaying
from community.retention import Period, register


@job("make_data_copies", every=timedelta(minutes=5))
def make_data_copies() -> None:
    """Make the copies that a killed worker left."""
    copies.make_waiting_copies()


@job("erase_old_data_copies", every=timedelta(minutes=15))
def erase_old_data_copies() -> None:
    """Erase copies whose time is over."""
    copies.erase_old_copies()


@job("finish_leavings", every=timedelta(minutes=1))
def finish_leavings() -> None:
    """Finish leavings that a killed process left."""
    leaving.finish_what_was_begun()


@job("replay_erasures", every=timedelta(minutes=10))
def replay_erasures() -> None:
    """Erase again what was erased before a backup was put back, whoever forgot `manage.py replay_erasures`; and note in
    the ledger what it lacks."""
    replaying.replay()


@job("let_go_of_closed_accounts", every=timedelta(days=1))
def let_go_of_closed_accounts() -> None:
    """Take the name off accounts that were closed, or have belonged nowhere, for a year."""
    closing.let_go_of_closed_accounts()


#: How long the line of a task that is done is kept: for who looks into what went wrong.
TASKS_KEPT_FOR = timedelta(days=7)


def old_tasks() -> QuerySet[DBTaskResult]:
    return DBTaskResult.objects.filter(finished_at__lt=clock.now() - TASKS_KEPT_FOR)


@job("erase_old_tasks", every=timedelta(days=1))
def erase_old_tasks() -> None:
    """Erase the lines of tasks that are done."""
    old_tasks().delete()


register(
    Period(
        job="erase_old_tasks",
        what="Lines of tasks that are done",
        kept_for=TASKS_KEPT_FOR,
        due=lambda: old_tasks().count(),
        run=erase_old_tasks,
    )
)
register(
    Period(
        job="erase_old_data_copies",
        what="Copies of own data",
        kept_for=copies.FETCHED_FOR,
        due=lambda: copies.to_erase().count(),
        run=erase_old_data_copies,
    )
)
register(
    Period(
        job="let_go_of_closed_accounts",
        what="Name, address and telephone of closed accounts and of those that belong nowhere",
        kept_for=closing.KEPT_FOR,
        due=lambda: closing.closed_long_ago().count(),
        run=let_go_of_closed_accounts,
    )
)
