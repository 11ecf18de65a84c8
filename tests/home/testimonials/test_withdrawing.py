"""Withdraw a voice, then look everywhere: words, name and sound are nowhere. The same when its time is over."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, Page, Revision

from community import clock
from community.jobs import jobs
from home.editions.operations import make_edition, mark_printed, set_places
from home.models import HomePage, StandardPage
from home.pages.operations import reading_of_pages
from home.testimonials.consents import hide_voice, present_consent, show_voice, withdraw_consent
from home.testimonials.models import Consent, Cut
from home.testimonials.models import Testimonial as Voice
from home.testimonials.telling import public_telling
from tests.personas import sign_in
from tests.voices import NAME, QUOTE, QUOTE_EN, later, shared

HREF = re.compile(r'(?:href|src)="([^"]+)"')
TRACES = (QUOTE, QUOTE_EN, NAME, "Kanariefuglen", "Rosmarie")
#: Pages of the admin that a walk opens; the parts of it that hold pages come first.
MOST = 120
ADMIN = ("/admin/", "/admin/pages/", "/admin/pages/search/?q=Kanariefuglen", "/admin/reports/site-history/")


@pytest.fixture
def site(planted_site, world):
    """The planted site with one more voice: quoted on both front pages, printed, and known to a visitor's browser."""
    voice, token, held = shared(world)
    editor = world.karla
    for home in HomePage.objects.all():
        home.quoted = voice
        home.save_revision(user=editor).publish()
    edition = make_edition(actor=editor, name="Brochure")
    set_places(actor=editor, edition=edition, testimonials=[voice])
    mark_printed(actor=editor, edition=edition, printed_on=timezone.localdate())
    return voice, token, held


def addresses_of(voice: Voice) -> dict[str, str]:
    """Everything a visitor may have kept of it."""
    told = public_telling(voice.code, "da")
    code = voice.code
    return {
        "page": f"/k/{code}",
        "english page": f"/en/k/{code}",
        "sound": told.sound_url,
        "captions": f"/k/{code}/da.vtt",
        "english captions": f"/k/{code}/en.vtt",
        "picture": f"/k/{code}/share.png",
        "english picture": f"/en/k/{code}/share.png",
    }


def walk(client: Client, waiting: list[str], most: int = 400) -> dict[str, str]:
    """All pages that links lead to, with what stands on them."""
    seen: dict[str, str] = {}
    waiting = list(waiting)
    while waiting and len(seen) < most:
        address = waiting.pop(0)
        if address in seen or "logout" in address or address.startswith(("/static/", "/accounts/", "/media/")):
            continue
        answer = client.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        seen[address] = body.decode(errors="replace")
        if answer.get("Content-Type", "").startswith(("text/html", "application/xml", "application/rss")):
            links = [*HREF.findall(seen[address]), *re.findall(r"<loc>https?://[^/]+([^<]*)</loc>", seen[address])]
            waiting += [unescape(link).partition("#")[0] for link in links if link.startswith("/")]
    return seen


STARTS = ["/", "/en/", "/sitemap.xml", "/k/feed.xml", "/en/k/feed.xml", "/fortaellinger/", "/robots.txt"]
#: Searched by other words than those that would give it away in the field one searches in.
SEARCHES = {"/find/": "høvlebænken", "/en/find/": "planing bench"}


def searched(client: Client) -> dict[str, str]:
    return {address: client.post(address, {"words": words}).content.decode() for address, words in SEARCHES.items()}


def everywhere(world, voice: Voice) -> dict[str, str]:
    """What a visitor, an editor and a search engine find."""
    editor = sign_in(Client(), world.karla)
    desk = ["/voices/", f"/voices/{voice.code}/", "/editions/", *STARTS]
    # What Wagtail keeps of the front page: its editor, its versions, its preview.
    home = HomePage.objects.get(locale__language_code="da")
    versions = Revision.page_revisions.filter(object_id=str(home.pk)).values_list("pk", flat=True)
    admin = [
        *ADMIN,
        f"/admin/pages/{home.pk}/edit/",
        f"/admin/pages/{home.pk}/history/",
        f"/admin/pages/{home.pk}/view_draft/",
        *[f"/admin/pages/{home.pk}/revisions/{version}/view/" for version in versions],
    ]
    found = {f"visitor {address}": page for address, page in walk(Client(), STARTS).items()}
    found |= {f"editor {address}": page for address, page in walk(editor, desk).items()}
    found |= {f"visitor's search {address}": page for address, page in searched(Client()).items()}
    found |= {f"editor's search {address}": page for address, page in searched(editor).items()}
    found |= {f"admin {address}": page for address, page in walk(editor, admin, MOST).items()}
    crawler = Client(headers={"User-Agent": "Googlebot/2.1"})
    found |= {f"crawler {address}": page for address, page in walk(crawler, ["/sitemap.xml"]).items()}
    return found


def test_before_it_stands_in_all_these_places(site, world):
    """Otherwise the tests below would look where nothing ever was."""
    voice, _token, _held = site
    client = Client()
    for name, address in addresses_of(voice).items():
        assert client.get(address).status_code == 200, name
    for address in ("/", "/en/", "/fortaellinger/", "/en/stories/"):
        page = client.get(address).content.decode()
        assert "Kanariefuglen" in page or "canary" in page, address
    for address, page in searched(client).items():
        assert f"/k/{voice.code}" in page, address
        assert "Kanariefuglen" in page or "canary" in page, address
    for address in ("/sitemap.xml", "/k/feed.xml", "/en/k/feed.xml"):
        assert f"/k/{voice.code}" in client.get(address).content.decode()
    page = client.get(f"/k/{voice.code}").content.decode()
    assert page.count(NAME) >= 2
    assert "Roskilde" in page
    editor = sign_in(Client(), world.karla)
    assert QUOTE in editor.get(f"/voices/{voice.code}/").content.decode()


def test_withdrawn_it_is_nowhere(site, world, private_folder, django_capture_on_commit_callbacks):
    voice, token, held = site
    kept = addresses_of(voice)
    sound = voice.cuts.get().sound
    typed_into_a_preview(sign_in(Client(), world.karla), QUOTE)
    assert {"home_cut", "wagtailadmin_formstate"} <= set(tables_with_traces()), "it could leak"
    with django_capture_on_commit_callbacks(execute=True):
        withdraw_consent(claim=held)
    assert tables_with_traces() == []
    assert gone_everywhere(world, voice, kept) == []
    assert not (private_folder / "testimonials" / sound).exists()
    assert not Cut.objects.filter(testimonial=voice).exists()
    consent = Consent.objects.get(testimonial=voice)
    assert (consent.shown_name, consent.next_name, consent.cut) == ("", "", None)
    assert consent.cut_digest
    # The person keeps the receipt, and learns which paper still carries the code.
    page = Client().get(f"/my-voice/{token}/").content.decode()
    assert consent.receipt in page
    assert "Brochure" in page
    assert "slettet" in page
    # The editors learn what is on paper, and no more.
    page = sign_in(Client(), world.karla).get("/editions/").content.decode()
    assert "Se efter, før det trykkes igen" in page


def test_when_its_time_is_over_only_the_desk_still_has_it_and_after_thirty_days_nobody(
    site, world, private_folder, django_capture_on_commit_callbacks
):
    """The person may renew for thirty days, so the editors' desk keeps it that long; everybody else sees nothing from
    that second on."""
    voice, token, _held = site
    kept = addresses_of(voice)
    # Before the others', so that there are still some to hear.
    ends, sound = later(days=1), voice.cuts.get().sound
    Consent.objects.filter(testimonial=voice).update(expires_at=ends)
    desk = ("editor /voices/", f"editor /voices/{voice.code}/")
    with clock.at(ends + timedelta(seconds=1)):
        leaks = gone_everywhere(world, voice, kept)
        assert not [leak for leak in leaks if not leak.startswith((f"{desk[0]}: ", desk[1]))]
        assert QUOTE in sign_in(Client(), world.karla).get(f"/voices/{voice.code}/").content.decode()
    with clock.at(ends + timedelta(days=31)), django_capture_on_commit_callbacks(execute=True):
        jobs["note_consents_that_ran_out"].call()
    assert not (private_folder / "testimonials" / sound).exists()
    with clock.at(ends + timedelta(days=31)):
        assert Client().get(kept["page"]).status_code == 410
        editor = sign_in(Client(), world.karla)
        pages = [editor.get(address.removeprefix("editor ")).content.decode() for address in desk]
        pages.append(Client().get(f"/my-voice/{token}/").content.decode())
        assert not [trace for trace in TRACES for page in pages if trace in page]
    assert tables_with_traces() == []


def tables_with_traces() -> list[str]:
    """Whatever the database keeps, whoever keeps it: pages and their versions, forms that an editor has sent to a
    preview, editing sessions, what is searched, the log."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            kept = str(cursor.fetchall()).casefold()
            if any(trace.casefold() in kept for trace in TRACES):
                found.append(table)
    return found


def typed_into_a_preview(editor: Client, words: str) -> None:
    """An editor types the words into a page and looks at it, without saving."""
    about = StandardPage.objects.get(slug="om")
    form = editor.get(reverse("wagtailadmin_pages:edit", args=[about.pk])).context["form"]
    data = {name: form[name].value() or "" for name in form.fields if name not in form.formsets and name != "body"}
    data |= {"comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0, "body-count": "1", "body-0-type": "quote"}
    data |= {"body-0-value": words, "body-0-order": "0", "body-0-deleted": "", "body-0-id": ""}
    answer = editor.post(
        reverse("wagtailadmin_pages:preview_on_edit", args=[about.pk]),
        {name: value for name, value in data.items() if value is not None},
    )
    assert answer.json()["is_valid"]


def gone_everywhere(world, voice: Voice, kept: dict[str, str]) -> list[str]:
    """Old addresses answer as they should, in both languages. Returns where a visitor, an editor or a search engine
    still finds a trace of it, page by page."""
    client = Client()
    for name, address in kept.items():
        answer = client.get(address)
        assert answer.status_code == (410 if name.endswith("page") else 404), name
        assert not [trace for trace in TRACES if trace in answer.content.decode(errors="replace")], name
    for language, address in (("da", kept["page"]), ("en", kept["english page"])):
        answer = client.get(address)
        page = answer.content.decode()
        assert "noindex" in answer["X-Robots-Tag"]
        assert '<meta name="robots" content="noindex' in page
        assert ("deles ikke mere" if language == "da" else "no longer shared") in page
        assert page.count("/k/") >= 3, "others to hear"
    found = everywhere(world, voice)
    assert len(found) > 200
    leaks = [f"{address}: {trace}" for address, page in found.items() for trace in TRACES if trace in page]
    # What was searched for stands in the field one searches in.
    return [leak for leak in leaks if "?q=Kanariefuglen" not in leak]


def test_what_was_never_shared_is_not_there_at_all(site, world):
    voice, _token, _held = shared(world, ("site_da",), since=timedelta(hours=1))
    assert Client().get(f"/k/{voice.code}").status_code == 404
    assert Client().get("/k/zzzzz").status_code == 404
    other, _token, _held = shared(world, ("site_da",))
    assert Client().get(f"/k/{other.code}").status_code == 200
    assert Client().get(f"/en/k/{other.code}").status_code == 404


def test_no_way_of_publishing_a_page_brings_it_back(site, world):
    """By editing, in bulk, by the clock, by copying, by translating, by the shell: pages hold no words of it."""
    voice, _token, held = site
    withdraw_consent(claim=held)
    editor = sign_in(Client(), world.karla)
    home = HomePage.objects.get(locale__language_code="da")
    with clock.at(clock.now()):
        home.quoted = voice
        home.save_revision(user=world.karla).publish()
        home.save_revision(approved_go_live_at=timezone.now() - timedelta(minutes=1)).publish()
        index = Page.objects.get(slug="fortaellinger").specific
        copied = index.copy(update_attrs={"slug": "kopi", "title": "Kopi"}, user=world.karla)
        Page.objects.get(slug="stories").delete()
        index.copy_for_translation(Locale.objects.get(language_code="en")).save_revision().publish()
        answer = editor.post(f"/admin/bulk/wagtailcore/page/publish/?id={copied.pk}&next=/admin/")
        assert answer.status_code in (302, 200)
    for revision in Revision.page_revisions.filter(object_id=str(home.pk)):
        revision.publish()
    for address in ("/", "/en/", "/kopi/", "/en/fortaellinger/", "/fortaellinger/", f"/k/{voice.code}"):
        page = Client().get(address, follow=True).content.decode()
        assert not [trace for trace in TRACES if trace in page], address


def seen(addresses: tuple[str, ...]) -> list[str]:
    """Where a visitor sees a trace of it, on the first visit and on the next."""
    pages = [(address, Client().get(address, follow=True).content.decode()) for address in addresses * 2]
    return sorted({address for address, page in pages if any(trace in page for trace in TRACES)})


def test_no_editors_deed_shows_a_voice_whose_yes_does_not_stand(site, world, settings):
    """Each way of publishing, through the admin as an editor goes it, and past it; with a yes that is hidden, and so
    can come back, and with one that has run out. Every deed is followed by visits."""
    voice, _token, held = site
    pages = ("/", "/en/", "/fortaellinger/", "/en/stories/", f"/k/{voice.code}", f"/en/k/{voice.code}", "/find/")
    assert seen(pages) == sorted(set(pages) - {"/find/"}), "it could leak"
    hide_voice(claim=held)
    editor = sign_in(Client(), world.karla)
    home = HomePage.objects.get(locale__language_code="da")
    index = Page.objects.get(slug="fortaellinger").specific
    edit = reverse("wagtailadmin_pages:edit", args=[home.pk])

    def publish_in_the_editor():
        form = editor.get(edit).context["form"]
        data = {name: form[name].value() or "" for name in form.fields if name not in form.formsets}
        for name in ("buttons", "figures", "doors"):
            data |= {f"{name}-count": "0"}
        data |= {"quoted": voice.pk, "action-publish": "1", "comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0}
        answer = editor.post(edit, {key: value for key, value in data.items() if value is not None})
        assert answer.status_code == 302, answer.context and answer.context["form"].errors

    def through_the_workflow():
        state = reading_of_pages().start(home.specific, world.karla)
        home.specific.save_revision(user=world.karla)
        state.current_task_state.approve(user=world.karla)

    def by_the_clock():
        revision = home.specific.save_revision(approved_go_live_at=timezone.now() - timedelta(minutes=1))
        jobs["publish_what_is_due"].call()
        revision.refresh_from_db()
        assert revision.approved_go_live_at is None, "it was published"

    def in_bulk():
        editor.post(f"/admin/bulk/wagtailcore/page/unpublish/?id={home.pk}&next=/admin/", {"include_descendants": ""})
        editor.post(f"/admin/bulk/wagtailcore/page/publish/?id={home.pk}&next=/admin/")

    def by_copying():
        copied = editor.post(
            reverse("wagtailadmin_pages:copy", args=[index.pk]),
            {
                "new_title": "Kopi",
                "new_slug": "kopi",
                "new_parent_page": home.pk,
                "copy_subpages": "",
                "publish_copies": "on",
                "alias": "",
            },
        )
        assert copied.status_code == 302
        assert seen(("/kopi/",)) == []

    def by_translating():
        Page.objects.get(slug="stories").delete()
        index.copy_for_translation(Locale.objects.get(language_code="en")).save_revision().publish()
        assert seen(("/en/fortaellinger/",)) == []

    def by_restoring_versions():
        for revision in Revision.page_revisions.filter(object_id=str(home.pk)):
            revision.publish()

    def in_the_shell():
        shown = HomePage.objects.get(pk=home.pk)
        shown.quoted = voice
        shown.save_revision().publish()
        HomePage.objects.update(quoted=voice)
        Page.objects.filter(pk=home.pk).update(live=True)

    deeds = [publish_in_the_editor, through_the_workflow, by_the_clock, in_bulk, by_copying, by_translating]
    deeds += [by_restoring_versions, in_the_shell]
    for deed in deeds:
        deed()
        assert seen(pages) == [], deed.__name__
    # There is no API that could publish or tell of it.
    for address in ("/api/v2/pages/", "/api/v3/pages/", "/api/main/pages/", f"/admin/api/main/pages/{home.pk}/"):
        answer = Client().get(address, follow=True)
        assert answer.status_code in (200, 404)
        assert not [trace for trace in TRACES if trace in answer.content.decode()]
        assert editor.post(address).status_code in (302, 403, 404, 405)
    assert seen(pages) == []
    show_voice(claim=held)
    assert f"/k/{voice.code}" in seen(pages)
    with clock.at(present_consent(voice).expires_at):
        in_the_shell()
        by_the_clock()
        assert seen(pages) == []
