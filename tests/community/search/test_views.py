"""Searching through the door people use: everything one may see, and nothing else."""

from urllib.parse import urlencode

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils.html import strip_tags

from community.membership.models import Membership
from community.membership.operations import end_membership
from community.search.finding import RESULTS_A_PAGE, WINDOW
from community.search.models import SearchEntry
from community.search.operations import reindex
from community.spaces.models import Space
from forums.boards.models import Board
from forums.topics.models import Post, Topic
from forums.topics.operations import post_topic
from tests.personas import CAST
from tests.tellings import answer, youth_topic
from youth_network.witnessing.operations import witness_topic

#: Session, person, memberships; spaces; candidates, their entries, the posts; names; then the shell's marks.
QUERIES_OF_A_SEARCH = 9


@pytest.fixture(autouse=True)
def no_searches_before():
    """The bound counts per person, and the people of the next test may have the same numbers."""
    cache.clear()


def ask(client, words="", **more):
    return client.post(reverse("search"), {"words": words, **more})


def told_in(space, actor, title, body="Der skete noget."):
    return post_topic(actor=actor, board=Board.objects.get(space=space), kind="experience", title=title, body=body)


def canary(space):
    """A word that no other space holds, made of letters alone."""
    return "kanarie" + "abcdefghijklmnop"[space.pk % 16] + "".join("abcdefghij"[int(digit)] for digit in str(space.pk))


@pytest.fixture
def told_everywhere(world):
    """One story in each space of both networks, each with its canary in title and body."""
    for space in Space.objects.all():
        staff = world.signe if space.network_id == world.roskilde.pk else world.bo
        told_in(space, staff, f"Fugl {canary(space)}", f"Her synger {canary(space)} i baglokalet")
    return list(Space.objects.select_related("network", "group"))


@pytest.mark.parametrize("who", [name for name in CAST if name != "visitor"])
def test_each_canary_is_found_by_exactly_its_readers(world, browse, told_everywhere, who):
    client, found = browse(who), set()
    for space in told_everywhere:
        page = ask(client, canary(space)).content.decode()
        if f"<mark>{canary(space)}</mark>" in page:
            found.add(space.pk)
    readable = {space.pk for space in told_everywhere if space.readers().filter(pk=world.people[who].pk).exists()}
    assert found == readable
    every = ask(client, "fugl").content.decode()
    assert {space.pk for space in told_everywhere if canary(space) in every} == readable


def test_a_visitor_is_sent_to_sign_in(told_everywhere, client):
    assert ask(client, "fugl").status_code == 302


def test_who_has_left_finds_nothing_from_then_on(world, browse):
    youth_topic(world)
    amina = browse("amina")
    assert "<mark>" in ask(amina, "canarywords").content.decode()
    end_membership(actor=world.signe, membership=Membership.objects.get(person=world.amina))
    page = ask(amina, "canarywords").content.decode()
    assert "<mark>" not in page
    assert "Freja" not in page


def test_naming_a_space_that_is_not_ones_own_is_no_way_in(world, browse, told_everywhere):
    sofie = browse("sofie")
    page = ask(sofie, "fugl", space=world.torsdagsholdet.space.pk)
    assert page.status_code == 422
    assert canary(world.torsdagsholdet.space) not in page.content.decode()
    page = ask(sofie, "", author=world.signe.pk).content.decode()
    assert canary(world.torsdagsholdet.space) not in page


def test_what_was_taken_back_is_not_found_even_before_the_index_knows(world, browse):
    post = answer(world, youth_topic(world), "amina", body="Trappen knirkede")
    assert "<mark>Trappen</mark>" in ask(browse("freja"), "trappe").content.decode()
    Post.objects.filter(pk=post.pk).update(removed_at=post.created_at)
    assert "Trappen" not in ask(browse("freja"), "trappe").content.decode()
    Topic.objects.filter(pk=post.topic_id).update(removed_at=post.created_at)
    assert "<mark>" not in ask(browse("freja"), "canarywords").content.decode()


@pytest.mark.parametrize(
    ("said", "looked_for"),
    [
        ("Vi spiste i kantinen", "kantine"),
        ("Min kantine er fin", "kantinerne"),
        ("Praktikken begyndte", "prakt"),
        ("Jeg FEJEDE på Lageret", "lager fejede"),
        ("Blåbærgrød til frokost", "blåbærgrø"),
        ("Vi fejrede **Åse** i går", "åse"),
    ],
)
def test_danish_endings_and_a_word_that_is_only_begun(world, browse, said, looked_for):
    told_in(world.torsdagsholdet.space, world.freja, "Noget andet", said)
    assert "<mark>" in ask(browse("amina"), looked_for).content.decode()


def test_all_words_must_stand_there_and_letters_are_not_bent(world, browse):
    told_in(world.torsdagsholdet.space, world.freja, "En gåtur", "Vi gik langs åen")
    assert "<mark>" in ask(browse("amina"), "gåtur åen").content.decode()
    for words in ("gåtur skoven", "gatur", "aen"):
        assert "<mark>" not in ask(browse("amina"), words).content.decode()


def test_a_letter_is_found_by_its_words_and_an_answer_leads_to_its_place(world, browse):
    topic = youth_topic(world)
    witness_topic(actor=world.amina, topic=topic, words={"image": "En fyrtårnslampe i mørket"})
    page = ask(browse("freja"), "fyrtårnslampe").content.decode()
    assert "<mark>fyrtårnslampe</mark>" in page
    assert f"/topics/{topic.pk}/?at=1#post-1" in page


def test_a_title_comes_before_a_mention(world, browse):
    told_in(world.torsdagsholdet.space, world.freja, "Kaffemaskinen og jeg")
    told_in(world.torsdagsholdet.space, world.freja, "Frokost", "Jeg så kaffemaskinen")
    page = strip_tags(ask(browse("amina"), "kaffemaskine").content.decode())
    assert page.index("Kaffemaskinen og jeg") < page.index("Frokost")


def test_what_was_written_is_escaped_before_it_is_marked(world, browse):
    told_in(world.torsdagsholdet.space, world.freja, "<i>lager</i>", 'lager <script>alert("lager")</script>')
    page = ask(browse("amina"), "lager script").content.decode()
    assert "&lt;i&gt;<mark>lager</mark>&lt;/i&gt;" in page
    assert "<script>alert" not in page


def test_filters(world, browse, told_everywhere):
    signe, group = browse("signe"), world.torsdagsholdet.space
    answer(world, Topic.objects.get(board__space=group), "freja", body="Fuglen fløj")

    def stands(word, **filters):
        return word in strip_tags(ask(signe, "fugl", **filters).content.decode())

    assert stands(canary(group), space=group.pk)
    assert not stands(canary(world.mandagsholdet.space), space=group.pk)
    assert stands("fløj", kind="answer")
    assert not stands(canary(world.mandagsholdet.space), kind="answer")
    assert stands("fløj", since="week")
    SearchEntry.objects.update(at="2020-01-01T00:00:00Z")
    assert not stands("fløj", since="year")
    assert "fløj" in ask(signe, "", author=world.freja.pk).content.decode()
    assert ask(signe, "", kind="nonsense").status_code == 422


def test_a_name_leads_to_what_that_person_wrote(world, browse):
    youth_topic(world)
    page = ask(browse("amina"), "frej").content.decode()
    assert f'name="author" value="{world.freja.pk}"' in page
    assert "Freja" not in ask(browse("yusuf"), "frej").content.decode()
    assert "Freja" not in ask(browse("mona"), "freja").content.decode()


def test_there_is_no_search_by_address(world, browse):
    youth_topic(world)
    page = browse("amina").get(reverse("search") + "?words=canarywords&q=canarywords")
    assert page.status_code == 200
    assert "canarywords" not in page.content.decode().lower()
    assert 'method="post"' in page.content.decode()


HOSTILE = [
    "\x00",
    "kan\x00arie",
    "\ud800",
    "'",
    '"',
    "''; DROP TABLE community_searchentry; --",
    '" OR 1=1 --',
    "a & | ! <-> :* ( )",
    "NEAR(a b) AND NOT c* ^d head_stems:e -f",
    "%_\\%",
    "👩‍👩‍👧‍👦 🐦",
    "ａｂｃ ١٢ 漢字 ꙮ ﷽ ʼn ß İ",
    "e" + "́" * 150,
    "og i jeg det",
    "x" * 10_240,
    "ord " * 2_560,
    "a b c d e f g h i j k l m n o p q r s t u v x y z",
]


@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_questions_are_questions(world, browse, hostile):
    youth_topic(world)
    data = urlencode({"words": hostile.encode("utf-8", "surrogatepass")})
    page = browse("amina").post(reverse("search"), data, content_type="application/x-www-form-urlencoded")
    assert page.status_code == (422 if len(hostile) > 1000 else 200)


@pytest.mark.parametrize(
    "fields",
    [
        {"place": "x"},
        {"place": "1.1'"},
        {"place": "9" * 30},
        {"author": "-1"},
        {"author": "9" * 40},
        {"space": "x"},
        {"space": "\x00"},
        {"since": "never"},
    ],
)
def test_nonsense_in_the_form_is_refused(world, browse, fields):
    assert ask(browse("amina"), "fugl", **fields).status_code == 422
    assert ask(browse("amina"), "fugl", place="999999999999999999.99").status_code == 200


@pytest.mark.parametrize("count", [1, 3, 30])
def test_a_search_costs_the_same_whatever_it_finds(world, browse, count, django_assert_num_queries):
    for number in range(count):
        told_in(world.torsdagsholdet.space, world.freja, f"Fugl {number}")
    client = browse("amina")
    client.get(reverse("search"))
    with django_assert_num_queries(QUERIES_OF_A_SEARCH):
        page = ask(client, "fugl")
    assert page.content.decode().count("<mark>Fugl</mark>") == min(count, RESULTS_A_PAGE)


def test_page_after_page_finds_everything_once(world, browse):
    topic = told_in(world.torsdagsholdet.space, world.freja, "Fugl 0")
    story = SearchEntry.objects.get()
    count = WINDOW + 30
    author = {"topic": topic, "author": world.freja, "kind": "answer", "body": "Fugl", "html": "Fugl"}
    Post.objects.bulk_create(Post(**author, position=number) for number in range(1, count))
    reindex()
    assert SearchEntry.objects.get(pk=story.pk).title == "Fugl 0"
    client, place, seen, pages = browse("amina"), "", [], 0
    while pages == 0 or place:
        answered = ask(client, "fugl", place=place)
        seen += [result.thing.pk for result in answered.context["results"]]
        place = str(answered.context["following"] or "")
        pages += 1
    assert sorted(seen) == sorted(Post.objects.values_list("pk", flat=True))
    assert len(seen) == count


def test_too_many_searches_are_asked_to_wait(world, browse, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"search": "2/m/user"}
    client = browse("amina")
    answers = [ask(client, "fugl").status_code for _time in range(3)]
    assert answers == [200, 200, 429]


def test_with_a_script_only_the_results_come_back(world, browse):
    youth_topic(world)
    page = browse("amina").post(reverse("search"), {"words": "canarywords"}, headers={"HX-Request": "true"})
    assert "<mark>" in page.content.decode()
    assert "<html" not in page.content.decode()
