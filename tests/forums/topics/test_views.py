"""Reading and writing through the door people use, with literal query counts."""

import re
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.urls import reverse

from forums.topics.models import Post, Topic
from forums.topics.operations import post_topic
from tests.tellings import answer_to
from youth_network.witnessing.operations import witness_topic

#: Session, person, memberships; then boards and topics; then both marks of the shell.
QUERIES_OF_A_BOARD = 6
#: Session, person, memberships; then the topic, its posts with what the reader read and saved, the words under them;
#: then the shell's.
QUERIES_OF_A_TOPIC = 8


@pytest.fixture
def board(world):
    return world.torsdagsholdet.space.board


def tell(world, board, count=1, answers=0):
    tellers = [world.freja, world.amina, world.jonas]
    topics = []
    for number in range(count):
        topic = post_topic(
            actor=tellers[number % 3], board=board, kind="experience", title=f"Emne {number}", body="Der skete noget."
        )
        for answer in range(answers):
            actor = tellers[(number + answer) % 3]
            if answer % 5 == 4:
                witness_topic(actor=tellers[(number + 1) % 3], topic=topic, words={"expression": f"Ord {answer}"})
            else:
                answer_to(actor=actor, topic=topic, body=f"Svar {answer}")
        topics.append(topic)
    return topics


def warm(client):
    """A session is written down on its first visit; what follows is what a page costs."""
    client.get(reverse("since_last"))
    return client


@pytest.mark.parametrize("count", [1, 3, 30])
def test_a_board_costs_the_same_whatever_stands_on_it(world, browse, board, count, django_assert_num_queries):
    tell(world, board, count)
    client = warm(browse("freja"))
    with django_assert_num_queries(QUERIES_OF_A_BOARD):
        page = client.get(reverse("board", args=[board.pk]))
    assert page.content.decode().count("Emne ") == min(count, 20)


@pytest.mark.parametrize("answers", [1, 3, 25])
def test_a_topic_costs_the_same_whatever_was_answered(world, browse, board, answers, django_assert_num_queries):
    (topic,) = tell(world, board, 1, answers)
    client = warm(browse("freja"))
    with django_assert_num_queries(QUERIES_OF_A_TOPIC):
        page = client.get(reverse("topic", args=[topic.pk]))
    assert (
        page.content.decode().count('<article class="reply"') + page.content.decode().count("letter-reply") == answers
    )


def test_older_topics_follow_by_key_and_none_twice(world, browse, board):
    tell(world, board, 45)
    client = browse("freja")
    address, seen = reverse("board", args=[board.pk]), []
    while address:
        page = client.get(address).content.decode()
        seen += re.findall(r"<h3>(Emne \d+)</h3>", page)
        older = re.search(r'rel="next" href="([^"]+)"', page)
        address = older.group(1) if older else ""
    assert seen == [f"Emne {number}" for number in range(44, -1, -1)]


def test_a_long_topic_is_read_page_by_page(world, browse, board):
    (topic,) = tell(world, board, 1, 120)
    client = browse("amina")
    address, seen = reverse("topic", args=[topic.pk]), []
    while address:
        page = client.get(address).content.decode()
        seen += [int(number) for number in re.findall(r'id="post-([1-9]\d*)"', page)]
        more = re.search(r'rel="next" href="([^"]+)"', page)
        address = more.group(1) if more else ""
    assert seen == list(range(1, 121))


def test_an_open_page_fetches_only_what_is_newer(world, browse, board):
    (topic,) = tell(world, board, 1, 2)
    answer_to(actor=world.jonas, topic=topic, body="Det nyeste svar")
    fragment = (
        browse("amina")
        .get(reverse("topic", args=[topic.pk]) + "?after=2", headers={"HX-Request": "true"})
        .content.decode()
    )
    assert "Det nyeste svar" in fragment
    assert "Svar 1" not in fragment
    assert "<html" not in fragment
    assert f'hx-get="{reverse("topic", args=[topic.pk])}?after=3&amp;changed=' in fragment


def test_one_line_is_enough(world, browse, board):
    client = browse("freja")
    answer = client.post(
        reverse("new_topic", args=[board.pk]),
        {"kind": "experience", "wish": "tried", "body": "Jeg fandt stolen.", "client_uuid": uuid4()},
    )
    topic = Topic.objects.get()
    assert answer["Location"] == reverse("topic", args=[topic.pk])
    assert (topic.title, topic.posts.get().body) == ("Jeg fandt stolen.", "")


def test_a_long_text_lends_its_beginning_to_the_title(world, browse, board):
    text = "Min første dag gik fint, lige indtil klokken tolv, hvor alle forsvandt ud ad en dør.\n\nSå spurgte jeg."
    browse("freja").post(
        reverse("new_topic", args=[board.pk]),
        {"kind": "experience", "wish": "tried", "body": text, "client_uuid": uuid4()},
    )
    topic = Topic.objects.get()
    assert topic.title.startswith("Min første dag gik fint")
    assert len(topic.title) <= 80
    assert topic.posts.get().body == text


def test_a_line_of_many_marks_lends_no_more_than_fits(world, browse, board):
    """Marks above and below letters count as the column counts them."""
    words = {"kind": "experience", "wish": "tried", "body": "a\u0301" * 150, "client_uuid": uuid4()}
    browse("freja").post(f"/network/{board.pk}/new/", words)
    assert len(Topic.objects.get(author=world.people["freja"]).title) == 80


def test_what_was_typed_is_still_there_after_an_error(world, browse, board):
    client = browse("freja")
    page = client.post(
        reverse("new_topic", args=[board.pk]),
        {"kind": "nonsense", "body": "Det her må ikke blive væk", "client_uuid": uuid4()},
    )
    assert page.status_code == 422
    assert "Det her må ikke blive væk" in page.content.decode()
    assert Topic.objects.count() == 0


def test_what_cannot_be_sent_short_any_more_is_still_there_to_copy(world, browse, board):
    """A form from before the teller chose only to be heard, or a phone that sent it late."""
    topic = post_topic(actor=world.freja, board=board, kind="experience", title="Hør på mig", body="", wish="listen")
    page = browse("amina").post(
        reverse("post_reply", args=[topic.pk]), {"kind": "advice", "body": "Ring til dem!", "client_uuid": uuid4()}
    )
    html = page.content.decode()
    assert page.status_code == 422
    assert "Fortælleren vil bare høres." in html
    assert re.search(r"<textarea[^>]+readonly>Ring til dem!</textarea>", html)
    assert not topic.posts.filter(position__gt=0).exists()


def test_too_long_a_story_is_asked_in_two_and_kept(world, browse, board):
    page = browse("freja").post(
        reverse("new_topic", args=[board.pk]),
        {"kind": "experience", "wish": "tried", "body": "ord " * 6000, "client_uuid": uuid4()},
    )
    assert page.status_code == 422
    assert "Det er længere, end der er plads til. Kan du dele det i to?" in page.content.decode()
    assert "ord ord ord" in page.content.decode()


def test_an_empty_form_says_how_to_go_on(world, browse, board):
    page = browse("freja").post(
        reverse("new_topic", args=[board.pk]), {"kind": "experience", "wish": "tried", "client_uuid": uuid4()}
    )
    assert "Skriv en linje først" in page.content.decode()
    (topic,) = tell(world, board)
    page = browse("amina").post(
        reverse("post_reply", args=[topic.pk]), {"kind": "experience", "body": "  ", "client_uuid": uuid4()}
    )
    assert page.status_code == 422
    assert "Skriv en linje først" in page.content.decode()


@pytest.mark.parametrize(
    "hostile",
    ["\x00nul", "\ud800halv", "<script>alert(1)</script>", "‮drejet", "a" + "́" * 500, "👩‍👩‍👧‍👦", "x" * 20_000],
)
def test_hostile_words_are_kept_as_words(world, browse, board, hostile):
    (topic,) = tell(world, board)
    client = browse("amina")
    data = urlencode(
        {"kind": "experience", "body": hostile.encode("utf-8", "surrogatepass"), "client_uuid": str(uuid4())}
    )
    answer = client.post(reverse("post_reply", args=[topic.pk]), data, content_type="application/x-www-form-urlencoded")
    assert answer.status_code in (302, 422)
    page = client.get(reverse("topic", args=[topic.pk]))
    assert page.status_code == 200
    assert "<script>alert" not in page.content.decode()


@pytest.mark.parametrize(
    "address", ["?before=x", "?before=2026-01-01_1", "?before=2026-99-01T00:00:00Z_1", "?before=%00_1", "?before=_"]
)
def test_nonsense_in_the_address_is_not_found(world, browse, board, address):
    assert browse("freja").get(reverse("board", args=[board.pk]) + address).status_code == 404


@pytest.mark.parametrize("after", ["x", "-1", "99999999999999999999", "%00", "²"])
def test_nonsense_positions_are_not_found(world, browse, board, after):
    (topic,) = tell(world, board)
    assert browse("freja").get(reverse("topic", args=[topic.pk]) + f"?after={after}").status_code == 404


def test_two_in_one_group_see_each_other_and_a_third_group_does_not(world, browse, board):
    """Success and denial on the same words."""
    tell(world, board, 1, 2)
    topic = Topic.objects.get()
    assert "Der skete noget." in browse("amina").get(reverse("topic", args=[topic.pk])).content.decode()
    for stranger in ("sofie", "yusuf", "emil", "mona"):
        answer = browse(stranger).get(reverse("topic", args=[topic.pk]))
        assert answer.status_code == 404
        assert "Der skete noget." not in answer.content.decode()
    assert Post.objects.replies().count() == 2


def test_a_person_without_a_network_gets_a_kind_page(world, browse):
    page = browse("karla").get(reverse("network"))
    assert page.status_code == 200
    assert "Du er ikke med i et netværk lige nu." in page.content.decode()
