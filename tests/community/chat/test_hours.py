"""Who reads along: what a room says of it at every hour, honestly."""

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone

from community import clock
from community.chat.hours import reads_along
from community.chat.talks import begin_talk, set_room_hours
from community.membership.operations import end_membership
from community.permissions import Refused

pytestmark = pytest.mark.django_db

#: The next Thursday that has not begun, on the clock of the site: what was set up today holds by then.
TODAY = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
THURSDAY: datetime = TODAY + timedelta(days=(3 - TODAY.weekday() - 1) % 7 + 1)


@pytest.fixture
def room(world):
    room = world.torsdagsholdet.space.room
    set_room_hours(actor=world.signe, room=room, host=world.signe, weekdays=[0, 3], begins=time(9), ends=time(16))
    return room


@pytest.mark.parametrize(
    ("hour", "minute", "says"),
    [
        (8, 59, "Tine og Signe"),
        (9, 0, "Signe læser med til kl. 16.00."),
        (15, 59, "Signe læser med til kl. 16.00."),
        (16, 0, "Signe gør på mandag kl. 9.00."),
        (23, 0, "Signe gør på mandag kl. 9.00."),
    ],
)
def test_the_page_says_who_reads_along_now_or_next(world, room, browse, hour, minute, says):
    with clock.at(THURSDAY.replace(hour=hour, minute=minute)):
        page = browse("freja").get(f"/chat/{room.pk}/about/").content.decode()
    if says == "Tine og Signe":
        assert "Signe gør i dag kl. 9.00." in page
    else:
        assert says in page
    assert ("Haster det?" in page) == ("til kl." not in says)


def test_without_hours_nothing_is_promised(world):
    assert reads_along(world.mandagsholdet.space.room) is None


def test_every_room_says_where_one_stands_outside_hours(world, room, browse):
    """Also where no hours were ever set, and in private talks: nobody waits for an answer that no one promised."""
    rooms = {
        "mandagsholdet": (world.mandagsholdet.space.room, "sofie", "Ingen fra teamet læser med her på faste tider."),
        "forum": (world.roskilde.rooms.get(space__kind="youth_forum"), "freja", "på faste tider. Haster det?"),
        "company": (world.roskilde.rooms.get(space__kind="company"), "mona", "på faste tider."),
    }
    for other, says in (("tine", "Tine svarer i sin arbejdstid"), ("amina", "Ingen fra teamet læser her, aldrig.")):
        talk = begin_talk(actor=world.freja, other=world.who(other), network_id=world.roskilde.pk)
        rooms[other] = (talk, "freja", says)
    for one, who, says in rooms.values():
        for page in (f"/chat/{one.pk}/", f"/chat/{one.pk}/about/"):
            shown = browse(who).get(page).content.decode()
            assert says in shown, (page, says)
            assert "Få hjælp nu" in shown
    # Staff reads of itself in a talk what the youth reads of them.
    talk = rooms["tine"][0]
    assert "Tine svarer" not in browse("tine").get(f"/chat/{talk.pk}/").content.decode()


def test_the_week_stands_on_the_page_about_the_room_with_what_holds_outside_it(world, room, browse):
    shown = browse("freja").get(f"/chat/{room.pk}/about/").content.decode()
    assert "Mandag 9.00–16.00" in shown.replace("</strong>", "")
    assert "Torsdag 9.00–16.00" in shown
    assert "På alle andre tider" in shown


def test_who_left_reads_along_no_more(world, room):
    with clock.at(THURSDAY.replace(hour=10)):
        assert reads_along(room) is not None
    end_membership(actor=world.ellen, membership=world.membership("signe"))
    with clock.at(THURSDAY.replace(hour=10)):
        assert reads_along(room) is None


def test_consultants_alone_set_them_and_only_for_their_team(world, room):
    for name in ("freja", "tine", "bo", "mona", "ellen"):
        with pytest.raises(Refused):
            set_room_hours(
                actor=world.who(name), room=room, host=world.signe, weekdays=[1], begins=time(9), ends=time(16)
            )
    for wrong in ({"host": world.freja}, {"host": world.bo}, {"weekdays": []}, {"weekdays": [7]}, {"ends": time(9)}):
        with pytest.raises(Refused):
            set_room_hours(
                **{
                    "actor": world.signe,
                    "room": room,
                    "host": world.signe,
                    "weekdays": [1],
                    "begins": time(9),
                    "ends": time(16),
                }
                | wrong
            )
    assert room.hours.count() == 2


def test_setting_and_removing_through_the_page(world, room, browse):
    signe = browse("signe")
    data = {"host": world.tine.pk, "weekdays": [1], "begins": "10:00", "ends": "12:00"}
    assert signe.post(f"/chat/{room.pk}/hours/", data).status_code == 302
    assert room.hours.count() == 3
    page = signe.post(f"/chat/{room.pk}/hours/", data | {"ends": "09:00"})
    assert page.status_code == 422
    assert "Tiden skal slutte" in page.content.decode()
    assert signe.post(f"/chat/{room.pk}/hours/", data | {"weekdays": []}).status_code == 422
    signe.post(f"/chat/{room.pk}/hours/{room.hours.first().pk}/remove/")
    assert room.hours.count() == 2
