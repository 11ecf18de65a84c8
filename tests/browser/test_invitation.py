"""From the consultant's screen to the letter in another hand, in a real browser."""

import pytest

from tests.support import needs

pytestmark = [pytest.mark.browser, needs("chromium")]


def test_a_letter_is_made_printed_opened_and_answered(visit):
    signe = visit("signe")
    signe.goto("/me/")
    signe.locator('main a[href^="/members/"]').first.click()
    signe.locator('main a[href$="/invite/"]').click()
    signe.locator("[name=invited_name]").fill("Noor")
    signe.locator("main form .btn--main").click()
    link = signe.locator("#link").input_value()
    assert signe.locator(".qr__code svg").is_visible()
    with signe.context.expect_page() as opened:
        signe.locator('form[action="/invitations/card/"] button').click()
    card = opened.value
    card.wait_for_load_state()
    assert "Noor" in card.locator("article").inner_text()
    assert link in card.locator("article").inner_text()

    noor = visit("visitor")
    path = "/invitation/" + link.split("/invitation/")[1]
    noor.goto(path)
    noor.locator("[name=display_name]").fill("Noor")
    noor.locator("[name=email]").fill("noor@example.com")
    noor.locator("main form .btn--main").click()
    noor.wait_for_url("**/code/")
    noor.locator("[name=code]").fill("000000")
    noor.locator("[name=code]").press("Enter")
    noor.locator(".error").wait_for()
    assert noor.locator("[name=code]").get_attribute("aria-invalid") == "true"
