"""Every door through which the staff opens what the others cannot read: it answers only with an entry, and whom it is
about finds it on their page. A new verb without a story here fails."""

from contextlib import contextmanager

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.utils import IntegrityError
from django.urls import reverse

from community.audit import verbs
from community.audit.models import AuditEntry
from community.concerns.operations import write_concern
from community.membership.operations import end_membership
from forums.topics.operations import post_topic
from forums.writing.operations import edit_post
from tests.care import said_about, the_case
from tests.personas import sign_in
from tests.tellings import company_topic

CANARY = "Canarywords 6c2e"


def old_words(world):
    topic = post_topic(
        actor=world.freja,
        board=world.torsdagsholdet.space.board,
        kind="experience",
        title="Trappen",
        body=f"{CANARY} før",
    )
    story = topic.posts.get(position=0)
    edit_post(actor=world.freja, post=story, words={"title": "Trappen", "body": "Nu", "tags": ""})
    return ("POST", reverse("post_history", args=[story.pk]), {"reason": "dispute"})


def words_of_a_case(world):
    topic = company_topic(world)
    story = topic.posts.get(position=0)
    edit_post(actor=world.mona, post=story, words={"title": topic.title, "body": CANARY, "tags": ""})
    said_about(world, "rashid", story, "names")
    return ("GET", reverse("case", args=[the_case(story).pk]), {})


def concern_of(world):
    words = dict.fromkeys(("what", "told_to", "why", "next_step"), CANARY)
    note = write_concern(actor=world.tine, network=world.roskilde, about=world.freja, **words)
    return ("GET", reverse("concern", args=[note.pk]), {})


def list_of_members(world):
    world.freja.__class__.objects.filter(pk=world.freja.pk).update(display_name=f"Freja {CANARY}")
    return ("GET", reverse("members", args=[world.roskilde.pk]), {})


#: By verb: the door, and whom it is about.
DOORS = {
    "post_history_read": (old_words, "freja"),
    "case_read": (words_of_a_case, "mona"),
    "concern_read": (concern_of, "freja"),
    "members_listed": (list_of_members, None),
}
#: Nobody opens a page: who runs the site copies it as a whole.
WITHOUT_A_PAGE = {"backup_made"}


def knock(client, door):
    method, address, data = door
    return client.post(address, data) if method == "POST" else client.get(address)


@contextmanager
def nothing_can_be_entered():
    """The table takes no row: what a door answers now, it answers without an entry."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "CREATE TRIGGER audit_is_full BEFORE INSERT ON community_auditentry "
                "BEGIN SELECT RAISE(ABORT, 'the audit is full'); END"
            )
        else:
            cursor.execute("ALTER TABLE community_auditentry ADD CONSTRAINT audit_is_full CHECK (false) NOT VALID")
    yield
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER audit_is_full")
        else:
            cursor.execute("ALTER TABLE community_auditentry DROP CONSTRAINT audit_is_full")


def test_every_verb_has_its_door_here(db):
    assert {verb.name for verb in verbs.registered()} == {*DOORS, *WITHOUT_A_PAGE}


@pytest.mark.parametrize("verb", DOORS)
def test_a_door_answers_with_the_words_and_an_entry(world, browse, verb):
    lay, about = DOORS[verb]
    answer = knock(browse("signe"), lay(world))
    assert answer.status_code == 200
    assert CANARY in answer.content.decode()
    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.verb, entry.network_id) == (world.signe, verb, world.roskilde.pk)
    assert entry.about == (world.who(about) if about else None)


@pytest.mark.parametrize("verb", DOORS)
def test_without_an_entry_a_door_answers_nothing(world, browse, verb):
    lay, _about = DOORS[verb]
    door = lay(world)
    signe = browse("signe")
    signe.raise_request_exception = True
    with nothing_can_be_entered(), pytest.raises(IntegrityError, match=r"audit_is_full|the audit is full"):
        knock(signe, door)
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("verb", ["post_history_read", "concern_read", "members_listed"])
@pytest.mark.parametrize("name", ["amina", "sofie", "yusuf", "emil", "mona", "bo", "ellen", "karla"])
def test_whoever_is_turned_away_sees_no_words_and_leaves_no_entry(world, browse, verb, name):
    lay, _about = DOORS[verb]
    answer = knock(browse(name), lay(world))
    assert answer.status_code == 404
    assert CANARY not in answer.content.decode()
    assert not AuditEntry.objects.exists()


def test_the_words_before_are_opened_only_by_whoever_says_why(world, browse):
    _method, address, _data = old_words(world)
    signe = browse("signe")
    asks = signe.get(address)
    assert asks.status_code == 200
    assert CANARY not in asks.content.decode()
    assert "Freja kan se" in asks.content.decode()
    for reason in ("", "curiosity", "care"):
        again = signe.post(address, {"reason": reason})
        assert again.status_code == 422
        assert CANARY not in again.content.decode()
    assert not AuditEntry.objects.exists()
    signe.post(address, {"reason": "safety"})
    assert AuditEntry.objects.get().reason == "safety"
    # Her own words she opens without a word, and it is entered nowhere.
    assert CANARY in browse("freja").get(address).content.decode()
    assert AuditEntry.objects.count() == 1


@pytest.mark.parametrize("verb", DOORS)
def test_whom_it_is_about_finds_it_on_their_page_and_nobody_else_does(world, browse, verb):
    lay, about = DOORS[verb]
    knock(browse("signe"), lay(world))
    told = str(verbs.named(verb).sentence) % {"name": "Signe"}
    with_lists = {"freja", "amina", "jonas", "sofie", "mona", "rashid", "tine"}
    sees = {about} if about else with_lists
    for name in ("freja", "amina", "sofie", "yusuf", "emil", "mona", "signe", "bo", "tine", "ellen", "karla"):
        page = browse(name).get(reverse("who_has_seen")).content.decode()
        assert (told in page) is (name in sees), name
        assert f"{CANARY} før" not in page


def test_the_page_says_who_can_read_what_by_name_and_role_and_what_nobody_of_the_staff_can(world, browse):
    page = browse("freja").get(reverse("who_has_seen")).content.decode()
    for words in ("Private samtaler", "Torsdagsholdet", "Signe, ungekonsulent", "Tine, psykolog"):
        assert words in page
    for words in ("Mandagsholdet", "Bo, ungekonsulent", "Ellen"):
        assert words not in page
    assert "Onsdagsholdet" in browse("bo").get(reverse("who_has_seen")).content.decode()


def test_lists_of_before_one_came_and_after_one_left_are_not_about_one(world, browse):
    browse("signe").get(reverse("members", args=[world.roskilde.pk]))
    end_membership(actor=world.freja, membership=world.membership("freja"))
    assert "medlemslisten" not in browse("freja").get(reverse("who_has_seen")).content.decode()


def test_older_entries_stand_on_further_pages(world, browse, django_assert_num_queries):
    door = concern_of(world)
    for _number in range(31):
        knock(browse("signe"), door)
    freja = browse("freja")
    first = freja.get(reverse("who_has_seen"))
    assert len(first.context["lines"]) == 30
    rest = freja.get(reverse("who_has_seen"), {"before": first.context["older"]})
    assert len(rest.context["lines"]) == 1
    for odd in ("x", "٣", "9" * 30):
        assert freja.get(reverse("who_has_seen"), {"before": odd}).status_code == 404
    # Somebody else's entry leads nowhere.
    assert browse("amina").get(reverse("who_has_seen"), {"before": first.context["older"]}).context["lines"] == []


def test_the_page_costs_the_same_whatever_stands_on_it(world, browse, django_assert_num_queries):
    door = concern_of(world)
    knock(browse("signe"), door)
    freja = browse("freja")
    freja.get(reverse("who_has_seen"))
    with django_assert_num_queries(10):
        freja.get(reverse("who_has_seen"))
    for name in ("signe", "tine", "signe"):
        knock(browse(name), door)
    with django_assert_num_queries(10):
        freja.get(reverse("who_has_seen"))


@pytest.mark.django_db(transaction=True)
def test_a_copy_of_everything_is_entered_and_told_to_everybody(aworld, tmp_path, settings, client):
    settings.PRIVATE_MEDIA_ROOT, settings.MEDIA_ROOT = tmp_path / "private", tmp_path / "media"
    call_command("backup", to=tmp_path / "copies")
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.actor, entry.about, entry.reason) == ("backup_made", None, None, "upkeep")
    page = sign_in(client, aworld.freja).get(reverse("who_has_seen")).content.decode()
    assert "Senest:" in page
