"""A chat on two phones and a desk: nothing lost, nothing twice, all by keyboard, calm for those who listen."""

import re
import sqlite3

import pytest
from playwright.sync_api import expect

from home.demo.people import DOMAIN
from tests.browser.axe import violations
from tests.browser.conftest import DESK, PHONE, SITES
from tests.browser.keyboard import Keyboard
from tests.samples import photo
from tests.support import needs

pytestmark = [pytest.mark.browser, needs("chromium")]

ROOM = "Torsdagsholdet"
#: Seconds a resend may take: the longest first waits and a busy machine.
PATIENCE = 30_000


def enter(page, room=ROOM):
    page.goto("/chat/")
    page.locator(".ways a", has_text=room).click()
    page.wait_for_url("**/chat/*/**")  # loaded: the room's own script is there
    expect(page.locator("body")).to_have_attribute("data-live-state", "open", timeout=PATIENCE)
    return page


@pytest.fixture
def freja(visit):
    return enter(visit("freja", has_touch=True))


@pytest.fixture
def mikkel(visit):
    return enter(visit("mikkel", has_touch=True))


def field(page):
    return page.get_by_label("Skriv til de andre")


def say(page, words):
    field(page).fill(words)
    page.get_by_role("button", name="Send").click()


def stands(page, words):
    """The one line in which these words stand, stored."""
    line = page.locator(".msg[data-seq]", has=page.locator(".bubble", has_text=re.compile(f"^{re.escape(words)}$")))
    expect(line).to_have_count(1, timeout=PATIENCE)
    return line


def numbers(page):
    return page.locator(".msg[data-seq]").evaluate_all("lines => lines.map((line) => Number(line.dataset.seq))")


def unfold(line):
    line.locator(".msg__more").click()
    return line.locator(".msg__deeds")


def test_two_phones_and_a_desk_hear_the_same_in_one_order(visit, freja, mikkel):
    signe = enter(visit("signe", viewport=DESK))
    expect(signe.locator("[data-chat-here] li", has_text="Freja")).to_be_visible(timeout=PATIENCE)
    field(freja).press_sequentially("Nu skriver jeg")
    expect(signe.locator(".chat__typing")).to_have_text("Freja skriver", timeout=PATIENCE)
    freja.get_by_role("button", name="Send").click()
    say(mikkel, "Og jeg")
    say(signe, "Godt at høre")
    for page in (freja, mikkel, signe):
        for words in ("Nu skriver jeg", "Og jeg", "Godt at høre"):
            stands(page, words)
    assert numbers(freja) == numbers(mikkel) == numbers(signe) == sorted(set(numbers(signe)))
    expect(signe.locator(".chat__typing")).to_be_hidden()
    # Whoever listens hears who said it, once, in a line that waits its turn.
    expect(freja.locator("[data-chat-target=says]")).to_contain_text(re.compile("Godt at høre|nye beskeder"))


def test_what_was_said_without_a_net_stands_after_reload_and_is_sent_once(freja, mikkel):
    freja.context.set_offline(True)
    say(freja, "Sagt i tunnelen")
    say(freja, "Og lidt til")
    echoes = freja.locator(".chat__echoes li")
    expect(echoes).to_have_count(2)
    expect(echoes.first.locator("[data-word]")).to_have_text("Ikke sendt endnu", timeout=PATIENCE)
    # The phone has read the page; another page of the same phone knows them as well.
    freja.context.set_offline(False)
    freja.reload()
    stands(freja, "Sagt i tunnelen")
    first, second = stands(mikkel, "Sagt i tunnelen"), stands(mikkel, "Og lidt til")
    assert int(first.get_attribute("data-seq")) < int(second.get_attribute("data-seq"))
    expect(freja.locator(".chat__echoes li")).to_have_count(0)


def test_unsent_words_go_on_from_any_page_and_stand_once(freja, mikkel):
    room = freja.url
    # The server takes them, and the answer is lost on the way: the message stands, and the phone does not know.
    freja.route("**/send/", lambda route: (route.fetch(), route.abort()))
    say(freja, "Svaret kom aldrig")
    stands(mikkel, "Svaret kom aldrig")
    freja.unroute("**/send/")
    with freja.expect_response("**/send/") as sent:
        freja.goto("/network/")
    assert sent.value.status == 200, "a repeat is answered what stands"
    freja.goto(room)
    stands(freja, "Svaret kom aldrig")


def test_a_refused_message_goes_back_into_the_field(freja):
    freja.route("**/send/", lambda route: route.fulfill(status=422, json={"sentence": "Det går ikke."}))
    say(freja, "For meget")
    expect(freja.locator("[data-chat-target=refusal]")).to_have_text("Det går ikke.")
    freja.get_by_role("button", name="Tilbage i feltet").click()
    expect(field(freja)).to_have_value("For meget")
    expect(freja.locator(".chat__echoes li")).to_have_count(0)


def test_a_picture_alone_is_a_message_and_the_field_begins_anew(freja, mikkel):
    freja.get_by_label("Billede eller lyd").click()
    file = {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    freja.get_by_label("Billede", exact=True).set_input_files(file)
    expect(freja.locator(".attach__tile")).to_have_attribute("data-state", "ready", timeout=PATIENCE)
    freja.get_by_label("Hvad ser man på billedet?").fill("Kantinen om morgenen")
    freja.get_by_role("button", name="Send").click()
    for page in (freja, mikkel):
        expect(page.get_by_role("img", name="Kantinen om morgenen")).to_be_visible(timeout=PATIENCE)
    expect(freja.locator(".attach__tile")).to_have_count(0)
    expect(freja.locator(".chat__echoes li")).to_have_count(0)
    say(freja, "Uden billede")
    stands(mikkel, "Uden billede")
    assert mikkel.locator(".msg .files").count() == 1


def test_signing_out_empties_the_phone(freja):
    freja.context.set_offline(True)
    say(freja, "Bliver ikke her")
    expect(freja.locator(".chat__echoes li [data-word]")).to_have_text("Ikke sendt endnu", timeout=PATIENCE)
    freja.route("**/send/", lambda route: route.abort())
    freja.context.set_offline(False)
    freja.goto("/me/")
    freja.locator("form[data-signs-out] button").first.click()
    freja.wait_for_url(re.compile(r"/$|/accounts/"))
    kept = freja.evaluate(
        """async () => (await indexedDB.databases()).some(({ name }) => name === "nextwork-drafts")
          ? new Promise((done) => {
              const opening = indexedDB.open("nextwork-drafts");
              opening.onsuccess = () => {
                const { result } = opening;
                if (!result.objectStoreNames.length) return done([]);
                const all = result.transaction("drafts").objectStore("drafts").getAll();
                all.onsuccess = () => done(all.result.map(({ key }) => key));
              };
            })
          : []"""
    )
    assert [key for key in kept if key.startswith("outbox:")] == []


def test_answering_changing_and_taking_back_by_keyboard(freja, mikkel):
    say(mikkel, "Hvem tager kage med?")
    question = stands(freja, "Hvem tager kage med?")
    keys = Keyboard(freja)
    # From the message to what one can do with it, and back with Escape: the focus never jumps.
    question.locator(".msg__more").focus()
    keys.press("Enter")
    expect(question.locator(".msg__deeds")).to_be_visible()
    freja.keyboard.press("Escape")
    expect(question.locator(".msg__deeds")).to_have_count(0)
    expect(question.locator(".msg__more")).to_be_focused()
    keys.press("Enter")
    word = question.get_by_role("button", name="Det kender jeg")
    word.focus()
    keys.press("Enter")
    expect(word).to_have_attribute("aria-pressed", "true")
    expect(stands(mikkel, "Hvem tager kage med?").locator(".react")).to_have_text(re.compile("Det kender jeg.*1"))
    question.get_by_role("link", name="Svar").focus()
    keys.press("Enter")
    expect(freja.locator(".chat__answering")).to_contain_text("Du svarer Mikkel")
    expect(field(freja)).to_be_focused()
    field(freja).fill("Jge gør")
    freja.get_by_role("button", name="Send").press("Enter")
    mine = stands(freja, "Jge gør")
    expect(mine.locator(".quoted")).to_contain_text("Hvem tager kage med?")

    unfold(mine).get_by_role("link", name="Ret").press("Enter")
    expect(field(freja)).to_have_value("Jge gør")
    field(freja).fill("Jeg gør")
    freja.get_by_role("button", name="Send").press("Enter")
    mine = stands(freja, "Jeg gør")
    expect(stands(mikkel, "Jeg gør").locator(".msg__edited")).to_be_visible()
    expect(field(freja)).to_have_value("")

    seq = mine.get_attribute("data-seq")
    unfold(mine).get_by_role("button", name="Tag tilbage").press("Enter")
    expect(mikkel.locator(f"#m-{seq}")).to_contain_text("Beskeden er taget tilbage.")
    undo = freja.locator(f"#m-{seq}").get_by_role("button", name="Fortryd")
    expect(undo).to_be_focused()
    undo.press("Enter")
    stands(mikkel, "Jeg gør")


def test_what_one_types_stays_while_others_talk_and_nothing_jumps(freja, mikkel):
    field(freja).fill("Halvt skre")
    freja.evaluate("scrollTo(0, 0)")
    top = freja.evaluate("scrollY")
    say(mikkel, "Imens skriver jeg")
    expect(freja.get_by_role("button", name="Nye beskeder")).to_be_visible()
    assert freja.evaluate("scrollY") == top
    expect(field(freja)).to_have_value("Halvt skre")
    expect(field(freja)).to_be_focused()
    freja.reload()
    expect(field(freja)).to_have_value("Halvt skre")
    field(freja).fill("")


def fill_a_room(site, many):
    """A long past, written where the site keeps it: sending it would take the rule of 60 a minute for ever."""
    with sqlite3.connect(SITES[site] / "nextwork.sqlite3", timeout=20) as base:
        room, last, number, author = base.execute(
            "SELECT room.id, room.last_seq, room.last_number, person.id FROM community_room room "
            "JOIN community_space space ON space.id = room.space_id AND space.kind = 'youth_forum', "
            "community_person person WHERE person.email = ? AND room.network_id = "
            "(SELECT network_id FROM community_membership WHERE person_id = person.id)",
            [f"mikkel@{DOMAIN}"],
        ).fetchone()
        base.executemany(
            "INSERT INTO community_message (room_id, seq, number, author_id, client_uuid, body, file_count,"
            " attachments, reactions, sent_at) VALUES (?, ?, ?, ?, ?, ?, 0, '[]', '{}', '2026-11-20 08:00:00')",
            [(room, last + n, number + n, author, f"{room:08x}{n:024x}", f"linje {n}") for n in range(1, many + 1)],
        )
        base.execute(
            "UPDATE community_room SET last_seq = last_seq + ?, last_number = last_number + ? WHERE id = ?",
            [many, many, room],
        )


def test_older_words_come_while_scrolling_and_stay_where_one_reads(visit, site):
    fill_a_room(site, 160)
    freja = enter(visit("freja", viewport=DESK), "Alle unge")
    expect(freja.locator(".msg[data-seq]")).to_have_count(50)
    first = numbers(freja)[0]
    line = freja.locator(f"#m-{first}")
    freja.mouse.move(600, 300)
    freja.mouse.wheel(0, -20_000)
    expect(freja.locator(".msg[data-seq]")).to_have_count(100, timeout=PATIENCE)
    assert numbers(freja) == list(range(first - 50, first + 50))
    expect(line).to_be_attached()
    # By keyboard as well, from the link itself.
    freja.get_by_role("link", name="Ældre beskeder").press("Enter")
    expect(freja.locator(".msg[data-seq]")).to_have_count(150, timeout=PATIENCE)
    assert freja.locator(".day").count() == 1, "a day has one line, however it came"


@pytest.mark.parametrize("window", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("light", ["light", "dark"])
def test_axe_finds_nothing_in_any_state(visit, window, light):
    freja = enter(visit("freja", viewport=window, color_scheme=light))
    say(freja, f"Min egen {light} {window['width']}")
    mine = stands(freja, f"Min egen {light} {window['width']}")
    unfold(mine)
    expect(mine.locator(".msg__deeds")).to_be_visible()
    judge(freja)
    freja.keyboard.press("Escape")
    unfold(mine).get_by_role("button", name="Tag tilbage").click()
    expect(freja.get_by_role("button", name="Fortryd").last).to_be_visible()
    freja.context.set_offline(True)
    say(freja, f"Ikke sendt {light} {window['width']}")
    expect(freja.locator(".chat__echoes [data-word]")).to_have_text("Ikke sendt endnu", timeout=PATIENCE)
    judge(freja)
    freja.context.set_offline(False)
    stands(freja, f"Ikke sendt {light} {window['width']}").get_by_role("link", name="Mere om").click()
    freja.goto(freja.url.partition("?")[0] + "about/")
    judge(freja)


def judge(page):
    found = violations(page)
    assert not found, [f"{v['id']} {v['nodes'][0]['html'][:160]}" for v in found]


def test_a_narrow_window_and_large_letters_need_no_sideways_scrolling(visit):
    freja = enter(visit("freja", viewport={"width": 320, "height": 640}))
    say(freja, "Et-meget-langt-ord-" * 12)
    expect(freja.locator(".msg--me[data-seq]").last).to_be_visible()
    freja.evaluate("document.documentElement.style.fontSize = '200%'")
    freja.locator(".msg--me[data-seq] .msg__more").last.press("Enter")
    expect(freja.locator(".msg__deeds")).to_be_visible()
    assert freja.evaluate("document.documentElement.scrollWidth") <= 320
    freja.set_viewport_size({"width": 320, "height": 256})
    freja.evaluate("document.documentElement.style.fontSize = ''")
    # A window as low as this is no place for what floats over the words.
    assert freja.locator(".chat__dock").evaluate("dock => getComputedStyle(dock).position") == "static"
    assert freja.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_screen_reader_walks_through_the_room(freja):
    say(freja, "Læst op")
    stands(freja, "Læst op")
    expect(freja.get_by_role("log", name=f"Beskeder i {ROOM}")).to_be_visible()
    tree = freja.get_by_role("log").aria_snapshot()
    assert "listitem" in tree
    assert "Dig:" in tree, tree
    assert re.search(r"Mere om beskeden fra Freja.*\n.*\n.*Sendt", tree)
    # New words are said by one line alone, never by the list itself.
    assert freja.get_by_role("log").get_attribute("aria-live") == "off"


def test_without_scripts_the_room_reads_and_posts_and_a_message_has_its_page(visit):
    page = visit("jonas", java_script_enabled=False)
    page.goto("/chat/")
    page.locator(".ways a", has_text=ROOM).click()
    field(page).fill("Uden scripts")
    page.get_by_role("button", name="Send").click()
    line = stands(page, "Uden scripts")
    line.locator(".msg__more").click()
    page.get_by_label("Dine ord").fill("Uden scripts, rettet")
    page.get_by_role("button", name="Gem").click()
    line = stands(page, "Uden scripts, rettet")
    line.locator(".msg__more").click()
    page.get_by_role("button", name="Tag tilbage").click()
    expect(page.locator(".bubble--gone").last).to_contain_text("Du har taget din besked tilbage.")
