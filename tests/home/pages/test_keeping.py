"""Who keeps the public site, and what the admin does not hold."""

import pytest
from django.apps import apps
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page, Site

from company_network.companies.models import Trade
from home.demo.people import content
from home.demo.public import load_public_pages
from home.models import HelpLine, HomePage, PublicPage, Sound
from home.pages.operations import editors_group
from tests.personas import make_person, sign_in
from youth_network.live_meetings.models import HostScript

pytestmark = pytest.mark.usefixtures("public_site")


@pytest.fixture
def editor(client):
    person = make_person("karla")
    person.groups.add(editors_group())
    sign_in(client, person)
    return person


def test_an_editor_may_write_pages_and_help_lines_and_nothing_else(client, editor):
    home = HomePage.objects.first()
    assert client.get(reverse("wagtailadmin_explore", args=[home.pk])).status_code == 200
    assert client.get(reverse("wagtailadmin_pages:edit", args=[home.pk])).status_code == 200
    assert client.get(reverse("wagtailimages:index")).status_code == 200
    assert client.get(reverse("wagtaildocs:index")).status_code == 200
    assert client.get(reverse("wagtailsnippets_home_helpline:list")).status_code == 200
    assert editor.get_all_permissions() == {
        "wagtailadmin.access_admin",
        "simple_translation.submit_translation",
        "wagtailredirects.add_redirect",
        "wagtailredirects.change_redirect",
        "wagtailredirects.delete_redirect",
        "wagtailredirects.view_redirect",
        "home.view_enquiry",
        "home.change_enquiry",
        "home.add_helpline",
        "home.change_helpline",
        "home.delete_helpline",
        "home.view_helpline",
        "home.add_sound",
        "home.change_sound",
        "home.delete_sound",
        "home.view_sound",
        "home.change_testimonial",
        "company_network.add_trade",
        "company_network.change_trade",
        "company_network.delete_trade",
        "company_network.view_trade",
        "youth_network.change_hostscript",
        "youth_network.view_hostscript",
    }


@pytest.mark.parametrize("page", ["users/", "users/new/", "groups/", "groups/1/", "users/1/", "account/"])
def test_people_and_roles_are_not_kept_in_the_admin(client, editor, page):
    for superuser in (False, True):
        editor.is_superuser = superuser
        editor.save()
        response = client.get(f"/admin/{page}")
        if page == "account/":
            assert response.status_code == 302
            assert not response["Location"].startswith("/admin/")
        else:
            assert response.status_code == 404


def test_the_admin_has_no_sign_in_of_its_own(client):
    response = client.get("/admin/login/")
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")


def test_community_records_are_not_in_the_admin(client, editor):
    from wagtail.snippets.models import get_snippet_models

    assert get_snippet_models() == [Trade, HelpLine, HostScript, Sound]
    assert not apps.is_installed("django.contrib.admin")


def test_a_youth_does_not_enter_the_admin(client):
    sign_in(client, make_person("freja"))
    assert client.get("/admin/", follow=False).status_code in (302, 403, 404)


def test_only_editors_get_the_editors_bar(client, editor):
    assert "wagtail-userbar" in client.get("/").content.decode()
    sign_in(client, make_person("freja"))
    assert "wagtail-userbar" not in client.get("/").content.decode()


def test_rights_taken_away_stay_away():
    group = editors_group()
    GroupPagePermission.objects.filter(group=group).first().delete()
    before = GroupPagePermission.objects.filter(group=group).count()
    assert editors_group() == group
    assert GroupPagePermission.objects.filter(group=group).count() == before


def snapshot() -> list[tuple]:
    return [
        *Page.objects.order_by("path").values_list("path", "title", "url_path", "latest_revision_id", "live"),
        *HelpLine.objects.order_by("pk").values_list("pk", "name", "number"),
        *Site.objects.values_list("pk", "hostname", "port", "root_page_id"),
    ]


def test_loading_again_changes_nothing():
    before = snapshot()
    load_public_pages(content())
    assert snapshot() == before


def test_loading_again_leaves_an_editors_words_alone():
    page = PublicPage.objects.get(slug="for-unge").specific
    page.title, page.ways = "Hej, unge", []
    page.save_revision().publish()
    line = HelpLine.objects.first()
    line.hours = "Hele døgnet"
    line.save()
    before = snapshot()
    load_public_pages(content())
    assert snapshot() == before
    assert PublicPage.objects.get(slug="for-unge").title == "Hej, unge"
