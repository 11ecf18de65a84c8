"""Anybody says that something is wrong, in two taps; who said it is told nobody."""

from uuid import uuid4

import pytest
from django.urls import reverse

from community.activity.models import ActivityRecord
from community.chat.saying import send_message
from community.moderation.models import Case, Report
from community.notifications.models import Notification
from tests.care import said_about
from tests.tellings import youth_board, youth_topic

KINDS = ("hurts", "names", "worried", "advertising", "other")
#: Everybody who could learn from a page, a notice or a record who it was.
OTHERS = ("freja", "sofie", "signe", "tine", "bo", "ellen", "mona")


@pytest.fixture
def topic(world):
    return youth_topic(world)


@pytest.fixture
def story(topic):
    return topic.posts.get(position=0)


def main_of(html):
    return html[html.index("<main") : html.index("</main>")]


def test_two_taps_say_it_and_the_page_thanks_at_once(world, browse, topic, story):
    amina = browse("amina")
    address = reverse("report", args=["post", story.pk])
    assert address in amina.get(reverse("topic", args=[topic.pk])).content.decode()
    page = amina.get(address).content.decode()
    assert all(f'name="what" value="{kind}"' in page for kind in KINDS)
    thanks = amina.post(address, {"what": "hurts"}, follow=True)
    assert thanks.redirect_chain[-1][0] == reverse("my_report", args=[Report.objects.get().pk])
    assert "Tak" in thanks.content.decode()
    case = Case.objects.get()
    assert (case.network, case.author, case.subject_type) == (world.roskilde, world.freja, "post")
    assert reverse("case", args=[case.pk]) in browse("signe").get(reverse("care_queue")).content.decode()


def test_words_stay_in_the_field_where_no_kind_was_pressed(browse, story):
    answer = browse("amina").post(reverse("report", args=["post", story.pk]), {"words": "Det er om mig."})
    assert answer.status_code == 422
    assert "Det er om mig." in answer.content.decode()


def test_saying_it_again_is_the_first_one_and_never_refused(world, browse, story):
    amina, address = browse("amina"), reverse("report", args=["post", story.pk])
    for _again in range(30):
        assert amina.post(address, {"what": "hurts"}).status_code == 302
    assert Report.objects.count() == Case.objects.count() == 1
    assert amina.post(address, {"what": "other"}).status_code == 302
    assert (Report.objects.count(), Case.objects.count()) == (2, 1)


def test_so_many_different_things_as_there_are(world, browse):
    amina = browse("amina")
    for _number in range(40):
        post = youth_topic(world).posts.get()
        assert amina.post(reverse("report", args=["post", post.pk]), {"what": "names"}).status_code == 302
    assert Case.objects.count() == 40


def test_nobody_learns_who_it_was(world, browse, topic, story):
    said_about(world, "amina", story, "hurts", words="Det gør ondt.")
    case, report = Case.objects.get(), Report.objects.get()
    assert not ActivityRecord.objects.filter(actor=world.amina, subject_type__contains="report").exists()
    assert ActivityRecord.objects.get(kind="case_opened").actor is None
    assert not Notification.objects.filter(actor=world.amina).exists()
    signe = browse("signe")
    for address in (reverse("case", args=[case.pk]), reverse("care_queue"), reverse("notifications")):
        html = main_of(signe.get(address).content.decode())
        assert "Amina" not in html, address
    assert "Det gør ondt." in signe.get(reverse("case", args=[case.pk])).content.decode()
    for who in OTHERS:
        assert browse(who).get(reverse("my_report", args=[report.pk])).status_code == 404
        assert browse(who).get(reverse("my_care")).content.decode().count("Det sårer nogen") == 0


def test_the_author_learns_nothing_while_nothing_is_done(world, browse, story):
    said_about(world, "amina", story, "hurts")
    assert not Notification.objects.filter(recipient=world.freja).exists()
    assert browse("freja").get(reverse("case", args=[Case.objects.get().pk])).status_code == 404


def test_what_one_does_not_see_and_ones_own_is_not_found(world, browse, story):
    address = reverse("report", args=["post", story.pk])
    for who in ("freja", "yusuf", "mona", "bo", "ellen", "sofie", "emil"):
        assert browse(who).get(address).status_code == 404, who
        assert browse(who).post(address, {"what": "hurts"}).status_code == 404, who
    for odd in ("nothing", "topic", "empty_chair"):
        assert browse("amina").get(reverse("report", args=[odd, 1])).status_code == 404
    assert not Case.objects.exists()


def test_a_message_of_a_private_talk_is_shown_by_whoever_says_something_and_nothing_around_it(world, browse):
    from community.chat.talks import begin_talk

    room = begin_talk(actor=world.freja, other=world.amina, network_id=world.roskilde.pk)
    for words in ("En hemmelighed", "Kanariefuglen er grim", "Og mere"):
        message = send_message(actor=world.freja, room=room, body=words, client_uuid=uuid4())[0]
        if "Kanarie" in words:
            ugly = message
    assert browse("signe").get(reverse("chat_room", args=[room.pk])).status_code == 404
    said_about(world, "amina", ugly, "hurts")
    html = browse("signe").get(reverse("case", args=[Case.objects.get().pk])).content.decode()
    assert "Kanariefuglen er grim" in html
    assert "hemmelighed" not in html
    assert "Og mere" not in html
    assert browse("signe").get(reverse("chat_room", args=[room.pk])).status_code == 404


def test_of_a_person_one_speaks_where_one_met_them(world, browse):
    amina = browse("amina")
    people = amina.get(reverse("say_something")).content.decode()
    assert reverse("report", args=["person", world.freja.pk]) in people
    assert reverse("report", args=["person", world.mona.pk]) not in people
    amina.post(reverse("report", args=["person", world.freja.pk]), {"what": "worried"})
    case = Case.objects.get()
    assert (case.subject_type, case.author, case.worried) == ("person", world.freja, True)
    assert amina.get(reverse("report", args=["person", world.yusuf.pk])).status_code == 404
    assert amina.get(reverse("report", args=["person", world.mona.pk])).status_code == 404


def test_the_words_page_also_speaks_of_their_author(world, browse, story):
    page = browse("amina").get(reverse("report", args=["post", story.pk])).content.decode()
    assert f'formaction="{reverse("report", args=["person", world.freja.pk])}"' in page


def test_whoever_said_it_learns_what_became_of_it(world, browse, story):
    report = said_about(world, "amina", story, "hurts")
    case = Case.objects.get()
    signe = browse("signe")
    signe.post(reverse("close_case", args=[case.pk]), {"version": case.version})
    told = Notification.objects.visible_to(world.amina).get(kind="report_answered")
    assert told.subject_id == report.pk
    page = browse("amina").get(reverse("my_report", args=[report.pk])).content.decode()
    assert "lov at stå" in page
    assert "Signe" not in main_of(page)
    # Not its author, who was not accused of anything.
    assert not Notification.objects.filter(recipient=world.freja).exists()


def test_who_leaves_the_board_may_still_read_what_became_of_it(world, browse, story):
    assert youth_board(world)
    report = said_about(world, "amina", story, "other")
    from community.membership.operations import end_membership

    end_membership(actor=world.signe, membership=world.membership("amina"))
    assert browse("amina").get(reverse("my_report", args=[report.pk])).status_code == 200


def test_whoever_was_hurt_is_offered_to_keep_them_away_at_once(world, browse, story):
    """Beside the thanks, where it is somebody one meets and not a worry about them; the consultants learn nothing."""
    offered = {}
    for what in ("hurts", "worried"):
        said = said_about(world, "amina", story, what=what)
        page = browse("amina").get(reverse("my_report", args=[said.pk])).content.decode()
        offered[what] = reverse("keep_away", args=[story.author_id]) in page
    assert offered == {"hurts": True, "worried": False}
    address = reverse("my_report", args=[Report.objects.get(kind="hurts").pk])
    done = browse("amina").post(reverse("keep_away", args=[story.author_id]), {"next": address})
    assert done.url == address
    assert reverse("keep_away", args=[story.author_id]) not in browse("amina").get(address).content.decode()
    said = said_about(world, "signe", story, what="other")
    page = browse("signe").get(reverse("my_report", args=[said.pk])).content.decode()
    assert reverse("keep_away", args=[story.author_id]) not in page
