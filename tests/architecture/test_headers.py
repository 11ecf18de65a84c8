"""Headers of every address: what protects a page stands on all of them, and no page works around it."""

import re

import pytest

from home.pages.models import HomePage
from home.pages.operations import editors_group
from tests.architecture.authorisation import ROWS
from tests.architecture.rows.public import EMBEDDED
from tests.architecture.writes import undone

pytestmark = pytest.mark.once

#: What no page may hold, that of the admin neither: script that does not come from a file.
INLINE_SCRIPT = (
    re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/(?:ld\+)?json\")"),
    re.compile(r"<[^>]+\son[a-z]+\s*="),
    re.compile(r"javascript:"),
)
#: Nor may a strict page hold style that does not.
INLINE = (re.compile(r"<style\b"), re.compile(r"\sstyle\s*="), *INLINE_SCRIPT)
DIRECTIVES = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "form-action": "'self'",
}
#: Of the one page that others may frame: it has no form and nothing that is anybody's.
FRAMED_DIRECTIVES = DIRECTIVES | {"frame-ancestors": "*", "form-action": "'none'"}
FILES = ("image/", "audio/", "application/zip")
FILE_DIRECTIVES = dict.fromkeys(("default-src", "base-uri", "frame-ancestors", "form-action"), "'none'")


def policy(response) -> dict[str, str]:
    parts = (part.strip().partition(" ") for part in response["Content-Security-Policy"].split(";"))
    return {name: value for name, _space, value in parts}


def test_every_address_is_protected(canary_world, browse):
    clients = {persona: browse(persona) for persona in ("visitor", "freja", "signe", "ellen")}
    wrong = []
    for row in (row for row in ROWS if row.method == "GET"):
        path = row.path(canary_world)
        # Wagtail's admin has a policy of its own, below.
        if path.startswith("/admin/"):
            continue
        for persona, client in clients.items():
            with undone(client):
                response = client.get(path, headers=row.headers)
                wrong += [f"{persona}, {row}: {fault}" for fault in faults_of(row, response, persona != "visitor")]
    assert not wrong, "\n".join(sorted(wrong))


def faults_of(row, response, signed_in: bool) -> list[str]:
    directives = policy(response)
    # A file that is no page is locked down altogether.
    framed = (row.name, row.about) == ("wagtail_serve", EMBEDDED)
    page_policy = FRAMED_DIRECTIVES if framed else DIRECTIVES
    expected_policy = FILE_DIRECTIVES if response.get("Content-Type", "").startswith(FILES) else page_policy
    wrong = [
        f"{name} is {directives.get(name)}" for name in expected_policy if directives.get(name) != expected_policy[name]
    ]
    if "unsafe" in response["Content-Security-Policy"]:
        wrong.append("unsafe in the policy")
    expected = {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": None if framed else "DENY",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
    wrong += [name for name, value in expected.items() if response.get(name) != value]
    wrong += [f"no {name}" for name in ("Referrer-Policy", "Permissions-Policy") if name not in response]
    if response.get("Referrer-Policy") not in ("same-origin", "no-referrer", "strict-origin"):
        wrong.append(f"Referrer-Policy {response.get('Referrer-Policy')}")
    if signed_in and "no-store" not in response.get("Cache-Control", ""):
        wrong.append("a signed-in answer may be kept")
    if "text/html" in response.get("Content-Type", "") and not response.streaming:
        page = response.content.decode()
        wrong += [match.group(0)[:80] for pattern in INLINE if (match := pattern.search(page))]
    return wrong


def test_the_admin_runs_scripts_from_files_alone_like_every_page(world, browse):
    world.karla.groups.add(editors_group())
    admin = browse("karla").get("/admin/")
    assert admin.status_code == 200
    assert policy(admin)["script-src"] == "'self'"
    assert "'unsafe" not in "".join(value for name, value in policy(admin).items() if name != "style-src")
    assert policy(admin)["style-src-attr"] == "'none'"
    assert "unsafe" not in browse("karla").get("/since-last/")["Content-Security-Policy"]


def test_a_page_that_is_previewed_is_a_page_of_the_site_that_the_admin_may_frame(world, browse):
    world.karla.groups.add(editors_group())
    draft = browse("karla").get(f"/admin/pages/{HomePage.objects.first().pk}/view_draft/")
    assert draft.status_code == 200
    assert policy(draft) == policy(browse("karla").get("/help/")) | {"frame-ancestors": "'self'"}
