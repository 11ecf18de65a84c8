"""The passkey in a real browser with a virtual authenticator: made on a device, then the only thing needed there."""

import pytest

from tests.support import needs

pytestmark = [pytest.mark.browser, needs("chromium")]

_DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def device(site, chromium):
    """A page on a device with a fingerprint reader. Passkeys belong to a name, so the site is called by its name."""
    context = chromium.new_context(
        base_url=site.replace("127.0.0.1", "localhost"), viewport={"width": 360, "height": 780}, locale="da-DK"
    )
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": _DEVICE})
    page.complaints = []
    page.on("console", lambda message: page.complaints.append(message.text) if message.type == "error" else None)
    yield page
    context.close()


def test_a_consultant_makes_a_passkey_and_comes_in_with_it_alone(device):
    device.goto("/demo/")
    device.locator('button[name="person"][value="signe"]').click()
    device.wait_for_url("**/since-last/")
    device.goto("/me/passkeys/add/")
    device.locator("[name=name]").fill("Min telefon")
    device.locator("[data-passkey-ask]").click()
    device.wait_for_url("**/me/recovery-codes/")
    assert device.locator(".recovery-codes li").count() == 10

    device.goto("/me/")
    assert "Min telefon" in device.locator("main").inner_text()
    device.locator('main form[action="/accounts/logout/"] button').click()
    device.wait_for_url("http://localhost:*/")

    device.goto("/accounts/login/")
    device.locator("form[data-passkey=login] [data-passkey-ask]").click()
    device.wait_for_url("**/since-last/")
    # The gate asks staff for two factors: finger, face or PIN on the device was both.
    assert device.goto("/me/").status == 200
    assert device.complaints == []


def test_a_device_that_says_no_is_told_in_words(device):
    device.goto("/accounts/login/")
    stopped = device.locator("[data-passkey-fault=stopped]")
    assert stopped.is_hidden()
    # There is no passkey on this device, so it refuses.
    device.locator("form[data-passkey=login] [data-passkey-ask]").click()
    stopped.wait_for(state="visible")
    assert device.locator("form[data-passkey=login] [data-passkey-ask]").is_enabled()


def test_without_javascript_the_mailed_code_stays(chromium, site):
    context = chromium.new_context(base_url=site, java_script_enabled=False, locale="da-DK")
    page = context.new_page()
    page.goto("/accounts/login/")
    assert page.locator("form[data-passkey]").is_hidden()
    assert "JavaScript" in page.locator("main").inner_text()
    page.locator("[name=email]").fill("nobody@example.com")
    page.locator("[name=email]").press("Enter")
    page.wait_for_url("**/accounts/login/code/confirm/")
    context.close()
