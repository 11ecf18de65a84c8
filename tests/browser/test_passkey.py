"""The passkey in a real browser: made on a device with a virtual authenticator, used to come in, and both at once."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from tests.support import needs

pytestmark = [pytest.mark.browser, needs("chromium"), pytest.mark.django_db(transaction=True)]

_DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def page(chromium, monkeypatch):
    # Playwright's own event loop runs in this thread; the database is asked between its steps.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    cache.clear()
    context = chromium.new_context(viewport={"width": 360, "height": 740}, locale="da-DK")
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": _DEVICE})
    page.violations = []
    page.on("console", lambda message: page.violations.append(message.text) if message.type == "error" else None)
    yield page
    context.close()


def test_a_consultant_makes_a_passkey_and_comes_in_with_it_alone(world, live_server, page):
    page.goto(live_server.url + reverse("account_login"))
    page.locator("[name=email]").fill("signe@example.com")
    page.locator("[name=email]").press("Enter")
    page.locator("[name=code]").fill(re.search(r"\b\d{6}\b", mail.outbox[-1].body).group())
    page.locator("[name=code]").press("Enter")
    page.wait_for_url("**" + reverse("second_factor"))
    page.locator(f"a[href='{reverse('mfa_add_webauthn')}']").click()
    page.locator("[name=name]").fill("Min telefon")
    page.locator("[data-passkey-ask]").click()
    page.wait_for_url("**" + reverse("mfa_view_recovery_codes"))
    passkey = Authenticator.objects.get(user=world.signe, type="webauthn")
    assert passkey.wrap().name == "Min telefon"

    page.goto(live_server.url + reverse("me"))
    assert "Min telefon" in page.locator("main").inner_text()
    page.locator(f"main form[action='{reverse('account_logout')}'] button").click()
    page.wait_for_url(live_server.url + "/")

    page.goto(live_server.url + reverse("account_login"))
    page.locator("form[data-passkey=login] [data-passkey-ask]").click()
    page.wait_for_url("**" + reverse("since_last"))
    assert page.goto(live_server.url + reverse("me")).status == 200
    assert [text for text in page.violations if "Content Security Policy" in text] == []


def test_a_device_that_says_no_is_told_in_words(world, live_server, page):
    page.goto(live_server.url + reverse("account_login"))
    # No passkey on the device, so the browser refuses.
    page.locator("form[data-passkey=login] [data-passkey-ask]").click()
    page.locator("[data-passkey-fault=stopped]").wait_for(state="visible")
    assert page.locator("form[data-passkey=login] [data-passkey-ask]").is_enabled()
