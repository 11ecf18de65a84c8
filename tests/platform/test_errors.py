"""What went wrong is said in the reader's language, with a way on."""

import json
import logging
import subprocess
import sys

import pytest
from django.conf import settings

from tests.support import ROOT, environment, free_port

#: Asks for a page of the settings at hand, in a process of its own, and prints what a visitor is told.
ASK = """
import json, django
django.setup()
from django.test import Client
answer = Client(raise_request_exception=False).get("/help/", headers={"host": "localhost"})
print(json.dumps([answer.status_code, answer.headers.get("Retry-After"), answer.content.decode()]))
"""


def test_more_than_fits_in_one_sending_gets_a_page_and_one_line_in_the_log(world, browse, capfd):
    client = browse("freja")
    handler = next(iter(logging.getLogger().handlers), None)
    answer = client.post("/me/edit/", b"about=" + b"x" * 3_000_000, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 400
    assert "Det kunne ikke læses" in answer.content.decode()
    assert 'href="/help/"' in answer.content.decode()
    assert handler is None or "Traceback" not in capfd.readouterr().err


@pytest.mark.parametrize(("language", "words"), [("da", "Vi kan ikke finde siden"), ("en", "We cannot find that page")])
def test_a_page_that_is_not_there_answers_in_the_readers_language(world, browse, language, words):
    freja = world.freja
    freja.language = language
    freja.save(update_fields=["language"])
    for address in ("/findes-ikke/", "/topics/999999/"):
        page = browse("freja").get(address)
        assert page.status_code == 404
        assert words in page.content.decode()
        assert f'lang="{language}"' in page.content.decode()


def test_a_visitors_browser_keeps_the_language_for_errors_too(client, db):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert "We cannot find that page" in client.get("/findes-ikke/").content.decode()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "da"
    assert "We cannot find that page" in client.get("/en/findes-ikke/").content.decode()


@pytest.mark.parametrize(
    ("database", "status", "come_again"),
    [
        ("postgres://nobody@127.0.0.1:{port}/nothing", 503, "10"),
        # Tables that were never made: ours, and no asking again helps.
        ("sqlite:///{folder}/empty.sqlite3", 500, None),
    ],
)
def test_a_database_that_is_away_asks_for_a_moment_and_a_fault_of_ours_does_not(tmp_path, database, status, come_again):
    database = database.format(port=free_port(), folder=tmp_path)
    asked = subprocess.run(
        [sys.executable, "-c", ASK],
        env=environment(DATA_DIR=str(tmp_path), DJANGO_SETTINGS_MODULE="config.settings", DATABASE_URL=database),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert asked.stdout, asked.stderr
    said, retry_after, page = json.loads(asked.stdout.strip().splitlines()[-1])
    assert (said, retry_after) == (status, come_again)
    assert "tel:112" in page
    assert "Prøv igen om lidt" in page
