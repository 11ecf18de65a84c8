"""Naming people where one writes: only who reads there can be named, is told once, and nothing leaks afterwards."""

from uuid import uuid4

import pytest
from django.urls import reverse

from community.membership.operations import begin_membership, end_membership
from community.notifications.models import Notification
from community.roles import Role
from community.search.models import SearchEntry
from community.spaces.naming import PEOPLE_A_POST
from forums.mentions.models import Mention
from forums.reading.operations import follow_topic
from forums.topics.models import Post, Topic
from forums.topics.operations import post_topic
from forums.writing.erasing import erase_removed_words
from forums.writing.operations import edit_post, remove_post
from tests.personas import make_person
from tests.tellings import answer_to, company_board
from youth_network.witnessing.operations import witness_topic


@pytest.fixture
def board(world):
    return world.torsdagsholdet.space.board


@pytest.fixture
def topic(world, board):
    return post_topic(actor=world.freja, board=board, kind="question", title="Hvem ved noget?", body="Om trapper.")


def named(post) -> set[str]:
    return set(post.mentions.values_list("person__display_name", flat=True))


def told(kind="mention_posted") -> set[str]:
    return set(Notification.objects.filter(kind=kind).values_list("recipient__display_name", flat=True))


#: Whom Amina can name in her group's space, and whom nobody can: company, other groups, other networks, who left.
OUTSIDE = ("sofie", "yusuf", "emil", "mona", "rashid", "line", "bo", "ellen", "karla")


@pytest.mark.parametrize("name", ["freja", "jonas", "signe", "tine"])
def test_who_reads_there_is_named_and_told(world, topic, name):
    display = name.capitalize()
    post = answer_to(actor=world.amina, topic=topic, body=f"Spørg @{display}, eller kom selv.")
    assert named(post) == told() == {display}
    assert post.html == f'<p>Spørg <strong class="at">@{display}</strong>, eller kom selv.</p>'


@pytest.mark.parametrize("name", OUTSIDE)
def test_who_does_not_read_there_cannot_be_named_not_even_by_number(world, topic, name):
    person = world.who(name)
    meant = {name: {person.pk}}
    post = answer_to(actor=world.amina, topic=topic, body=f"Spørg @{person.display_name} i dag", meant=meant)
    assert not Mention.objects.exists()
    assert told() == set()
    assert post.html == f"<p>Spørg @{person.display_name} i dag</p>"


def test_a_company_names_its_own_and_no_youth(world):
    topic = post_topic(
        actor=world.mona, board=company_board(world), kind="question", title="Makker?", body="@Rashid @Freja @Signe"
    )
    assert named(topic.posts.get()) == told() == {"Rashid", "Signe"}


def test_a_story_of_one_line_names_in_its_title(world, board):
    story = post_topic(actor=world.freja, board=board, kind="question", title="Kan @jonas hjælpe?").posts.get()
    assert named(story) == told() == {"Jonas"}


def test_nobody_names_themselves_and_a_name_in_a_word_or_a_quote_names_nobody(world, topic):
    post = answer_to(
        actor=world.amina, topic=topic, body="@Amina, @Jonasson, a@Jonas, x@jonas.dk og /@jonas\n> @Jonas sagde"
    )
    assert named(post) == told() == set()


def test_a_genitive_names_too(world, topic):
    post = answer_to(actor=world.amina, topic=topic, body="@Jonas' idé er som @Frejas.")
    assert named(post) == {"Jonas", "Freja"}
    assert '<strong class="at">@Freja</strong>s.' in post.html


@pytest.fixture
def two_noors(world):
    people = []
    for name in ("Noor Holm", "Noor Bach"):
        person = make_person(name.lower().replace(" ", "."), language="da")
        person.display_name = name
        person.save(update_fields=["display_name"])
        begin_membership(actor=world.signe, person=person, role=Role.YOUTH, group=world.torsdagsholdet)
        people.append(person)
    return people


def test_of_two_with_one_name_the_chosen_is_meant_and_the_whole_name_needs_no_choice(world, topic, two_noors):
    holm, bach = two_noors
    assert named(answer_to(actor=world.amina, topic=topic, body="@Noor?")) == set()
    assert named(answer_to(actor=world.amina, topic=topic, body="@Noor Bach!")) == {"Noor Bach"}
    chosen = answer_to(actor=world.amina, topic=topic, body="@Noor?", meant={"noor": {holm.pk}})
    assert named(chosen) == {"Noor Holm"}
    # Changing other words keeps whom the name meant.
    edit_post(actor=world.amina, post=chosen, words={"body": "@Noor, kom!"})
    assert named(chosen) == {"Noor Holm"}
    assert '<strong class="at">@Noor</strong>' in Post.objects.get(pk=chosen.pk).html
    edit_post(actor=world.amina, post=chosen, words={"body": "@Noor, kom så!"}, meant={"noor": {bach.pk}})
    assert named(chosen) == {"Noor Bach"}


def test_the_form_says_who_was_chosen(world, browse, topic, two_noors):
    holm, _bach = two_noors
    browse("amina").post(
        reverse("post_reply", args=[topic.pk]),
        {
            "kind": "experience",
            "body": "@Noor!",
            "meant": f"nonsense\nNoor:{holm.pk}\n:9\nNoor:x",
            "client_uuid": uuid4(),
        },
    )
    assert named(Post.objects.get(author=world.amina)) == {"Noor Holm"}


def test_quiet_is_quiet(world, topic):
    follow_topic(actor=world.jonas, topic=topic, following="mute")
    post = answer_to(actor=world.amina, topic=topic, body="@Jonas @Freja")
    assert named(post) == {"Jonas", "Freja"}
    assert told() == {"Freja"}


def test_who_cannot_see_a_hidden_topic_is_not_called_to_it(world, topic):
    Topic.objects.filter(pk=topic.pk).update(hidden_at=topic.created_at)
    topic.refresh_from_db()
    answer_to(actor=world.freja, topic=topic, body="@Jonas og @Signe")
    assert told() == {"Signe"}


def test_it_is_recorded_before_the_answer(world, topic):
    """Whoever is named and also told of the answer hears of the name first."""
    answer_to(actor=world.amina, topic=topic, body="@Freja")
    kinds = Notification.objects.filter(recipient=world.freja).order_by("pk").values_list("kind", flat=True)
    assert next(iter(kinds)) == "mention_posted"


def test_changing_words_tells_only_who_is_named_anew_and_forgets_who_is_not(world, topic):
    post = answer_to(actor=world.amina, topic=topic, body="@Jonas")
    Notification.objects.filter(kind="mention_posted").update(read_at=post.created_at)
    edit_post(actor=world.amina, post=post, words={"body": "@Jonas og @Signe"})
    assert named(post) == told() == {"Jonas", "Signe"}
    assert Notification.objects.filter(kind="mention_posted").unread().get().recipient == world.signe
    edit_post(actor=world.amina, post=post, words={"body": "Signe"})
    assert named(post) == set()
    # The notice of a name that is gone is gone with it.
    assert not Notification.objects.visible_to(world.signe).filter(kind="mention_posted").exists()


def test_who_left_reads_no_news_of_it_and_the_page_still_has_the_name(world, browse, topic):
    answer_to(actor=world.amina, topic=topic, body="@Jonas, CANARY")
    assert Notification.objects.visible_to(world.jonas).filter(kind="mention_posted").exists()
    end_membership(actor=world.signe, membership=world.membership("jonas"))
    assert not Notification.objects.visible_to(world.jonas).exists()
    assert browse("jonas").get(reverse("topic", args=[topic.pk])).status_code == 404
    assert (
        '<strong class="at">@Jonas</strong>' in browse("amina").get(reverse("topic", args=[topic.pk])).content.decode()
    )


def test_a_letter_names_nobody(world, topic):
    witness_topic(actor=world.amina, topic=topic, words={"expression": "@Jonas"})
    assert not Mention.objects.exists()


def test_a_post_that_calls_everybody_calls_only_the_first(world, topic):
    for number in range(PEOPLE_A_POST + 3):
        person = make_person(f"p{number}x")
        begin_membership(actor=world.signe, person=person, role=Role.YOUTH, group=world.torsdagsholdet)
    body = " ".join(f"@P{number}x" for number in range(PEOPLE_A_POST + 3))
    assert answer_to(actor=world.amina, topic=topic, body=body).mentions.count() == PEOPLE_A_POST


def test_names_are_found_and_gone_when_the_words_are(world, topic, monkeypatch):
    post = answer_to(actor=world.amina, topic=topic, body="Hej @Jonas")
    assert "@Jonas" in SearchEntry.objects.get(subject_type="post", subject_id=post.pk).body
    remove_post(actor=world.amina, post=post)
    assert not Notification.objects.visible_to(world.jonas).filter(kind="mention_posted").exists()
    Post.objects.filter(pk=post.pk).update(removed_at="2020-01-01T00:00:00Z")
    erase_removed_words()
    assert not Mention.objects.exists()


def test_a_text_without_names_asks_for_nobody(world, topic, django_assert_num_queries):
    """Naming costs nothing where nobody is named."""
    from forums.mentions.operations import name_people

    post = Post.objects.select_related("topic__board__space", "author").get(topic=topic, position=0)
    with django_assert_num_queries(0):
        name_people(post)


# The list of people ------------------------------------------------------------------------------------------------


def offered(client, space, begins=""):
    page = client.get(reverse("people_to_name", args=[space.pk]), {"begins": begins}).content.decode()
    return [part.partition('"')[0] for part in page.split('data-name="')[1:]]


def test_the_list_offers_who_reads_there(world, browse):
    space = world.torsdagsholdet.space
    assert offered(browse("freja"), space, "j") == ["Jonas"]
    assert offered(browse("freja"), space, "SI") == ["Signe"]
    assert set(offered(browse("freja"), space)) == {"Amina", "Jonas", "Signe", "Tine"}
    for begins in ("mon", "sof", "yus", "emi", "bo", "ell", "fre", "%", "_", "\x00", "x" * 5000):
        assert offered(browse("freja"), space, begins) == [] or begins in ("\x00",)


def test_danish_letters_and_later_names_are_found(world, browse, two_noors):
    two_noors[0].display_name = "Noor Østergaard"
    two_noors[0].save(update_fields=["display_name"])
    assert offered(browse("freja"), world.torsdagsholdet.space, "øst") == ["Noor Østergaard"]


def test_where_people_do_not_all_know_each_other_one_knows_how_a_name_begins(world, browse):
    forum = world.roskilde.spaces.get(kind="youth_forum")
    assert offered(browse("freja"), forum) == []
    assert offered(browse("freja"), forum, "so") == ["Sofie"]


def test_the_list_is_short_and_costs_the_same(world, browse, django_assert_num_queries):
    space, client = world.torsdagsholdet.space, browse("freja")
    offered(client, space)
    for count in (1, 9):
        for number in range(count):
            person = make_person(f"z{count}{number}")
            begin_membership(actor=world.signe, person=person, role=Role.YOUTH, group=world.torsdagsholdet)
        # Session, person, memberships, the space, its people, their bylines.
        with django_assert_num_queries(6):
            assert len(offered(client, space, "z")) == min(5, count if count == 1 else 10)


def test_asking_is_bounded(world, browse, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {
        "people_to_name": "2/m/user",
        "preview_words": "2/m/user",
    }
    client, space = browse("freja"), world.torsdagsholdet.space
    for name, send in (("people_to_name", client.get), ("preview_words", client.post)):
        statuses = [send(reverse(name, args=[space.pk])).status_code for _time in range(3)]
        assert statuses == [200, 200, 429]
