"""Tags: words of one space, chosen by its writers, kept in order by its consultants, and nobody else's to see."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from community import clock
from community.activity.models import ActivityRecord
from community.permissions import Refused
from community.search.models import SearchEntry
from forums.boards.models import Board
from forums.tags.forms import TagsField
from forums.tags.models import Tag, TopicTag
from forums.tags.operations import (
    TagGone,
    forget_removed_tags,
    keep_tags,
    merge_tags,
    remove_tag,
    rename_tag,
    restore_tag,
)
from forums.topics.models import Topic
from forums.topics.operations import post_topic
from forums.writing.erasing import erase_removed_words
from forums.writing.operations import remove_post, restore_post
from tests.tellings import answer_to, company_board

CANARY = "kanariefugl"
#: Session, person, memberships; then boards, the tag and its topics; then the shell's marks.
QUERIES_OF_A_TAG = 7
#: Session, person, memberships; then the board and its tags.
QUERIES_OF_SUGGESTIONS = 5


@pytest.fixture
def board(world):
    return world.torsdagsholdet.space.board


def tell(actor, board, *tags, title="Trappen", kind="experience"):
    return post_topic(
        actor=actor, board=board, kind=kind, title=title, body="Ord.", add_to=lambda story: keep_tags(story.topic, tags)
    )


def suggested(browse, name, board, begins=""):
    return browse(name).get(reverse("suggest_tags", args=[board.pk]), {"begins": begins}).json()["tags"]


def tag(board, name):
    return Tag.objects.get(space=board.space, name=name)


def beside(topic):
    return [name for _pk, name in Topic.objects.get(pk=topic.pk).tag_names]


def found(browse, name, **question):
    return browse(name).post(reverse("search"), question).content.decode()


# --- writing ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Kantine, KANTINE , kantine", ["kantine"]),
        ("ÆBLESKUD; Øvelse\nå", ["æbleskud", "øvelse", "å"]),
        ("#pauser,  første   dag ", ["pauser", "første dag"]),
        ("a|b, \x00nul, ‮drejet, ​", ["a b", "nul", "drejet"]),
        ("e\u0301t", ["\u00e9t"]),
        (" , ,,", []),
    ],
)
def test_what_is_typed_becomes_small_plain_words_each_once(typed, kept):
    assert TagsField().clean(typed) == kept


def test_tags_come_with_the_topic_and_stand_on_page_row_and_search(world, browse, board):
    freja = browse("freja")
    told = {"kind": "experience", "wish": "tried", "body": "Noget skete.", "client_uuid": uuid4()}
    freja.post(reverse("new_topic", args=[board.pk]), told | {"tags": "Kantine, Første dag"})
    topic = Topic.objects.get()
    assert list(topic.tags.names()) == ["kantine", "første dag"] == beside(topic)
    way = reverse("board_tag", args=[board.pk, tag(board, "første dag").pk])
    for page in (reverse("topic", args=[topic.pk]), reverse("board", args=[board.pk])):
        assert f'href="{way}">første dag</a>' in browse("amina").get(page).content.decode()
    assert "Noget skete." in browse("amina").get(way).content.decode()
    assert "Noget skete." in found(browse, "amina", tag="KANTINE")
    assert "Noget skete." not in found(browse, "amina", tag="overarbejde")


@pytest.mark.parametrize("typed", ["a, b, c, d, e, f", "x" * 31])
def test_too_much_is_refused_kindly_and_stays_in_the_field(world, browse, board, typed):
    told = {"kind": "experience", "wish": "tried", "body": "Ord", "tags": typed, "client_uuid": uuid4()}
    page = browse("freja").post(reverse("new_topic", args=[board.pk]), told)
    assert page.status_code == 422
    assert f'value="{typed}"' in page.content.decode()
    assert "emneord" in page.content.decode()
    assert not Topic.objects.exists()
    assert not Tag.objects.exists()


def test_the_teller_changes_tags_with_the_story_and_a_word_nobody_uses_is_forgotten(world, browse, board):
    topic = tell(world.freja, board, "kantine", CANARY)
    edit = reverse("edit_post", args=[topic.posts.get().pk])
    assert f'value="kantine, {CANARY}"' in browse("freja").get(edit).content.decode()
    assert browse("amina").post(edit, {"title": "T", "body": "O", "tags": "mit"}).status_code == 403
    browse("freja").post(edit, {"title": "Trappen", "body": "Ord.", "tags": "kantine, pauser"})
    assert beside(topic) == ["kantine", "pauser"]
    assert suggested(browse, "amina", board) == ["kantine", "pauser"]
    assert not Tag.objects.filter(name=CANARY).exists()
    assert "Trappen" not in found(browse, "amina", tag=CANARY)


def test_tags_go_with_the_words_that_are_taken_back_and_come_again_by_undo(world, browse, board):
    topic = tell(world.freja, board, CANARY)
    way = reverse("board_tag", args=[board.pk, tag(board, CANARY).pk])
    answer_to(actor=world.amina, topic=topic, body="Den kender jeg")
    story = topic.posts.get(position=0)
    remove_post(actor=world.freja, post=story)
    for name in ("freja", "amina", "signe"):
        assert suggested(browse, name, board) == []
        assert browse(name).get(way).status_code == 404
        assert CANARY not in browse(name).get(reverse("topic", args=[topic.pk])).content.decode()
    restore_post(actor=world.freja, post=story)
    assert suggested(browse, "amina", board) == [CANARY]
    assert "Trappen" in browse("amina").get(way).content.decode()
    remove_post(actor=world.freja, post=story)
    with clock.at(clock.now() + timedelta(hours=25)):
        assert erase_removed_words() == 1
    assert not Tag.objects.exists()
    assert not TopicTag.objects.exists()


# --- who sees them ------------------------------------------------------------------------------------------------
def test_the_words_of_one_space_are_nobody_elses(world, browse, board):
    tell(world.freja, board, CANARY)
    forum = Board.objects.get(space__kind="youth_forum", space__network=world.roskilde)
    boards = {
        board: "freja amina signe tine",
        world.mandagsholdet.space.board: "sofie signe tine",
        world.onsdagsholdet.space.board: "yusuf bo",
        company_board(world): "mona rashid signe tine",
        forum: "freja sofie signe tine",
    }
    for place, readers in boards.items():
        for name in readers.split():
            assert (CANARY in suggested(browse, name, place)) == (place == board)
    way = reverse("board_tag", args=[board.pk, tag(board, CANARY).pk])
    for stranger in ("sofie", "yusuf", "emil", "mona", "bo", "ellen", "karla"):
        for address in (way, reverse("suggest_tags", args=[board.pk])):
            answer = browse(stranger).get(address)
            assert answer.status_code == 404
            assert CANARY not in answer.content.decode()
        assert "Trappen" not in found(browse, stranger, tag=CANARY)
    # The number of a tag opens it on its own board alone.
    assert browse("freja").get(reverse("board_tag", args=[forum.pk, tag(board, CANARY).pk])).status_code == 404


def test_suggestions_are_the_most_used_that_begin_so_and_at_most_eight(world, browse, board):
    for number in range(12):
        tell(world.freja, board, f"ord {number:02}", "pauser", *(["Ønsker".lower()] if number < 2 else []))
    assert suggested(browse, "amina", board)[:2] == ["pauser", "ønsker"]
    assert len(suggested(browse, "amina", board)) == 8
    assert suggested(browse, "amina", board, "ØN") == ["ønsker"]
    assert suggested(browse, "amina", board, "%") == suggested(browse, "amina", board, "\x00x") == []


def test_asking_without_end_is_bounded(world, browse, board, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "suggest_tags": "2/m/user"}
    client = browse("freja")
    answers = [client.get(reverse("suggest_tags", args=[board.pk])).status_code for _ in range(3)]
    assert answers == [200, 200, 429]


@pytest.mark.parametrize("count", [1, 3, 30])
def test_a_tag_costs_the_same_whatever_bears_it(world, browse, board, count, django_assert_num_queries):
    for number in range(count):
        tell(world.freja, board, "kantine", f"ord {number}", title=f"Emne {number}")
    client, way = browse("amina"), reverse("board_tag", args=[board.pk, tag(board, "kantine").pk])
    client.get(reverse("since_last"))
    with django_assert_num_queries(QUERIES_OF_A_TAG):
        page = client.get(way)
    assert page.content.decode().count("<h3>Emne ") == min(count, 20)
    with django_assert_num_queries(QUERIES_OF_SUGGESTIONS):
        client.get(reverse("suggest_tags", args=[board.pk]))
    if count == 30:
        older = page.context["older"]
        assert len(client.get(page.request["PATH_INFO"], {"before": older}).context["topics"]) == 10


# --- the consultants' page ----------------------------------------------------------------------------------------
def test_a_consultant_merges_two_words_and_takes_it_back(world, browse, board):
    both = tell(world.freja, board, "frokost", "kantine", title="Begge")
    one = tell(world.amina, board, "frokost", title="En")
    other = tell(world.jonas, board, "kantine", title="Anden")
    gone, into = tag(board, "frokost"), tag(board, "kantine")
    signe = browse("signe")
    answer = signe.post(reverse("merge_tags", args=[board.space_id]), {"gone": gone.pk, "into": into.pk}, follow=True)
    page = answer.content.decode()
    assert "”frokost” er nu ”kantine” overalt." in page
    assert [beside(topic) for topic in (both, one, other)] == [["kantine"]] * 3
    assert tag(board, "kantine").topic_count == 3
    assert not Tag.objects.filter(name="frokost").exists()
    assert "En</h3>" in found(browse, "amina", tag="kantine")
    assert "En</h3>" not in found(browse, "amina", tag="frokost")
    (undo,) = [part.split('"')[0] for part in page.split('action="')[1:] if "/restore/" in part.split('"')[0]]
    signe.post(undo)
    assert [beside(topic) for topic in (both, one, other)] == [["kantine", "frokost"], ["frokost"], ["kantine"]]
    assert tag(board, "kantine").topic_count == tag(board, "frokost").topic_count == 2
    assert list(
        ActivityRecord.objects.filter(actor=world.signe, kind__startswith="tag").values_list("kind", flat=True)
    ) == [
        "tags_merged",
        "tag_restored",
    ]
    assert signe.post(undo).status_code == 404


def test_undo_leaves_what_the_author_chose_since_and_ends(world, board):
    kept, changed = tell(world.freja, board, "frokost", title="A"), tell(world.amina, board, "frokost", title="B")
    tell(world.jonas, board, "kantine")
    removal = merge_tags(actor=world.signe, gone=tag(board, "frokost"), into=tag(board, "kantine"))
    keep_tags(Topic.objects.get(pk=changed.pk), ["pauser"])
    with clock.at(clock.now() + timedelta(seconds=91)), pytest.raises(Refused):
        restore_tag(actor=world.signe, removal=removal)
    restore_tag(actor=world.signe, removal=removal)
    assert (beside(kept), beside(changed)) == (["frokost"], ["pauser"])
    with pytest.raises(TagGone):
        restore_tag(actor=world.signe, removal=removal)


def test_a_tag_is_renamed_everywhere_and_never_into_another(world, browse, board):
    topic = tell(world.freja, board, "kantinne", "pauser")
    rename = reverse("rename_tag", args=[tag(board, "kantinne").pk])
    said = browse("signe").post(rename, {"name": "Pauser"}, follow=True).content.decode()
    assert "Det emneord findes allerede." in said
    assert beside(topic) == ["kantinne", "pauser"]
    browse("signe").post(rename, {"name": " Kantine "})
    assert beside(topic) == ["kantine", "pauser"]
    assert SearchEntry.objects.get(title="Trappen").tags == "|kantine|pauser|"
    for nonsense in ("", "x" * 31, "\x00", ",", "y" * 400):
        browse("signe").post(rename, {"name": nonsense})
    assert beside(topic) == ["kantine", "pauser"]


def test_a_tag_is_taken_away_with_undo(world, browse, board):
    topic = tell(world.freja, board, CANARY, "pauser")
    removal = remove_tag(actor=world.signe, tag=tag(board, CANARY))
    assert beside(topic) == ["pauser"]
    assert CANARY not in suggested(browse, "freja", board)
    assert forget_removed_tags() == 0
    restore_tag(actor=world.signe, removal=removal)
    assert beside(topic) == ["pauser", CANARY]
    remove_tag(actor=world.signe, tag=tag(board, CANARY))
    with clock.at(clock.now() + timedelta(minutes=2)):
        assert forget_removed_tags() == 1


def test_only_the_networks_consultants_keep_tags_in_order(world, browse, board):
    tell(world.freja, board, CANARY)
    tell(world.amina, board, "kantine")
    canary, other = tag(board, CANARY), tag(board, "kantine")
    removal = remove_tag(actor=world.signe, tag=other)
    deeds = [
        (reverse("rename_tag", args=[canary.pk]), {"name": "mit"}),
        (reverse("remove_tag", args=[canary.pk]), {}),
        (reverse("merge_tags", args=[board.space_id]), {"gone": canary.pk, "into": canary.pk}),
        (reverse("restore_tag", args=[removal.pk]), {}),
    ]
    for name in ("freja", "sofie", "yusuf", "emil", "mona", "bo", "tine", "ellen", "karla"):
        client = browse(name)
        page = client.get(reverse("edit_tags", args=[world.roskilde.pk]))
        assert page.status_code == 404
        assert CANARY not in page.content.decode()
        assert [client.post(*deed).status_code for deed in deeds] == [404] * 4
        with pytest.raises(Refused):
            rename_tag(actor=world.people[name], tag=canary, name="mit")
    page = browse("signe").get(reverse("edit_tags", args=[world.roskilde.pk])).content.decode()
    assert CANARY in page
    assert "få emner" in page
    tell(world.sofie, world.mandagsholdet.space.board, "andet")
    foreign = tag(world.mandagsholdet.space.board, "andet")
    with pytest.raises(Refused):
        merge_tags(actor=world.signe, gone=canary, into=foreign)
