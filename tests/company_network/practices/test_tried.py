"""Where practice was tried, who says so, and who hears of it."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse

from community import clock
from community.asides.operations import is_put_aside
from community.membership.operations import end_membership
from community.moderation.deeds import let_stand
from community.notifications.models import Notification
from community.permissions import Refused
from community.roles import GroupKind
from community.subjects import of
from company_network.companies.models import Representative
from company_network.practices.models import Practice, TriedHere
from company_network.practices.operations import erase_taken_back_tries, say_tried, take_back_tried
from tests.care import deed, said_about, the_case
from tests.shared_practice import board_of, share, workplaces
from tests.tellings import NOON, deliver_after

LINE = "Det tog to minutter, og det virker."
TOLD = "practice_tried"


@pytest.fixture
def places(world):
    return workplaces(world)


@pytest.fixture
def topic(world, places):
    return share(world, "mona", reach="across")


def say(browse, who, topic, **data):
    return browse(who).post(reverse("say_tried", args=[topic.pk]), {"line": LINE} | data)


def page(browse, who, topic):
    return browse(who).get(reverse("topic", args=[topic.pk])).content.decode()


def told(world, who):
    return Notification.objects.visible_to(world.who(who)).filter(kind=TOLD)


def test_another_workplace_says_that_it_tried_it_and_the_author_is_told(world, browse, topic, places):
    assert say(browse, "line", topic).status_code == 302
    for who in ("mona", "rashid", "bo", "ellen"):
        shown = page(browse, who, topic)
        assert "Prøvet på én anden arbejdsplads" in shown
        assert "Bladlus" in shown
        assert LINE in shown
    assert "Prøvet på én anden arbejdsplads" in browse("rashid").get(reverse("practices")).content.decode()
    assert told(world, "mona").count() == 1
    assert "Bladlus har prøvet" in browse("mona").get(reverse("notifications")).content.decode()
    for who in ("rashid", "signe", "line"):
        assert not told(world, who).exists()


def test_a_line_that_is_hidden_is_not_written_anew_until_somebody_has_looked(world, browse, topic, places):
    say(browse, "line", topic)
    tried = TriedHere.objects.get()
    said_about(world, "rashid", tried, "names")
    again = say(browse, "line", topic, line="Kanariefuglen igen")
    assert again.status_code == 403
    assert "skjult, indtil en konsulent har set på den" in again.content.decode()
    for who in ("mona", "line", "bo"):
        shown = page(browse, who, topic)
        assert LINE not in shown
        assert "Kanariefuglen igen" not in shown
    deed(world, "bo", let_stand, the_case(tried))
    assert LINE in page(browse, "mona", topic)
    assert say(browse, "line", topic, line="Uden navn").status_code == 302
    assert "Uden navn" in page(browse, "mona", topic)


def test_what_is_hidden_may_be_erased_before_somebody_has_looked(world, browse, topic, places):
    say(browse, "line", topic)
    tried = TriedHere.objects.get()
    said_about(world, "rashid", tried, "names")
    TriedHere.objects.all().delete()
    with transaction.atomic():
        of(tried).care.hide(tried.pk, False)
    assert not is_put_aside("tried_here", tried.pk)


def test_the_mail_carries_the_line(world, places, mailoutbox):
    with clock.at(NOON.replace(year=clock.now().year + 1)):
        topic = share(world, "mona", reach="across")
        say_tried(actor=world.line, practice=topic.practice, company=places.bladlus, line=LINE)
        deliver_after()
    (mail,) = [mail for mail in mailoutbox if "mona@example.com" in mail.to]
    assert LINE in mail.body
    assert "Bladlus" in mail.body


def test_the_line_is_changed_and_the_author_hears_once(world, browse, topic, places):
    say(browse, "line", topic)
    say(browse, "line", topic, line="Det virker stadig.")
    assert "Det virker stadig." in page(browse, "mona", topic)
    assert LINE not in page(browse, "mona", topic)
    assert TriedHere.objects.count() == 1
    assert told(world, "mona").count() == 1


def test_it_is_taken_back_undone_and_at_last_erased(world, browse, topic, places):
    say(browse, "line", topic)
    tried = TriedHere.objects.get()
    for stranger in ("mona", "rashid", "bo"):
        assert browse(stranger).post(reverse("take_back_tried", args=[tried.pk])).status_code == 404
    assert browse("line").post(reverse("take_back_tried", args=[tried.pk])).status_code == 302
    assert LINE not in page(browse, "mona", topic)
    assert Practice.objects.get().tried_count == 0
    assert not told(world, "mona").exists()
    assert browse("line").post(reverse("restore_tried", args=[tried.pk])).status_code == 302
    assert LINE in page(browse, "mona", topic)
    assert Practice.objects.get().tried_count == 1
    take_back_tried(actor=world.line, tried=tried)
    with clock.at(clock.now() + timedelta(minutes=5)):
        assert browse("line").post(reverse("restore_tried", args=[tried.pk])).status_code == 403
        assert erase_taken_back_tries() == 1
    assert not TriedHere.objects.exists()


def test_whoever_speaks_for_no_other_workplace_says_nothing(world, browse, topic, places):
    for who, status in (("mona", 403), ("signe", 403), ("ellen", 403), ("freja", 404), ("yusuf", 404)):
        assert say(browse, who, topic).status_code == status
    assert "Prøvet hos os" not in page(browse, "mona", topic)
    assert "Prøvet hos os" in page(browse, "rashid", topic)
    with pytest.raises(Refused):
        say_tried(actor=world.line, practice=topic.practice, company=places.skaeve_eger)
    assert not TriedHere.objects.exists()


def test_staff_practice_is_tried_by_no_workplace(world, browse, places):
    topic = share(world, "signe", board=board_of(world, kind=GroupKind.TEAM), reach="across_staff")
    assert say(browse, "line", topic).status_code == 404
    with pytest.raises(Refused):
        say_tried(actor=world.line, practice=topic.practice, company=places.bladlus)


def test_too_long_a_line_is_given_back(world, browse, topic, places):
    answer = say(browse, "line", topic, line="ord " * 100)
    assert answer.status_code == 422
    assert "ord ord" in answer.content.decode()


def test_when_the_author_has_left_the_company_hears(world, browse, topic, places):
    Representative.objects.filter(membership=world.membership("rashid")).update(company=places.kanelkajen)
    end_membership(actor=world.signe, membership=world.membership("mona"))
    say(browse, "line", topic)
    assert told(world, "rashid").count() == 1


def test_an_open_page_fetches_only_where_it_was_tried(world, browse, topic, places):
    say(browse, "line", topic)
    fragment = browse("rashid").get(reverse("practice_tries", args=[topic.pk])).content.decode()
    assert LINE in fragment
    assert "<html" not in fragment
    assert browse("freja").get(reverse("practice_tries", args=[topic.pk])).status_code == 404
