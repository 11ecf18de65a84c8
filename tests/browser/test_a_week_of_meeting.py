"""A whole week of a group, on phones of 360 px: four youths, their consultant and a shared screen."""

import sqlite3
import time
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import DESK, SITES
from tests.support import needs

pytestmark = [pytest.mark.browser, needs("chromium")]

#: Every page follows within a second; the machine of the tests is shared by browser and server.
FOLLOWS = 3000


class Week:
    """The group's table in the site's database: the clock of a running process is turned by moving its moments."""

    def __init__(self, site: str) -> None:
        self.file = SITES[site] / "nextwork.sqlite3"

    def ask(self, sql: str, *values: object) -> list[tuple]:
        with sqlite3.connect(self.file, timeout=20) as database:
            return database.execute(sql, values).fetchall()

    def tell(self, sql: str, *values: object) -> None:
        with sqlite3.connect(self.file, timeout=20) as database:
            database.execute(sql, values)

    @staticmethod
    def moment(minutes: int) -> str:
        return (datetime.now(UTC) + timedelta(minutes=minutes)).strftime("%Y-%m-%d %H:%M:%S.000000")

    def tables(self) -> list[int]:
        """Torsdagsholdet's meetings to come, the soonest first."""
        rows = self.ask(
            "SELECT t.id FROM community_meeting t JOIN community_group g ON g.id = t.group_id"
            " JOIN youth_network_agenda a ON a.meeting_id = t.id"
            " WHERE g.name = 'Torsdagsholdet' AND a.phase = 'ahead' ORDER BY t.starts_at"
        )
        return [pk for (pk,) in rows]

    def close_votes(self, meeting: int) -> None:
        self.tell("UPDATE youth_network_agenda SET closes_at = ? WHERE meeting_id = ?", self.moment(-1), meeting)

    def begins_now(self, meeting: int) -> None:
        moments = (self.moment(-1), self.moment(89))
        self.tell("UPDATE community_meeting SET starts_at = ?, ends_at = ? WHERE id = ?", *moments, meeting)

    def orders(self, meeting: int, *titles: str) -> None:
        """As the host would: these first, and behind them whatever other tests have left on the table."""
        self.tell("UPDATE youth_network_placement SET position = position + 100 WHERE agenda_id = ?", meeting)
        for position, title in enumerate(titles):
            self.tell(
                "UPDATE youth_network_placement SET position = ? WHERE agenda_id = ? AND item_id IN"
                " (SELECT id FROM youth_network_agendaitem WHERE title = ?)",
                position,
                meeting,
                title,
            )
        self.tell("UPDATE youth_network_agenda SET host_ordered = ? WHERE meeting_id = ?", True, meeting)


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name).locator("visible=true").first


def propose(page: Page, meeting: int, words: str) -> None:
    page.goto(f"/meetings/{meeting}/")
    page.get_by_role("link", name="Læg noget på bordet").click()
    page.get_by_label("Hvad vil du tale om?").fill(words)
    button(page, "Læg det på bordet").click()
    expect(page.get_by_role("heading", name=words)).to_be_visible()


def clean(page: Page) -> None:
    found = violations(page)
    assert not found, [(fault["id"], [node["html"][:120] for node in fault["nodes"]]) for fault in found]


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words, timeout=FOLLOWS)


def test_a_week_from_the_first_line_to_the_next_meeting(site, visit):
    week = Week(site)
    coming, meeting, following = week.tables()[:3]
    # The coming meeting has its agenda already: this week is the one after.
    week.close_votes(coming)
    freja, amina, jonas, oliver = (visit(name) for name in ("freja", "amina", "jonas", "oliver"))
    signe = visit("signe", viewport=DESK)

    # Proposing, from nothing in one line and from somebody's topic.
    propose(freja, meeting, "Hvem låser op?")
    propose(jonas, meeting, "Må man tage sin hund med?")
    propose(jonas, meeting, "En tur ud af huset")
    [(topic,)] = week.ask("SELECT id FROM forums_topic WHERE title = 'Jeg skar bjælkerne selv'")
    amina.goto(f"/topics/{topic}/")
    button(amina, "Sæt på dagsordenen").click()
    expect(amina.get_by_text("Oliver er spurgt og kan sige ja eller nej i fred.")).to_be_visible()
    oliver.goto("/since-last/")
    oliver.get_by_role("link", name="Amina spørger dig").click()
    clean(oliver)
    button(oliver, "Ja, gerne").click()
    amina.goto(f"/topics/{topic}/")
    expect(amina.get_by_text("På dagsordenen hos Torsdagsholdet")).to_be_visible()

    # Voting: three votes, no fourth, and no counts before the clock has closed it.
    amina.goto(f"/meetings/{meeting}/")
    clean(amina)
    for number in range(3):
        button(amina, "Det vil jeg gerne tale om").click()
        left = 2 - number
        words = f"Du har {left} stemme tilbage" if left == 1 else f"Du har {left} stemmer tilbage"
        expect(amina.get_by_text(words)).to_be_visible()
    expect(amina.get_by_role("button", name="Det vil jeg gerne tale om")).to_have_count(0)
    votes = "SELECT count(*) FROM youth_network_vote WHERE agenda_id = ?"
    [(place,)] = week.ask(
        "SELECT p.id FROM youth_network_placement p WHERE p.agenda_id = ? AND p.id NOT IN"
        " (SELECT placement_id FROM youth_network_vote) ORDER BY p.id LIMIT 1",
        meeting,
    )
    forged = """async ([address]) => {
        const token = document.querySelector('[name=csrfmiddlewaretoken]').value;
        const body = new URLSearchParams({ csrfmiddlewaretoken: token });
        return (await fetch(address, { method: 'POST', body })).text();
    }"""
    assert "Dine tre stemmer er lagt" in amina.evaluate(forged, [f"/agenda/{place}/vote/"])
    assert week.ask(votes, meeting) == [(3,)]
    freja.goto(f"/meetings/{meeting}/")
    expect(freja.get_by_text("1 stemme", exact=True)).to_have_count(0)
    [first] = freja.locator(".item h3").all_inner_texts()[:1]
    button(freja, "Det vil jeg gerne tale om").click()
    expect(freja.get_by_text("Du har 2 stemmer tilbage")).to_be_visible()
    week.close_votes(meeting)
    assert "Afstemningen er lukket" in amina.evaluate(forged, [f"/agenda/{place}/vote/"])
    assert week.ask(votes, meeting) == [(4,)]
    freja.reload()
    expect(freja.locator(".item h3").first).to_have_text(first)
    expect(freja.get_by_text("2 stemmer", exact=True)).to_be_visible()

    # Jonas hosts, and puts the last item first.
    jonas.goto(f"/meetings/{meeting}/")
    button(jonas, "Vær vært").click()
    expect(jonas.get_by_text("Du er vært", exact=True)).to_be_visible()
    last = jonas.locator(".item h3").last.inner_text()
    for _again in range(3):
        row = jonas.locator(".item", has=jonas.get_by_role("heading", name=last))
        before = jonas.locator(".item h3").all_inner_texts().index(last)
        row.get_by_role("button", name="Tidligere").click()
        expect(jonas.locator(".item h3").nth(before - 1)).to_have_text(last)
    clean(jonas)

    # The meeting, on three screens at once.
    week.begins_now(meeting)
    live = f"/meetings/{meeting}/live/"
    jonas.goto(live)
    freja.goto(live)
    signe.goto(f"{live}?screen")
    for page in (jonas, freja, signe):
        expect(page.locator("body")).to_have_attribute("data-live-state", "open")
    button(jonas, "Begynd mødet").click()
    for page in (jonas, freja, signe):
        heading(page, "Hvordan kommer I ind ad døren i dag?")
    clean(freja)
    button(freja, "Jeg siger pas").click()
    expect(jonas.get_by_role("button", name="Ikke endnu : Freja")).to_be_visible(timeout=FOLLOWS)
    button(jonas, "Til bordet").click()
    for page in (jonas, freja, signe):
        heading(page, last)
    clean(signe)
    clean(jonas)

    # Jonas's phone dies. Freja takes a role and goes on where it stood; what she was writing is not swept away.
    jonas.context.close()
    button(freja, "Hold øje med tiden").click()
    freja.get_by_label("Det tager vi med").fill("Vi går en tur hver måned.")
    amina.goto(live)
    with freja.expect_response(f"**{live}"):
        button(amina, "Jeg vil have mere tid").click()
    expect(freja.get_by_label("Det tager vi med")).to_have_value("Vi går en tur hver måned.")
    button(freja, "Gem").click()
    expect(signe.get_by_text("Vi går en tur hver måned.")).to_be_visible(timeout=FOLLOWS)
    freja.get_by_label("Hvad aftaler vi?").fill("Freja spørger, om vi må låne bussen")
    # While she chooses who does it, the others' taps refresh her page: her words stay.
    freja.get_by_label("Hvem gør det?").focus()
    with freja.expect_response(f"**{live}"):
        button(amina, "Jeg vil videre").click()
    expect(freja.get_by_label("Hvad aftaler vi?")).to_have_value("Freja spørger, om vi må låne bussen")
    button(freja, "Det aftaler vi").click()
    expect(signe.get_by_text("Freja spørger, om vi må låne bussen")).to_be_visible(timeout=FOLLOWS)
    began = time.monotonic()
    button(freja, "Videre").click()
    heading(freja, first)
    heading(signe, first)
    assert time.monotonic() - began < 2 * FOLLOWS / 1000
    clean(freja)

    # The end: minutes, and what was not reached lies on the next table.
    button(freja, "Til tjek ud").click()
    heading(signe, "Hvad tager I med hjem?")
    clean(freja)
    button(freja, "Slut mødet").click()
    heading(signe, "Tak for i dag")
    freja.goto(f"/meetings/{meeting}/minutes/")
    for words in (last, first, "Vi går en tur hver måned.", "Freja spørger, om vi må låne bussen"):
        expect(freja.get_by_text(words).first).to_be_visible()
    clean(freja)
    freja.locator("summary", has_text="Ret").first.click()
    freja.get_by_role("textbox").locator("visible=true").fill("Vi går en tur hver måned, alle sammen.")
    button(freja, "Gem").click()
    expect(freja.get_by_text("Vi går en tur hver måned, alle sammen.").first).to_be_visible()
    amina.goto(f"/meetings/{following}/")
    expect(amina.get_by_text("Kommer fra det sidste møde").first).to_be_visible()

    # The next meeting opens with what became of what they agreed.
    week.close_votes(following)
    week.begins_now(following)
    amina.goto(f"/meetings/{following}/live/")
    button(amina, "Begynd mødet").click()
    heading(amina, "Hvordan kommer I ind ad døren i dag?")
    expect(amina.get_by_text("Freja spørger, om vi må låne bussen").first).to_be_visible()
    clean(amina)
