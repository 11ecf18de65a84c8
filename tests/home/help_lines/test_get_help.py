"""Get help now: signed in or not, without scripts, and honest about what nobody has checked."""

from datetime import timedelta

import pytest

from community import clock
from home.models import HelpLine

pytestmark = pytest.mark.usefixtures("public_site")


def test_112_stands_first_and_never_one_line_alone(client):
    page = client.get("/help/").content.decode()
    assert page.index('href="tel:112"') < page.index('href="tel:70201201"')
    assert page.count('class="call') >= 4


def test_every_line_is_marked_until_somebody_has_checked_it(client):
    count = HelpLine.objects.filter(locale__language_code="da").count()
    assert client.get("/help/").content.decode().count("Skal kontrolleres før lancering") == count
    HelpLine.objects.update(reviewed_on=clock.now().date())
    page = client.get("/help/").content.decode()
    assert "Skal kontrolleres før lancering" not in page
    assert "Numre og åbningstider skal tjekkes" not in page


def test_a_check_grows_old_after_ninety_days():
    today = clock.now().date()
    assert not HelpLine(reviewed_on=today - timedelta(days=90)).needs_checking
    assert HelpLine(reviewed_on=today - timedelta(days=91)).needs_checking


def test_it_speaks_english_too_and_danish_lines_are_marked_while_untranslated(client):
    assert "When your thoughts are heavy" in client.get("/en/help/").content.decode()
    HelpLine.objects.filter(locale__language_code="en").delete()
    assert 'lang="da"' in client.get("/en/help/").content.decode().split("<main")[1].split("</main")[0]


def test_a_line_says_when_it_was_checked_last(client):
    HelpLine.objects.update(reviewed_on=clock.now().date() - timedelta(days=120))
    page = client.get("/help/").content.decode()
    assert "Sidst tjekket" in page
    assert "Skal kontrolleres før lancering" not in page
    assert "er ikke tjekket i tre måneder" in page
