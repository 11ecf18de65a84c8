"""Tags while several write at once, and the index behind them, on a database that lets several write at once."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import Exists, OuterRef
from django.test import RequestFactory

from community import clock
from forums.tags.models import Tag, TopicTag
from forums.tags.operations import keep_tags, merge_tags
from forums.topics.models import Topic
from forums.topics.operations import post_topic
from forums.topics.views import topics_from
from forums.writing.operations import edit_post, remove_post, restore_post
from tests.community.chat.test_concurrency import at_once
from tests.support import needs

pytestmark = [needs("postgresql"), pytest.mark.django_db(transaction=True)]


def tell(actor, board, *tags, title="Trappen"):
    return post_topic(
        actor=actor,
        board=board,
        kind="experience",
        title=title,
        add_to=lambda story: keep_tags(story.topic, tags),
    )


def agrees():
    """Counts and the names beside topics say what the rows say."""
    for tag in Tag.objects.all():
        assert tag.topic_count == TopicTag.objects.filter(tag=tag, standing=True).count()
    for topic in Topic.objects.all():
        rows = TopicTag.objects.filter(content_object=topic, standing=True).order_by("pk")
        assert topic.tag_names == [[row.tag_id, row.tag.name] for row in rows]


def test_two_who_make_the_same_new_tag_at_once_share_it(aworld):
    board = aworld.torsdagsholdet.space.board
    answers = at_once(*(lambda name=name: tell(getattr(aworld, name), board, "kantine") for name in ("freja", "amina")))
    assert all(isinstance(answer, Topic) for answer in answers), answers
    assert Tag.objects.get().topic_count == 2
    agrees()


def test_merging_while_others_tag_change_and_take_back_loses_nobody(aworld):
    board = aworld.torsdagsholdet.space.board
    topics = [tell(aworld.freja, board, "frokost", "pauser", title=f"Emne {number}") for number in range(6)]
    tell(aworld.jonas, board, "kantine")
    gone, into = Tag.objects.get(name="frokost"), Tag.objects.get(name="kantine")
    stories = [topic.posts.get(position=0) for topic in topics]

    def change():
        for story in stories[:3]:
            edit_post(actor=aworld.freja, post=story, words={"title": "Ny", "body": "", "tags": ["frokost", "vagt"]})

    def take_back():
        for story in stories[3:]:
            remove_post(actor=aworld.freja, post=story)
            restore_post(actor=aworld.freja, post=story)

    answers = at_once(
        lambda: merge_tags(actor=aworld.signe, gone=gone, into=into),
        lambda: [tell(aworld.amina, board, "frokost", "kantine") for _ in range(4)],
        change,
        take_back,
    )
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    agrees()
    assert TopicTag.objects.filter(tag=into).exists()


def test_a_tags_topics_are_found_by_index_at_volume(aworld):
    board, freja, now = aworld.torsdagsholdet.space.board, aworld.freja, clock.now()
    topics = Topic.objects.bulk_create(
        Topic(
            board=board,
            author=freja,
            last_author=freja,
            kind="experience",
            title=f"Emne {number}",
            last_activity_at=now - timedelta(minutes=number),
        )
        for number in range(20_000)
    )
    tags = [Tag.objects.create(space=board.space, name=name, topic_count=1) for name in ("rare", "some", "all")]
    for tag, step in zip(tags, (4000, 40, 1), strict=True):
        TopicTag.objects.bulk_create(TopicTag(content_object=topic, tag=tag) for topic in topics[::step])
    request = RequestFactory().get("/", {"before": f"{(now - timedelta(minutes=900)).isoformat()}_1"})
    request.user = freja
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    for tag in tags:
        borne = Exists(TopicTag.objects.filter(tag=tag, content_object=OuterRef("pk"), standing=True))
        plan = topics_from(request, [board], borne)[:21].explain()
        assert not re.search(r"Seq Scan on forums_(topic|topictag) ", plan), plan
