"""Numbers that nobody has checked for three months: their editors are told, the administration says so first, and
/healthz says so without calling the site ill."""

from datetime import timedelta

import pytest
from django.urls import reverse

from community import clock
from community.notifications.models import Notification
from community.notifications.outbox import deliver_due
from home.help_lines.operations import ask_for_checks
from home.models import HelpLine, LineCheck
from home.pages.operations import editors_group
from tests.personas import sign_in

FIRST = "Numre under “Få hjælp nu” skal tjekkes"


@pytest.fixture
def editor(world, public_site):
    world.people["karla"].groups.add(editors_group())
    return world


def checked(days):
    HelpLine.objects.update(reviewed_on=clock.now().date() - timedelta(days=days))


def told():
    """Who, by address. The demo brings an editor of its own."""
    notices = Notification.objects.filter(kind="lines_to_check").order_by("pk")
    return [n.recipient.email for n in notices.exclude(recipient__email="karla@demo.example")]


def test_editors_are_asked_once_in_a_while_and_nobody_else_is(editor, mailoutbox):
    checked(91)
    assert ask_for_checks() is not None
    assert ask_for_checks() is None
    assert told() == ["karla@example.com"]
    with clock.at(clock.now() + timedelta(days=13)):
        assert ask_for_checks() is None
    with clock.at(clock.now() + timedelta(days=14)):
        assert ask_for_checks() is not None
    assert told() == ["karla@example.com"] * 2
    with clock.at((clock.now() + timedelta(days=15)).replace(hour=11)):
        deliver_due()
    assert "karla@example.com" in {mail.to[0] for mail in mailoutbox}
    assert not {"freja@example.com", "signe@example.com", "ellen@example.com"} & {m.to[0] for m in mailoutbox}


def test_where_all_is_checked_nobody_is_asked(editor):
    checked(90)
    assert ask_for_checks() is None
    assert not LineCheck.objects.exists()


def test_the_notice_leads_to_the_lines_and_goes_with_the_right_to_edit(editor, client):
    checked(91)
    ask_for_checks()
    karla = sign_in(client, editor.karla)
    assert "Ring til dem" in karla.get(reverse("notifications")).content.decode()
    notice = Notification.objects.get(kind="lines_to_check", recipient=editor.karla)
    assert "helpline" in karla.post(reverse("open_notification", args=[notice.pk])).url
    editor.karla.groups.clear()
    assert "Ring til dem" not in karla.get(reverse("notifications")).content.decode()


def test_the_administration_says_so_before_everything_else(editor, client):
    checked(91)
    karla = sign_in(client, editor.karla)
    page = karla.get("/admin/").content.decode()
    assert FIRST in page
    assert "sidst tjekket" in page
    assert page.index(FIRST) < page.index("Livslinien")
    checked(1)
    assert FIRST not in karla.get("/admin/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_healthz_says_so_and_the_site_is_well(client):
    from wagtail.models import Locale

    danish, _made = Locale.objects.get_or_create(language_code="da")
    line = HelpLine.objects.create(name="Linjen", number="1", when_to_call="Altid", locale=danish)
    answer = client.get("/healthz")
    assert answer.status_code == 200
    said = answer.json()
    assert (said["status"], said["details"]) == ("ok", ["help lines: 1 not checked for 90 days"])
    line.reviewed_on = clock.now().date()
    line.save()
    assert "details" not in client.get("/healthz").json()
