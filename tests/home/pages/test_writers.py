"""Who writes and does not publish, who reads it, and what the groups of an older site are given."""

from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test import Client
from django.urls import reverse
from wagtail.models import Workflow

from community import clock
from community.notifications.models import Notification
from community.permissions import Refused
from home.editions.operations import make_edition
from home.help_lines.operations import ask_for_checks
from home.models import HelpLine, LineCheck, StandardPage
from home.pages.operations import editors_group, reading_of_pages, writers_group
from home.podcasts.operations import issue_sound
from home.testimonials.models import Testimonial as Voice
from home.testimonials.operations import open_voice, release
from tests.broadcasts import make_episode, make_show, make_sound
from tests.personas import sign_in
from tests.voices import a_voice, claim, say_yes

pytestmark = pytest.mark.usefixtures("public_site")

TITLE = "Kanariefuglen skriver"


@pytest.fixture
def people(world):
    world.people["karla"].groups.add(editors_group())
    world.people["ellen"].groups.add(writers_group())
    reading_of_pages()
    return sign_in(Client(), world.ellen), sign_in(Client(), world.karla)


def page_form(page, **values) -> dict:
    form = {"title": TITLE, "slug": page.slug, "lead": "", "body-count": "0", "menu_title": "", "seo_title": ""}
    form |= {"comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0, "search_description": ""}
    return form | values


def test_a_writer_writes_and_an_editor_lets_it_out(people, client):
    writer, editor = people
    page = StandardPage.objects.get(slug="om")
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert writer.get(edit).status_code == 200
    writer.post(edit, page_form(page, **{"action-publish": "1"}))
    assert TITLE not in client.get("/om/").content.decode(), "a writer publishes nothing"
    assert writer.post(edit, page_form(page, **{"action-submit": "1"})).status_code == 302
    assert TITLE not in client.get("/om/").content.decode()
    page.refresh_from_db()
    task = page.current_workflow_task_state
    assert task.task.name == "Redaktionen læser siden"
    approve = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", task.pk])
    writer.post(approve)
    assert TITLE not in client.get("/om/").content.decode()
    editor.post(approve)
    assert TITLE in client.get("/om/").content.decode()


def test_an_editor_sends_it_back_with_a_word(people, client):
    writer, editor = people
    page = StandardPage.objects.get(slug="om")
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    writer.post(edit, page_form(page, **{"action-submit": "1"}))
    page.refresh_from_db()
    task = page.current_workflow_task_state
    reject = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "reject", task.pk])
    editor.post(reject, {"comment": "Hvem har sagt ja til citatet?"})
    task.refresh_from_db()
    assert (task.status, task.comment) == ("rejected", "Hvem har sagt ja til citatet?")
    assert TITLE not in client.get("/om/").content.decode()


def test_a_writer_keeps_pages_and_nothing_else(people, world):
    writer, editor = people
    assert world.ellen.get_all_permissions() == {"wagtailadmin.access_admin"}
    assert writer.get(reverse("wagtailsnippets_home_helpline:list")).status_code == 302
    assert writer.get(reverse("wagtailsnippets_home_sound:list")).status_code == 302
    assert writer.get("/enquiries/").status_code == 404
    home = writer.get(reverse("since_last")).content.decode()
    assert "/admin/" in home
    assert "/voices/" not in home
    assert "/voices/" in editor.get(reverse("since_last")).content.decode()


def test_a_writer_keeps_no_voice_and_no_edition(people, world):
    writer, editor = people
    with clock.at(clock.now() - timedelta(days=10)):
        voice = a_voice(world)
        consent = say_yes(claim(world, voice)[1])
    printed = make_edition(actor=world.karla, name="Brochure")
    desk = ["/voices/", "/voices/new/", "/voices/wording/", f"/voices/{voice.code}/", f"/voices/{voice.code}/1.m4a"]
    desk += ["/editions/", f"/editions/{printed.pk}/", f"/editions/{printed.pk}/sheet/"]
    for address in desk:
        assert (writer.get(address).status_code, editor.get(address).status_code) == (404, 200), address
    for deed in ("release", "take-down", "address", "yes", "cut"):
        assert writer.post(f"/voices/{voice.code}/{deed}/", {"checked": "on"}).status_code == 404, deed
    with pytest.raises(Refused):
        release(actor=world.ellen, consent=consent)
    with pytest.raises(Refused):
        open_voice(actor=world.ellen, speaker="youth")
    consent.refresh_from_db()
    assert consent.released_at is None
    assert not Voice.objects.visible_to(world.ellen).exists()
    editor.post(f"/voices/{voice.code}/release/", {"checked": "on", "sensitive": "on"})
    consent.refresh_from_db()
    assert consent.released_at is not None


def test_a_writer_hears_no_sound_that_is_not_out(people, client):
    writer, editor = people
    episode = make_episode(make_show(), publish=False, sound=make_sound(b"not out"))
    address = reverse("podcast_sound", args=[issue_sound(episode).name])
    kept = reverse("kept_sound", args=[episode.sound.pk])
    assert [one.get(address).status_code for one in (client, writer, editor)] == [404, 404, 200]
    assert [one.get(kept).status_code for one in (client, writer, editor)] == [404, 404, 200]
    episode.save_revision().publish()
    assert writer.get(address).status_code == 200


def test_a_writer_is_asked_to_check_no_number(people, world):
    writer, editor = people
    HelpLine.objects.update(reviewed_on=None)
    ask_for_checks()
    told = Notification.objects.filter(kind="lines_to_check", recipient__in=[world.ellen, world.karla])
    assert [one.recipient for one in told] == [world.karla]
    assert not LineCheck.objects.visible_to(world.ellen).exists()
    first = "Numre under “Få hjælp nu” skal tjekkes"
    assert first in editor.get("/admin/").content.decode()
    assert first not in writer.get("/admin/").content.decode()


def test_the_right_over_voices_alone_opens_nothing(world, client):
    """Without the administration nobody would ask for a second factor, and no review would take it away."""
    world.freja.user_permissions.add(Permission.objects.get(codename="change_testimonial"))
    assert sign_in(client, world.freja).get("/voices/").status_code == 404


def test_editors_of_an_older_site_go_on_keeping_voices(people, world):
    _writer, editor = people
    editors_group().permissions.remove(Permission.objects.get(codename="change_testimonial"))
    assert editor.get("/voices/").status_code == 404
    migration = import_module("home.migrations.0060_editors_keep_voices")
    for _twice in range(2):
        migration.give(apps, SimpleNamespace(connection=connection))
    assert editor.get("/voices/").status_code == 200
    assert world.ellen.get_all_permissions() == {"wagtailadmin.access_admin"}


def test_groups_of_an_older_site_are_given_what_came_with_this_one():
    """As the migration finds them: editors without the new rights, and Wagtail's own groups with nobody in them."""
    editors = editors_group()
    new = editors.permissions.filter(codename__in=["view_enquiry", "change_enquiry", "add_redirect"])
    editors.permissions.remove(*new)
    taken_away = editors.permissions.get(codename="delete_trade")
    editors.permissions.remove(taken_away)
    Group.objects.create(name="Moderators")
    Group.objects.filter(name="Skribenter").delete()
    migration = import_module("home.migrations.0014_editors_and_writers")
    for _twice in range(2):
        migration.give(apps, SimpleNamespace(connection=connection))
    held = set(editors.permissions.values_list("codename", flat=True))
    assert {"view_enquiry", "change_enquiry", "add_redirect"} <= held
    assert "delete_trade" not in held, "what somebody took away stays away"
    assert Group.objects.filter(name="Skribenter").count() == 1
    assert not Group.objects.filter(name="Moderators").exists()
    writers = Group.objects.get(name="Skribenter")
    assert set(writers.page_permissions.values_list("permission__codename", flat=True)) == {"add_page", "change_page"}


def test_there_is_one_workflow_and_it_asks_the_editors():
    reading_of_pages()
    reading_of_pages()
    workflow = Workflow.objects.get()
    task = workflow.tasks.get().specific
    assert [group.name for group in task.groups.all()] == ["Redaktion"]
    assert StandardPage.objects.get(slug="om").get_workflow() == workflow
