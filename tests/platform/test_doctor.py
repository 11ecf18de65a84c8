"""`manage.py doctor` says of each part in one line what stands or what to do, and ends with 1 where something fails."""

import os
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import override_settings
from redis import Redis

from community import clock
from community.jobs import jobs
from community.jobs.models import JobRun
from community.people.models import Person
from config.doctor import examine
from tests.processes import RedisServer, database_url
from tests.support import manage, needs


@pytest.fixture
def deployment(world, tmp_path):
    """A site as it should be: jobs in time, files collected, a fresh backup, somebody who may do everything."""
    now = clock.now()
    for name in jobs:
        JobRun.objects.create(name=name, last_started_at=now, last_finished_at=now)
    for folder in ("media", "private", "static", "backups"):
        (tmp_path / folder).mkdir(mode=0o750)
    (tmp_path / "static" / "staticfiles.json").write_text("{}")
    (tmp_path / "backups" / "nextwork-20261126T031000.tar").write_bytes(b"")
    Person.objects.filter(pk=world.mona.pk).update(is_superuser=True)
    with override_settings(
        DATA_DIR=tmp_path,
        MEDIA_ROOT=tmp_path / "media",
        PRIVATE_MEDIA_ROOT=tmp_path / "private",
        STATIC_ROOT=tmp_path / "static",
        BACKUP_DIR=tmp_path / "backups",
        ALARM_TO=["drift@nextwork.example"],
    ):
        yield tmp_path


def said_of(part):
    return [(one.verdict, one.line) for one in examine() if one.part == part]


def test_a_good_deployment_is_green(deployment, capsys):
    call_command("doctor")
    said = capsys.readouterr().out
    assert "FAIL" not in said
    for part in ("database", "folders", "worker", "jobs", "backup", "people", "clock"):
        assert f"  ok   {part}: " in said
    call_command("doctor", "--alarm")
    assert mail.outbox == []


def test_a_worker_that_went_silent_and_a_late_job_are_named_with_what_to_do(deployment, capsys):
    JobRun.objects.update(
        last_started_at=clock.now() - timedelta(minutes=15), last_finished_at=clock.now() - timedelta(minutes=15)
    )
    ((verdict, line),) = said_of("worker")
    assert verdict == "fail"
    assert "systemctl restart nextwork-worker" in line
    assert any("deliver_outbox is late" in line for _verdict, line in said_of("jobs"))
    with pytest.raises(SystemExit) as ended:
        call_command("doctor")
    assert ended.value.code == 1


def test_a_job_that_failed_is_named_by_its_kind_of_fault(deployment):
    JobRun.objects.filter(name="catch_up_search").update(last_failure="OperationalError")
    assert said_of("jobs") == [("fail", "catch_up_search failed with OperationalError: the worker's log names it.")]


def test_an_old_or_missing_backup_is_no_backup(deployment):
    (backup,) = (deployment / "backups").iterdir()
    assert said_of("backup")[0][0] == "ok"
    old = (clock.now() - timedelta(hours=27)).timestamp()
    os.utime(backup, (old, old))
    assert said_of("backup")[0][0] == "fail"
    backup.unlink()
    ((verdict, line),) = said_of("backup")
    assert verdict == "fail"
    assert "run manage.py backup" in line


def test_members_files_that_every_user_could_read_fail(deployment):
    (deployment / "private").chmod(0o755)
    assert any(verdict == "fail" and "chmod o=" in line for verdict, line in said_of("folders"))


def test_files_that_were_not_collected_fail(deployment):
    (deployment / "static" / "staticfiles.json").unlink()
    assert ("fail", "static files are not collected: run the release.") in said_of("folders")


def test_a_mail_server_that_is_away_is_one_line_and_the_other_parts_are_asked(deployment):
    away = override_settings(
        EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend", EMAIL_HOST="127.0.0.1", EMAIL_PORT=9
    )
    with away:
        ((verdict, line),) = said_of("mail")
        assert (verdict, line.split(":")[0]) == ("fail", "does not answer")
        assert line.endswith("Are EMAIL_HOST, EMAIL_PORT, EMAIL_USE_TLS and the account right?")
        assert said_of("people")[0][0] == "ok"


@needs("postgresql")
def test_a_database_that_is_not_there_is_one_line_with_the_reason(tmp_path):
    nowhere = urlsplit(database_url())._replace(path="/nosuch").geturl()
    said = manage("doctor", DATA_DIR=str(tmp_path), DATABASE_URL=nowhere).stdout
    (line,) = [line for line in said.splitlines() if " database: " in line]
    assert '"nosuch" does not exist. Is it running, and is DATABASE_URL right?' in line
    assert "people:" not in said


def test_the_alarm_mails_what_fails_and_names_nobody(deployment, world):
    JobRun.objects.filter(name="deliver_outbox").update(last_failure="SMTPServerDisconnected")
    with pytest.raises(SystemExit):
        call_command("doctor", "--alarm")
    (letter,) = mail.outbox
    assert letter.to == ["drift@nextwork.example"]
    assert "deliver_outbox failed with SMTPServerDisconnected" in letter.body
    assert world.mona.display_name not in letter.body


def test_an_alarm_that_would_reach_nobody_says_so(deployment):
    with override_settings(ALARM_TO=[]), pytest.raises(CommandError, match="ALARM_TO"):
        call_command("doctor", "--alarm")


def test_an_alarm_that_cannot_be_mailed_stands_in_the_journal(deployment, capsys):
    JobRun.objects.filter(name="deliver_outbox").update(last_failure="SMTPServerDisconnected")
    smtp = "django.core.mail.backends.smtp.EmailBackend"
    with override_settings(EMAIL_BACKEND=smtp, EMAIL_HOST="127.0.0.1", EMAIL_PORT=9), pytest.raises(SystemExit):
        call_command("doctor", "--alarm")
    said = capsys.readouterr().err
    assert "deliver_outbox failed with SMTPServerDisconnected" in said
    assert "Nobody was mailed: ConnectionRefusedError" in said


def test_a_number_that_nobody_has_checked_is_a_warning_and_no_failure(deployment, db):
    from home.help_lines.models import HelpLine

    HelpLine.objects.update(reviewed_on=clock.now().date())
    if HelpLine.objects.exists():
        assert said_of("help lines")[0][0] == "ok"
        HelpLine.objects.update(reviewed_on=clock.now().date() - timedelta(days=91))
        assert said_of("help lines")[0][0] == "warn"


# --- the parts of a real set-up ---------------------------------------------------------------------------------------
def asked(statement):
    """In the transaction of the test: what it changes is undone with it."""
    with connection.cursor() as cursor:
        cursor.execute(statement)


@needs("postgresql")
def test_a_database_as_it_should_be_is_one_good_line(deployment):
    ((verdict, line),) = said_of("database")
    assert (verdict, line.split()[0]) == ("ok", "PostgreSQL")


@needs("postgresql")
def test_misspelt_names_need_an_extension_and_it_is_named(deployment):
    asked("DROP EXTENSION pg_trgm CASCADE")
    assert any(
        verdict == "warn" and "CREATE EXTENSION pg_trgm, then reindex" in line for verdict, line in said_of("database")
    )


@needs("postgresql")
def test_a_database_that_may_forget_what_it_has_acknowledged_fails(deployment):
    """Of the three settings asked for, the one that a session may change."""
    asked("SET LOCAL synchronous_commit = off")
    (said,) = [line for verdict, line in said_of("database") if verdict == "fail"]
    assert said.startswith("synchronous_commit is off")


@needs("postgresql")
def test_pools_that_could_take_more_than_there_is_are_counted(deployment, settings):
    """One of each process that holds sockets, of as many for pages, and of the worker."""
    settings.WEB_PROCESSES = 200
    (said,) = [line for verdict, line in said_of("database") if verdict == "warn"]
    assert said.startswith("up to 401 connections of at most")


@needs("postgresql")
def test_a_clock_that_goes_wrong_fails(deployment):
    ((verdict, line),) = said_of("clock")
    assert (verdict, line.endswith("s from the database's")) == ("ok", True)
    # A database whose clock is an hour ahead.
    asked(
        "CREATE FUNCTION public.clock_timestamp() RETURNS timestamptz LANGUAGE sql "
        "AS $$SELECT pg_catalog.clock_timestamp() + interval '1 hour'$$"
    )
    asked("SET LOCAL search_path = public, pg_catalog")
    ((verdict, line),) = said_of("clock")
    assert verdict == "fail"
    assert line.startswith("3600 s from the database's: run a time service")


@needs("redis-server")
def test_redis_that_stands_and_one_that_may_forget_and_one_that_is_away(deployment, settings, tmp_path):
    with RedisServer(tmp_path) as redis:
        settings.REDIS_URL = redis.url
        ((verdict, line),) = said_of("redis")
        assert (verdict, line.split()[0]) == ("ok", "Redis")
        with Redis(port=redis.port) as client:
            client.config_set("maxmemory", 50_000_000)
            client.config_set("maxmemory-policy", "allkeys-lru")
        ((verdict, line),) = said_of("redis")
        assert verdict == "warn"
        assert "use volatile-lru" in line
        redis.kill()
        ((verdict, line),) = said_of("redis")
        assert (verdict, line.split(":")[0]) == ("fail", "does not answer")


def test_without_redis_one_web_process_is_the_most(deployment, settings):
    settings.REDIS_URL = ""
    assert said_of("redis")[0][0] == "ok"
    settings.WEB_PROCESSES = 2
    assert said_of("redis")[0][0] == "fail"
