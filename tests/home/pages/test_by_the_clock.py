"""Pages come out and end at the hour an editor chose."""

from datetime import timedelta

import pytest
from django.utils import timezone

from community.jobs import jobs
from home.models import EpisodePage, StandardPage

pytestmark = pytest.mark.usefixtures("public_site")


def run() -> None:
    jobs["publish_what_is_due"].call()


def future(**fields) -> StandardPage:
    about = StandardPage.objects.get(slug="om")
    page = StandardPage(title="Kanariefugl", slug="kanariefugl", locale=about.locale, live=False, **fields)
    return about.add_child(instance=page)


def test_a_page_comes_out_when_its_hour_has_come_and_not_before(client):
    page = future(go_live_at=timezone.now() + timedelta(hours=1))
    page.save_revision().publish()
    run()
    assert client.get("/om/kanariefugl/").status_code == 404
    revision = page.revisions.get()
    assert revision.approved_go_live_at
    # An hour later, as far as the rows know.
    revision.content["go_live_at"] = (timezone.now() - timedelta(minutes=1)).isoformat()
    revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    revision.save()
    run()
    assert client.get("/om/kanariefugl/").status_code == 200
    assert "Kanariefugl" in client.get("/om/").content.decode()


def test_a_page_ends_when_its_time_is_over(client):
    page = future()
    page.save_revision().publish()
    assert client.get("/om/kanariefugl/").status_code == 200
    StandardPage.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    run()
    assert client.get("/om/kanariefugl/").status_code == 404
    page.refresh_from_db()
    assert page.expired


def test_what_may_not_be_published_waits_and_holds_up_no_other(client):
    """An episode without its words, whose hour was set past the editor's form."""
    episode = EpisodePage.objects.filter(locale__language_code="da").first()
    episode.transcript = ""
    broken = episode.save_revision(clean=False, approved_go_live_at=timezone.now() - timedelta(hours=2))
    page = future()
    page.save_revision(approved_go_live_at=timezone.now() - timedelta(hours=1))
    run()
    assert client.get("/om/kanariefugl/").status_code == 200
    broken.refresh_from_db()
    assert broken.approved_go_live_at
    assert EpisodePage.objects.get(pk=episode.pk).transcript
