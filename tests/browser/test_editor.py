"""Wagtail's admin in Chromium, where no script runs that stands in a page: every editor opens, and every widget works.

What the policy refuses, Chromium says as an event and on the console; either fails the test that listens.
"""

import re
import sqlite3
from urllib.parse import urldefrag

import pytest
from playwright.sync_api import Page, expect

from home.demo.people import DOMAIN
from tests.browser.conftest import DESK, SITES
from tests.support import needs

pytestmark = [pytest.mark.browser, needs("chromium")]

REFUSED = """document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`refused: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.columnNumber}`))"""
#: Pages that differ by these only are one kind. Editors of pages are walked as what one adds, one of each type.
ONE_OF_MANY = re.compile(r"(?<=/)\d+(?=/|$)|(?<=/usage/)home/\w+|(?<=/create/)home/\w+")
#: Lists that take what was ticked and are 404 without; out; and what a page of another kind shows already.
NOT_WALKED = re.compile(r"^/admin/(bulk|logout)/|^/admin/pages/create/")
#: Pings of who else is editing: they answer to whoever comes back to a page, and the walk is gone by then.
PING = "/admin/editing-sessions/"
#: The editor keeps what one writes meanwhile, and is told where something still lacks.
NOT_WHOLE = "the server responded with a status of 400"


@pytest.fixture(scope="module", autouse=True)
def _karla_may_everything(site):
    def say(whether: int) -> None:
        with sqlite3.connect(SITES[site] / "nextwork.sqlite3", timeout=20) as database:
            mail = f"karla@{DOMAIN}"
            database.execute("UPDATE community_person SET is_superuser = ? WHERE email = ?", [whether, mail])

    say(1)
    yield
    say(0)


@pytest.fixture
def wrong() -> list[str]:
    return []


@pytest.fixture
def editor(visit, wrong):
    page = visit("karla", viewport=DESK)
    page.add_init_script(REFUSED)
    page.on("console", lambda message: _note(message, wrong))
    page.on("pageerror", lambda error: wrong.append(f"{page.url}: {error}"))
    # What is begun here is not kept: no question on the way out.
    page.on("dialog", lambda dialog: dialog.accept())
    yield page
    assert not wrong, "\n".join(dict.fromkeys(wrong))


def _note(message, wrong: list[str]) -> None:
    answered = PING in message.text + message.location.get("url", "") or NOT_WHOLE in message.text
    if message.type == "error" and not answered:
        wrong.append(f"{message.page.url}: {message.text[:300]}")


def editor_of(page: Page, model: str, number: int = 0) -> str:
    """Where a page of a type is edited, as an editor finds it."""
    page.goto(f"/admin/pages/usage/home/{model}/")
    found = page.eval_on_selector_all("a[href]", "links => links.map(link => link.getAttribute('href'))")
    return [path for path in found if re.fullmatch(r"/admin/pages/\d+/edit/", path)][number]


def number_of(page: Page, model: str) -> str:
    return re.findall(r"\d+", editor_of(page, model))[0]


def add_block(page: Page, label: str, path: str = "body") -> None:
    page.locator(f"[data-contentpath={path}] button.c-sf-add-button").last.click()
    page.get_by_role("option", name=label).click()


def choose(page: Page, chooser, choice: str) -> None:
    """Opens the dialog of a chooser and takes the first thing in it; its title then stands in the field."""
    chooser.locator("[data-chooser-action-choose]:visible").click()
    first = page.locator(".modal-dialog").locator(choice).first
    first.click()
    expect(page.locator(".modal-dialog")).to_have_count(0)
    expect(chooser.locator("[data-chooser-title]")).not_to_be_empty()


PAGE, PICTURE, THING = "a.choose-page", ".image-choice", "[data-chooser-modal-choice]"


def pick_a_day(page: Page, field) -> None:
    field.click()
    picker = page.locator(".xdsoft_datetimepicker:visible")
    picker.locator(".xdsoft_date:not(.xdsoft_other_month)", has_text=re.compile("^17$")).click()
    expect(field).to_have_value(re.compile(r"^\d{4}-\d\d-17"))


def test_every_page_of_the_admin_opens(editor, site):
    waiting, known, kinds = ["/admin/"], set(), set()
    while waiting:
        path = waiting.pop(0).partition("?")[0]
        kind = ONE_OF_MANY.sub("N", path)
        if path in known or kind in kinds or NOT_WALKED.search(path) or not path.startswith("/admin/"):
            continue
        known.add(path)
        kinds.add(kind)
        answer = editor.goto(path)
        assert answer is not None
        assert answer.status < 400, path
        for link in editor.eval_on_selector_all("a[href]", "links => links.map(link => link.href)"):
            if (address := urldefrag(link).url).startswith(site):
                waiting.append(address.removeprefix(site))
    assert len([kind for kind in kinds if kind.startswith("/admin/pages/add/home/")]) > 15
    assert {"/admin/snippets/home/helpline/edit/N/", "/admin/images/N/", "/admin/pages/N/edit/"} <= kinds


def test_news_are_written_with_a_day_words_a_link_and_a_picture_and_looked_at_beside(editor):
    editor.goto(f"/admin/pages/add/home/newspage/{number_of(editor, 'newsindexpage')}/")
    editor.locator("#id_title").fill("Prøve af redaktøren")
    editor.locator("#id_lead").fill("Kort sagt.")
    pick_a_day(editor, editor.locator("#id_told_on"))
    add_block(editor, "Tekst")
    words = editor.locator("[data-contentpath=body] .public-DraftEditor-content").last
    words.click()
    editor.keyboard.type("Ord i redaktøren")
    editor.keyboard.press("Shift+Home")
    editor.locator("[data-contentpath=body] button[name=LINK]").last.click()
    editor.locator(".modal-dialog").locator(PAGE).first.click()
    expect(words.locator("a")).to_have_text("Ord i redaktøren")
    # What an empty line says is drawn by the sheet that the policy lets the editor write.
    add_block(editor, "Tekst")
    empty = editor.locator("[data-contentpath=body] .Draftail-block--empty").last
    expect(empty).to_be_visible()
    assert empty.evaluate("line => getComputedStyle(line, '::before').content") not in ("none", "normal")
    editor.keyboard.type("Mere")
    add_block(editor, "Billede")
    choose(editor, editor.locator("[data-contentpath=body] .image-chooser").last, PICTURE)
    expect(editor.locator("[data-contentpath=body] .image-chooser img").last).to_be_visible()
    editor.locator("[name=body-2-value-decorative]").check()
    # Beside the editor stands the page, in a frame.
    editor.locator("[data-side-panel-toggle=preview]").first.click()
    shown = editor.frame_locator("[data-side-panel=preview] iframe").last
    expect(shown.get_by_role("heading", name="Prøve af redaktøren")).to_be_attached()
    editor.locator("[data-side-panel-toggle=status]").first.click()
    editor.locator("[data-a11y-dialog-show=schedule-publishing-dialog]").click()
    pick_a_day(editor, editor.locator("#schedule-publishing-dialog #id_go_live_at"))
    # It was kept meanwhile, and other tests visit the same site.
    expect(editor).to_have_url(re.compile(r"/pages/\d+/edit/"))
    editor.goto(re.sub(r"/edit/.*", "/delete/", editor.url))
    editor.locator("main form [type=submit]").click()
    editor.wait_for_url(re.compile(r"/admin/pages/\d+/$"))


def test_an_episode_has_rows_added_moved_and_a_sound_chosen(editor):
    editor.goto(f"/admin/pages/add/home/episodepage/{number_of(editor, 'showpage')}/")
    choose(editor, editor.locator("#id_sound-chooser"), THING)
    for panel in ("chapters", "credits", "soundbites"):
        rows = editor.locator(f"#id_{panel}-FORMS > *")
        before = rows.count()
        editor.locator(f"#id_{panel}-ADD").click()
        editor.locator(f"#id_{panel}-ADD").click()
        expect(rows).to_have_count(before + 2)
    rows = editor.locator("#id_chapters-FORMS > *")
    rows.first.locator("input[type=text]").last.fill("først")
    rows.first.locator("[data-inline-panel-child-move-down]").first.click()
    expect(rows.last.locator("input[type=text]").last).to_have_value("først")
    pick_a_day(editor, editor.locator("#id_issued_at"))
    # A picture is brought in the dialog: what is fetched has widgets of its own.
    editor.locator("#id_picture-chooser [data-chooser-action-choose]:visible").click()
    editor.locator(".modal-dialog a[href='#tab-upload']").click()
    tags = editor.locator(".modal-dialog .tagit-new input")
    tags.fill("plakat")
    tags.press("Enter")
    expect(editor.locator(".modal-dialog .tagit-choice")).to_contain_text("plakat")


def test_the_front_page_gets_a_door_to_a_page(editor):
    editor.goto(editor_of(editor, "homepage"))
    doors = editor.locator("[data-contentpath=doors] .page-chooser")
    before = doors.count()
    editor.locator("[data-contentpath=doors] button.c-sf-add-button").last.click()
    expect(doors).to_have_count(before + 1)
    choose(editor, doors.last, PAGE)


def test_a_picture_has_tags_and_a_frame_around_what_matters(editor):
    editor.goto("/admin/images/")
    editor.locator("a[href*='/admin/images/']").filter(has=editor.locator("img")).first.click()
    expect(editor.locator(".jcrop-holder")).to_have_count(1)
    tags = editor.locator(".tagit-new input")
    tags.fill("redaktør")
    tags.press("Enter")
    expect(editor.locator("#id_tags")).to_have_value(re.compile("redaktør"))


def test_a_workflow_is_put_together_and_a_page_is_moved(editor):
    editor.goto("/admin/workflows/add/")
    editor.locator("#id_workflow_tasks-ADD").click()
    task = editor.locator("#id_workflow_tasks-FORMS > *").last.locator(".task-chooser")
    task.locator("[data-chooser-action-choose]:visible").click()
    editor.locator(".modal-dialog").get_by_role("tab").last.click()
    editor.locator(".modal-dialog a.task-choice").first.click()
    expect(task.locator("[data-chooser-title]")).not_to_be_empty()
    choose(editor, editor.locator(".page-chooser:visible").first, PAGE)
    editor.goto(f"/admin/pages/{number_of(editor, 'newspage')}/move/")
    # Its parent is chosen already: another one is offered among what else can be done.
    editor.locator(".page-chooser [data-w-dropdown-target=toggle]").click()
    editor.locator("[data-chooser-action-choose]:visible").click()
    expect(editor.locator(".modal-dialog").locator(PAGE).first).to_be_visible()


def test_public_pages_have_the_bar_of_the_editors(editor):
    editor.goto("/")
    editor.locator("wagtail-userbar").get_by_role("button").first.click()
    expect(editor.locator("wagtail-userbar").get_by_role("menuitem").first).to_be_visible()


def test_what_is_put_into_the_page_is_set_up_at_once_and_only_by_known_names(editor):
    """A panel that adds several rows asks for the chooser of each before anything else runs."""
    editor.goto(f"/admin/pages/add/home/newspage/{number_of(editor, 'newsindexpage')}/")
    asked = editor.evaluate(
        r"""() => {
          const seen = [];
          window.MultipleChooserPanel = class { constructor(options) { seen.push(options.formsetPrefix); } };
          window.stranger = () => seen.push("stranger");
          const told = (name) => `<nw-widget hidden data-name="${name}"
            data-options="${JSON.stringify({ formsetPrefix: name }).replaceAll('"', "\\u0022")}"></nw-widget>`;
          jQuery("main").append(told("MultipleChooserPanel") + told("stranger"));
          const found = document.querySelector("main nw-widget[data-name=MultipleChooserPanel]");
          found.before(document.createElement("p"));
          jQuery("main").append(found);
          return seen;
        }"""
    )
    assert asked == ["MultipleChooserPanel"]


def test_a_script_that_was_brought_into_a_page_does_not_run(editor, wrong):
    editor.goto("/admin/")
    editor.evaluate(
        """() => {
          jQuery("main").append('<script>window.ran = "script"<' + '/script>');
          document.querySelector("main").insertAdjacentHTML("beforeend", '<img src="/x" onerror="window.ran = 1">');
          document.querySelector("main").insertAdjacentHTML("beforeend", '<p id="red" style="color: red">a</p>');
          location.href = "javascript:window.ran = 2";
        }"""
    )
    expect(editor.locator("#red")).not_to_have_css("color", "rgb(255, 0, 0)")
    assert editor.evaluate("window.ran") is None
    refused = [one for one in wrong if "refused: " in one]
    assert {word for one in refused for word in re.findall(r"refused: ([\w-]+)", one)} >= {
        "script-src-elem",
        "script-src-attr",
        "style-src-attr",
    }
    wrong.clear()
