"""Read marks, following and saving: exact for each person, on all their devices, and nobody else's business."""

import pytest
from django.urls import reverse

from community.membership.operations import end_membership
from community.notifications.models import Notification
from community.notifications.operations import unread_count
from forums.reading.models import SavedPost, TopicReading
from forums.reading.operations import mark_topic_read
from forums.topics.models import Topic
from forums.topics.operations import post_topic
from tests.tellings import answer_to
from youth_network.witnessing.operations import witness_topic


@pytest.fixture
def board(world):
    return world.torsdagsholdet.space.board


@pytest.fixture
def topic(world, board):
    return post_topic(
        actor=world.freja, board=board, kind="experience", wish="tried", title="Trappen", body="Jeg sad der."
    )


def row(browse, name, board):
    page = browse(name).get(reverse("board", args=[board.pk])).content.decode()
    return page[page.index("Trappen") - 700 : page.index("Trappen") + 700]


def read(browse, name, topic, position):
    return browse(name).post(reverse("mark_topic_read", args=[topic.pk]), {"position": position})


def test_what_is_new_is_marked_for_each_person_until_they_had_it_on_their_screen(world, browse, board, topic):
    assert "<strong>Nyt</strong>" in row(browse, "amina", board)
    assert "feed__new" not in row(browse, "freja", board)
    read(browse, "amina", topic, 0)
    assert "feed__new" not in row(browse, "amina", board)
    answer_to(actor=world.jonas, topic=topic, body="Den kender jeg")
    for name in ("amina", "freja"):
        shown = row(browse, name, board)
        assert "<strong>Nye svar</strong>" in shown
        assert f'href="/topics/{topic.pk}/?at=1#post-1"' in shown
    assert "feed__new" not in row(browse, "jonas", board)
    read(browse, "freja", topic, 1)
    assert "feed__new" not in row(browse, "freja", board)
    assert "feed__new" in row(browse, "amina", board)


def test_reading_goes_forward_only_and_never_beyond_what_stands(world, browse, topic):
    answer_to(actor=world.jonas, topic=topic, body="Et")
    answer_to(actor=world.jonas, topic=topic, body="To")
    for said, kept in ((1, 1), (0, 1), (99, 2), (1, 2)):
        read(browse, "amina", topic, said)
        assert TopicReading.objects.get(person=world.amina).read_position == kept
    for nonsense in ("", "-1", "x", "9" * 20):
        assert read(browse, "amina", topic, nonsense).status_code == 400


def test_reading_a_topic_takes_the_news_about_it_as_read_and_no_other(world, browse, board, topic):
    other = post_topic(actor=world.freja, board=board, kind="question", title="Andet")
    answer_to(actor=world.amina, topic=topic, body="Svar")
    answer_to(actor=world.amina, topic=other, body="Svar")
    assert unread_count(world.freja) == 2
    read(browse, "freja", topic, 1)
    (left,) = Notification.objects.filter(recipient=world.freja, read_at=None)
    assert left.subject_id == other.posts.get(position=1).pk


def test_how_many_have_read_it_is_said_from_three_on_and_never_who(world, browse, topic):
    page = reverse("topic", args=[topic.pk])
    for number, name in enumerate(("amina", "jonas"), start=1):
        read(browse, name, topic, 0)
        read(browse, name, topic, 0)
        topic.refresh_from_db()
        assert topic.reader_count == number
    read(browse, "freja", topic, 0)
    assert "har læst det" not in browse("freja").get(page).content.decode().replace("Jeg har læst det", "")
    read(browse, "signe", topic, 0)
    shown = browse("freja").get(page).content.decode()
    assert "Tre har læst det" in shown
    assert "Jonas" not in shown.replace("Jonas, ", "")


def test_who_follows_hears_every_answer_and_who_wants_quiet_none(world, browse, topic):
    browse("amina").post(reverse("follow_topic", args=[topic.pk]), {"following": "follow"})
    browse("freja").post(reverse("follow_topic", args=[topic.pk]), {"following": "mute"})
    answer_to(actor=world.jonas, topic=topic, body="Svar")
    assert [notice.recipient for notice in Notification.objects.all()] == [world.amina]
    assert "feed__new" not in row(browse, "freja", topic.board)
    end_membership(actor=world.signe, membership=world.membership("amina"))
    answer_to(actor=world.jonas, topic=topic, body="Svar igen")
    assert Notification.objects.count() == 1
    assert browse("freja").post(reverse("follow_topic", args=[topic.pk]), {"following": "x"}).status_code == 400


def test_saved_posts_are_ones_own_and_go_with_the_right_to_read(world, browse, topic):
    story = topic.posts.get()
    save = reverse("save_post", args=[story.pk])
    for _twice in range(2):
        browse("amina").post(save, {"saved": "1"})
    assert SavedPost.objects.count() == 1
    assert "Jeg sad der." in browse("amina").get(reverse("saved_posts")).content.decode()
    assert "Jeg sad der." not in browse("jonas").get(reverse("saved_posts")).content.decode()
    assert 'aria-pressed="true"' in browse("amina").get(reverse("topic", args=[topic.pk])).content.decode()
    end_membership(actor=world.signe, membership=world.membership("amina"))
    assert "Jeg sad der." not in browse("amina").get(reverse("saved_posts")).content.decode()
    browse("jonas").post(save, {"saved": "1"})
    browse("jonas").post(save, {"saved": "0"})
    assert not SavedPost.objects.filter(person=world.jonas).exists()


def test_a_letter_waits_on_the_tellers_home_until_it_was_read(world, browse, topic):
    answer_to(actor=world.jonas, topic=topic, body="Svar")
    letter = witness_topic(actor=world.amina, topic=topic, words={"image": "En dør"})
    home = browse("freja").get(reverse("since_last")).content.decode()
    assert "Et brev fra Amina" in home
    assert f"?at={letter.position}#post-{letter.position}" in home
    assert "Et brev fra Amina" not in browse("jonas").get(reverse("since_last")).content.decode()
    read(browse, "freja", topic, 1)
    assert "Et brev fra Amina" in browse("freja").get(reverse("since_last")).content.decode()
    read(browse, "freja", topic, 2)
    assert "Et brev fra Amina" not in browse("freja").get(reverse("since_last")).content.decode()


def test_the_line_between_old_and_new_stands_before_the_first_unread_answer(world, browse, topic):
    for word in ("Et", "To", "Tre"):
        answer_to(actor=world.jonas, topic=topic, body=word)
    mark_topic_read(actor=world.amina, topic=Topic.objects.get(pk=topic.pk), position=1)
    page = browse("amina").get(reverse("topic", args=[topic.pk])).content.decode()
    assert page.index('id="post-1"') < page.index('id="new"') < page.index('id="post-2"')
