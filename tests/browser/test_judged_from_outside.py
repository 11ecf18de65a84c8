"""Pages as others judge them: the validator of the HTML standard (vnu), html-validate, and Lighthouse on a phone.

Of html-validate's standard rules those of taste are off (tests/tools/htmlvalidate.json): white space, the case of the
doctype, non-breaking spaces in telephone numbers, `for` beside nesting, buttons that send without saying so, titles as
long as an episode's name, and forms without a button that sends (a passkey is asked for by a script). vnu does not know
htmx, whose attributes begin with "hx-".
"""

import json
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup

from tests.browser.conftest import SITES
from tests.browser.planted import plant
from tests.browser.test_every_page import FILE, NOT_WALKED, PERSONAS, kind_of
from tests.support import needs

pytestmark = [pytest.mark.long, pytest.mark.browser, needs("chromium", "npm", "java")]

#: What Lighthouse gives each of its four at most.
FULL = 1.0
#: A first visit without sound, in bytes.
FIRST_VISIT = 150 * 1024
#: Lighthouse judges performance by the median of so many visits, as its makers advise.
VISITS = 3


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("pages")


def fetched(page, site: str, persona: str, folder: Path) -> dict[str, str]:
    """A page of each kind that links lead the person to, as the server sent it: file -> address."""
    host, files = urlsplit(site).netloc, {}
    waiting = ["/", "/en/", "/help/", "/find/", *(["/accounts/login/"] if persona == "visitor" else ["/since-last/"])]
    known: set[str] = set()
    while waiting:
        path = waiting.pop(0)
        kind = kind_of(path)
        if kind in known or path.startswith(NOT_WALKED) or FILE.search(urlsplit(path).path):
            continue
        known.add(kind)
        answer = page.request.get(path)
        if "text/html" not in answer.headers.get("content-type", ""):
            continue
        html = answer.text()
        file = folder / f"{persona}-{len(files)}.html"
        # Public pages are judged as visitors get them: for editors Wagtail puts something of its own into them.
        if "wagtail-userbar" not in html:
            file.write_text(html)
            files[file.name] = path
        for link in BeautifulSoup(html, "html.parser").select("a[href]"):
            address = urldefrag(urljoin(answer.url, str(link["href"]))).url
            if urlsplit(address).netloc == host:
                waiting.append(address.removeprefix(site))
    return files


def of_one_voice(page, site: str, folder: Path) -> dict[str, str]:
    """Pages that no link leads to: of whoever spoke, as they are asked, with what is shown, previewed, wrongly filled
    in and taken back, and what the address on paper says then, all in both languages. file -> address."""
    asked, clip, files = plant(SITES[site], said_yes=False), plant(SITES[site]), {}

    def keep(answer, status: int = 200) -> None:
        assert answer.status == status, f"{answer.url}: {answer.status}"
        file = folder / f"voice-{len(files)}.html"
        file.write_text(answer.text())
        files[file.name] = answer.url.removeprefix(site)

    def press(deed: str, **fields: str):
        own = page.request.get(clip.own_page).text()
        token = BeautifulSoup(own, "html.parser").select_one("[name=csrfmiddlewaretoken]")["value"]
        return page.request.post(
            f"{clip.own_page}{deed}", form={"csrfmiddlewaretoken": token, **fields}, headers={"Origin": site}
        )

    for language in ("da", "en"):
        keep(page.request.get(f"{asked.own_page}?in={language}"))
        keep(page.request.get(f"{clip.own_page}?in={language}"))
        keep(press(f"preview/?in={language}", scopes="site_da", name_form="role"))
        keep(press(f"change/?in={language}", name_form="full_name"), 422)
    press("withdraw/")
    for language, address in (("da", clip.page), ("en", f"/en{clip.page}")):
        keep(page.request.get(f"{clip.own_page}?in={language}"))
        keep(page.request.get(address), 410)
    return files


def judged(tool, folder: Path, files: dict[str, str], name: str) -> list[str]:
    """What vnu and html-validate have to say, each once."""
    paths = [str(folder / file) for file in files]
    done = tool("vnu", "--format", "json", "--exit-zero-always", "--errors-only", *paths)
    said = [one for one in json.loads(done.stderr)["messages"] if not one["message"].startswith("Attribute “hx-")]
    wrong = [f"vnu, {files[Path(one['url']).name]}: {one['message']}" for one in said]
    # Into a file: a long answer does not fit through its pipe.
    said_in = folder / f"{name}.json"
    tool("html-validate", "--config", "htmlvalidate.json", "--formatter", f"json={said_in}", *paths)
    for report in json.loads(said_in.read_text()):
        address = files[Path(report["filePath"]).name]
        wrong += [f"html-validate, {address}: {one['ruleId']} {one['message']}" for one in report["messages"]]
    return list(dict.fromkeys(wrong))


@pytest.mark.parametrize("persona", PERSONAS)
def test_no_page_breaks_a_rule_of_html(visit, site, tool, folder, persona):
    files = fetched(visit(persona), site, persona, folder)
    assert len(files) > 10
    wrong = judged(tool, folder, files, persona)
    assert not wrong, "\n".join(wrong)


def test_no_page_of_a_voice_breaks_a_rule_of_html(visit, site, tool, folder):
    files = of_one_voice(visit(), site, folder)
    assert len(files) == 12
    wrong = judged(tool, folder, files, "voice")
    assert not wrong, "\n".join(wrong)


def test_what_breaks_a_rule_is_found_by_both(tool, folder):
    (folder / "broken.html").write_text('<!doctype html><title>x</title><p id="a"><p id="a"><div><li>')
    wrong = judged(tool, folder, {"broken.html": "/broken/"}, "broken")
    assert any(one.startswith("vnu") for one in wrong)
    assert any(one.startswith("html-validate") for one in wrong)


@pytest.mark.parametrize(
    ("path", "least"),
    [
        ("/", FULL),
        ("/fortaellinger/", FULL),
        ("/podcast/hvad-siger-de-involverede/", FULL),
        ("/k/vnk27", FULL),
    ],
)
def test_lighthouse_has_nothing_to_say(site, tool, tmp_path, path, least):
    reports = []
    for _visit in range(VISITS):
        file = tmp_path / "report.json"
        flags = "--chrome-flags=--headless=new --no-sandbox --disable-gpu"
        done = tool("lighthouse", f"{site}{path}", flags, "--output=json", f"--output-path={file}", "--quiet")
        assert done.returncode == 0, done.stderr[-2000:]
        reports.append(json.loads(file.read_text()))
    scores = sorted(report["categories"]["performance"]["score"] for report in reports)
    report = reports[-1]
    # A demonstration keeps itself out of the search machines, and so does a clip that its speaker wants there not.
    wanted = {"is-crawlable"}
    wrong = [
        f"{name}: {ref['id']}"
        for name, category in report["categories"].items()
        if name != "performance"
        for ref in category["auditRefs"]
        if ref["weight"] and ref["id"] not in wanted and report["audits"][ref["id"]]["score"] not in (None, FULL)
    ]
    fetched = report["audits"]["network-requests"]["details"]["items"]
    weight = sum(one["transferSize"] for one in fetched if one["resourceType"] != "Media")
    metrics = {
        ref["acronym"]: report["audits"][ref["id"]]["displayValue"]
        for ref in report["categories"]["performance"]["auditRefs"]
        if ref["weight"]
    }
    print(f"{path}: performance {scores}, {weight / 1024:.0f} KB, {metrics}")
    assert not wrong
    assert scores[VISITS // 2] >= least
    assert weight < FIRST_VISIT
