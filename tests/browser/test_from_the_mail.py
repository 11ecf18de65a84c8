"""A representative in a van: the digest on a phone, one tap, a code and a second factor, an answer by voice; and the
line that closes one's own question, by keyboard alone."""

import email
import email.policy
import re
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from playwright.sync_api import Browser, Page, expect, sync_playwright

from home.demo.people import DOMAIN
from tests.browser.axe import violations
from tests.browser.conftest import ARGUMENTS, CHROMIUM, PHONE, SITES
from tests.browser.keyboard import Keyboard
from tests.support import manage, needs

pytestmark = [pytest.mark.browser, needs("chromium")]

SECRET = "JBSWY3DPEHPK3PXP"
QUESTION = "Hvem viser rundt, når chefen er ude at køre?"
STORY = "Sidste fredag stod en praktikant alene med kufferten med værktøj."
#: A voice clip has time to be cleaned by a server that shares this machine with the browser.
PATIENCE = 60_000


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """With a microphone that beeps, and a yes to it."""
    listening = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, *listening])
        yield browser
        browser.close()


def at_the_site(site: str, code: str) -> str:
    """What the site's own settings and data say to this."""
    done = manage(
        "shell", "-v", "0", "-c", code, DATA_DIR=str(SITES[site]), PORT=str(urlsplit(site).port), LANG="C.UTF-8"
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def mails_in(text: str) -> list[email.message.EmailMessage]:
    """The mails that the console's backend wrote there."""
    pieces = re.findall(r"^(?:Content-Type: .*?)(?=^-{70,}$)", text, re.M | re.S)
    return [email.message_from_bytes(piece.encode(), policy=email.policy.default) for piece in pieces]


def words_of(mail: email.message.EmailMessage, kind: str = "plain") -> str:
    return mail.get_body((kind,)).get_content()


def next_digest_of_mona(site: str) -> email.message.EmailMessage:
    """What Monday at four brings."""
    written = at_the_site(
        site,
        f"""
from datetime import timedelta
from community import clock
from community.notifications.models import OutboxMail
from community.notifications.outbox import deliver_due
from community.people.models import Person
mona = Person.objects.get(email="mona@{DOMAIN}")
waiting = OutboxMail.objects.filter(recipient=mona, state="waiting", rhythm="weekly")
OutboxMail.objects.exclude(recipient=mona).filter(state="waiting").update(state="skipped")
with clock.at(max(waiting.values_list("not_before", flat=True)) + timedelta(minutes=1)):
    deliver_due(["weekly"])
""",
    )
    (mail,) = [mail for mail in mails_in(written) if f"mona@{DOMAIN}" in mail["To"]]
    return mail


def mailed_code(site: str, before: int) -> str:
    log = SITES[site] / "log"
    for _try in range(100):
        found = [mail for mail in mails_in(log.read_text()[before:]) if f"mona@{DOMAIN}" in mail["To"]]
        if found:
            return re.search(r"\b\d{6}\b", words_of(found[-1])).group()
        time.sleep(0.1)
    raise AssertionError("no code came")


def is_clean(page: Page) -> None:
    found = violations(page)
    assert not found, [f"{one['id']} {one['nodes'][0]['html'][:200]}" for one in found]
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= page.viewport_size["width"], page.url


def ask(page: Page, question: str, more: str = "") -> None:
    page.goto("/sparring/")
    is_clean(page)
    page.get_by_role("link", name="Spørg de andre").click()
    page.get_by_label("Hvad vil du spørge de andre om?").fill(question)
    page.get_by_label("Et par ord mere, hvis de hjælper").fill(more)
    is_clean(page)
    page.get_by_role("button", name="Spørg", exact=True).click()
    expect(page.get_by_role("heading", name=question)).to_be_visible()


def test_from_the_digest_to_an_answer_by_voice(visit, site, chromium):
    rashid = visit("rashid")
    ask(rashid, QUESTION, STORY)
    mail = next_digest_of_mona(site)
    # All of it can be read in the mail: as plain text, and without pictures by day and by night.
    assert QUESTION in words_of(mail)
    assert STORY in words_of(mail)
    for scheme in ("light", "dark"):
        reader = chromium.new_context(viewport=PHONE, color_scheme=scheme, java_script_enabled=True)
        sheet = reader.new_page()
        sheet.set_content(words_of(mail, "html"))
        assert sheet.locator("img").count() == 0
        assert STORY in sheet.locator("body").inner_text()
        is_clean(sheet)
        reader.close()
    link = re.search(r"/from-mail/\?link=\S+", words_of(mail).partition(QUESTION)[2]).group()

    at_the_site(
        site,
        f"""
from allauth.mfa.totp.internal.auth import TOTP
from community.people.models import Person
TOTP.activate(Person.objects.get(email="mona@{DOMAIN}"), "{SECRET}")
""",
    )
    mona = visit()
    log = (SITES[site] / "log").read_text()
    mona.goto(link)
    is_clean(mona)
    assert mona.get_by_text("En virksomhed beder de andre om råd.").is_visible()
    mona.get_by_role("button", name="Send mig en kode").click()
    mona.wait_for_url("**/accounts/login/code/confirm/**")
    mona.locator("[name=code]").fill(mailed_code(site, len(log)))
    mona.locator("[name=code]").press("Enter")
    mona.wait_for_url("**/accounts/login/second-factor/**")
    mona.locator("[name=code]").fill(format_hotp_value(hotp_value(SECRET, next(iter(yield_hotp_counters_from_time())))))
    mona.locator("[name=code]").press("Enter")
    mona.wait_for_url("**/topics/**")
    expect(mona.get_by_role("heading", name=QUESTION)).to_be_visible()
    expect(mona.locator(".spar__state")).to_contain_text("åben i 7 dage endnu")
    expect(mona.locator(".spar__state")).to_contain_text("Ingen har svaret endnu.")

    mona.get_by_role("link", name="Svar Rashid").click()
    mona.get_by_role("button", name="Lyd", exact=True).click()
    mona.get_by_role("button", name="Optag", exact=True).click()
    expect(mona.get_by_role("timer")).to_contain_text("0.02", timeout=PATIENCE)
    # Not a word beside it; it is sent while it is still recording, and waits until it has arrived.
    mona.get_by_role("button", name="Svar", exact=True).click()
    expect(mona.locator(".reply audio")).to_have_count(1, timeout=PATIENCE)
    is_clean(mona)

    # Practice of a colleague, tried at her own place too.
    mona.goto("/since-last/")
    is_clean(mona)
    mona.get_by_role("link", name="Prøvet hos os").click()
    mona.get_by_label("Hvordan gik det?").fill("Det virkede også hos os.")
    mona.locator("#tried-form button[type=submit]").click()
    expect(mona.locator("#tried")).to_contain_text("Det virkede også hos os.")

    # The link again, from the same mail: straight to the question.
    mona.goto(link)
    mona.wait_for_url("**/topics/**")

    rashid.reload()
    expect(rashid.locator(".reply audio")).to_have_count(1)
    expect(rashid.locator(".spar__state")).not_to_contain_text("Ingen har svaret endnu.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_ones_own_question_is_closed_by_keyboard_alone(visit, scheme):
    question = f"Hvor lange er pauserne hos jer? ({scheme})"
    mona = visit("mona", color_scheme=scheme)
    ask(mona, question)
    keyboard = Keyboard(mona)
    mona.goto(mona.url)
    keyboard.go("Hvad gjorde I?")
    keyboard.press("Enter")
    keyboard.go("Det gjorde vi", "textbox")
    keyboard.type("Vi holder en halv time sammen.")
    keyboard.go("Luk spørgsmålet", "button")
    with mona.expect_navigation():
        keyboard.press("Enter")
    expect(mona.locator(".spar__done")).to_contain_text("Vi holder en halv time sammen.")
    expect(mona.locator("form.composer")).to_have_count(0)
    is_clean(mona)
    mona.goto("/sparring/")
    expect(mona.get_by_role("heading", name=question)).to_be_visible()
    is_clean(mona)
    assert keyboard.round()
    henning = visit("henning", color_scheme=scheme)
    henning.goto("/since-last/")
    is_clean(henning)
