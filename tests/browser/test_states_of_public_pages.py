"""What visitors come to by doing something: mistakes in a form, something found and nothing found, a clip that plays,
an address that is gone, and the page of whoever spoke. axe finds nothing in any, and nothing is too wide."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, SITES
from tests.browser.planted import Planted, plant, take_back
from tests.browser.test_states import judge
from tests.support import needs

pytestmark = [pytest.mark.browser, needs("chromium")]


@pytest.fixture(scope="module")
def asked(site) -> Planted:
    return plant(SITES[site], said_yes=False)


@pytest.fixture(scope="module")
def shown(site):
    planted = plant(SITES[site])
    yield planted
    take_back(SITES[site], planted)


@pytest.fixture(scope="module")
def withdrawn(site) -> Planted:
    planted = plant(SITES[site])
    take_back(SITES[site], planted)
    return planted


def search(page: Page, words: str) -> None:
    page.goto("/find/")
    page.get_by_label("Hvad leder du efter?").fill(words)
    page.locator("main").get_by_role("button", name="Søg").click()


def reckon(page: Page, youths: str) -> None:
    page.goto("/for-kommuner/hvor-mange-konsulenter/")
    page.get_by_label("Hvor mange unge").fill(youths)
    page.get_by_role("button", name="Regn det ud").click()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("window", [DESK, PHONE], ids=["desk", "phone"])
def test_every_state_of_a_public_page_is_clean(visit, window, scheme):
    page, wrong = visit(viewport=window, color_scheme=scheme), []
    page.goto("/kontakt/")
    page.get_by_role("button", name="Send det").click()
    expect(page.locator("[aria-invalid=true]").first).to_be_visible()
    judge(page, "a contact form with mistakes", wrong)
    search(page, "netværk")
    expect(page.locator("main mark").first).to_be_visible()
    judge(page, "something found", wrong)
    search(page, "xyzzyx")
    expect(page.get_by_role("heading", name="Intet fundet")).to_be_visible()
    judge(page, "nothing found", wrong)
    reckon(page, "120")
    expect(page.get_by_role("heading", name="6 konsulenter")).to_be_visible()
    judge(page, "a team", wrong)
    page.goto("/podcast/hvad-siger-de-involverede/")
    page.get_by_label("Find i udskriften").fill("gruppe")
    expect(page.locator("mark")).to_be_visible()
    judge(page, "a transcript that is looked through", wrong)
    page.goto("/k/h4rdt")
    page.get_by_role("button", name="Hør klippet").click()
    expect(page.get_by_text("spiller nu").first).to_be_visible()
    judge(page, "a clip that plays", wrong)
    answer = page.goto("/findes-ikke/")
    assert answer.status == 404
    judge(page, "nothing there", wrong)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("window", [DESK, PHONE], ids=["desk", "phone"])
def test_every_state_of_ones_own_voice_is_clean(visit, asked, shown, withdrawn, window, scheme):
    page, wrong = visit(viewport=window, color_scheme=scheme), []
    page.goto(asked.own_page)
    judge(page, "asked", wrong)
    page.get_by_role("button", name="Ja, det må I dele").evaluate("button => button.form.noValidate = true")
    page.get_by_role("button", name="Ja, det må I dele").click()
    expect(page.locator("[aria-invalid=true]").first).to_be_visible()
    judge(page, "a yes to nothing", wrong)
    page.goto(shown.own_page)
    page.get_by_text("Det bliver sagt").click()
    judge(page, "shown", wrong)
    page.get_by_role("button", name="Se det, som andre ville se det").click()
    page.wait_for_url("**/preview/")
    judge(page, "previewed", wrong)
    page.goto(withdrawn.own_page)
    judge(page, "taken back", wrong)
    answer = page.goto(withdrawn.page)
    assert answer.status == 410
    judge(page, "gone", wrong)
    assert not wrong, "\n".join(wrong)
