"""A second pair of eyes: drawn by lot once a month, looked at by somebody else, kept for good."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from community import clock
from community.audit.operations import enter
from community.membership.operations import end_membership
from community.notifications.models import Notification
from community.permissions import Refused
from community.second_look.models import Look, LookRound
from community.second_look.operations import DRAWN, draw_looks, give_second_look, remind_of_looks
from tests.personas import build_world

#: The entries of a February, and the first day on which its lot is drawn.
FEBRUARY, MARCH = datetime(2026, 2, 10, 12, tzinfo=UTC), datetime(2026, 3, 1, 6, tzinfo=UTC)


@pytest.fixture
def world(db):
    """The world as it began in January."""
    with clock.at(FEBRUARY - timedelta(days=30)):
        return build_world()


def opened(world, who="signe", about="freja", at=FEBRUARY, network=None, verb="concern_read", reason="safety"):
    with clock.at(at), transaction.atomic():
        return enter(
            actor=world.who(who),
            verb=verb,
            subject=world.roskilde,
            reason=reason,
            about=world.who(about) if about else None,
            network=network or world.roskilde,
        )


def told(kind):
    names = Notification.objects.filter(kind=kind).values_list("recipient__email", flat=True)
    return {email.partition("@")[0] for email in names}


def draw(at=MARCH):
    with clock.at(at):
        return draw_looks()


def test_so_many_are_drawn_of_last_month_and_the_network_once(world):
    for number in range(DRAWN + 5):
        opened(world, at=FEBRUARY + timedelta(hours=number))
    opened(world, at=MARCH)
    opened(world, at=FEBRUARY - timedelta(days=31))
    elsewhere = opened(world, who="bo", about="yusuf", network=world.horsens)
    listed = opened(world, about=None, verb="members_listed", reason="care")
    assert draw() == DRAWN + 1
    assert draw() == 0
    assert draw(MARCH + timedelta(days=20)) == 0
    of_roskilde = Look.objects.filter(round__network=world.roskilde)
    assert of_roskilde.count() == DRAWN
    assert {look.entry.at.month for look in of_roskilde} == {2}
    assert not Look.objects.filter(entry=listed).exists(), "a whole day's work says nothing"
    assert Look.objects.get(round__network=world.horsens).entry == elsewhere


def test_two_workers_at_once_draw_once(world):
    opened(world)
    draw()
    with pytest.raises(IntegrityError), transaction.atomic():
        LookRound.objects.create(network=world.roskilde, month=FEBRUARY.date().replace(day=1))
    assert Look.objects.count() == 1


def test_a_month_in_which_nothing_was_opened_asks_nobody(world):
    assert draw() == 0
    assert not LookRound.objects.exists()


def test_somebody_else_of_the_network_looks_and_nobody_at_their_own_reading(world, browse):
    opened(world, who="signe", about="freja")
    draw()
    look = Look.objects.get()
    page, deed = reverse("second_look", args=[look.round_id]), reverse("give_second_look", args=[look.pk])
    assert told("looks_drawn") == {"tine"}
    for name in ("signe", "bo", "freja", "amina", "mona", "ellen", "emil", "karla"):
        assert browse(name).get(page).status_code == 404, name
        assert browse(name).post(deed, {"found": "fine"}).status_code == 404, name
        with pytest.raises(Refused):
            give_second_look(actor=world.who(name), look=look, found="fine")
    shown = browse("tine").get(page).content.decode()
    for words in ("Signe læste et bekymringsnotat", "Freja", "Bekymring for nogens sikkerhed"):
        assert words in shown


def test_what_was_found_stands_with_who_and_when(world, browse):
    opened(world)
    draw()
    look = Look.objects.get()
    deed = reverse("give_second_look", args=[look.pk])
    tine = browse("tine")
    empty = tine.post(deed, {"found": "closer", "sentence": " "})
    assert empty.status_code == 422
    assert "Skriv i en sætning" in empty.content.decode()
    assert tine.post(deed, {"found": "perhaps"}).status_code == 422
    tine.post(deed, {"found": "closer", "sentence": "Tre gange på en dag: hvorfor?"})
    tine.post(deed, {"found": "fine"})
    look.refresh_from_db()
    assert (look.found, look.looked_by, bool(look.looked_at)) == ("closer", world.tine, True)
    assert "Tre gange på en dag" in tine.get(reverse("second_look", args=[look.round_id])).content.decode()
    # There is nobody else in the network but whose reading it is: the programme is told.
    assert told("closer_look_wanted") == {"ellen"}


def test_the_programme_stands_in_where_nobody_else_is_and_sees_no_youth(world, browse):
    opened(world, who="bo", about="yusuf", network=world.horsens)
    draw()
    look = Look.objects.get()
    assert told("looks_drawn") == {"ellen"}
    page = browse("ellen").get(reverse("second_look", args=[look.round_id])).content.decode()
    assert "Bo læste et bekymringsnotat" in page
    assert "et medlem af netværket" in page
    assert "Yusuf" not in page
    browse("ellen").post(reverse("give_second_look", args=[look.pk]), {"found": "fine"})
    assert Look.objects.get().looked_by == world.ellen


def test_whom_it_is_about_is_no_second_pair_of_eyes_either(world):
    opened(world, who="signe", about="tine")
    draw()
    assert told("looks_drawn") == {"ellen"}


def test_who_left_looks_no_more(world, browse):
    opened(world)
    draw()
    end_membership(actor=world.tine, membership=world.membership("tine"))
    assert browse("tine").get(reverse("second_look", args=[LookRound.objects.get().pk])).status_code == 404
    assert Look.objects.visible_to(world.ellen).exists()


def test_whoever_has_not_looked_is_reminded_once(world):
    opened(world)
    draw()
    with clock.at(MARCH + timedelta(days=13)):
        assert remind_of_looks() == 0
    with clock.at(MARCH + timedelta(days=14)):
        assert remind_of_looks() == 1
        assert remind_of_looks() == 0
    assert told("looks_wait") == {"tine"}


def test_who_has_looked_is_not_reminded(world):
    opened(world)
    draw()
    give_second_look(actor=world.tine, look=Look.objects.get(), found="fine")
    with clock.at(MARCH + timedelta(days=30)):
        assert remind_of_looks() == 0


def test_the_home_of_the_staff_shows_what_waits(world, browse):
    opened(world)
    draw()
    way = reverse("second_look", args=[LookRound.objects.get().pk])
    assert way in browse("tine").get(reverse("since_last")).content.decode()
    for name in ("signe", "freja", "mona"):
        assert way not in browse(name).get(reverse("since_last")).content.decode()
    give_second_look(actor=world.tine, look=Look.objects.get(), found="fine")
    assert way not in browse("tine").get(reverse("since_last")).content.decode()


def test_the_database_wants_a_sentence_with_a_closer_look_and_a_name_with_any(world):
    opened(world)
    draw()
    for values in (
        {"found": "closer", "looked_by": world.tine, "looked_at": clock.now()},
        {"found": "fine"},
        {"found": "perhaps", "looked_by": world.tine, "looked_at": clock.now()},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Look.objects.update(**values)
