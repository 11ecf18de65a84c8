"""What went wrong is said in the reader's language, with a way on."""

import logging

import pytest
from django.conf import settings


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
