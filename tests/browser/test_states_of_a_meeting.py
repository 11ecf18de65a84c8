"""What a meeting goes through besides its plain way: an empty chair, a bevidning round, parking, an item taken down.

axe finds nothing in any of it, on a phone and on the shared screen, by day and by night.
"""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK
from tests.browser.test_a_week_of_meeting import FOLLOWS, Week, button, heading, propose
from tests.browser.test_states import judge
from tests.support import needs

LONG = "Å" * 120

pytestmark = [pytest.mark.browser, needs("chromium")]


def test_every_state_of_a_meeting_is_clean(site, visit):
    week, wrong = Week(site), []
    coming, meeting = week.tables()[:2]
    week.close_votes(coming)
    live = f"/meetings/{meeting}/live/"
    freja, jonas, amina = visit("freja", color_scheme="dark"), visit("jonas"), visit("amina", viewport=DESK)
    signe = visit("signe", viewport=DESK, color_scheme="dark")
    propose(freja, meeting, "Pauserne")
    freja.goto(f"/meetings/{meeting}/propose/")
    freja.get_by_label("Hvad vil du tale om?").fill("  ")
    button(freja, "Læg det på bordet").click()
    expect(freja.locator("[aria-invalid=true]")).to_be_visible()
    judge(freja, "proposing nothing", wrong)
    freja.get_by_label("Hvad vil du tale om?").fill("Min første dag")
    freja.get_by_label("Bevidningsrunde").check()
    button(freja, "Læg det på bordet").click()
    propose(jonas, meeting, "Det skal væk")
    # One word as long as a line may be: no page grows wider for it.
    propose(jonas, meeting, LONG)

    # Amina cannot come: the agenda leads her to her chair, and shows what lies on it.
    amina.goto(f"/meetings/{meeting}/")
    expect(amina.locator("body")).to_have_attribute("data-live-state", "open")
    button(amina, "Jeg kan ikke komme").click()
    row = amina.locator(".item", has=amina.get_by_role("heading", name="Pauserne"))
    row.get_by_role("link", name="Læg et ord på din stol").click()
    button(amina, "Læg det på min stol").click()
    expect(amina.get_by_text("Skriv en linje, eller indtal en.")).to_be_visible()
    judge(amina, "an empty chair without words", wrong)
    amina.get_by_label("Hvad vil du sige?").fill("Vi bestemmer selv pauserne.")
    button(amina, "Læg det på min stol").click()
    expect(row.get_by_text("Vi bestemmer selv pauserne.")).to_be_visible()
    judge(amina, "what lies on one's own chair", wrong)

    # Live: the host orders, then it begins.
    week.close_votes(meeting)
    week.begins_now(meeting)
    week.orders(meeting, "Pauserne", "Min første dag", "Det skal væk", LONG)
    for page in (jonas, freja):
        page.goto(live)
    signe.goto(f"{live}?screen")
    for page in (jonas, freja, signe):
        expect(page.locator("body")).to_have_attribute("data-live-state", "open")
    button(jonas, "Vær vært").click()
    button(jonas, "Begynd mødet").click()
    heading(freja, "Hvordan kommer I ind ad døren i dag?")
    button(jonas, "Til bordet").click()
    for page in (jonas, freja, signe):
        heading(page, "Pauserne")
        expect(page.get_by_text("Vi bestemmer selv pauserne.")).to_be_visible()
        judge(page, "an empty chair at the meeting", wrong)
    button(jonas, "Det er læst op").click()
    jonas.get_by_label("Svar Amina").fill("Det synes vi også.")
    button(jonas, "Send svaret").click()
    expect(freja.get_by_text("Det synes vi også.").first).to_be_visible(timeout=FOLLOWS)
    jonas.get_by_label("Det tager vi med").fill("Vi spørger først.")
    button(jonas, "Gem").click()
    expect(jonas.get_by_role("status").filter(has_text="Gemt: ”Vi spørger først.”")).to_be_visible()
    judge(jonas, "an answered chair", wrong)

    # A bevidning round: asked for, refused, begun, and through a step.
    button(jonas, "Parkér").click()
    heading(freja, "Min første dag")
    judge(jonas, "who tells and who witnesses", wrong)
    jonas.get_by_role("group", name="Hvem fortæller?").get_by_label("Freja").check()
    jonas.get_by_role("group", name="Hvem bevidner?").get_by_label("Freja").check()
    button(jonas, "Begynd runden").click()
    expect(jonas.locator(".form-errors")).to_be_visible()
    judge(jonas, "a round of one", wrong)
    jonas.get_by_role("group", name="Hvem bevidner?").get_by_label("Freja").uncheck()
    jonas.get_by_role("group", name="Hvem bevidner?").get_by_label("Amina").check()
    button(jonas, "Begynd runden").click()
    button(jonas, "Næste trin").click()
    expect(freja.get_by_text("Trin 2 af 6")).to_be_visible(timeout=FOLLOWS)
    for page in (jonas, freja, signe):
        judge(page, "a round", wrong)
    button(jonas, "Videre").click()

    # The item that runs is taken down: the meeting stands between two items.
    heading(jonas, "Det skal væk")
    [(item,)] = week.ask("SELECT id FROM youth_network_agendaitem WHERE title = 'Det skal væk'")
    signe.goto(f"/items/{item}/take-down/")
    signe.get_by_role("radio").first.check()
    signe.get_by_label("Hvorfor?").fill("  ")
    button(signe, "Tag det ned").click()
    expect(signe.get_by_text("Skriv hvorfor. Holdet læser det.")).to_be_visible()
    judge(signe, "taking down without a reason", wrong)
    signe.get_by_label("Hvorfor?").fill("Der stod et navn i det.")
    button(signe, "Tag det ned").click()
    expect(signe.get_by_text("Der stod et navn i det.")).to_be_visible()
    judge(signe, "an agenda with a gap", wrong)
    for page in (jonas, freja):
        heading(page, "Hvad tager I nu?")
        judge(page, "between two items", wrong)
    button(jonas, "Til tjek ud").click()
    heading(freja, "Hvad tager I med hjem?")
    button(jonas, "Slut mødet").click()
    heading(freja, "Tak for i dag")
    amina.goto(f"/meetings/{meeting}/minutes/")
    expect(amina.get_by_text("Det synes vi også.")).to_be_visible()
    judge(amina, "minutes with a parked item, an answered chair and a gap", wrong)
    assert not wrong, "\n".join(wrong)
