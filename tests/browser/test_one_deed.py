"""One deed through every floor: a youth tells, another answers, a third sees both arrive without reloading."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import open_topic
from tests.support import needs

pytestmark = [pytest.mark.browser, needs("chromium")]


def test_a_third_sees_it_arrive(visit):
    freja, amina, jonas = visit("freja"), visit("amina"), visit("jonas")

    # Jonas has the board open and does nothing more.
    jonas.goto("/network/")
    board = jonas.locator("#topics")
    expect(jonas.locator("body")).to_have_attribute("data-live-state", "open")

    freja.goto("/network/")
    freja.locator("a.ask").click()
    freja.get_by_label("Hvad skete der på arbejdet i denne uge?").fill("I dag var der en stol til mig.")
    freja.get_by_role("button", name="Del det").click()
    expect(freja.get_by_role("heading", name="I dag var der en stol til mig.")).to_be_visible()
    expect(board.get_by_text("I dag var der en stol til mig.")).to_be_visible()

    # Now he reads it, and Amina answers.
    board.get_by_text("I dag var der en stol til mig.").click()
    expect(jonas.get_by_text("Ingen har svaret endnu. Du kan blive den første.")).to_be_visible()
    expect(jonas.locator("body")).to_have_attribute("data-live-state", "open")
    jonas.get_by_label("Svar kort").fill("Jeg er midt i at skrive")

    amina.goto(jonas.url)
    amina.get_by_label("Svar kort").fill("Stolen har vist stået der hele tiden.")
    amina.get_by_role("button", name="Svar").click()
    expect(jonas.get_by_text("Stolen har vist stået der hele tiden.")).to_be_visible()
    # What he was typing is untouched, and he did not reload.
    expect(jonas.get_by_label("Svar kort")).to_have_value("Jeg er midt i at skrive")

    # A word of reaction to what arrived arrives too.
    freja.goto(jonas.url)
    answer = "article.reply:has-text('Stolen har vist stået der hele tiden.')"
    freja.locator(answer).get_by_role("button", name="Det kender jeg").click()
    expect(jonas.locator(answer).locator(".reactions__word", has_text="Det kender jeg")).to_contain_text("1")


def test_the_last_answer_taken_back_and_undone_comes_back_for_readers_too(visit):
    freja, jonas = visit("freja"), visit("jonas")
    freja.goto("/network/")
    freja.locator("a.ask").click()
    freja.get_by_label("Hvad skete der på arbejdet i denne uge?").fill("Hvor længe er der pause hos jer?")
    freja.get_by_role("button", name="Del det").click()
    expect(freja.get_by_role("heading", name="Hvor længe er der pause hos jer?")).to_be_visible()
    jonas.goto(freja.url)
    expect(jonas.locator("body")).to_have_attribute("data-live-state", "open")
    freja.get_by_label("Svar kort").fill("Det sidste ord")
    freja.get_by_role("button", name="Svar").click()
    expect(jonas.get_by_text("Det sidste ord")).to_be_visible()
    freja.locator("[id^=post-]", has_text="Det sidste ord").last.get_by_role("button", name="Tag tilbage").click()
    expect(jonas.get_by_text("Det sidste ord")).to_have_count(0)
    freja.get_by_role("button", name="Fortryd").click()
    expect(jonas.get_by_text("Det sidste ord")).to_be_visible()


def test_going_back_after_posting_finds_an_empty_form(visit):
    freja = visit("freja")
    freja.goto("/network/")
    freja.locator("a.ask").click()
    expect(freja.locator("form[data-draft-ready]")).to_be_attached()
    freja.get_by_label("Hvad skete der på arbejdet i denne uge?").fill("Kun én gang, tak.")
    freja.get_by_role("button", name="Del det").click()
    expect(freja.get_by_role("heading", name="Kun én gang, tak.")).to_be_visible()
    freja.go_back()
    expect(freja.locator("form[data-draft-ready]")).to_be_attached()
    expect(freja.get_by_label("Hvad skete der på arbejdet i denne uge?")).to_have_value("")
    freja.goto("/drafts/")
    expect(freja.get_by_text("Kun én gang, tak.")).to_have_count(0)


def test_nobody_outside_the_group_sees_it(visit):
    mikkel, yusuf = visit("mikkel"), visit("yusuf")
    mikkel.goto("/network/")
    mikkel.locator("a.ask").click()
    mikkel.get_by_label("Hvad skete der på arbejdet i denne uge?").fill("Kun for Torsdagsholdet.")
    mikkel.get_by_role("button", name="Del det").click()
    expect(mikkel.get_by_role("heading", name="Kun for Torsdagsholdet.")).to_be_visible()
    assert yusuf.goto(mikkel.url).status == 404
    yusuf.goto("/network/")
    expect(yusuf.get_by_text("Kun for Torsdagsholdet.")).to_have_count(0)


def test_what_one_types_survives_a_reload(visit):
    freja = visit("freja")
    freja.goto("/network/")
    freja.locator("a.ask").click()
    expect(freja.locator("form[data-draft-ready]")).to_be_attached()
    freja.get_by_label("Hvad skete der på arbejdet i denne uge?").fill("Halvt skrevet")
    freja.reload()
    expect(freja.get_by_label("Hvad skete der på arbejdet i denne uge?")).to_have_value("Halvt skrevet")


def test_reading_and_answering_work_without_javascript(visit):
    amina = visit("amina", java_script_enabled=False)
    open_topic(amina, "Hvem bestemmer, hvornår der er pause?")
    amina.get_by_label("Svar kort").fill("Vi spurgte bare.")
    amina.get_by_role("button", name="Svar").click()
    expect(amina.get_by_text("Vi spurgte bare.")).to_be_visible()
