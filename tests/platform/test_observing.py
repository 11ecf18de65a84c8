"""What an operator sees: an id for each request, figures behind a token, slow statements; nobody's words."""

import io
import json
import logging
import re
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection
from django.test import override_settings
from django.urls import path
from django.utils.module_loading import import_string

from config import urls as site
from config.errors import JsonLines
from tests.support import ROOT, environment

TOKEN = "a-monitor-of-this-test-alone-0123456789"


@pytest.fixture
def lines():
    """What the site's own handler writes: its filters and its form, as the settings have them."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    for name in settings.LOGGING["handlers"]["console"]["filters"]:
        handler.addFilter(import_string(settings.LOGGING["filters"][name]["()"])())
    form = settings.LOGGING["formatters"]["line"]
    handler.setFormatter(import_string(form["()"])(form["format"], style=form["style"]))
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield lambda: written.getvalue().splitlines()
    root.removeHandler(handler)
    root.setLevel(before)


def test_every_answer_bears_an_id_and_no_two_the_same(client, db):
    first, second = client.get("/help/"), client.get("/help/")
    assert re.fullmatch(r"[0-9a-f]{32}", first["X-Request-ID"])
    assert first["X-Request-ID"] != second["X-Request-ID"]


@pytest.mark.parametrize("said", ["kort", "a b c d e f g h", "x" * 65, "linje\nlinje", "<script>alert(1)</script>"])
def test_only_a_plain_id_is_taken_over_from_the_proxy(client, db, said):
    assert client.get("/help/", headers={"x-request-id": "8f14e45fceea167a"})["X-Request-ID"] == "8f14e45fceea167a"
    assert client.get("/help/", headers={"x-request-id": said})["X-Request-ID"] != said


def test_without_a_proxy_nobody_chooses_the_id(client, db):
    with override_settings(BEHIND_PROXY=False):
        assert client.get("/help/", headers={"x-request-id": "8f14e45fceea167a"})["X-Request-ID"] != "8f14e45fceea167a"


def test_a_line_for_each_request_names_the_route_and_never_the_path(client, db, lines):
    with override_settings(LOG_REQUESTS=True):
        client.get("/invitation/det-hemmelige-ord/?ord=hjerte", headers={"x-request-id": "8f14e45fceea167a"})
    (line,) = [line for line in lines() if "config.requests" in line]
    assert re.search(r" INFO config\.requests \[8f14e45fceea167a\] GET invitation \d{3} \d+ ms$", line)
    assert "hemmelige" not in line
    assert "hjerte" not in line


def test_no_line_where_nobody_asked_for_it(client, db, lines):
    client.get("/help/")
    assert not [line for line in lines() if "config.requests" in line]


def test_a_slow_statement_is_written_down_without_its_values(db, lines):
    from config.observing import note_slow_queries

    with override_settings(SLOW_QUERY_MS=1):
        note_slow_queries(connection)
        try:
            with connection.cursor() as cursor:
                # Long enough on any machine, and with a value that must stay out of the line.
                cursor.execute(
                    "WITH RECURSIVE n(i, word) AS (SELECT 1, %s UNION ALL SELECT i + 1, word FROM n WHERE i < 300000) "
                    "SELECT count(word) FROM n",
                    ["Zoega-Canary"],
                )
        finally:
            connection.execute_wrappers.pop()
    (line,) = [line for line in lines() if "config.queries" in line]
    assert "WITH RECURSIVE n(i, word)" in line
    assert "Zoega" not in line


def test_figures_are_for_whoever_holds_the_token(client, db):
    assert client.get("/metrics").status_code == 404
    with override_settings(METRICS_TOKEN=TOKEN):
        assert client.get("/metrics").status_code == 404
        assert client.get("/metrics", headers={"authorization": f"Bearer {TOKEN}x"}).status_code == 404
        assert client.get("/metrics", headers={"authorization": "Bearer "}).status_code == 404
        client.get("/help/")
        answer = client.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    said = answer.content.decode()
    assert re.search(r'nextwork_requests_total\{method="GET",route="get_help",status="200"\} [1-9]', said)
    assert "nextwork_mails_waiting 0.0" in said
    assert 'nextwork_job_late{job="deliver_outbox"} 1.0' in said
    assert "nextwork_sockets" in said


def test_an_unset_token_opens_nothing_to_an_empty_one(client, db):
    assert settings.METRICS_TOKEN == ""
    assert client.get("/metrics", headers={"authorization": "Bearer "}).status_code == 404


def test_lines_come_as_json_where_asked(tmp_path):
    say = "import django; django.setup(); import logging; logging.getLogger('config.try').warning('Det går')"
    answer = subprocess.run(
        [sys.executable, "-c", say],
        env=environment(DATA_DIR=str(tmp_path), DJANGO_SETTINGS_MODULE="config.settings", LOG_FORMAT="json"),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    line = json.loads(answer.stderr.strip().splitlines()[-1])
    assert (line["level"], line["logger"], line["message"], line["request_id"]) == (
        "WARNING",
        "config.try",
        "Det går",
        "-",
    )


def test_a_line_of_json_holds_no_path_though_django_hangs_the_request_on_it(rf):
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, "Not Found: %s", ("calendar",), None)
    record.request, record.request_id, record.status_code = rf.get("/calendar/CANARY.ics"), "-", 404
    line = JsonLines("{levelname}{request_id}{message}", style="{", rename_fields={"levelname": "level"}).format(record)
    assert json.loads(line) == {"level": "WARNING", "request_id": "-", "message": "Not Found: calendar"}


def fault(request):
    raise RuntimeError(request.GET["ord"])


urlpatterns = [path("fault/", fault), *site.urlpatterns]
handler400, handler404, handler500 = site.handler400, site.handler404, site.handler500


@pytest.mark.urls(__name__)
def test_a_fault_of_ours_shows_the_id_and_none_of_what_was_sent(client, db, lines):
    client.raise_request_exception = False
    answer = client.get("/fault/?ord=hjerte", headers={"x-request-id": "8f14e45fceea167a"})
    page = answer.content.decode()
    assert answer.status_code == 500
    assert "8f14e45fceea167a" in page
    assert "hjerte" not in page
    assert "tel:112" in page
    # The log says where and which kind, and the id; not what the fault said, nor the path.
    said = "\n".join(lines())
    assert "builtins.RuntimeError" in said
    assert "[8f14e45fceea167a]" in said
    assert "in fault" in said
    assert "hjerte" not in said


def test_what_is_not_there_is_named_by_its_route(client, db, lines):
    answer = client.get("/invitation/det-hemmelige-ord/", headers={"x-request-id": "8f14e45fceea167b"})
    assert answer.status_code in (404, 410)
    said = "\n".join(lines())
    assert "invitation" in said
    assert "hemmelige" not in said
    # Django writes it once the middleware has left; the id is there all the same.
    assert all("[8f14e45fceea167b]" in line for line in lines() if "django.request" in line)
    assert any("django.request" in line for line in lines())
