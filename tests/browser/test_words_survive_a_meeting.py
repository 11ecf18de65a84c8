"""Nothing that somebody typed at a meeting is lost: not when it goes on, and not when somebody else was quicker."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_a_week_of_meeting import FOLLOWS, Week, button, heading, propose
from tests.browser.test_states import judge
from tests.support import needs

pytestmark = [pytest.mark.browser, needs("chromium")]


@pytest.fixture
def week(site):
    return Week(site)


@pytest.fixture
def meeting(week):
    coming, meeting = week.tables()[:2]
    week.close_votes(coming)
    return meeting


def settled(page, path):
    page.goto(path)
    expect(page.locator("body")).to_have_attribute("data-live-state", "open")


def test_what_was_begun_moves_below_when_the_meeting_goes_on(week, meeting, visit):
    jonas, freja, amina = visit("jonas"), visit("freja"), visit("amina")
    propose(jonas, meeting, "Ord, der bliver")
    propose(jonas, meeting, "Det næste punkt")
    settled(amina, f"/meetings/{meeting}/")
    button(amina, "Jeg kan ikke komme").click()
    for title in ("Ord, der bliver", "Det næste punkt"):
        row = amina.locator(".item", has=amina.get_by_role("heading", name=title))
        row.get_by_role("link", name="Læg et ord på din stol").click()
        amina.get_by_label("Hvad vil du sige?").fill(f"Fra Amina om {title}")
        button(amina, "Læg det på min stol").click()
    week.close_votes(meeting)
    week.begins_now(meeting)
    week.orders(meeting, "Ord, der bliver", "Det næste punkt")
    settled(jonas, f"/meetings/{meeting}/live/")
    settled(freja, f"/meetings/{meeting}/live/")
    button(jonas, "Vær vært").click()
    expect(button(jonas, "Giv den tilbage")).to_be_visible()

    # What became of an agreement is being written while the host goes on to the table.
    button(jonas, "Begynd mødet").click()
    heading(freja, "Hvordan kommer I ind ad døren i dag?")
    freja.locator("summary", has_text="Hvad blev der af den?").first.click()
    freja.locator("input[name=became]").locator("visible=true").fill("Vi nåede det")
    button(jonas, "Til bordet").click()
    first = jonas.get_by_role("heading", level=1)
    expect(first).not_to_have_text("Hvordan kommer I ind ad døren i dag?")
    title = first.inner_text()
    left = freja.locator("[data-left-over]")
    heading(freja, title)
    expect(left.locator("input[name=became]")).to_have_value("Vi nåede det")
    left.get_by_role("button", name="Gjort").click()
    expect(left).to_be_hidden()
    assert week.ask("SELECT count(*) FROM youth_network_agreement WHERE became = 'Vi nåede det'") == [(1,)]

    # So is the answer to a chair, and the line that is taken along.
    freja.get_by_label("Svar Amina").press_sequentially("Vi savnede")
    jonas.get_by_label("Det tager vi med").press_sequentially("Vi skriver det ned")
    button(jonas, "Videre").click()
    for page in (jonas, freja):
        expect(page.get_by_role("heading", level=1)).not_to_have_text(title, timeout=FOLLOWS)
    box = left.locator("textarea")
    expect(box).to_have_value("Vi savnede")
    expect(box).to_be_focused()
    expect(left.get_by_role("heading", name=title)).to_be_visible()
    freja.keyboard.type(" dig")
    wrong: list[str] = []
    judge(freja, "words that were left over", wrong)
    assert not wrong, wrong
    # The new item's own form stands where the old one stood.
    expect(freja.locator(".around").get_by_label("Svar Amina")).to_have_value("")
    left.get_by_role("button", name="Send svaret").click()
    expect(left).to_be_hidden()
    assert week.ask("SELECT count(*) FROM youth_network_emptychair WHERE answer = 'Vi savnede dig'") == [(1,)]
    expect(jonas.locator("[data-left-over]")).to_be_hidden()
    expect(jonas.get_by_label("Det tager vi med")).to_have_value("")
    assert week.ask(
        "SELECT i.title FROM youth_network_placement p JOIN youth_network_agendaitem i ON i.id = p.item_id"
        " WHERE p.takeaway = 'Vi skriver det ned'"
    ) == [(title,)]
    button(jonas, "Til tjek ud").click()
    button(jonas, "Slut mødet").click()
    heading(jonas, "Tak for i dag")


def test_two_who_correct_the_same_minutes_lose_nothing(week, meeting, visit):
    jonas, freja = visit("jonas"), visit("freja")
    propose(jonas, meeting, "Et referat for to")
    week.close_votes(meeting)
    week.begins_now(meeting)
    settled(jonas, f"/meetings/{meeting}/live/")
    button(jonas, "Vær vært").click()
    expect(button(jonas, "Giv den tilbage")).to_be_visible()
    settled(freja, f"/meetings/{meeting}/live/")
    button(jonas, "Begynd mødet").click()
    button(freja, "Jeg siger pas").click()
    button(jonas, "Jeg siger pas").click()
    button(jonas, "Til bordet").click()
    jonas.get_by_label("Det tager vi med").fill("Linjen, som den var")
    button(jonas, "Gem").click()
    expect(jonas.get_by_role("status").filter(has_text="Gemt")).to_be_visible()
    button(jonas, "Til tjek ud").click()
    button(jonas, "Slut mødet").click()
    heading(jonas, "Tak for i dag")

    minutes = f"/meetings/{meeting}/minutes/"
    settled(freja, minutes)
    settled(jonas, minutes)
    for page in (freja, jonas):
        page.locator("summary", has_text="Ret").first.click()
    mine = freja.get_by_role("textbox").locator("visible=true")
    mine.fill("Freja er midt i en sætn")
    his = jonas.get_by_role("textbox").locator("visible=true")
    his.fill("Jonas var hurtigst")
    with freja.expect_response(f"**{minutes}"):
        jonas.locator("details[open]").get_by_role("button", name="Gem").click()
    # His line has come to her page, and hers stands in its field, with her cursor in it.
    expect(freja.get_by_text("Jonas var hurtigst").first).to_be_visible(timeout=FOLLOWS)
    expect(mine).to_have_value("Freja er midt i en sætn")
    expect(mine).to_be_focused()
    freja.keyboard.type("ing")
    freja.locator("details[open]").get_by_role("button", name="Gem").click()
    expect(freja.get_by_text("Der står nu:")).to_be_visible()
    again = freja.get_by_role("textbox").locator("visible=true")
    expect(again).to_have_value("Freja er midt i en sætning")
    freja.locator("details[open]").get_by_role("button", name="Gem").click()
    expect(freja.get_by_text("Linjen er rettet.")).to_be_visible()
    expect(jonas.get_by_text("Freja er midt i en sætning").first).to_be_visible(timeout=FOLLOWS)
