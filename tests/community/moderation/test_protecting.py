"""What protects by itself, each by a rule that one can read, and only until somebody has looked."""

from datetime import time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from community import clock
from community.care_rules.models import CareRules
from community.chat.talks import set_room_hours
from community.moderation.deeds import close_case, hide_thing, let_stand
from community.moderation.models import Case, Deed
from community.moderation.undoing import undo_deed
from community.notifications.models import Notification
from community.permissions import Refused
from forums.reading.operations import follow_board
from forums.topics.models import Post
from tests.care import deed, held, said_about, the_case
from tests.tellings import WORDS, answer, answer_to, company_board, company_topic, local, youth_board, youth_topic

_DAY = timezone.localdate() + timedelta(days=2)
NIGHT, NOON = local(f"{_DAY} 23:30"), local(f"{_DAY} 12:00")


@pytest.fixture
def reply(world):
    return answer(world, youth_topic(world), "jonas")


@pytest.fixture
def hours(world):
    room = world.torsdagsholdet.space.room
    begins, ends = time(9), time(16)
    set_room_hours(actor=world.signe, room=room, host=world.signe, weekdays=list(range(7)), begins=begins, ends=ends)


def hidden(post):
    return Post.objects.get(pk=post.pk).hidden_at is not None


def test_among_adults_one_tap_points_out_a_name(world, browse):
    topic, among_youths = company_topic(world), youth_topic(world)
    reply = answer(world, topic, "rashid")
    page = reverse("topic", args=[topic.pk])
    button = f'formaction="{reverse("report", args=["post", reply.pk])}" name="what" value="names"'
    assert button in browse("mona").get(page).content.decode()
    # Not on one's own words, and not among youths, who settle a name with their consultant.
    assert button not in browse("rashid").get(page).content.decode()
    assert 'value="names"' not in browse("amina").get(reverse("topic", args=[among_youths.pk])).content.decode()
    browse("mona").post(reverse("report", args=["post", reply.pk]), {"what": "names"})
    assert hidden(reply)
    assert button not in browse("signe").get(page).content.decode()


def reads(browse, who, topic):
    return browse(who).get(reverse("topic", args=[topic.pk])).content.decode()


# --- three different people -----------------------------------------------------------------------------------------
def test_three_different_people_hide_a_thing_at_night_until_somebody_has_looked(world, browse, hours, reply):
    with clock.at(NIGHT):
        said_about(world, "amina", reply, "hurts")
        said_about(world, "amina", reply, "other")
        said_about(world, "freja", reply, "advertising")
        assert not hidden(reply)
        said_about(world, "tine", reply, "hurts")
        assert hidden(reply)
    done = Deed.objects.get()
    assert (done.kind, done.by, done.person) == ("until_seen", None, world.jonas)
    assert done.rule_text in browse("jonas").get(reverse("deed", args=[done.pk])).content.decode()
    assert Notification.objects.visible_to(world.jonas).filter(kind="deed_done").exists()
    case = the_case(reply)
    with pytest.raises(Refused):
        deed(world, "signe", close_case, case)
    with clock.at(NIGHT + timedelta(hours=10)):
        deed(world, "signe", let_stand, case)
    assert not hidden(reply)
    with clock.at(NIGHT + timedelta(days=1)):
        for who in ("amina", "freja", "tine"):
            said_about(world, who, reply, "hurts")
    assert not hidden(reply), "somebody has looked at these very words"


def test_in_staffed_hours_nobody_hides_anything_together(world, hours, reply):
    with clock.at(NOON):
        for who in ("amina", "freja", "tine"):
            said_about(world, who, reply, "hurts")
    assert not hidden(reply)
    assert Case.objects.get().reports.count() == 3


def test_worries_never_count(world, hours, reply):
    with clock.at(NIGHT):
        said_about(world, "amina", reply, "hurts")
        said_about(world, "freja", reply, "hurts")
        for who in ("tine", "signe"):
            said_about(world, who, reply, "worried")
    assert not hidden(reply)


def test_a_person_is_hidden_by_nobody(world, browse):
    with clock.at(NIGHT):
        for who in ("amina", "freja", "tine"):
            said_about(world, who, world.jonas, "hurts")
    assert not Deed.objects.exists()


# --- names of youths ------------------------------------------------------------------------------------------------
def test_where_adults_write_one_word_hides_a_name_at_once(world, browse):
    topic = company_topic(world)
    reply = answer_to(actor=world.mona, topic=topic, body="Kanariefuglen hedder Mikkel")
    readers = ("mona", "rashid", "signe", "tine")
    page = browse("rashid").get(reverse("report", args=["post", reply.pk])).content.decode()
    assert "bliver det skjult med det samme" in page
    browse("rashid").post(reverse("report", args=["post", reply.pk]), {"what": "names"})
    assert [who for who in readers if "Kanariefuglen" in reads(browse, who, topic)] == ["mona", "signe"]
    assert "Her er noget skjult." in reads(browse, "rashid", topic)
    assert reverse("case", args=[the_case(reply).pk]) in reads(browse, "signe", topic)
    assert reverse("deed", args=[Deed.objects.get().pk]) in reads(browse, "mona", topic)


def test_other_words_about_the_same_are_only_looked_at(world, browse):
    reply = answer_to(actor=world.mona, topic=company_topic(world), body="Køb vores boller")
    said_about(world, "rashid", reply, "advertising")
    assert not hidden(reply)


def test_youths_name_each_other_as_they_like(world, reply):
    said_about(world, "amina", reply, "names")
    assert not hidden(reply)


def test_very_many_names_in_a_short_time_are_looked_at_and_hidden_no_more(world, browse):
    posts = [answer_to(actor=world.mona, topic=company_topic(world), body="Mikkel") for _number in range(22)]
    rashid = browse("rashid")
    for post in posts:
        assert rashid.post(reverse("report", args=["post", post.pk]), {"what": "names"}).status_code == 302
    assert Case.objects.count() == 22
    assert 15 < Post.objects.filter(hidden_at__isnull=False).count() <= 20


# --- first words ----------------------------------------------------------------------------------------------------
def test_a_new_members_first_words_wait_where_the_network_wants_it(world, browse):
    CareRules.objects.create(network=world.roskilde, first_posts=1)
    topic = youth_topic(world, teller="freja")
    assert browse("freja").get(reverse("topic", args=[topic.pk])).status_code == 200
    assert browse("amina").get(reverse("topic", args=[topic.pk])).status_code == 404
    assert not Notification.objects.filter(recipient__in=[world.amina, world.jonas]).exists()
    case = the_case(topic.posts.get())
    assert (case.deeds.get().kind, case.reports.get().reporter) == ("held", None)
    assert "case_opened" in Notification.objects.visible_to(world.signe).values_list("kind", flat=True)
    assert "Sådan er det for alle nye her" in browse("freja").get(reverse("notifications")).content.decode()
    deed(world, "signe", let_stand, case)
    assert browse("amina").get(reverse("topic", args=[topic.pk])).status_code == 200
    # The next one stands at once.
    assert not hidden(youth_topic(world, teller="freja").posts.get())


def heard(world, who, post):
    news = Notification.objects.visible_to(world.who(who)).filter(subject_type="forums.post", subject_id=post.pk)
    return sorted(news.values_list("kind", flat=True))


def test_whoever_would_have_been_told_of_first_words_is_told_when_they_stand_and_once(world):
    follow_board(actor=world.amina, board=youth_board(world), following="follow")
    CareRules.objects.create(network=world.roskilde, first_posts=1)
    story = youth_topic(world, teller="freja").posts.get()
    assert heard(world, "amina", story) == []
    case = the_case(story)
    deed(world, "signe", let_stand, case)
    assert heard(world, "amina", story) == ["topic_posted"]
    assert heard(world, "jonas", story) == [], "who does not follow the board hears nothing"
    assert heard(world, "freja", story) == []
    # Hidden later and let stand again it is no news.
    Notification.objects.filter(recipient=world.amina).delete()
    deed(world, "signe", hide_thing, case, **held(case))
    deed(world, "signe", let_stand, case)
    assert heard(world, "amina", story) == []


def test_a_first_answer_that_was_held_reaches_the_teller_and_whom_it_names(world):
    topic = youth_topic(world, teller="freja")
    CareRules.objects.create(network=world.roskilde, first_posts=1)
    reply = answer(world, topic, "jonas", body="Spørg @Amina om det")
    assert heard(world, "freja", reply) == heard(world, "amina", reply) == []
    deed(world, "signe", hide_thing, the_case(reply), **held(the_case(reply)))
    assert heard(world, "freja", reply) == []
    # Also where a deed is taken back that somebody did before they let it stand.
    undo_deed(actor=world.signe, deed=Deed.objects.get(kind="hide"), version=Case.objects.get().version)
    assert heard(world, "freja", reply) == ["reply_posted"]
    assert heard(world, "amina", reply) == ["mention_posted"]


def test_the_staffs_words_and_other_networks_wait_for_nobody(world):
    CareRules.objects.create(network=world.roskilde, first_posts=3)
    assert not hidden(youth_topic(world, teller="signe").posts.get())
    CareRules.objects.update(network=world.horsens)
    assert not hidden(youth_topic(world, teller="freja").posts.get())


def test_companies_first_words_wait_too(world, browse):
    CareRules.objects.create(network=world.roskilde, first_posts=1)
    topic = company_topic(world)
    assert (
        browse("rashid").get(reverse("board", args=[company_board(world).pk])).content.decode().count(topic.title) == 0
    )


# --- words to look twice at -----------------------------------------------------------------------------------------
def test_hints_are_shown_to_who_looks_and_decide_nothing(world, browse, reply):
    CareRules.objects.create(network=world.roskilde, hints="warehouse\nkniv")
    assert not hidden(answer(world, youth_topic(world), "jonas", body="Et sted med warehouse og kniv"))
    assert not Case.objects.exists()
    said_about(world, "amina", reply)
    context = browse("signe").get(reverse("case", args=[the_case(reply).pk])).context
    assert context["hints"] == ["warehouse"]
    assert "warehouse" in WORDS
