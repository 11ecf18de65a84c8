"""Zoega takes her copy and leaves: all of hers is in the one, and nothing of hers anywhere after the other."""

import json
import logging
import zipfile
from io import BytesIO

import pytest
from django.core import mail
from django.urls import reverse

from community import clock, forgetting, ledger
from community.attachments.models import Attachment
from community.audit.models import AuditEntry
from community.chat.models import Message
from community.holders import Way
from community.keeping_away.models import KeptAway
from community.moderation.models import Appeal, CaseNote, Deed, Report
from community.notifications.outbox import deliver_due
from community.own_data import copies
from community.own_data.leaving import foretell, leave
from community.own_data.models import DataCopy, Leaving
from community.people.models import Person
from community.search.models import SearchEntry
from community.second_look.models import Look
from forums.topics.models import Post, Topic
from tests.canary import (
    CANARIES,
    EMAIL,
    NAME,
    OTHERS,
    PHONE,
    WORD,
    build_canary,
    files_under,
    found_in_database,
    found_in_files,
    found_in_redis,
    words_of,
)
from tests.tellings import deliver_after, youth_board

pytestmark = pytest.mark.django_db


@pytest.fixture
def zoega(world, django_capture_on_commit_callbacks) -> Person:
    with django_capture_on_commit_callbacks(execute=True):
        return build_canary(world)


def copy_of(person, capture) -> zipfile.ZipFile:
    with capture(execute=True):
        copies.ask_for_copy(person=person)
        copies.make_waiting_copies()
    copy = DataCopy.objects.get(person=person)
    assert copy.state == "ready"
    with copies.storage().open(copies.path(copy.folder)) as file:
        return zipfile.ZipFile(BytesIO(file.read()))


def test_the_copy_holds_all_of_hers_and_none_of_others(zoega, django_capture_on_commit_callbacks):
    bundle = copy_of(zoega, django_capture_on_commit_callbacks)
    held = json.loads(bundle.read("data.json"))["held"]
    page = bundle.read("index.html").decode()
    told = " ".join(words_of(held))
    for mine in (NAME, EMAIL, PHONE, f"Jeg synger højt {WORD}", f"Væk med {WORD}", f"Kun til dig: {WORD}"):
        assert mine in told
        assert mine in page
    for mine in (f"Alene med {WORD}", f"Det ramte mig som {WORD}", f"Måske {WORD}", f"Tale om {WORD}", f"Sig {WORD}"):
        assert mine in told
        assert mine in page
    for mine in (f"Det gjorde ondt på {NAME}, siger {WORD}", f"Det var kun {WORD}", f"Kære Zoega, ikke {WORD} her"):
        assert mine in told
        assert mine in page
    for mine in (f"{NAME} er bange for {WORD}", f"Det passer: {WORD}", f"Kan man lære {WORD}?"):
        assert mine in told
        assert mine in page
    assert "Tine" in " ".join(line["title"] for line in held["seen"]), "who read the note about her"
    assert len(held["concerns"]) == 1, "the other one is held back"
    assert len(held["kept_away"]) == 2, "and not that Freja keeps her away"
    assert f"Og mere {WORD}." in told, "what stands now"
    assert f"Om {WORD}" in [version["words"]["title"] for post in held["posts"] for version in post["before"]]
    assert OTHERS not in told
    assert OTHERS not in page
    filled = {name for name, entries in held.items() if entries}
    assert filled >= {
        "account",
        "memberships",
        "posts",
        "drafts",
        "chat",
        "voices",
        "meetings",
        "agenda",
        "at_meetings",
    }
    assert filled >= {
        "at_meetings",
        "house_rules",
        "files",
        "words_given",
        "reading",
        "named",
        "questions",
        "notices",
        "offers",
    }
    assert filled >= {"care", "concerns", "seen", "kept_away", "enquiries"}
    # Each file once: three photos, a voice, the portrait.
    names = [name for name in bundle.namelist() if name.startswith("files/")]
    assert len(names) == len(set(names)) == Attachment.objects.filter(owner=zoega, state="ready").count() + 1 == 5
    assert {name.rpartition(".")[2] for name in names} == {"webp", "m4a"}
    for name in names:
        assert f'"{name}"' in page


def test_a_copy_of_somebody_else_holds_of_her_what_they_wrote_themselves(
    world, zoega, django_capture_on_commit_callbacks
):
    for who, wrote in ((world.amina, (NAME, WORD)), (world.tine, (NAME,)), (world.signe, ())):
        bundle = copy_of(who, django_capture_on_commit_callbacks)
        told = (bundle.read("data.json") + bundle.read("index.html")).decode()
        # Amina quoted her and called her by her name, Tine wrote to her: that is in their own words.
        assert [canary for canary in (NAME, WORD, EMAIL) if canary in told] == list(wrote)


def _everything_of_hers_is_gone(folder, before):
    assert found_in_database() == []
    assert found_in_files(folder) == []
    assert found_in_redis() == []
    assert not before & files_under(folder / "private"), "photos, voice and portrait"


def test_after_erasing_nothing_of_hers_is_found_anywhere(
    world, zoega, folder, caplog, browse, django_capture_on_commit_callbacks
):
    caplog.set_level(logging.DEBUG)
    before = files_under(folder / "private")
    assert len(before) > 5
    assert len(found_in_database()) > 30
    browse("amina").get(reverse("topic", args=[Topic.objects.get(title__startswith="Om kanarie").pk]))
    with django_capture_on_commit_callbacks(execute=True):
        copies.ask_for_copy(person=zoega)
        copies.make_waiting_copies()
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        leave(person=world.who("zoega"), way=Way.ERASE)
    _everything_of_hers_is_gone(folder, before)
    assert not [path for path in files_under(folder / "private") if path.suffix == ".zip"]
    # What waited to be mailed about her things goes to nobody, or without her.
    deliver_after()
    with clock.at(clock.now()):
        deliver_due()
    sent = "\n".join(str(message.message()) + message.body for message in mail.outbox)
    assert not [canary for canary in CANARIES if canary in sent.lower()]
    logged = caplog.text.lower()
    assert not [canary for canary in CANARIES if canary in logged]
    # The ledger knows numbers and times: hers, and that of the story she had offered.
    lines = [json.loads(line) for line in (folder / "erasures.jsonl").read_text().splitlines()]
    assert [line["what"] for line in lines] == ["person", "voice"]
    assert lines[0] == {
        "what": "person",
        "number": zoega.pk,
        "born": ledger.moment(zoega.joined_at),
        "at": ledger.moment(Leaving.objects.get().at),
        "way": "erase",
    }
    gone = Person.objects.get(pk=zoega.pk)
    assert (gone.display_name, gone.is_active) == ("Tidligere medlem", False)
    assert Leaving.objects.get().finished_at is not None
    # What evidence and sums are made of stands with her number.
    assert AuditEntry.objects.filter(about=gone).exists()
    deed = Deed.objects.get(person=gone)
    assert (deed.words, bool(deed.rule_text), deed.case.author) == ("", True, gone)
    assert not CaseNote.objects.filter(case__author=gone).exists()
    assert not Appeal.objects.exists()
    assert not Report.objects.filter(reporter=gone).exists()
    assert list(Report.objects.filter(case__author=gone).values_list("reporter", "words", "said")) == [
        (world.people["amina"].pk, "", "")
    ]
    assert not KeptAway.objects.exists()
    assert Look.objects.get().sentence == "–"


def test_threads_stay_readable_when_somebody_erased_everything(
    world, zoega, browse, django_capture_on_commit_callbacks
):
    story = Topic.objects.get(title__startswith="Om kanarie")
    with django_capture_on_commit_callbacks(execute=True):
        leave(person=zoega, way=Way.ERASE)
    page = browse("amina").get(reverse("topic", args=[story.pk])).content.decode()
    assert "Taget tilbage" in page
    assert OTHERS in page
    assert "@tidligere medlem" in page
    listed = browse("jonas").get(reverse("board", args=[youth_board(world).pk])).content.decode()
    assert WORD not in listed
    room = browse("amina").get(reverse("chat_room", args=[world.torsdagsholdet.space.room.pk])).content.decode()
    assert OTHERS in room
    assert "zoega" not in room.lower()
    assert not Message.objects.filter(room__begun_by=zoega, erased_at=None).exists(), "both sides of her private talk"
    assert not SearchEntry.objects.filter(author=zoega).exists()
    story.refresh_from_db()
    assert story.reply_count == Post.objects.filter(topic=story, position__gt=0, removed_at=None).count() == 2


def test_words_stay_without_name_photo_and_voice_where_she_wants_that(
    world, zoega, folder, browse, django_capture_on_commit_callbacks
):
    before = files_under(folder / "private")
    story = Topic.objects.get(title__startswith="Om kanarie")
    with django_capture_on_commit_callbacks(execute=True):
        leave(person=zoega, way=Way.ANONYMISE)
    nameless = tuple(canary for canary in CANARIES if canary != WORD)
    assert found_in_database(nameless) == []
    assert found_in_files(folder) == []
    assert not before & files_under(folder / "private")
    page = browse("amina").get(reverse("topic", args=[story.pk])).content.decode()
    assert f"På lageret lød der {WORD}" in page
    assert "Jeg hedder tidligere medlem" in page
    said = Report.objects.get(reporter=zoega)
    assert said.words == f"Det gjorde ondt på tidligere medlem, siger {WORD}", "somebody may need help"
    assert "Tidligere medlem" in page
    assert not Topic.objects.filter(title__startswith="Alene", removed_at=None).exists(), "what nobody answered"
    room = browse("amina").get(reverse("chat_room", args=[world.torsdagsholdet.space.room.pk])).content.decode()
    assert f"Jeg synger højt {WORD}" in room
    assert not Message.objects.filter(room__begun_by=zoega, erased_at=None).exists()


@pytest.mark.parametrize("way", Way)
def test_what_the_page_says_beforehand_is_what_happens(world, zoega, way, django_capture_on_commit_callbacks):
    said = foretell(zoega, way)
    assert said.goes
    assert said.stays
    with django_capture_on_commit_callbacks(execute=True):
        leave(person=zoega, way=way)
    gone = Person.objects.get(pk=zoega.pk)
    after = foretell(gone, way)
    # The empty account itself is counted as long as there is one.
    account = [fate for fate in after.goes if "navn" not in fate.words]
    assert account == []
    assert {fate.words: fate.count for fate in after.stays}.items() >= {
        fate.words: fate.count for fate in said.stays if "Listen over" not in fate.words
    }.items()


def test_pages_kept_in_the_memory_of_a_process_are_forgotten(world, zoega, browse, django_capture_on_commit_callbacks):
    from community.drawn import _drawn
    from forums.topics.drawing import _kept

    story = Topic.objects.get(title__startswith="Om kanarie")
    browse("amina").get(reverse("topic", args=[story.pk]))
    assert _kept.cache_info().currsize
    with django_capture_on_commit_callbacks(execute=True):
        leave(person=zoega, way=Way.ERASE)
    assert (_kept.cache_info().currsize, _drawn.cache_info().currsize) == (0, 0)


def test_another_process_forgets_when_the_ledger_has_grown(folder, monkeypatch):
    emptied = []
    monkeypatch.setattr(forgetting, "caches", [lambda: emptied.append(1)])
    monkeypatch.setattr(forgetting, "LOOK_EVERY", 0)
    monkeypatch.setattr(forgetting, "_seen", None)
    forgetting.forget_those_who_left()
    assert not emptied, "a process that has just begun keeps nothing"
    ledger.write([ledger.Line(what="person", number=1, born="a", at="b", way="erase")])
    forgetting.forget_those_who_left()
    forgetting.forget_those_who_left()
    assert emptied == [1]
