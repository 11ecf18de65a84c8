"""Asking again what was put together once gives what asking anew gives, to each person their own."""

import pytest
from django.core.exceptions import FieldDoesNotExist
from django.db import connection
from django.db.models import Exists

from community import clock
from community.chat.unread import unread_rooms
from community.membership.operations import end_membership
from community.notifications.models import Notification
from community.notifications.operations import unread_notices
from community.people.models import Person
from community.prepared import asked, asked_for_rows
from forums.reading.operations import save_post
from forums.topics.models import Post, Topic
from tests.personas import CAST
from tests.support import needs
from tests.tellings import answer, company_topic, youth_topic


def topics(person, topic):
    return Topic.objects.visible_to(person).filter(pk=topic).select_related("author", "board__space__network")


def marks(person):
    return Person.objects.filter(pk=person.pk).values_list(unread_notices(person), Exists(unread_rooms(person)))


@pytest.mark.parametrize("persona", [name for name in CAST if name != "visitor"])
def test_everybody_finds_what_they_find_otherwise(world, persona):
    youths, companies = youth_topic(world), company_topic(world)
    answer(world, youths, "amina")
    answer(world, companies, "rashid")
    person = world.who(persona)
    for topic in (youths, companies):
        again = asked(topics, person, topic=topic.pk)
        assert again == list(topics(person, topic.pk))
        assert [found.board.space.network.name for found in again] == ["NExTWORK Roskilde"] * len(again)
    assert asked_for_rows(marks, person) == list(marks(person))


def test_two_who_hold_the_same_share_the_question_and_not_the_answer(world):
    answer(world, youth_topic(world, "freja"), "amina")
    assert asked_for_rows(marks, world.freja)[0][0] == 1
    assert asked_for_rows(marks, world.jonas)[0][0] == 0
    Notification.objects.update(recipient=world.jonas)
    assert asked_for_rows(marks, world.freja)[0][0] == 0
    assert asked_for_rows(marks, world.jonas)[0][0] == 1


def test_a_membership_that_ends_opens_nothing_the_next_time(world):
    topic = youth_topic(world)
    assert asked(topics, world.amina, topic=topic.pk) == [topic]
    end_membership(actor=world.signe, membership=world.membership("amina"))
    assert asked(topics, world.amina, topic=topic.pk) == []


def test_somebody_deactivated_finds_nothing(world):
    topic = youth_topic(world)
    Person.objects.filter(pk=world.amina.pk).update(is_active=False)
    assert asked(topics, world.amina, topic=topic.pk) == []


@pytest.mark.parametrize("number", [0, -1, 2**31, 2**63 - 1, 2**63, 10**30])
def test_numbers_that_nothing_bears_find_nothing(world, number):
    youth_topic(world)
    assert asked(topics, world.freja, topic=number) == []


def test_what_depends_on_the_present_time_is_refused(world):
    def lately(person):
        return Post.objects.visible_to(person).filter(created_at__lt=clock.now())

    with pytest.raises(AssertionError, match="lately asks for a time"):
        asked(lately, world.freja)


def test_a_number_that_is_not_used_is_refused(world):
    def forgetful(person, topic):
        return Topic.objects.visible_to(person)

    with pytest.raises(AssertionError, match="forgetful does not hand on"):
        asked(forgetful, world.freja, topic=1)


def test_objects_come_with_their_own_and_related_values(world):
    topic = youth_topic(world)
    save_post(actor=world.amina, post=topic.posts.get())
    (found,) = asked(topics, world.amina, topic=topic.pk)
    assert (found.title, found.author.display_name, found.created_at) == (topic.title, "Freja", topic.created_at)
    with pytest.raises(FieldDoesNotExist):
        found._meta.get_field("saved")


@needs("postgresql")
def test_postgresql_keeps_one_plan_for_all_and_gives_everybody_their_own(world):
    def newest_first(person, topic):
        return topics(person, topic).order_by("-created_at", "pk")

    def kept():
        with connection.cursor() as cursor:
            cursor.execute("SELECT statement FROM pg_prepared_statements WHERE NOT from_sql")
            return {statement for (statement,) in cursor.fetchall()}

    one, other, before = youth_topic(world, "freja"), youth_topic(world, "jonas"), kept()
    for person, topic in ((world.freja, one), (world.jonas, other), (world.amina, one), (world.rashid, one)):
        assert asked(newest_first, person, topic=topic.pk) == list(newest_first(person, topic.pk))
    assert asked(newest_first, world.rashid, topic=one.pk) == []
    statements = kept() - before
    assert all("forums_topic" in statement and "$1" in statement for statement in statements)
    # One for those who hold one membership alike, whoever they are; a company asks for other spaces.
    assert 1 <= len(statements) <= 2
