"""Writing a letter through the door people use, with and without JavaScript, and what must not exist."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail as sent_mail
from django.urls import reverse

from community import clock
from community.notifications.models import Notification
from community.notifications.operations import choose_mail
from forums.topics.models import Post, Wish
from forums.topics.operations import post_topic
from tests.tellings import deliver_after
from youth_network.witnessing.models import WitnessResponse
from youth_network.witnessing.operations import witness_topic


@pytest.fixture
def topic(world):
    return post_topic(
        actor=world.freja,
        board=world.torsdagsholdet.space.board,
        kind="experience",
        wish=Wish.LISTEN,
        title="Hvor spiser man henne?",
        body="Jeg sad på trappen.",
    )


def write(client, topic, to, **words):
    return client.post(reverse("witness_topic", args=[topic.pk]), {"to": to, **words})


def test_each_step_carries_the_words_on_and_the_last_shows_the_letter(browse, topic):
    amina, uuid = browse("amina"), str(uuid4())
    page = amina.get(reverse("witness_topic", args=[topic.pk])).content.decode()
    assert "Hvad lagde du særligt mærke til?" in page
    assert "Jeg sad på trappen." in page
    page = write(amina, topic, "2", expression="Trappen.", client_uuid=uuid).content.decode()
    assert "trin 2 af 4" in page
    assert page.count("Trappen.") == 3  # in the field, and in the letter as it grows in its two places
    page = write(amina, topic, "5", expression="Trappen.", transport="En sætning.", client_uuid=uuid).content.decode()
    assert "Send brevet" in page
    assert uuid in page
    assert WitnessResponse.objects.count() == 0
    answer = write(amina, topic, "send", expression="Trappen.", transport="En sætning.", client_uuid=uuid)
    letter = WitnessResponse.objects.get()
    assert [(passage["label"], passage["text"]) for passage in letter.passages()] == [
        ("Det, jeg lagde mærke til", "Trappen."),
        ("Det, jeg tager med", "En sætning."),
    ]
    assert answer["Location"] == f"/topics/{topic.pk}/?at=1#post-1"
    again = write(amina, topic, "send", expression="Trappen.", client_uuid=uuid)
    assert again["Location"] == answer["Location"]
    assert WitnessResponse.objects.count() == 1


def test_a_letter_without_words_is_asked_for_one_line_and_nothing_is_lost(browse, topic):
    page = write(browse("amina"), topic, "send", expression=" ", client_uuid="broken")
    assert page.status_code == 422
    assert "Skriv en linje i et af de fire trin først." in page.content.decode()
    page = write(browse("amina"), topic, "send", image="x" * 4001, resonance="Bliver her", client_uuid=uuid4())
    assert page.status_code == 422
    assert "trin 2 af 4" in page.content.decode()
    assert "Bliver her" in page.content.decode()
    assert Post.objects.replies().count() == 0


def test_hostile_words_stay_words(browse, topic):
    answer = write(browse("amina"), topic, "send", image="<script>alert(1)</script>", client_uuid=uuid4())
    page = browse("freja").get(answer["Location"]).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_the_teller_alone_is_told_and_may_answer_the_letter_once_it_stands(world, browse, topic):
    choose_mail(actor=world.freja, rhythms={}, quiet=None)
    letter = witness_topic(actor=world.amina, topic=topic, words={"image": "Canary 88: en dør"})
    notice = Notification.objects.get()
    assert (notice.recipient, notice.kind) == (world.freja, "topic_witnessed")
    assert deliver_after() == 1
    (message,) = sent_mail.outbox
    assert "Canary" not in str(message.message()) + message.body
    page = browse("freja").get(reverse("topic", args=[topic.pk])).content.decode()
    assert "Hvad hørte du?" in page
    assert "Hvad hørte du?" not in browse("jonas").get(reverse("topic", args=[topic.pk])).content.decode()
    browse("freja").post(
        reverse("post_reply", args=[topic.pk]), {"body": "Tak.", "answers_to": letter.position, "client_uuid": uuid4()}
    )
    answer = Post.objects.get(kind="answer")
    assert answer.answers_to == letter
    page = browse("jonas").get(reverse("topic", args=[topic.pk])).content.decode()
    assert "svarer på brevet" in page
    assert "Hvad hørte du?" not in browse("freja").get(reverse("topic", args=[topic.pk])).content.decode()
    assert Notification.objects.filter(recipient=world.amina, kind="reply_posted").exists()


def test_what_is_answered_must_stand_in_the_topic(world, browse, topic):
    answer = browse("freja").post(
        reverse("post_reply", args=[topic.pk]), {"body": "Tak.", "answers_to": 7, "client_uuid": uuid4()}
    )
    assert answer.status_code == 404
    assert Post.objects.replies().count() == 0


def test_where_one_only_wants_to_be_heard_there_is_no_short_answer(browse, topic):
    page = browse("amina").get(reverse("topic", args=[topic.pk])).content.decode()
    assert "Freja vil bare høres." in page
    assert 'name="body"' not in page
    answer = browse("amina").post(reverse("post_reply", args=[topic.pk]), {"body": "Gør sådan", "client_uuid": uuid4()})
    assert answer.status_code == 422
    assert Post.objects.replies().count() == 0


@pytest.mark.parametrize(
    ("hours", "answered_by", "asked"), [(1, None, True), (23, "signe", True), (1, "amina", False), (25, None, False)]
)
def test_a_consultant_is_asked_whether_a_youth_should_go_first(world, browse, topic, hours, answered_by, asked):
    if answered_by:
        witness_topic(actor=world.who(answered_by), topic=topic, words={"image": "En dør"})
    with clock.at(topic.created_at + timedelta(hours=hours)):
        page = browse("signe").get(reverse("witness_topic", args=[topic.pk])).content.decode()
        assert ("Skal en af de unge have lov at svare først?" in page) is asked
        youths = browse("jonas").get(reverse("witness_topic", args=[topic.pk])).content.decode()
        assert "have lov at svare først" not in youths
        # It is a question and never forbids.
        assert write(browse("signe"), topic, "send", image="En dør", client_uuid=uuid4()).status_code == 302
