"""Following and muting a board: told of everything new, as usual, or only of what is about oneself."""

import pytest
from django.urls import reverse

from community.membership.operations import end_membership
from community.notifications import kinds
from community.notifications.models import Notification, NotificationPreference, OutboxMail
from community.notifications.operations import unsubscribe
from forums.reading.models import BoardReading
from forums.reading.operations import follow_topic, mark_topic_read
from forums.topics.models import Topic
from forums.topics.operations import post_reply, post_topic
from tests.tellings import answer_to, company_board, company_topic
from youth_network.witnessing.operations import witness_topic


@pytest.fixture
def board(world):
    return world.torsdagsholdet.space.board


def tell(actor, board, title="Trappen"):
    return post_topic(actor=actor, board=board, kind="experience", wish="tried", title=title, body="Ord.")


def choose(browse, name, board, following):
    return browse(name).post(reverse("follow_board", args=[board.pk]), {"following": following})


def told(kind):
    return sorted(
        Notification.objects.filter(kind=kind).values_list("recipient__display_name", flat=True),
    )


def home(browse, name):
    return browse(name).get(reverse("since_last")).content.decode()


def test_who_follows_a_board_hears_of_every_new_topic_and_nobody_else(world, browse, board):
    for name in ("freja", "amina", "signe"):
        choose(browse, name, board, "follow")
    choose(browse, "jonas", board, "mute")
    topic = tell(world.freja, board)
    assert told("topic_posted") == ["Amina", "Signe"]
    page = browse("amina").get(reverse("notifications")).content.decode()
    assert "Freja har fortalt noget nyt: ”Trappen”." in page
    # A mail about a youths' space says that there is something, and no word of it.
    mail = OutboxMail.objects.get(recipient=world.amina, kind="topic_posted")
    assert (mail.subject_type, mail.subject_id) == ("forums.post", topic.posts.get(position=0).pk)
    mark_topic_read(actor=world.amina, topic=topic, position=0)
    assert not Notification.objects.filter(recipient=world.amina, read_at=None).exists()


def test_who_is_named_in_a_new_topic_on_a_followed_board_hears_once(world, browse, board):
    choose(browse, "amina", board, "follow")
    choose(browse, "jonas", board, "follow")
    post_topic(actor=world.freja, board=board, kind="experience", title="Trappen", body="@Amina, kender du det?")
    assert told("mention_posted") == ["Amina"]
    assert told("topic_posted") == ["Jonas"]
    assert OutboxMail.objects.filter(recipient=world.amina).count() == 1


def test_the_kind_can_be_turned_off_alone(world, browse, board):
    choose(browse, "amina", board, "follow")
    unsubscribe(person=world.amina, kinds=["topic_posted"])
    topic = tell(world.amina, board, "Mit")
    tell(world.freja, board)
    answer_to(actor=world.freja, topic=topic, body="Svar")
    mails = OutboxMail.objects.filter(recipient=world.amina).values_list("kind", flat=True)
    assert list(mails) == ["reply_posted"]
    assert [row.kind for row in NotificationPreference.objects.all()] == ["topic_posted"]
    assert "topic_posted" in [kind.name for kind in kinds.mailed()]


def test_who_left_or_never_belonged_hears_nothing(world, browse, board):
    choose(browse, "amina", board, "follow")
    for stranger in ("sofie", "yusuf", "emil", "mona", "bo"):
        assert choose(browse, stranger, board, "follow").status_code == 404
    end_membership(actor=world.signe, membership=world.membership("amina"))
    tell(world.freja, board)
    assert told("topic_posted") == []
    assert BoardReading.objects.count() == 1


def test_a_company_follower_gets_the_words_by_mail(world, browse):
    choose(browse, "rashid", company_board(world), "follow")
    topic = company_topic(world)
    kind = kinds.named("topic_posted")
    story = topic.posts.get(position=0)
    assert kind.holds_words(story)
    assert kind.mail.words(story) == story.body
    assert told("topic_posted") == ["Rashid"]


def test_on_a_muted_board_one_hears_only_what_is_about_oneself(world, browse, board):
    mine, hers = tell(world.freja, board, "Mit"), tell(world.amina, board, "Hendes")
    other = tell(world.amina, board, "Fulgt")
    for name in ("freja",):
        answer_to(actor=world.people[name], topic=hers, body="Et svar")
        choose(browse, name, board, "mute")
    follow_topic(actor=world.freja, topic=other, following="follow")
    answer_to(actor=world.jonas, topic=hers, body="Ikke til Freja")
    assert not Notification.objects.filter(recipient=world.freja).exists()
    answer_to(actor=world.jonas, topic=mine, body="Til Freja")
    answer_to(actor=world.jonas, topic=other, body="Det følger hun")
    letter = witness_topic(actor=world.amina, topic=Topic.objects.get(pk=mine.pk), words={"image": "En dør"})
    heard = Notification.objects.filter(recipient=world.freja).order_by("pk").values_list("kind", flat=True)
    assert list(heard) == ["reply_posted", "followed_topic_answered", "topic_witnessed"]
    assert letter.topic_id == mine.pk
    # And who wrote a letter hears when the teller answers it.
    witnessed = witness_topic(actor=world.freja, topic=Topic.objects.get(pk=hers.pk), words={"image": "En trappe"})
    post_reply(actor=world.amina, topic=hers, kind="answer", body="Tak", answers_to=witnessed)
    assert Notification.objects.filter(recipient=world.freja).count() == 4


def test_a_muted_board_carries_no_marks_but_on_ones_own_topics(world, browse, board):
    mine = tell(world.freja, board, "Mit emne")
    tell(world.amina, board, "Aminas emne")
    answer_to(actor=world.jonas, topic=mine, body="Svar")
    page = lambda: browse("freja").get(reverse("board", args=[board.pk])).content.decode()  # noqa: E731
    assert page().count('class="feed__new"') == 2
    assert "Aminas emne" in home(browse, "freja")
    choose(browse, "freja", board, "mute")
    assert page().count('class="feed__new"') == 1
    assert "Her er stille" in page() or "Stille her" in page()
    assert "Aminas emne" not in home(browse, "freja")
    assert "Mit emne" in home(browse, "freja")
    choose(browse, "freja", board, "")
    assert page().count('class="feed__new"') == 2
    assert choose(browse, "freja", board, "nonsense").status_code == 400
