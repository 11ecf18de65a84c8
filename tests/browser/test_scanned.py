"""The site under a scanner that a stranger could turn on it: wapiti, signed out and as people of each kind.

It finds no holes in who may see what (the matrix of routes does); it looks for words that run, queries and commands
that obey a visitor, addresses that lead elsewhere, and headers that are missing. All of it goes to a site on loopback
that is thrown away.
"""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from bs4 import BeautifulSoup

from tests.browser.conftest import served
from tests.outside import install_scanner

pytestmark = [pytest.mark.long, pytest.mark.processes, pytest.mark.once]

#: What it tries. Left out are those that ask a server outside of this machine (ssrf, xxe), look for programs of others
#: (cms, nikto, log4shell, wapp), or guess passwords, since nobody has one here.
TRIED = "cookieflags,crlf,csp,csrf,exec,file,htaccess,http_headers,methods,permanentxss,redirect,sql,timesql,upload,xss"
#: Seconds for finding pages, and for each thing that is tried.
LOOKING, TRYING = 180, 40
#: Its levels are 1 low, 2 medium, 3 high and 4 critical.
MEDIUM = 2
FORGED = "Cross Site Request Forgery"
#: Forms without a token, since they change nothing: the words of a search, kept out of addresses.
CHANGE_NOTHING = {"/find/", "/en/find/"}


@pytest.fixture(scope="module")
def wapiti(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return install_scanner(tmp_path_factory.mktemp("wapiti"))


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """A site of its own: what it is sent stays in it."""
    (tmp_path / "site").mkdir()
    with served(tmp_path / "site") as address:
        yield address


def cookies_of(site: str, persona: str) -> str:
    """What the browser of somebody who came in through the demo's door would send; of a visitor, the form's token."""
    session = requests.Session()
    token = BeautifulSoup(session.get(f"{site}/demo/").text, "html.parser").select_one("[name=csrfmiddlewaretoken]")
    assert token is not None
    if persona != "visitor":
        body = {"person": persona, "csrfmiddlewaretoken": str(token["value"])}
        assert session.post(f"{site}/demo/sign-in/", data=body).url == f"{site}/since-last/"
    return "; ".join(f"{name}={value}" for name, value in session.cookies.items())


def guarded(site: str, path: str, cookies: str) -> bool:
    """Whether a form is refused with another token than its own. The scanner sends its own with the headers of an older
    request, is refused that too, and takes the two for the same answer: what it says of tokens is tried here."""
    if path in CHANGE_NOTHING:
        return True
    body = {"csrfmiddlewaretoken": "another"}
    return requests.post(f"{site}{path}", data=body, headers={"Cookie": cookies}, timeout=30).status_code == 403


@pytest.mark.parametrize("persona", ["visitor", "freja", "mona"])
def test_a_scanner_finds_nothing_of_medium_or_above(wapiti, site, persona, tmp_path):
    report = tmp_path / "report.json"
    command: list[str | Path] = [wapiti, "-u", f"{site}/", "--scope", "domain", "-m", TRIED, "-S", "normal"]
    command += ["--max-scan-time", str(LOOKING), "--max-attack-time", str(TRYING), "--no-bugreport", "-v", "0"]
    for left_out in ("static/*", "accounts/logout/"):
        command += ["-x", f"{site}/{left_out}"]
    cookies = cookies_of(site, persona)
    command += ["-H", f"Cookie: {cookies}", "--store-session", tmp_path, "-f", "json", "-o", report]
    done = subprocess.run(command, capture_output=True, text=True, timeout=2400, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    told: dict[str, Any] = json.loads(report.read_text())
    found = {**told["vulnerabilities"], **told["anomalies"]}
    counts = {kind: len(all_) for kind, all_ in found.items() if all_}
    print(f"\n{persona}: {told['infos']['crawled_pages_nbr']} pages; {counts}")
    assert told["infos"]["crawled_pages_nbr"] > 50
    bad = [
        f"{kind}: {one['method']} {one['path']} {one['parameter']!r}: {one['info']}"
        for kind, all_ in found.items()
        for one in all_
        if one["level"] >= MEDIUM and not (kind == FORGED and guarded(site, one["path"], cookies))
    ]
    assert not bad, "\n".join(bad[:40])
