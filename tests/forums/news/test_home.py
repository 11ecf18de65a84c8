"""The members' home: what happened since one's last visit, in groups, the same on all devices, and then it ends."""

from datetime import timedelta

import pytest
from django.urls import reverse

from community import clock
from community.people.models import Person
from forums.boards.models import Board
from forums.news.home_block import joined
from forums.reading.operations import mark_topic_read
from forums.topics.models import Topic
from forums.topics.operations import post_topic
from tests.tellings import answer_to, company_board
from youth_network.witnessing.operations import witness_topic

CANARY = "Kanariefuglens titel"
#: Session, person, memberships; the letter that waits; what an editor may do (2); boards, three groups of news and the
#: names in them; the faces of one's group; then the shell's marks.
QUERIES_OF_HOME = 15

#: Later than everybody came in.
NOW = clock.now() + timedelta(hours=1)


@pytest.fixture
def board(world):
    return world.torsdagsholdet.space.board


def forum_of(network):
    return Board.objects.get(space__kind="youth_forum", space__network=network)


def tell(actor, board, title="Trappen", kind="experience"):
    return post_topic(actor=actor, board=board, kind=kind, wish="advice", title=title, body="Ord.")


def home(browse, name, **headers):
    page = browse(name).get(reverse("since_last"), headers=headers)
    assert page.status_code == 200
    return page


def seen(browse, name, page=None):
    until = (page or home(browse, name)).context["made_at"]
    return browse(name).post(reverse("mark_home_seen"), {"until": until})


def at(minutes):
    return clock.at(NOW + timedelta(minutes=minutes))


def test_looking_changes_nothing_and_what_was_seen_is_old_on_the_next_visit(world, browse, board):
    with at(0):
        tell(world.amina, board, "Det første")
    with at(1):
        for _twice in range(2):
            assert "Det første" in home(browse, "freja").content.decode()
        assert Person.objects.get(pk=world.freja.pk).seen_at is None
        assert seen(browse, "freja").status_code == 302
    with at(5):
        tell(world.jonas, board, "Det andet")
        # Still the same visit: nothing goes away under one's eyes.
        page = home(browse, "freja")
        assert "Det første" in page.content.decode()
        assert "Det andet" in page.content.decode()
        seen(browse, "freja", page)
    with at(40):
        tell(world.jonas, board, "Det tredje")
        page = home(browse, "freja").content.decode()
        assert "Det tredje" in page
        assert "Det første" not in page
        assert "Det andet" not in page
        # Unread marks remain on the board.
        marked = browse("freja").get(reverse("board", args=[board.pk])).content.decode()
        assert marked.count('class="feed__new"') == 3


def test_what_came_after_the_page_was_made_is_not_taken_as_seen(world, browse, board):
    with at(0):
        page = home(browse, "freja")
    with at(1):
        tell(world.amina, board, "Imens")
    with at(2):
        seen(browse, "freja", page)
    with at(60):
        assert "Imens" in home(browse, "freja").content.decode()


def test_a_visit_is_seen_on_all_devices_only_forward_and_never_beyond_now(world, browse, board):
    with at(0):
        seen(browse, "freja")
    with at(60):
        tell(world.amina, board, "Nyt")
        phone = home(browse, "freja")
        seen(browse, "freja", phone)
    with at(61):
        assert "Nyt" in home(browse, "freja").content.decode()
        browse("freja").post(reverse("mark_home_seen"), {"until": 1})
        browse("freja").post(reverse("mark_home_seen"), {"until": "9" * 16})
        assert Person.objects.get(pk=world.freja.pk).seen_at == NOW + timedelta(minutes=61)
        for nonsense in ("", "x", "-1", "9" * 17, "²"):
            assert browse("freja").post(reverse("mark_home_seen"), {"until": nonsense}).status_code == 400
    assert Person.objects.get(pk=world.amina.pk).seen_at is None


def test_news_stand_in_groups_with_who_did_what(world, browse, board):
    mine = tell(world.freja, board, "Mit forslag", "suggestion")
    for name in ("amina", "jonas", "amina"):
        answer_to(actor=world.people[name], topic=mine, body="Et svar")
    asked = tell(world.jonas, board, "Hvem bestemmer?", "question")
    answer_to(actor=world.amina, topic=asked, body="Det gør vi")
    tell(world.sofie, forum_of(world.roskilde), "Fra Mandagsholdet", "celebration")
    page = home(browse, "freja").content.decode()
    order = [
        "Svar til dig",
        "Mit forslag",
        "<h2>Torsdagsholdet",
        "Hvem bestemmer?",
        "Nyt fra de andre",
        "Fra Mandagsholdet",
    ]
    places = [page.index(words) for words in order]
    assert places == sorted(places)
    assert "Amina og Jonas har skrevet til dit forslag." in page
    assert "Jonas spørger. Amina har svaret." in page
    assert "Sofie fejrer noget. Ingen har svaret endnu." in page
    assert "Det var det hele. Man må gerne bare læse med." in page
    assert f"/topics/{mine.pk}/?at=1#post-1" in page


def test_names_are_said_as_one_says_them():
    assert joined(["Amina"]) == "Amina"
    assert joined(["A", "B", "C"]) == "A, B og C"
    assert joined(["A", "B", "C", "D"]) == "A, B, C og flere"


def test_what_was_read_meanwhile_and_what_one_did_oneself_is_no_news(world, browse, board):
    topic = tell(world.amina, board, "Læst")
    mark_topic_read(actor=world.freja, topic=topic, position=0)
    tell(world.freja, board, "Egne ord")
    page = home(browse, "freja").content.decode()
    assert "Læst" not in page
    assert "Egne ord" not in page
    assert "Intet nyt siden sidst." in page
    answer_to(actor=world.jonas, topic=topic, body="Mere")
    assert "Jonas har svaret Amina." not in page
    assert "Læst" in home(browse, "freja").content.decode()


def test_a_letter_waits_in_its_envelope_and_not_in_the_list(world, browse, board):
    topic = tell(world.freja, board, "Fortalt")
    witness_topic(actor=world.amina, topic=topic, words={"image": "En dør"})
    page = home(browse, "freja").content.decode()
    assert "Et brev fra Amina" in page
    assert "Svar til dig" not in page
    answer_to(actor=world.jonas, topic=Topic.objects.get(), body="Svar")
    assert "Jonas har svaret på det, du fortalte." in home(browse, "freja").content.decode()


def test_nothing_of_other_spaces_stands_there(world, browse, board):
    tell(world.freja, board, CANARY)
    for name in ("sofie", "yusuf", "emil", "mona", "line", "bo", "ellen", "karla"):
        assert CANARY not in home(browse, name).content.decode()
    for name in ("amina", "signe", "tine"):
        assert CANARY in home(browse, name).content.decode()
    tell(world.mona, company_board(world), "Virksomhedens titel")
    assert "Virksomhedens titel" not in home(browse, "freja").content.decode()
    assert "Virksomhedens titel" in home(browse, "signe").content.decode()


def test_a_group_of_news_is_short_and_leads_to_the_rest(world, browse, board):
    for number in range(9):
        tell(world.amina, board, f"Emne {number}")
    page = home(browse, "freja").content.decode()
    assert page.count("<h3>Emne ") == 5
    assert f'href="{reverse("board", args=[board.pk])}">Se resten' in page


def test_an_open_home_fetches_only_its_parts_and_listens_to_every_board(world, browse, board):
    tell(world.amina, board)
    page = home(browse, "freja").content.decode()
    for listened in (board, forum_of(world.roskilde)):
        assert f'data-live-key="board:{listened.pk}"' in page
    part = home(browse, "freja", **{"HX-Request": "true"}).content.decode()
    assert "Trappen" in part
    assert "<html" not in part


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_home_costs_the_same_whatever_happened(world, browse, board, count, django_assert_num_queries):
    forum = forum_of(world.roskilde)
    for number in range(count):
        mine = tell(world.freja, board, f"Mit {number}")
        answer_to(actor=world.amina, topic=mine, body="Svar")
        tell(world.amina, board, f"Emne {number}")
        tell(world.sofie, forum, f"Andet {number}")
    client = browse("freja")
    client.get(reverse("since_last"))
    with django_assert_num_queries(QUERIES_OF_HOME):
        client.get(reverse("since_last"))
