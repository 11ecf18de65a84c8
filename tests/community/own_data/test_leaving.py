"""Leaving for good: who may, what ends at once, what a killed process leaves, and what the ledger is for."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from community import clock, holders, ledger
from community.audit.operations import enter
from community.breaks.operations import take_break
from community.care_rules.models import CareRules
from community.chat.operations import delete_message, erase_deleted_words
from community.chat.saying import send_message
from community.concerns.operations import write_concern
from community.holders import Way
from community.membership.models import Membership
from community.membership.operations import deactivate_person, end_membership
from community.moderation.models import Alarm
from community.moderation.taking import note_on_case, take_case
from community.own_data import leaving as room
from community.own_data.closing import KEPT_FOR, let_go_of_closed_accounts
from community.own_data.leaving import finish_what_was_begun, leave
from community.own_data.models import DataCopy, Leaving
from community.own_data.replaying import replay
from community.people.models import AccessEnding, Person
from community.permissions import Refused
from forums.topics.models import Post, Topic
from forums.writing.erasing import erase_removed_words
from forums.writing.operations import remove_post
from tests.care import deputy, said_about, the_case
from tests.personas import sign_in
from tests.tellings import answer, youth_topic
from tests.voices import editor

pytestmark = pytest.mark.django_db


def gone(world, name):
    return Person.objects.get(pk=world.people[name].pk)


def test_leaving_ends_everything_at_once(world, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        leave(person=world.freja, way=Way.ANONYMISE)
    freja = gone(world, "freja")
    assert (freja.is_active, freja.email) == (False, f"{freja.pk}@left.invalid")
    assert not freja.memberships.filter(ended_at=None).exists()
    assert AccessEnding.objects.filter(person=freja, reason="deactivated").exists()
    with pytest.raises(Refused):
        leave(person=freja, way=Way.ERASE)


def test_whoever_comes_back_is_somebody_new(world, django_capture_on_commit_callbacks):
    address = world.freja.email
    with django_capture_on_commit_callbacks(execute=True):
        leave(person=world.freja, way=Way.ANONYMISE)
    again = Person.objects.create_user(address, "Freja")
    assert again.pk != world.people["freja"].pk


def test_a_killed_leaving_is_finished_by_the_job(world, monkeypatch, django_capture_on_commit_callbacks):
    youth_topic(world)
    chat = next(holder for holder in holders.all_holders() if holder.name == "posts")

    def killed(person, way):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(room.holders, "all_holders", lambda: [holders.Holder(**{**vars(chat), "leave": killed})])
        with pytest.raises(KeyboardInterrupt), django_capture_on_commit_callbacks(execute=True):
            leave(person=world.freja, way=Way.ERASE)
    assert Leaving.objects.get().finished_at is None
    assert not gone(world, "freja").is_active, "what ends at once has ended"
    assert Post.objects.filter(author=world.people["freja"], erased_at=None).exists()
    assert finish_what_was_begun() == 1
    assert finish_what_was_begun() == 0
    assert not Post.objects.filter(author=world.people["freja"], erased_at=None).exists()
    assert gone(world, "freja").left_at is not None


def test_a_number_that_was_given_anew_is_left_alone(world, folder):
    ledger.write(
        [ledger.Line(what="person", number=world.freja.pk, born="2020-01-01T00:00:00+00:00", at="x", way="erase")]
    )
    assert replay() == {}
    assert world.freja.is_active


def test_what_was_taken_back_for_good_is_taken_back_again(world, folder, django_capture_on_commit_callbacks):
    """A row that comes back by a restore stands in for one here: the words are put where they were."""
    topic = youth_topic(world)
    post = answer(world, topic, "amina", "Kanarieord")
    message, _new = send_message(
        actor=world.amina,
        room=world.torsdagsholdet.space.room,
        body="Kanariebesked",
        client_uuid=UUID("7f3a7f3a-7f3a-4f3a-8f3a-7f3a7f3a7f3a"),
    )
    with django_capture_on_commit_callbacks(execute=True):
        remove_post(actor=world.amina, post=post)
        delete_message(actor=world.amina, message=message)
        with clock.at(clock.now() + timedelta(days=2)):
            assert (erase_removed_words(), erase_deleted_words()) == (1, 1)
    assert sorted(line.what for line in ledger.read()) == ["message", "post"]
    for row, words in ((post, "Kanarieord"), (message, "Kanariebesked")):
        type(row).objects.filter(pk=row.pk).update(body=words, erased_at=None)
    with django_capture_on_commit_callbacks(execute=True):
        assert replay() == {"message": 1, "post": 1}
    for row in (post, message):
        row.refresh_from_db()
        assert row.body == ""


def test_the_ledger_is_written_where_a_process_was_killed_before_it(world, folder):
    """The callback that writes the line never ran: the test's transaction commits nothing."""
    leave(person=world.freja, way=Way.ERASE)
    assert list(ledger.read()) == []
    replay()
    assert [line.number for line in ledger.read()] == [world.people["freja"].pk]


def test_a_torn_line_and_strange_ones_are_passed_over(folder):
    line = ledger.Line(what="person", number=7, born="b", at="a", way="erase")
    ledger.write([line, line])
    with ledger.path().open("a") as file:
        file.write('{"what": "person", "num')
    other = folder / "other.jsonl"
    other.write_text('[]\n{"what": "voice", "number": 3, "born": "b", "at": "a"}\nnonsense\n')
    assert ledger.join(other) == 1
    # What was torn off must not take the next line with it.
    assert [(one.what, one.number) for one in ledger.read()] == [("person", 7), ("voice", 3)]


def test_accounts_that_nobody_uses_lose_their_name_after_a_year(world, django_capture_on_commit_callbacks):
    topic = youth_topic(world)
    answer(world, topic, "amina")
    editor(world)
    deactivate_person(actor=world.freja, person=world.freja)
    end_membership(actor=world.signe, membership=world.membership("jonas"))
    with clock.at(clock.now() + KEPT_FOR - timedelta(days=1)):
        assert let_go_of_closed_accounts() == 0
    with clock.at(clock.now() + KEPT_FOR + timedelta(days=1)), django_capture_on_commit_callbacks(execute=True):
        assert let_go_of_closed_accounts() == 3, (
            "Freja, Jonas and Emil; Karla keeps the public pages and needs no network"
        )
        assert let_go_of_closed_accounts() == 0
    assert gone(world, "freja").display_name == gone(world, "jonas").display_name == "Tidligere medlem"
    assert Topic.objects.filter(pk=topic.pk, removed_at=None).exists(), "what others answered stays"


def test_a_consultant_who_leaves_lays_down_cases_calls_and_duties(world, django_capture_on_commit_callbacks):
    topic = youth_topic(world)
    said_about(world, "amina", topic.posts.get(position=0), what="worried", words="Hun er alene")
    case = the_case(topic.posts.get(position=0))
    take_case(actor=world.signe, case=case, version=case.version)
    note_on_case(actor=world.signe, case=case, words="Jeg ringer til hende")
    deputy(world, "signe", network=world.bo.memberships.get(ended_at=None).network)
    about = {"what": "Er alene", "told_to": "Tine", "why": "Hun kan hjælpe", "next_step": "Vi ringer"}
    note = write_concern(actor=world.signe, network=world.roskilde, about=world.freja, **about)
    with transaction.atomic():
        enter(actor=world.signe, verb="concern_read", subject=note, reason="safety", about=world.freja)
    with django_capture_on_commit_callbacks(execute=True):
        leave(person=world.signe, way=Way.ERASE)
    case.refresh_from_db()
    assert (case.taken_by, case.taken_at) == (None, None)
    assert case.alarm_at is not None, "the worry calls again"
    assert case.notes.get().words == "Jeg ringer til hende", "it is about somebody else"
    assert not Alarm.objects.filter(person=world.people["signe"]).exists()
    assert not CareRules.objects.filter(deputy=world.people["signe"]).exists()
    freja = sign_in(Client(), world.people["freja"]).get(reverse("who_has_seen")).content.decode()
    assert "Tidligere medlem" in freja
    assert "Signe" not in freja
    note.refresh_from_db()
    assert note.written_by.display_name == "Tidligere medlem"


@pytest.mark.parametrize("held", ["break", "pause"])
def test_a_break_and_a_pause_close_neither_the_copy_nor_leaving(world, held, django_capture_on_commit_callbacks):
    if held == "break":
        take_break(actor=world.freja)
    else:
        Membership.objects.filter(person=world.freja).update(paused_until=clock.now() + timedelta(days=3))
    freja = sign_in(Client(), world.people["freja"])
    assert freja.get(reverse("my_data")).status_code == 200
    assert freja.post(reverse("data_copy"))["Location"] == reverse("my_data")
    assert DataCopy.objects.filter(person=world.freja).exists()
    with django_capture_on_commit_callbacks(execute=True):
        assert freja.post(reverse("leave", args=["erase"]), {"sure": "yes"}).status_code == 200
    person = gone(world, "freja")
    assert (person.is_active, person.paused_at) == (False, None)
    assert not person.memberships.exclude(paused_until=None).exists()
