"""Giving words and taking them back: exact counts, once each, whoever presses when."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from community.activity.models import ActivityRecord
from community.membership.models import Membership
from community.membership.operations import end_membership
from community.notifications.models import Notification
from community.permissions import Refused
from community.reactions.models import BEGINNING_WORDS, Reaction, ReactionWord
from community.reactions.operations import (
    NotThere,
    add_reaction_word,
    move_reaction_word,
    react,
    rename_reaction_word,
    retire_reaction_word,
    take_back_reaction,
)
from forums.topics.models import Post, PostKind
from forums.topics.operations import post_reply
from forums.topics.subjects import POST
from tests.support import needs
from tests.tellings import youth_topic
from youth_network.witnessing.operations import witness_topic


def story_of(world):
    return youth_topic(world).posts.get(position=0)


def words(group):
    return list(ReactionWord.objects.offered().filter(space=group.space))


def texts(group):
    return [word.text for word in words(group)]


def give(world, who, post, word):
    return react(actor=world.who(who), kind=POST, pk=post.pk, word=word)


def counts(post):
    return Post.objects.get(pk=post.pk).reactions


def test_a_new_space_begins_with_words(world):
    assert tuple(texts(world.torsdagsholdet)) == BEGINNING_WORDS


def test_counts_are_exact_and_again_changes_nothing(world):
    post, (known, well, _thanks) = story_of(world), words(world.torsdagsholdet)
    for who in ("amina", "jonas", "amina"):
        give(world, who, post, known)
    give(world, "amina", post, well)
    assert counts(post) == {str(known.pk): 2, str(well.pk): 1}
    for _again in range(2):
        take_back_reaction(actor=world.amina, kind=POST, pk=post.pk, word=known)
    assert counts(post) == {str(known.pk): 1, str(well.pk): 1}


def test_nobody_is_told_and_the_record_names_nobody(world, django_capture_on_commit_callbacks):
    post, (known, *_others) = story_of(world), words(world.torsdagsholdet)
    with django_capture_on_commit_callbacks() as after_commit:
        give(world, "amina", post, known)
        give(world, "amina", post, known)
    assert len(after_commit) == 1
    assert Notification.objects.count() == 0
    row = ActivityRecord.objects.get(kind="reacted")
    assert (row.actor_id, row.subject_id) == (None, post.pk)


def test_not_to_oneself_and_not_on_a_letter(world):
    post, (known, *_others) = story_of(world), words(world.torsdagsholdet)
    with pytest.raises(Refused):
        give(world, "freja", post, known)
    letter = witness_topic(actor=world.amina, topic=post.topic, words={"expression": "Trappen"})
    with pytest.raises(Refused):
        give(world, "freja", letter, known)
    assert Reaction.objects.count() == 0


@pytest.mark.parametrize("who", ["sofie", "yusuf", "emil", "mona", "bo", "ellen", "karla"])
def test_who_does_not_see_it_cannot_answer_it(world, who):
    post, (known, *_others) = story_of(world), words(world.torsdagsholdet)
    with pytest.raises(NotThere):
        give(world, who, post, known)
    assert counts(post) == {}


def test_who_is_no_longer_there_cannot_even_take_back(world):
    post, (known, *_others) = story_of(world), words(world.torsdagsholdet)
    give(world, "amina", post, known)
    end_membership(actor=world.signe, membership=Membership.objects.get(person=world.amina))
    with pytest.raises(NotThere):
        take_back_reaction(actor=world.amina, kind=POST, pk=post.pk, word=known)
    assert counts(post) == {str(known.pk): 1}


def test_only_words_of_the_space_that_are_offered_now(world):
    post, (known, *_others) = story_of(world), words(world.torsdagsholdet)
    with pytest.raises(NotThere):
        give(world, "signe", post, words(world.mandagsholdet)[0])
    give(world, "amina", post, known)
    retire_reaction_word(actor=world.signe, word=known)
    with pytest.raises(NotThere):
        give(world, "jonas", post, known)
    take_back_reaction(actor=world.amina, kind=POST, pk=post.pk, word=known)
    assert counts(post) == {}


def test_what_was_given_keeps_its_words(world):
    post, (known, well, _thanks) = story_of(world), words(world.torsdagsholdet)
    give(world, "amina", post, known)
    rename_reaction_word(actor=world.signe, word=known, text="Det var flot")
    rename_reaction_word(actor=world.signe, word=well, text="Stærkt")
    assert texts(world.torsdagsholdet) == ["Det var flot", "Stærkt", "Tak fordi du skrev"]
    assert ReactionWord.objects.get(pk=known.pk).text == "Det kender jeg"
    assert ReactionWord.objects.get(pk=well.pk).text == "Stærkt"


def test_consultants_add_and_order_a_small_set(world):
    space, signe = world.torsdagsholdet.space, world.signe
    assert add_reaction_word(actor=signe, space=space, text="godt gået").text == "Godt gået"
    for text in ("Hold fast", "Fortæl mere", "Stærkt"):
        add_reaction_word(actor=signe, space=space, text=text)
    with pytest.raises(Refused):
        add_reaction_word(actor=signe, space=space, text="Et ord for meget")
    move_reaction_word(actor=signe, word=words(world.torsdagsholdet)[1])
    assert texts(world.torsdagsholdet)[:2] == ["Godt gået", "Det kender jeg"]
    with pytest.raises(Refused):
        rename_reaction_word(actor=signe, word=words(world.torsdagsholdet)[0], text="stærkt")


@pytest.mark.parametrize("who", ["freja", "tine", "bo", "mona", "ellen"])
def test_only_the_networks_consultants_choose_the_words(world, who):
    with pytest.raises(Refused):
        add_reaction_word(actor=world.who(who), space=world.torsdagsholdet.space, text="Mit ord")
    with pytest.raises(Refused):
        retire_reaction_word(actor=world.who(who), word=words(world.torsdagsholdet)[0])


def _at_once(*deeds):
    start = Barrier(len(deeds))

    def run(deed):
        try:
            start.wait(10)
            deed()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as threads:
        for answer in [threads.submit(run, deed) for deed in deeds]:
            answer.result()


@needs("postgresql")
@pytest.mark.django_db(transaction=True)
def test_two_who_press_at_once_are_both_counted(aworld):
    post, (known, well, _thanks) = story_of(aworld), words(aworld.torsdagsholdet)

    def toggle(who):
        actor = aworld.who(who)
        for _time in range(10):
            react(actor=actor, kind=POST, pk=post.pk, word=known)
            take_back_reaction(actor=actor, kind=POST, pk=post.pk, word=known)
            react(actor=actor, kind=POST, pk=post.pk, word=well)
        react(actor=actor, kind=POST, pk=post.pk, word=known)

    _at_once(lambda: toggle("amina"), lambda: toggle("jonas"))
    assert counts(post) == {str(known.pk): 2, str(well.pk): 2}


@needs("postgresql")
@pytest.mark.django_db(transaction=True)
def test_one_who_presses_twice_at_once_is_counted_once(aworld):
    post, (known, *_others) = story_of(aworld), words(aworld.torsdagsholdet)
    press = lambda: react(actor=aworld.amina, kind=POST, pk=post.pk, word=known)  # noqa: E731
    _at_once(press, press, press)
    assert counts(post) == {str(known.pk): 1}


def test_answers_take_words_too(world):
    topic = youth_topic(world)
    reply = post_reply(actor=world.amina, topic=topic, kind=PostKind.ADVICE, body="Spørg Rashid")
    give(world, "freja", reply, words(world.torsdagsholdet)[0])
    assert sum(counts(reply).values()) == 1
