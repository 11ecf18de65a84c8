"""Notes of concern: four parts, read by whom they are about; held back only for a while and with two signatures."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from community import clock
from community.audit.models import AuditEntry
from community.concerns.models import LONGEST_HOLD, UNSIGNED_FOR, ConcernNote
from community.concerns.operations import (
    KEPT_FOR,
    TWICE_IS_ONCE,
    answer_concern,
    countersign_hold,
    end_concern,
    erase_old_concerns,
    lift_hold,
    tell_what_is_held_no_more,
    write_concern,
)
from community.membership.operations import begin_membership, end_membership
from community.notifications.models import Notification
from community.notifications.outbox import deliver_due
from community.permissions import Refused
from community.roles import GroupKind, Role
from tests.care import deputy
from tests.personas import make_person

CANARY = "Canaryworry 4d8e"
WORDS = dict.fromkeys(("what", "told_to", "why", "next_step"), CANARY)
DANGER = "Canarydanger 7e1a"
OTHERS = ["amina", "sofie", "yusuf", "emil", "mona", "rashid", "bo", "ellen", "karla"]


def told(kind):
    names = Notification.objects.filter(kind=kind).values_list("recipient__email", flat=True)
    return {email.partition("@")[0] for email in names}


def written(world, who="signe", **hold):
    return write_concern(actor=world.who(who), network=world.roskilde, about=world.freja, **WORDS, **hold)


def held(world, days=7, who="signe", **more):
    return written(world, who, hold_days=days, hold_because=DANGER, **more)


def page(note):
    return reverse("concern", args=[note.pk])


def form(**more):
    return WORDS | more


def sees(browse, name, note):
    return CANARY in browse(name).get(page(note)).content.decode()


# --- writing and reading ------------------------------------------------------------------------------------------
def test_it_is_written_down_told_at_once_and_read_by_whom_it_is_about(world, browse):
    write = reverse("write_concern", args=[world.roskilde.pk])
    answer = browse("signe").post(write, form(about=world.freja.pk))
    note = ConcernNote.objects.get()
    assert answer.url == reverse("concerns", args=[world.roskilde.pk])
    assert (note.about, note.written_by, note.is_hidden) == (world.freja, world.signe, False)
    assert (told("concern_told"), told("concern_written")) == ({"freja"}, {"tine"})
    assert sees(browse, "freja", note)
    assert "Signe" in browse("freja").get(reverse("my_concerns")).content.decode()


@pytest.mark.parametrize("name", OTHERS)
def test_nobody_else_reads_lists_or_writes_it(world, browse, name):
    note = written(world)
    for address in (
        page(note),
        reverse("concerns", args=[world.roskilde.pk]),
        reverse("write_concern", args=[world.roskilde.pk]),
    ):
        answer = browse(name).get(address)
        assert answer.status_code == 404
        assert CANARY not in answer.content.decode()
    answer = browse(name).post(reverse("write_concern", args=[world.roskilde.pk]), form(about=world.freja.pk))
    assert answer.status_code == 404
    for deed in ("countersign_hold", "lift_hold", "answer_concern", "end_concern"):
        assert browse(name).post(reverse(deed, args=[note.pk]), {"answer": "x"}).status_code == 404
    assert not AuditEntry.objects.exists()
    with pytest.raises(Refused):
        write_concern(actor=world.who(name), network=world.roskilde, about=world.amina, **WORDS)


def test_each_time_the_staff_opens_it_is_entered_and_whom_it_is_about_sees_that(world, browse):
    note = written(world)
    for name in ("signe", "tine", "tine"):
        assert sees(browse, name, note)
    sees(browse, "freja", note)
    entries = AuditEntry.objects.filter(verb="concern_read", about=world.freja)
    assert [entry.actor for entry in entries.order_by("pk")] == [world.signe, world.tine, world.tine]
    seen = browse("freja").get(reverse("who_has_seen")).content.decode()
    assert seen.count("Tine læste et bekymringsnotat om dig.") == 2


def test_the_list_holds_no_words(world, browse):
    written(world)
    page = browse("tine").get(reverse("concerns", args=[world.roskilde.pk])).content.decode()
    assert "Freja" in page
    assert CANARY not in page


def test_notices_and_mails_say_nothing_to_who_looks_over_a_shoulder(world, mailoutbox):
    written(world)
    with clock.at((clock.now() + timedelta(days=1)).replace(hour=11)):
        deliver_due()
    assert {mail.to[0] for mail in mailoutbox} == {"freja@example.com", "tine@example.com"}
    for mail in mailoutbox:
        for form_of_it in (mail.subject, mail.body, mail.alternatives[0][0]):
            for word in (CANARY, "Signe", "bekymr"):
                if mail.to == ["freja@example.com"]:
                    assert word not in str(form_of_it)
            assert CANARY not in str(form_of_it)


@pytest.mark.parametrize("gone", ["what", "told_to", "why", "next_step", "about"])
def test_what_is_missing_is_said_beside_the_field_and_what_was_typed_stays(world, browse, gone):
    values = form(about=world.freja.pk) | {gone: " "}
    answer = browse("signe").post(reverse("write_concern", args=[world.roskilde.pk]), values)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'class="error"' in page
    if gone != "what":
        assert CANARY in page
    assert not ConcernNote.objects.exists()


@pytest.mark.parametrize("unseen", ["\u200b\u2060", "\u00ad \u200e", "\u3000"])
def test_what_nobody_can_see_says_nothing(world, browse, unseen):
    write = reverse("write_concern", args=[world.roskilde.pk])
    for name in WORDS:
        assert browse("signe").post(write, form(about=world.freja.pk) | {name: unseen}).status_code == 422
    hold = {"hold": "on", "hold_days": "3", "hold_because": unseen}
    assert browse("signe").post(write, form(about=world.freja.pk) | hold).status_code == 422
    assert not ConcernNote.objects.exists()
    note = written(world)
    assert browse("freja").post(reverse("answer_concern", args=[note.pk]), {"answer": unseen}).status_code == 422


def test_a_button_pressed_twice_writes_one_note_and_tells_once(world, browse):
    signe, write = browse("signe"), reverse("write_concern", args=[world.roskilde.pk])
    for _press in range(2):
        assert signe.post(write, form(about=world.freja.pk)).status_code == 302
    assert ConcernNote.objects.count() == 1
    assert Notification.objects.filter(kind="concern_told", recipient=world.freja).count() == 1
    # About somebody else, by somebody else, or later it is another one.
    assert signe.post(write, form(about=world.amina.pk)).status_code == 302
    assert browse("tine").post(write, form(about=world.freja.pk)).status_code == 302
    with clock.at(clock.now() + TWICE_IS_ONCE + timedelta(seconds=1)):
        assert signe.post(write, form(about=world.freja.pk)).status_code == 302
    assert ConcernNote.objects.count() == 4


def test_it_is_about_a_present_youth_of_the_network_alone(world, browse):
    write = reverse("write_concern", args=[world.roskilde.pk])
    for name in ("yusuf", "emil", "mona", "tine", "signe"):
        assert browse("signe").post(write, form(about=world.who(name).pk)).status_code == 422
        with pytest.raises(Refused):
            write_concern(actor=world.signe, network=world.roskilde, about=world.who(name), **WORDS)
    with pytest.raises(IntegrityError), transaction.atomic():
        ConcernNote.objects.create(network=world.roskilde, about=world.signe, written_by=world.signe, **WORDS)


def test_whom_it_is_about_says_what_they_think_and_its_writer_is_told(world, browse):
    note = written(world)
    deed = reverse("answer_concern", args=[note.pk])
    assert browse("freja").post(deed, {"answer": " "}).status_code == 422
    browse("freja").post(deed, {"answer": "Det er ikke rigtigt."})
    assert "Det er ikke rigtigt." in browse("tine").get(page(note)).content.decode()
    assert told("concern_answered") == {"signe"}
    assert browse("tine").post(deed, {"answer": "Jo"}).status_code == 404
    with pytest.raises(Refused):
        answer_concern(actor=world.tine, note=note, answer="Jo")


def test_a_worry_ends_and_the_note_stays_readable_for_a_year(world, browse):
    note = written(world)
    assert browse("freja").post(reverse("end_concern", args=[note.pk])).status_code == 404
    browse("tine").post(reverse("end_concern", args=[note.pk]))
    end_concern(actor=world.signe, note=note)
    assert sees(browse, "freja", note)
    with clock.at(note.written_at + KEPT_FOR - timedelta(hours=1)):
        assert erase_old_concerns() == 0
    with clock.at(note.written_at + KEPT_FOR + timedelta(hours=1)):
        assert erase_old_concerns() == 1
    assert not ConcernNote.objects.exists()


def test_whoever_left_the_network_still_reads_what_is_about_them(world, browse):
    note = written(world)
    end_membership(actor=world.freja, membership=world.membership("freja"))
    assert sees(browse, "freja", note)
    assert browse("freja").get(reverse("my_concerns")).status_code == 200
    end_membership(actor=world.tine, membership=world.membership("tine"))
    assert browse("tine").get(page(note)).status_code == 404


# --- the hold -----------------------------------------------------------------------------------------------------
def test_while_it_is_held_back_whom_it_is_about_finds_no_trace_of_it(world, browse):
    note = held(world)
    sees(browse, "tine", note)
    freja = browse("freja")
    assert freja.get(page(note)).status_code == 404
    for address in ("my_concerns", "who_has_seen", "notifications", "since_last", "me"):
        shown = freja.get(reverse(address)).content.decode().split("<main")[1]
        for word in (CANARY, DANGER, "Tine læste", f"/concerns/{note.pk}/"):
            assert word not in shown, (address, word)
    assert freja.post(reverse("lift_hold", args=[note.pk])).status_code == 404
    assert told("concern_told") == set()
    assert told("hold_asked") == {"tine"}


def test_without_a_second_signature_it_opens_within_a_day(world, browse):
    note = held(world, days=14)
    with clock.at(note.written_at + UNSIGNED_FOR - timedelta(minutes=1)):
        assert tell_what_is_held_no_more() == 0
        assert browse("freja").get(page(note)).status_code == 404
    with clock.at(note.written_at + UNSIGNED_FOR):
        # By the clock alone, also where no job runs.
        assert sees(browse, "freja", note)
        assert tell_what_is_held_no_more() == 1
        assert tell_what_is_held_no_more() == 0
        with pytest.raises(Refused):
            countersign_hold(actor=world.tine, note=note)
    assert told("concern_told") == {"freja"}


def test_with_a_second_signature_it_opens_when_its_time_is_over_counted_from_its_writing(world, browse):
    note = held(world, days=7)
    with clock.at(note.written_at + timedelta(hours=20)):
        browse("tine").post(reverse("countersign_hold", args=[note.pk]))
    note.refresh_from_db()
    assert (note.countersigned_by, note.hidden_until) == (world.tine, note.written_at + timedelta(days=7))
    with clock.at(note.written_at + timedelta(days=6, hours=23)):
        assert browse("freja").get(page(note)).status_code == 404
    with clock.at(note.written_at + timedelta(days=7)):
        tell_what_is_held_no_more()
        shown = browse("freja").get(page(note)).content.decode()
    for words in (CANARY, DANGER, "Tine skrev under på det."):
        assert words in shown
    assert told("concern_told") == {"freja"}


def test_nobody_signs_their_own_hold_and_nobody_from_elsewhere(world, browse):
    note = held(world)
    for name in ("signe", "freja", "bo", "ellen", "amina", "mona"):
        browse(name).post(reverse("countersign_hold", args=[note.pk]))
        with pytest.raises(Refused):
            countersign_hold(actor=world.who(name), note=note)
    note.refresh_from_db()
    assert note.countersigned_by is None
    now = clock.now()
    for other in (world.signe, world.freja):
        with pytest.raises(IntegrityError), transaction.atomic():
            ConcernNote.objects.filter(pk=note.pk).update(countersigned_by=other, countersigned_at=now)


def test_whoever_is_asked_can_say_no_and_it_opens_at_once(world, browse):
    note = held(world)
    browse("tine").post(reverse("lift_hold", args=[note.pk]))
    assert sees(browse, "freja", note)
    assert told("concern_told") == {"freja"}
    # Twice is once.
    lift_hold(actor=world.tine, note=note)
    assert Notification.objects.filter(kind="concern_told").count() == 1


def test_no_hold_is_longer_than_the_limit_or_without_a_reason(world, browse):
    for days, because in ((LONGEST_HOLD + 1, DANGER), (3, "")):
        with pytest.raises(Refused):
            written(world, hold_days=days, hold_because=because)
    write = reverse("write_concern", args=[world.roskilde.pk])
    for hold in (
        {"hold_days": "3", "hold_because": ""},
        {"hold_days": "60", "hold_because": DANGER},
        {"hold_days": "", "hold_because": DANGER},
    ):
        assert browse("signe").post(write, form(about=world.freja.pk, hold="on", **hold)).status_code == 422
    assert not ConcernNote.objects.exists()
    note = held(world, days=1)
    for values in ({"hold_days": LONGEST_HOLD + 1}, {"hold_because": ""}, {"hidden_until": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ConcernNote.objects.filter(pk=note.pk).update(**values)


def test_days_and_danger_without_the_tick_hold_nothing(world, browse):
    write = reverse("write_concern", args=[world.roskilde.pk])
    browse("signe").post(write, form(about=world.freja.pk, hold_days="7", hold_because=DANGER))
    note = ConcernNote.objects.get()
    assert (note.hold_days, note.hold_because, note.hidden_until) == (0, "", None)


# --- somebody of another network ----------------------------------------------------------------------------------
@pytest.fixture
def alone(world):
    """Signe, without the psychologist."""
    end_membership(actor=world.tine, membership=world.membership("tine"))
    return world


def test_where_there_is_one_alone_somebody_of_another_network_signs_and_sees_that_note_only(alone, browse):
    world = alone
    write = reverse("write_concern", args=[world.roskilde.pk])
    hold = {"hold": "on", "hold_days": "7", "hold_because": DANGER}
    offered = browse("signe").get(write).content.decode()
    assert "Hvem fra et andet netværk" in offered
    assert f'<option value="{world.bo.pk}">' in offered
    deputy(world)
    assert f'<option value="{world.bo.pk}" selected>' in browse("signe").get(write).content.decode()
    assert browse("signe").post(write, form(about=world.freja.pk, **hold)).status_code == 422
    for nobody in (world.tine, world.ellen, world.line, world.signe):
        answer = browse("signe").post(write, form(about=world.freja.pk, asked_of=nobody.pk, **hold))
        assert answer.status_code == 422
    other = written(world, who="signe")
    browse("signe").post(write, form(about=world.freja.pk, asked_of=world.bo.pk, **hold))
    note = ConcernNote.objects.exclude(pk=other.pk).get()
    assert told("hold_asked") == {"bo"}
    assert sees(browse, "bo", note)
    assert AuditEntry.objects.get().reason == "signature"
    assert browse("bo").get(page(other)).status_code == 404
    assert browse("bo").get(reverse("concerns", args=[world.roskilde.pk])).status_code == 404
    browse("bo").post(reverse("countersign_hold", args=[note.pk]))
    note.refresh_from_db()
    assert note.countersigned_by == world.bo
    with clock.at(note.written_at + timedelta(days=7)):
        assert browse("bo").get(page(note)).status_code == 404, "the hold is over, and so is the reading"
        tell_what_is_held_no_more()
        assert "Bo læste" in browse("freja").get(reverse("who_has_seen")).content.decode()


def test_nobody_of_another_network_is_asked_where_somebody_of_ones_own_can_sign(world, browse):
    write = reverse("write_concern", args=[world.roskilde.pk])
    hold = {"hold": "on", "hold_days": "7", "hold_because": DANGER, "asked_of": world.bo.pk}
    browse("signe").post(write, form(about=world.freja.pk, **hold))
    note = ConcernNote.objects.get()
    assert note.asked_of is None
    assert browse("bo").get(page(note)).status_code == 404
    note = held(world, asked_of=world.bo)
    assert note.asked_of is None


def test_what_waits_for_a_signature_stands_first_on_the_home(world, browse):
    note = held(world)
    assert page(note) in browse("tine").get(reverse("since_last")).content.decode()
    for name in ("signe", "bo", "freja", "amina"):
        assert page(note) not in browse(name).get(reverse("since_last")).content.decode()


def test_a_new_colleague_can_sign_too(world, browse):
    note = held(world)
    una = make_person("una")
    begin_membership(
        actor=world.signe, person=una, role=Role.CONSULTANT, group=world.group(world.roskilde, GroupKind.TEAM)
    )
    countersign_hold(actor=una, note=note)
    assert ConcernNote.objects.get().countersigned_by == una
