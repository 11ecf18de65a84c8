"""The index says what the things say: kept in their transaction, and made again from them."""

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from community.search.finding import Question, Where, candidates_sql, find, people_named
from community.search.models import SearchEntry
from community.search.operations import as_tags, forget_thing, index_thing, reindex
from community.search.words import Terms, marked, snippet, stem
from community.spaces.models import Space
from forums.topics.models import Post
from tests.support import needs
from tests.tellings import answer, youth_topic


def found(world, words, who="amina", **more):
    person = world.who(who)
    spaces = list(Space.objects.visible_to(person).select_related("group", "network"))
    return [result.thing for result in find(person, spaces, Question(terms=Terms.of(words), **more)).results]


def test_what_is_written_is_found_at_once_and_undone_with_it(world):
    topic = youth_topic(world)
    with transaction.atomic():
        answer(world, topic, "amina", body="Trappen knirkede")
        assert len(found(world, "trappe")) == 1
        transaction.set_rollback(True)
    assert found(world, "trappe") == []


def test_changed_words_are_found_and_the_old_ones_are_not(world):
    post = answer(world, youth_topic(world), "amina", body="Trappen knirkede")
    post.body, post.html = "Gulvet knirkede", "<p>Gulvet knirkede</p>"
    post.save()
    index_thing(post)
    assert found(world, "trappen") == []
    assert found(world, "gulv") == [post]
    forget_thing(post)
    assert found(world, "gulv") == []


def test_indexing_again_heals_what_disagrees(world):
    topic = youth_topic(world)
    post = answer(world, topic, "amina", body="Trappen knirkede")
    SearchEntry.objects.filter(subject_id=post.pk).update(body="forkert", body_stems="forkert")
    SearchEntry.objects.create(
        subject_type="post", subject_id=post.pk + 1000, space=topic.board.space, kind="answer", at=post.created_at
    )
    SearchEntry.objects.filter(subject_id=topic.posts.get(position=0).pk).delete()
    assert reindex(batch=1) == 2
    assert found(world, "trappen") == [post]
    assert found(world, "canarytitle")
    assert SearchEntry.objects.count() == 2


def test_only_what_is_missing(world):
    post = answer(world, youth_topic(world), "amina", body="Trappen knirkede")
    SearchEntry.objects.filter(subject_id=post.pk).delete()
    assert reindex(missing_only=True) == 1
    assert reindex(missing_only=True, batch=1) == 0
    call_command("reindex", missing=True, verbosity=0)
    assert found(world, "trappen") == [post]


def test_tags_narrow_and_are_found(world):
    post = answer(world, youth_topic(world), "amina", body="Trappen knirkede")
    entry = SearchEntry.objects.get(subject_id=post.pk)
    entry.tags = as_tags(["Havearbejde", " de|lige  ting "])
    assert entry.tags == "|havearbejde|de lige ting|"
    entry.head_stems = stem("havearbejde")
    entry.save()
    assert found(world, "havearbejder") == [post]
    assert found(world, "", tag="Havearbejde") == [post]
    assert found(world, "", tag="kontor") == []


@needs("postgresql")
def test_names_and_tags_forgive_a_slip(world):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_extension WHERE extname = 'pg_trgm'")
        forgiving = bool(cursor.fetchone()[0])
    names = people_named(world.amina, Question(terms=Terms.of("frija")))
    assert (world.freja in names) == forgiving
    post = answer(world, youth_topic(world), "amina", body="Trappen knirkede")
    SearchEntry.objects.filter(subject_id=post.pk).update(tags="|havearbejde|")
    assert (found(world, "", tag="haverabejde") == [post]) == forgiving
    assert world.yusuf not in people_named(world.amina, Question(terms=Terms.of("yusuf")))


def test_marking_escapes_first():
    terms = Terms.of("kantine <b>")
    assert marked("<b>Kantinen</b> & køkkenet", terms) == (
        "&lt;<mark>b</mark>&gt;<mark>Kantinen</mark>&lt;/<mark>b</mark>&gt; &amp; køkkenet"
    )


@pytest.mark.parametrize(
    "text", ["", "ord", "x" * 30_000, "ord " * 6_000, "\n" * 50, "a" * 200 + " kantinen " + "b" * 900]
)
def test_a_snippet_is_short(text):
    assert len(snippet(text, Terms.of("kantine"))) < 400


@needs("postgresql")
@pytest.mark.parametrize("words", ["sjældent", "arbejde", "arbejde dag"])
def test_no_search_reads_the_whole_table(world, words):
    """With many rows PostgreSQL goes through an index, for common words and rare ones."""
    space = world.torsdagsholdet.space
    now = youth_topic(world).created_at
    SearchEntry.objects.bulk_create(
        SearchEntry(
            subject_type="post",
            subject_id=10_000_000 + number,
            space=space,
            kind="answer",
            at=now,
            body="Vi flyttede rundt på varerne, og så var klokken pludselig tolv. " * 8
            + f"En dag på arbejde nummer {number}"
            + (" noget sjældent" if number % 5_000 == 0 else ""),
        )
        for number in range(10_000)
    )
    assert Post.objects.count() == 1
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE community_searchentry")
        sql, values = candidates_sql(Where([space.pk]), Question(terms=Terms.of(words)))
        cursor.execute("EXPLAIN " + sql, values)
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "Seq Scan on community_searchentry" not in plan, plan
