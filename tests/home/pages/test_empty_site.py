"""A site without demo content is empty, Danish and whole: what `migrate` leaves is enough to begin with."""

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from wagtail.models import Locale, Workflow

from home.models import ConsentWording, PublicPage
from home.pages.operations import EDITORS, READING, WRITERS

pytestmark = pytest.mark.django_db


def test_a_fresh_site_has_an_empty_danish_home_and_help(client):
    cache.clear()
    page = client.get("/")
    assert page.status_code == 200
    assert '<html lang="da"' in page.content.decode()
    assert "Welcome" not in page.content.decode()
    assert 'href="tel:112"' in client.get("/help/").content.decode()
    assert client.get("/sitemap.xml").status_code == 200


@pytest.mark.parametrize(
    ("address", "title", "way"),
    [("/was", "Tilgængelighedserklæring", "/was"), ("/en/was", "Accessibility statement", "/en/was")],
)
def test_a_fresh_site_has_the_statement_that_the_law_wants_and_a_way_there(client, address, title, way):
    assert PublicPage.objects.count() == 1
    page = client.get(address)
    assert page.status_code == 200
    assert f"<h1>{title}</h1>" in page.content.decode()
    assert "WCAG 2.2" in page.content.decode()
    help_page = address.replace("was", "help/")
    assert f'<a href="{way}">{title}</a>' in client.get(help_page).content.decode()
    assert '<a href="/was">Tilgængelighedserklæring</a>' in client.get("/").content.decode()


def test_a_fresh_site_has_its_groups_its_workflow_and_its_wording():
    editors, writers = Group.objects.get(name=EDITORS), Group.objects.get(name=WRITERS)
    held = {f"{right.content_type.app_label}.{right.codename}" for right in editors.permissions.all()}
    assert {"home.change_testimonial", "home.add_sound", "home.change_helpline", "home.view_enquiry"} <= held
    assert {right.codename for right in writers.permissions.all()} == {"access_admin"}
    task = Workflow.objects.get(name=READING).tasks.get().specific
    assert [group.name for group in task.groups.all()] == [EDITORS]
    assert set(Locale.objects.values_list("language_code", flat=True)) == {"da", "en"}
    wording = ConsentWording.objects.get()
    assert wording.version == 1
    assert wording.danish
    assert wording.english
