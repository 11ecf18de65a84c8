"""The picture of a person, which stands wherever they are named: it is taken away by a rule, and given back."""

from io import BytesIO

import pytest
from django.urls import reverse

from community.moderation.appeals import answer_appeal, appeal
from community.moderation.deeds import ask_to_change, close_case, hide_thing, let_stand
from community.moderation.models import Case, Deed
from community.moderation.undoing import undo_deed
from community.notifications.models import Notification
from community.people.operations import change_portrait
from community.people.portraits import clean_portrait
from community.permissions import Refused
from tests.care import deed, deputy, held, said_about, the_case
from tests.samples import photo
from tests.tellings import answer, youth_topic


def picture(fill=""):
    file = BytesIO(photo(fill=fill))
    file.size = len(file.getvalue())
    return clean_portrait(file)


@pytest.fixture
def case(world):
    """Somebody is hurt by Jonas's picture."""
    change_portrait(person=world.jonas, picture=picture())
    said_about(world, "amina", world.jonas)
    return the_case(world.jonas)


def address(person):
    return reverse("portrait", args=[person.pk])


def who_sees(browse, person):
    cast = ("visitor", "jonas", "amina", "sofie", "mona", "signe", "bo", "tine", "ellen")
    return {who for who in cast if browse(who).get(address(person)).status_code == 200}


def told(world, who):
    return list(Notification.objects.visible_to(world.who(who)).values_list("kind", flat=True))


def test_it_is_taken_away_by_a_rule_and_given_back(world, browse, case):
    everywhere = {"jonas", "amina", "sofie", "signe", "tine"}
    topic = youth_topic(world)
    answer(world, topic, "jonas")
    board = reverse("topic", args=[topic.pk])
    assert who_sees(browse, world.jonas) == everywhere
    assert address(world.jonas) in browse("amina").get(board).content.decode()
    signe = browse("signe")
    page = signe.get(reverse("case", args=[case.pk]))
    html = page.content.decode()
    assert address(world.jonas) in html
    assert "Tag billedet væk" in html
    rule = page.context["rules"][0][0]
    version = page.context["version"]
    signe.post(reverse("hide_thing", args=[case.pk]), {"version": version, "rule": rule, "words": "Vælg et andet."})
    # Gone for all but himself and the consultant who looks into it.
    assert who_sees(browse, world.jonas) == {"jonas", "signe"}
    for who in ("amina", "tine"):
        assert address(world.jonas) not in browse(who).get(board).content.decode(), who
    done = Deed.objects.get()
    assert (done.person, done.kind) == (world.jonas, "hide")
    assert "deed_done" in told(world, "jonas")
    jonas = browse("jonas")
    html = jonas.get(reverse("deed", args=[done.pk])).content.decode()
    assert "Vælg et andet." in html
    assert address(world.jonas) in html
    assert "skjult for de andre" in jonas.get(reverse("edit_profile")).content.decode()
    assert "report_answered" in told(world, "amina")
    undo_deed(actor=world.signe, deed=done, version=Case.objects.get().version)
    assert who_sees(browse, world.jonas) == everywhere
    assert address(world.jonas) in browse("amina").get(board).content.decode()


def test_another_one_is_looked_at_before_it_stands(world, browse, case):
    deed(world, "signe", ask_to_change, case, words="Vælg et, hvor man ser dig.", **held(case))
    assert who_sees(browse, world.jonas) == {"jonas", "signe"}
    change_portrait(person=world.jonas, picture=picture("#2222cc"))
    assert who_sees(browse, world.jonas) == {"jonas", "signe"}
    assert "author_changed" in told(world, "signe")
    assert the_case(world.jonas).author_changed_at is not None
    assert "Giv billedet tilbage" in browse("signe").get(reverse("case", args=[case.pk])).content.decode()
    deed(world, "signe", let_stand, case)
    assert {"amina", "sofie"} <= who_sees(browse, world.jonas)


def test_somebody_else_looks_again_where_they_ask_for_it(world, browse, case):
    deputy(world, "bo")
    done = deed(world, "signe", hide_thing, case, **held(case))
    made = appeal(actor=world.jonas, deed=done)
    assert who_sees(browse, world.jonas) == {"jonas", "signe", "bo"}
    judged = {"changed": True, "answer": "Det er bare en hat."}
    answer_appeal(actor=world.bo, appeal=made, version=Case.objects.get().version, **judged)
    assert "amina" in who_sees(browse, world.jonas)


def test_a_later_worry_about_them_is_closed_like_any_other(world, case):
    deed(world, "signe", hide_thing, case, **held(case))
    said_about(world, "amina", world.jonas, "worried")
    later = the_case(world.jonas)
    assert later != case
    deed(world, "signe", close_case, later)
    assert world.jonas.portrait_hidden_at is not None


def test_who_has_no_picture_is_not_offered_to_lose_it(world, browse):
    said_about(world, "amina", world.jonas)
    case = the_case(world.jonas)
    html = browse("signe").get(reverse("case", args=[case.pk])).content.decode()
    assert reverse("hide_thing", args=[case.pk]) not in html
    assert reverse("pause_person", args=[case.pk]) in html
    with pytest.raises(Refused):
        deed(world, "signe", hide_thing, case, **held(case))
