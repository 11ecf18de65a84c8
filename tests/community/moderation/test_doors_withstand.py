"""The doors of care, tried by people who press twice, send others' numbers, nothing at all, or far too much."""

import pytest
from django.urls import reverse

from community.concerns.models import ConcernNote
from community.house_rules.operations import rules_of_a_place
from community.moderation.deeds import hide_thing
from community.moderation.models import Appeal, Case, CaseNote, Deed, Report
from community.moderation.undoing import _WAYS_BACK
from forums.topics.models import Post
from tests.care import a_rule, deed, deputy, held, said_about, the_case
from tests.stage import FORM, encoded
from tests.tellings import WORDS, answer, youth_topic

pytestmark = pytest.mark.django_db
DEEDS = ("hide_thing", "ask_to_change", "close_topic", "pause_person", "end_membership_by_rule", "hide_all_since")
EMOJI = "Vi ses på torsdag 👩🏽‍🚒🌱 æøå"
#: What a field of a thousand letters takes, as a browser sends it: a line's end is two characters there, and one here.
FULL = ("Kanariefuglen\r\n" * 80)[: 15 * 71] + "x" * 6
ODD = ["", " ", "\u200b", "-1", "9" * 24, "9" * 400, "\x00", "\ud800", "1; DROP TABLE", "house-", "👍"]
NOTHING = ["", " ", "\u200b", "\x00", "\u3164"]
MONTHS = ["", "2026-13", "0000-00", "9999-12", "x", "2026-02-30", "\x00", "-1", "9" * 50, "👍"]


@pytest.fixture
def case(world):
    reply = answer(world, youth_topic(world), "jonas")
    said_about(world, "amina", reply)
    return the_case(reply)


def rule_key(rule):
    return f"{'house' if hasattr(rule, 'rules_id') else 'general'}-{rule.pk}"


def form(case, **more):
    return {"version": case.version, "rule": rule_key(a_rule(case)), "words": EMOJI, "hours": "24"} | more


#: What a deed cannot do without.
NEEDED = {
    "hide_thing": ("version", "rule"),
    "ask_to_change": ("version", "rule", "words"),
    "pause_person": ("version", "rule", "words", "hours"),
    "end_membership_by_rule": ("version", "rule", "words"),
    "hide_all_since": ("version", "rule", "hours"),
}


@pytest.mark.parametrize(("name", "field"), [(name, field) for name, fields in NEEDED.items() for field in fields])
def test_no_odd_value_is_a_deed_or_a_fault(world, browse, case, name, field):
    signe = browse("signe")
    for odd in NOTHING if field == "words" else ODD:
        values = encoded(form(case) | {field: odd})
        answered = signe.post(reverse(name, args=[case.pk]), values, content_type=FORM)
        assert answered.status_code in (404, 409, 422), odd
        assert not Deed.objects.exists(), odd
        if answered.status_code == 422 and field != "words":
            assert EMOJI in answered.content.decode(), "what was typed stays"


def test_a_rule_a_place_or_a_psychologist_of_elsewhere_is_none(world, browse, case):
    elsewhere = rules_of_a_place(world.horsens.pk, world.onsdagsholdet.space)[0]
    if hasattr(elsewhere, "rules_id"):
        answered = browse("signe").post(reverse("hide_thing", args=[case.pk]), form(case, rule=rule_key(elsewhere)))
        assert answered.status_code == 422
    for whom in ("bo", "signe", "freja", "jonas", "ellen", "mona"):
        answered = browse("signe").post(
            reverse("hand_over_case", args=[case.pk]), {"version": case.version, "to": world.who(whom).pk}
        )
        assert answered.status_code == 422, whom
    said_about(world, "amina", Post.objects.get(position=0, topic__posts__pk=case.subject_id))
    story = the_case(Post.objects.get(position=0))
    for board in (world.onsdagsholdet.space.board.pk, world.mandagsholdet.space.board.pk, 0, 10**30):
        answered = browse("signe").post(reverse("move_topic", args=[story.pk]), form(story, place=board))
        assert answered.status_code == 422, board
    assert not Deed.objects.exists()


@pytest.mark.parametrize("name", [*DEEDS, "hand_over_case", "close_case"])
def test_a_form_sent_twice_is_one_deed(world, browse, case, name):
    if name == "close_topic":
        said_about(world, "amina", Post.objects.get(position=0, topic__posts__pk=case.subject_id))
        case = the_case(Post.objects.get(position=0))
    signe = browse("signe")
    values = form(case, to=world.tine.pk)
    first, second = (signe.post(reverse(name, args=[case.pk]), values) for _press in range(2))
    assert first.status_code == 302
    assert second.status_code in (302, 409, 422)
    assert Deed.objects.count() == 1


def test_every_letter_is_kept_up_to_the_limit_and_nothing_is_lost_beyond_it(world, browse, case):
    assert len(FULL.replace("\r\n", "\n")) == 1000
    signe = browse("signe")
    answered = signe.post(reverse("hide_thing", args=[case.pk]), form(case, words=FULL))
    assert answered.status_code == 302
    done = Deed.objects.get()
    assert done.words == FULL.replace("\r\n", "\n").strip()
    case.refresh_from_db()
    answered = signe.post(reverse("let_stand", args=[case.pk]), {"version": case.version, "words": FULL + "yy"})
    assert answered.status_code == 422
    assert "Kanariefuglen" in answered.content.decode().partition('name="words"')[2]
    amina = browse("amina")
    report = reverse("report", args=["post", case.subject_id])
    browse("signe").post(reverse("undo_deed", args=[done.pk]), {"version": Case.objects.get().version})
    answered = amina.post(report, {"what": "hurts", "words": FULL + "yy"})
    assert answered.status_code == 422
    assert "Kanariefuglen" in answered.content.decode()
    assert amina.post(report, {"what": "other", "words": FULL}).status_code == 302
    # What looks like nothing, and what nobody offered.
    for what in ("first_words", "", "HURTS", "👍", "hurts "):
        assert amina.post(report, {"what": what}).status_code == 422, what
    assert set(Report.objects.values_list("kind", flat=True)) == {"hurts", "other"}


def test_others_numbers_open_nothing(world, browse, case):
    """A youth, a company, somebody of another network and a deputy of one case, at every address of another's."""
    done = deed(world, "signe", hide_thing, case, **held(case))
    reported = Report.objects.get()
    deputy(world, "bo")
    browse("jonas").post(reverse("appeal", args=[done.pk]), {"words": EMOJI})
    looked = Appeal.objects.get()
    # The deputy judges this one, and has no other door here.
    reply = answer(world, youth_topic(world), "amina")
    said_about(world, "freja", reply)
    other = the_case(reply)
    for who in ("freja", "sofie", "mona", "bo", "yusuf", "ellen", "emil"):
        client = browse(who)
        for name in (*DEEDS, "take_case", "note_on_case", "hand_over_case", "close_case", "move_topic", "let_stand"):
            answered = client.post(reverse(name, args=[other.pk]), form(other, to=world.tine.pk))
            assert answered.status_code == 404, (who, name)
        assert client.get(reverse("my_report", args=[reported.pk])).status_code == 404, who
        if who != "bo":
            assert client.get(reverse("deed", args=[done.pk])).status_code == 404, who
            answered = client.post(
                reverse("answer_appeal", args=[looked.pk]), {"version": 0, "answer": "Nej", "changed": "no"}
            )
            assert answered.status_code == 404, who
        assert client.post(reverse("appeal", args=[done.pk]), {"words": "Mig også"}).status_code == 404, who
    # Nor does whoever did it judge it, by whatever address.
    answered = browse("signe").post(
        reverse("answer_appeal", args=[looked.pk]),
        {"version": Case.objects.get(pk=case.pk).version, "answer": "Nej", "changed": "no"},
    )
    assert answered.status_code == 422
    assert Appeal.objects.get().answered_at is None
    assert Appeal.objects.count() == 1
    assert CaseNote.objects.count() == 0
    assert Deed.objects.count() == 1
    # A second try at the same appeal changes nothing.
    browse("jonas").post(reverse("appeal", args=[done.pk]), {"words": "Andre ord"})
    assert Appeal.objects.get().words == EMOJI


@pytest.mark.parametrize("month", MONTHS)
def test_the_mirror_answers_any_month(world, browse, month):
    answered = browse("freja").get(reverse("care_mirror", args=[world.roskilde.pk]), {"month": month})
    assert answered.status_code in (200, 404)


def test_concerns_keep_others_out_by_every_door(world, browse):
    write = reverse("write_concern", args=[world.roskilde.pk])
    words = dict.fromkeys(("what", "told_to", "why", "next_step"), EMOJI)
    hold = {"hold": "on", "hold_days": "3", "hold_because": EMOJI}
    assert browse("signe").post(write, words | hold | {"about": world.freja.pk}).status_code == 302
    note = ConcernNote.objects.get()
    assert note.what == EMOJI
    for days in ("0", "-3", "15", "999", "x", ""):
        answered = browse("signe").post(write, words | hold | {"about": world.amina.pk, "hold_days": days})
        assert answered.status_code == 422, days
    for who in ("freja", "amina", "mona", "bo", "yusuf", "ellen", "emil", "sofie"):
        for name in ("countersign_hold", "lift_hold", "answer_concern", "end_concern"):
            answered = browse(who).post(reverse(name, args=[note.pk]), {"answer": EMOJI})
            assert answered.status_code == 404, (who, name)
        assert browse(who).get(reverse("concern", args=[note.pk])).status_code == 404
    # Whoever wrote it does not sign it.
    browse("signe").post(reverse("countersign_hold", args=[note.pk]))
    note.refresh_from_db()
    assert (note.countersigned_by, note.over_at, note.answer) == (None, None, "")
    assert browse("signe").post(write, words | {"about": world.amina.pk, "what": "x" * 5000}).status_code == 422


def test_the_words_of_the_case_stay_what_they_were(world, case):
    """None of these tests stand on something that was gone already."""
    assert Post.objects.get(pk=case.subject_id).body == WORDS
    assert len(_WAYS_BACK) >= len(DEEDS)
