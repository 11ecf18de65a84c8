"""What no link leads to: pages with mistakes in them, panels that are open, files on their way, steps of a letter.

One page each of a youth and a consultant goes through all states, in each size and light; axe finds nothing in any.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_files import HOSTILE, PATIENCE, QUESTION, photo
from tests.support import needs

pytestmark = [pytest.mark.browser, needs("chromium")]

#: No topic, answer or step that these tests make is like another.
BY_ITSELF = "Et svar for sig"


@dataclass
class Scene:
    """Freja's page, and the topic of Jonas it is about."""

    page: Page
    topic: str

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True).locator("visible=true")

    def open(self, path: str) -> None:
        self.page.goto(path)
        expect(self.page.locator("body")).to_have_attribute("data-live-state", "open")

    def compose(self) -> Locator:
        self.open("/network/")
        self.page.locator("a.ask").click()
        expect(self.page.locator("form[data-draft-ready]")).to_be_attached()
        expect(self.page.get_by_role("toolbar")).to_be_visible()
        return self.page.get_by_label(QUESTION)

    def answer(self) -> Locator:
        self.open(self.topic)
        expect(self.page.locator("#answer[data-draft-ready]")).to_be_attached()
        return self.page.get_by_label("Svar kort")


YOUTH: list[Callable[[Scene], None]] = []
CONSULTANT: list[Callable[[Scene], None]] = []


@YOUTH.append
def telling_nothing(scene: Scene) -> None:
    scene.compose().fill("  ")
    scene.button("Del det").click()
    expect(scene.page.locator("[aria-invalid=true]").first).to_be_focused()


@YOUTH.append
def answering_nothing(scene: Scene) -> None:
    scene.answer().fill("  ")
    scene.button("Svar").click()
    expect(scene.page.locator("#answer .error").locator("visible=true").first).to_be_visible()


@YOUTH.append
def tags_offered_and_chosen(scene: Scene) -> None:
    scene.compose().fill("Med emneord")
    field = scene.page.get_by_role("combobox", name="Emneord")
    for word in ("pause", "kantine", "vagtplan på lageret om natten"):
        field.fill(word)
        field.press("Enter")
    field.press("ArrowDown")
    expect(scene.page.get_by_role("list", name="Valgte emneord").get_by_role("button")).to_have_count(3)


@YOUTH.append
def link_panel_with_a_mistake(scene: Scene) -> None:
    scene.compose().fill("Se her")
    scene.button("Link").click()
    scene.page.get_by_label("Adresse på nettet").fill("ikke en adresse")
    scene.page.keyboard.press("Enter")
    expect(scene.page.get_by_text("Det er ikke en adresse endnu.")).to_be_visible()


@YOUTH.append
def emoji_and_none_found(scene: Scene) -> None:
    scene.compose()
    scene.button("Emoji").click()
    scene.page.get_by_label("Find en emoji").fill("findes ikke")
    expect(scene.page.locator("[data-none]")).to_be_visible()


@YOUTH.append
def people_to_name(scene: Scene) -> None:
    scene.answer().press_sequentially("Hej @")
    expect(scene.page.get_by_role("option").first).to_be_visible()


@YOUTH.append
def preview(scene: Scene) -> None:
    scene.compose().fill("**Husk**\n- sko\n- jakke\n> citat\nhttps://dr.dk @Amina")
    scene.button("Vis").click()
    expect(scene.page.get_by_role("region", name="Sådan kommer det til at se ud").locator("li").first).to_be_visible()


@YOUTH.append
def nothing_to_preview(scene: Scene) -> None:
    scene.compose().fill("")
    scene.button("Vis").click()
    expect(scene.page.locator(".marks__preview")).to_be_visible()


@YOUTH.append
def begun_before(scene: Scene) -> None:
    scene.answer().fill("Begyndt på")
    expect(scene.page.locator("#answer[data-draft-state=saved]")).to_be_attached()
    scene.open(scene.topic)
    expect(scene.page.get_by_text("Her er, hvad du havde begyndt.")).to_be_visible()


@YOUTH.append
def drafts_begun_and_deleted(scene: Scene) -> None:
    scene.open("/drafts/")
    expect(scene.page.get_by_text("Begyndt på", exact=True)).to_be_visible()
    scene.button("Slet").or_(scene.page.get_by_role("button", name="Slet")).first.click()
    expect(scene.button("Fortryd")).to_be_visible()


@YOUTH.append
def two_texts(scene: Scene) -> None:
    field = scene.answer()
    number = scene.topic.rstrip("/").rpartition("/")[2]
    token = scene.page.locator("#page-token [name=csrfmiddlewaretoken]").input_value()
    other = {"draft_key": f"reply:{number}", "draft_version": "0", "draft_device": "skole", "body": "Fra skolen"}
    answer = scene.page.request.post(
        "/drafts/save/",
        form={**other, "csrfmiddlewaretoken": token},
        headers={"Accept": "application/json", "Referer": scene.page.url},
    )
    assert answer.ok
    field.fill("Fra telefonen")
    expect(scene.page.locator(".draft__choice")).to_be_visible()


@YOUTH.append
def the_other_text_kept_in_sight(scene: Scene) -> None:
    scene.button("Behold det her").click()
    scene.page.get_by_text("Den anden tekst").click()
    expect(scene.page.get_by_text("Fra skolen")).to_be_visible()


@YOUTH.append
def answered_with_undo(scene: Scene) -> None:
    field = scene.answer()
    field.fill(BY_ITSELF)
    scene.button("Svar").click()
    expect(scene.page.locator(".reply").get_by_text(BY_ITSELF)).to_be_visible()
    expect(scene.button("Fortryd")).to_be_visible()


@YOUTH.append
def changing_with_a_mistake(scene: Scene) -> None:
    scene.page.locator(".reply").get_by_role("link", name="Ret", exact=True).last.click()
    expect(scene.page.locator("form[data-draft-ready]")).to_be_attached()
    scene.page.locator("textarea[name=body]").fill("  ")
    scene.button("Gem ændringen").click()
    expect(scene.page.locator("[aria-invalid=true]").first).to_be_focused()


@YOUTH.append
def what_stood_before(scene: Scene) -> None:
    scene.page.locator("textarea[name=body]").fill(f"{BY_ITSELF}, rettet")
    scene.button("Gem ændringen").click()
    scene.page.get_by_role("link", name="rettet").last.click()
    expect(scene.page.get_by_role("heading", level=2).first).to_be_visible()


@YOUTH.append
def taken_back_with_undo(scene: Scene) -> None:
    scene.answer()
    scene.page.locator(".reply").get_by_role("button", name="Tag tilbage").last.click()
    expect(scene.button("Fortryd")).to_be_visible()


@YOUTH.append
def told_of_and_saved(scene: Scene) -> None:
    scene.open(scene.topic)
    scene.page.locator(".save").first.click()
    expect(scene.page.locator(".save").first).to_have_attribute("aria-pressed", "true")
    scene.page.locator(".reactions__word").first.click()
    expect(scene.page.locator(".reactions__word").first).to_have_attribute("aria-pressed", "true")
    scene.page.locator("#follow").click()


@YOUTH.append
def saved_for_later(scene: Scene) -> None:
    scene.open("/saved/")
    expect(scene.page.locator(".feed li").first).to_be_visible()


@YOUTH.append
def an_empty_board(scene: Scene) -> None:
    scene.open("/network/")
    scene.page.get_by_role("link", name="Alle unge i Roskilde").click()
    expect(scene.page.locator("#topics li")).to_have_count(0)


@YOUTH.append
def a_board_one_follows(scene: Scene) -> None:
    scene.open("/network/")
    scene.page.locator("#follow").click()


@YOUTH.append
def searching_in_vain(scene: Scene) -> None:
    scene.open("/search/")
    scene.page.get_by_label("Hvad leder du efter?").fill("zzzyx")
    scene.page.get_by_label("Hvad leder du efter?").press("Enter")
    expect(scene.page.get_by_text("Vi fandt ikke noget med de ord.")).to_be_visible()


@YOUTH.append
def found_and_narrowed_down(scene: Scene) -> None:
    scene.open("/search/")
    scene.page.get_by_text("Afgræns").click()
    scene.page.get_by_label("Hvor?").select_option("Torsdagsholdet")
    scene.page.get_by_label("Hvad leder du efter?").fill("freja")
    scene.page.get_by_label("Hvad leder du efter?").press("Enter")
    expect(scene.page.get_by_role("button", name="Freja").first).to_be_visible()


@YOUTH.append
def only_what_one_wrote(scene: Scene) -> None:
    scene.page.get_by_role("button", name="Freja").first.click()
    expect(scene.page.locator("#results .btn--on")).to_be_visible()


def _letter(scene: Scene) -> None:
    scene.open(f"{scene.topic}witness/")
    expect(scene.page.locator("form[data-draft-ready]")).to_be_attached()


@YOUTH.append
def letter_step_1(scene: Scene) -> None:
    _letter(scene)
    scene.page.locator("summary", has_text="fortalte").locator("visible=true").click()
    scene.page.locator("textarea").locator("visible=true").fill("At du spurgte, hvor stolen stod")


@YOUTH.append
def letter_step_2(scene: Scene) -> None:
    scene.button("Videre").click()
    expect(scene.page.get_by_text("trin 2 af 4").locator("visible=true")).to_be_visible()


@YOUTH.append
def letter_step_3(scene: Scene) -> None:
    scene.button("Spring over").click()
    scene.page.locator("textarea").locator("visible=true").fill("Min første dag")


@YOUTH.append
def letter_step_4(scene: Scene) -> None:
    scene.button("Videre").click()
    expect(scene.page.get_by_text("trin 4 af 4").locator("visible=true")).to_be_visible()


@YOUTH.append
def letter_read_again(scene: Scene) -> None:
    scene.button("Læs brevet").click()
    expect(scene.page.get_by_role("heading", name="Sådan bliver dit brev")).to_be_visible()


@YOUTH.append
def letter_sent(scene: Scene) -> None:
    scene.button("Send brevet").click()
    expect(scene.page.locator(".letter-reply")).to_be_visible()
    expect(scene.button("Fortryd")).to_be_visible()


@YOUTH.append
def files_there_and_refused(scene: Scene) -> None:
    scene.compose().fill("Med billeder")
    scene.page.get_by_label("Billede", exact=True).set_input_files([photo(320, 240), HOSTILE])
    tiles = scene.page.locator(".attach__tile")
    expect(tiles.nth(0)).to_have_attribute("data-state", "ready", timeout=PATIENCE)
    expect(tiles.nth(1)).to_have_attribute("data-state", "refused", timeout=PATIENCE)
    scene.button("Lyd").click()
    expect(scene.button("Optag")).to_be_visible()


@YOUTH.append
def a_file_taken_away(scene: Scene) -> None:
    scene.page.locator(".attach__tile").nth(0).get_by_role("button", name="Fjern").click()
    expect(scene.page.locator(".attach__tile").nth(0).get_by_role("button", name="Fortryd")).to_be_visible()


@YOUTH.append
def a_file_that_waits_for_the_net(scene: Scene) -> None:
    scene.compose().fill("Uden net")
    scene.page.context.set_offline(True)
    scene.page.get_by_label("Billede", exact=True).set_input_files([photo(320, 240)])
    expect(scene.page.locator(".attach__tile").first).to_have_attribute("data-state", "waiting", timeout=PATIENCE)
    expect(scene.page.locator("[data-live-target=offline]")).to_be_visible()


@YOUTH.append
def what_comes_by_mail(scene: Scene) -> None:
    scene.page.context.set_offline(False)
    scene.open("/me/notifications/")
    scene.button("Gem mit valg").click()
    expect(scene.page.locator(".toast")).to_be_visible()


@CONSULTANT.append
def should_a_youth_go_first(scene: Scene) -> None:
    scene.open(scene.topic)
    expect(scene.page.locator(".note--ask")).to_be_visible()
    scene.page.get_by_text("Nej, jeg skriver nu").click()
    expect(scene.page.get_by_label("Svar kort")).to_be_visible()


@CONSULTANT.append
def tags_of_the_network(scene: Scene) -> None:
    scene.open("/since-last/")
    scene.page.get_by_role("link", name="Emneord").click()
    expect(scene.page.get_by_role("heading", name="Emneord", level=1)).to_be_visible()


@CONSULTANT.append
def a_tag_taken_away(scene: Scene) -> None:
    scene.page.get_by_role("button", name="Fjern").first.click()
    expect(scene.button("Fortryd")).to_be_visible()


@CONSULTANT.append
def words_of_reaction(scene: Scene) -> None:
    scene.button("Fortryd").click()
    scene.open("/since-last/")
    scene.page.locator('main a[href^="/reactions/words/"]').click()
    expect(scene.page.get_by_role("heading", level=1)).to_be_visible()


def judge(page: Page, name: str, wrong: list[str]) -> None:
    width = page.evaluate("document.documentElement.scrollWidth")
    if width > page.viewport_size["width"]:
        wrong.append(f"{name}: {width} px wide in a window of {page.viewport_size['width']}")
    for violation in violations(page):
        wrong.append(f"{name}: {violation['id']} {[node['html'][:160] for node in violation['nodes']]}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("window", [DESK, PHONE], ids=["desk", "phone"])
def test_every_state_is_clean(visit, window, scheme):
    jonas = Scene(visit("jonas"), "")
    jonas.compose().fill("Der var en stol til mig, og jeg spurgte, hvem der plejede at sidde på den.")
    jonas.page.get_by_label("En overskrift").fill(f"Tilstande: {window['width']}, {scheme}")
    jonas.page.get_by_role("combobox", name="Emneord").fill(f"tilstand {window['width']} {scheme}")
    jonas.page.get_by_label("Jeg vil gerne have råd").check()
    jonas.button("Del det").click()
    jonas.page.wait_for_url("**/topics/**")
    topic, wrong = jonas.page.url.partition("?")[0], []
    for person, states in (("signe", CONSULTANT), ("freja", YOUTH)):
        scene = Scene(visit(person, viewport=window, color_scheme=scheme), topic)
        for state in states:
            state(scene)
            judge(scene.page, state.__name__, wrong)
    assert not wrong, "\n".join(wrong)
