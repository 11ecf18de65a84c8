"""Jobs run when they are due, once for all processes, and one that fails stops nobody."""

from datetime import UTC, datetime, timedelta

import pytest

from community import clock, jobs
from community.jobs.loop import claim, run_due_jobs, run_waiting_tasks
from community.jobs.models import JobRun
from community.people.models import AccessEnding
from tests.personas import make_person

MORNING = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ran(monkeypatch):
    """Two jobs of the test's own stand alone in the registry: one fails at its first run."""
    calls: list[str] = []
    monkeypatch.setattr(jobs, "jobs", {})
    monkeypatch.setattr("community.jobs.loop.jobs", jobs.jobs)

    @jobs.job("brittle", every=timedelta(hours=1))
    def brittle() -> None:
        calls.append("brittle")
        if calls.count("brittle") == 1:
            raise LookupError("a name that must not be written down")

    @jobs.job("steady", every=timedelta(days=1))
    def steady() -> None:
        calls.append("steady")

    return calls


def test_a_job_runs_at_first_sight_and_then_when_its_time_has_come(ran):
    with clock.at(MORNING):
        run_due_jobs()
        run_due_jobs()
    with clock.at(MORNING + timedelta(minutes=59)):
        run_due_jobs()
    assert ran == ["brittle", "steady"]
    with clock.at(MORNING + timedelta(hours=1)):
        assert run_due_jobs() == ["brittle"]


def test_a_fault_is_kept_by_its_kind_only_and_forgotten_after_a_good_run(ran, caplog):
    with clock.at(MORNING):
        run_due_jobs()
    run = JobRun.objects.get(name="brittle")
    assert run.last_failure == "LookupError"
    assert "a name that must not" not in caplog.text
    with clock.at(MORNING + timedelta(hours=1)):
        run_due_jobs()
    run.refresh_from_db()
    assert (run.last_failure, run.last_finished_at) == ("", MORNING + timedelta(hours=1))


def test_only_one_of_two_processes_claims_a_run(ran):
    with clock.at(MORNING):
        assert claim(jobs.jobs["steady"])
        assert not claim(jobs.jobs["steady"])
    with clock.at(MORNING + timedelta(days=1)):
        assert claim(jobs.jobs["steady"])


def test_two_rooms_cannot_use_one_name(ran):
    def stranger() -> None: ...

    stranger.__module__ = "elsewhere"
    with pytest.raises(ValueError, match="steady"):
        jobs.job("steady", every=timedelta(days=1))(stranger)


def test_the_rooms_jobs_are_found():
    assert {"clear-expired-sessions", "delete-old-access-endings"} <= set(jobs.jobs)


def test_access_endings_are_deleted_after_a_day():
    freja = make_person("freja")
    reason = AccessEnding.Reason.SIGNED_OUT
    AccessEnding.objects.create(person=freja, reason=reason, at=MORNING - timedelta(hours=25))
    fresh = AccessEnding.objects.create(person=freja, reason=reason, at=MORNING - timedelta(hours=23))
    with clock.at(MORNING):
        jobs.jobs["delete-old-access-endings"].call()
    assert list(AccessEnding.objects.all()) == [fresh]


def test_an_empty_queue_is_left_at_once():
    run_waiting_tasks()
