"""A meeting with the keyboard alone: proposing, voting, hosting, leading and correcting; and read without scripts."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK
from tests.browser.keyboard import Keyboard
from tests.browser.test_a_week_of_meeting import FOLLOWS, Week, clean, heading
from tests.support import needs

pytestmark = [pytest.mark.browser, needs("chromium")]


def settled(page):
    expect(page.locator("body")).to_have_attribute("data-live-state", "open")


def test_a_meeting_from_the_first_line_to_the_minutes(site, visit):
    week = Week(site)
    # What is proposed lies on the next table that is open: the coming one has its agenda already.
    coming, meeting = week.tables()[:2]
    week.close_votes(coming)
    live = f"/meetings/{meeting}/live/"
    freja, keys = (page := visit("freja", viewport=DESK)), Keyboard(page)
    still = visit("amina", java_script_enabled=False)

    # On the table, and a vote.
    freja.goto(f"/meetings/{meeting}/")
    settled(freja)
    keys.follow("Læg noget på bordet")
    clean(freja)
    keys.go("Hvad vil du tale om?", "textbox")
    keys.type("Kan man få en nøgle?")
    keys.go("Læg det på bordet", "button")
    with freja.expect_navigation():
        keys.press("Enter")
    settled(freja)
    keys.go("Det vil jeg gerne tale om", "button")
    keys.press("Enter")
    expect(freja.get_by_text("Du har 2 stemmer tilbage")).to_be_visible()
    keys.go("Vær vært", "button")
    keys.press("Enter")
    expect(freja.get_by_text("Du er vært", exact=True)).to_be_visible()

    assert week.ask("SELECT role FROM youth_network_meetingrole WHERE agenda_id = ?", meeting) == [("host",)]

    # Before, with the host's script, and the beginning.
    week.close_votes(meeting)
    week.begins_now(meeting)
    freja.goto(live)
    settled(freja)
    heading(freja, "Velkommen")
    clean(freja)
    keys.follow("Sådan er man vært")
    clean(freja)
    with freja.expect_navigation():
        freja.go_back()
    settled(freja)
    keys.go("Begynd mødet", "button")
    keys.press("Enter")
    heading(freja, "Hvordan kommer I ind ad døren i dag?")
    keys.here()
    keys.go("Jeg siger pas", "button")
    keys.press("Enter")
    expect(freja.get_by_role("button", name="Ikke endnu : Freja")).to_be_visible(timeout=FOLLOWS)
    keys.here()

    # Somebody reads it without scripts: the same words, and a way to fetch them again.
    still.goto(live)
    heading(still, "Hvordan kommer I ind ad døren i dag?")
    expect(still.get_by_role("link", name="Hent siden igen for at følge mødet")).to_be_visible()

    keys.go("Til bordet", "button")
    keys.press("Enter")
    heading(freja, "Kan man få en nøgle?")
    keys.here()
    still.get_by_role("link", name="Hent siden igen for at følge mødet").click()
    heading(still, "Kan man få en nøgle?")

    # The timer is heard: a name, and no chatter.
    expect(freja.get_by_role("timer", name="Tid til punktet")).to_be_visible()

    keys.go("Det tager vi med", "textbox")
    keys.type("Der ligger en nøgle hos værten.")
    keys.go("Gem", "button")
    with freja.expect_response("**/takeaway/"):
        keys.press("Enter")
    keys.here()
    keys.go("Videre", "button", back=True)
    keys.press("Enter")
    heading(freja, "Hvad tager I med hjem?")
    keys.here()
    keys.go("Slut mødet", "button")
    keys.press("Enter")
    heading(freja, "Tak for i dag")
    keys.here()
    clean(freja)

    # The minutes, and a line put right.
    freja.goto(f"/meetings/{meeting}/minutes/")
    settled(freja)
    expect(freja.get_by_text("Der ligger en nøgle hos værten.").first).to_be_visible()
    keys.go("Ret")
    keys.press("Enter")
    keys.go("", "textbox")
    keys.press("Control+A")
    keys.type("Der ligger to nøgler hos værten.")
    keys.go("Gem", "button")
    keys.press("Enter")
    expect(freja.get_by_text("Der ligger to nøgler hos værten.").first).to_be_visible()
