"""What a consultant does about a case: notice and log are made of one row, and all of it can be taken back."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from community import clock
from community.house_rules.operations import rules_of_a_place, rules_to_cite
from community.membership.models import Membership
from community.moderation.appeals import appeal
from community.moderation.deeds import (
    ActedMeanwhile,
    ask_to_change,
    close_case,
    close_topic,
    end_membership_by_rule,
    hand_over_case,
    hide_thing,
    let_stand,
    move_topic,
    pause_person,
)
from community.moderation.models import Case, Deed
from community.moderation.taking import give_back_case, note_on_case, take_case
from community.moderation.undoing import hide_all_since, undo_deed
from community.notifications.models import Notification
from community.permissions import Refused
from community.roles import GroupKind, Role
from community.spaces.models import Space
from forums.tags.operations import keep_tags
from forums.topics.models import Post, Topic
from forums.topics.operations import post_reply, post_topic
from tests.care import a_rule, deed, held, said_about, the_case
from tests.tellings import WORDS, answer, youth_topic

WHY = "Lad os tale om det på torsdag."


@pytest.fixture
def topic(world):
    return youth_topic(world)


@pytest.fixture
def reply(world, topic):
    return answer(world, topic, "jonas")


@pytest.fixture
def case(world, reply):
    said_about(world, "amina", reply)
    return the_case(reply)


def told(world, who):
    return list(Notification.objects.visible_to(world.who(who)).values_list("kind", flat=True))


def reads(browse, who, topic):
    return browse(who).get(reverse("topic", args=[topic.pk])).content.decode().count(WORDS)


# --- one row, read by both ------------------------------------------------------------------------------------------
def test_the_author_and_the_log_read_the_same_row(world, browse, topic, reply, case):
    done = deed(world, "signe", hide_thing, case, words=WHY, **held(case))
    assert (done.kind, done.by, done.person, done.rule_text) == ("hide", world.signe, world.jonas, a_rule(case).text)
    assert "deed_done" in told(world, "jonas")
    for who, address in (("jonas", reverse("deed", args=[done.pk])), ("signe", reverse("case", args=[case.pk]))):
        html = browse(who).get(address).content.decode()
        assert done.rule_text in html, who
        assert WHY in html, who
    assert browse("amina").get(reverse("deed", args=[done.pk])).status_code == 404
    case.refresh_from_db()
    assert case.closed_at is not None
    assert "report_answered" in told(world, "amina")


def test_a_deed_names_a_rule_that_holds_there(world, case):
    others = rules_to_cite(world.mandagsholdet)[0]
    with pytest.raises(Refused):
        deed(world, "signe", hide_thing, case, rule=others)
    general = rules_of_a_place(world.roskilde.pk, None)[0]
    assert deed(world, "signe", hide_thing, case, rule=general).general_rule == general


def test_the_database_holds_deeds_to_their_rules(world, case):
    rule = a_rule(case)
    wrong = [
        {"kind": "hide", "by": world.signe, "person": world.jonas},
        {"kind": "hide", "person": world.jonas, "rule": rule, "rule_text": rule.text},
        {"kind": "pause", "by": world.signe, "person": world.jonas, "rule": rule, "rule_text": rule.text},
        {"kind": "let_stand", "person": world.jonas},
        {"kind": "hide", "by": world.signe, "person": world.signe, "rule": rule, "rule_text": rule.text},
    ]
    for values in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Deed.objects.create(case=case, **values)


# --- hiding ---------------------------------------------------------------------------------------------------------
def test_hiding_and_taking_it_back(world, browse, topic, reply, case):
    assert reads(browse, "amina", topic) == 2
    done = deed(world, "signe", hide_thing, case, **held(case))
    assert [reads(browse, who, topic) for who in ("amina", "tine", "freja", "jonas", "signe")] == [1, 1, 1, 2, 2]
    deed_back = undo_deed(actor=world.signe, deed=done, version=Case.objects.get().version)
    assert deed_back.undone_by == world.signe
    assert reads(browse, "amina", topic) == 2
    assert told(world, "jonas").count("deed_undone") == 1
    undo_deed(actor=world.signe, deed=done, version=Case.objects.get().version)
    assert told(world, "jonas").count("deed_undone") == 1


def test_letting_it_stand_is_told_and_holds_for_these_words(world, browse, topic, reply, case):
    with pytest.raises(Refused):
        deed(world, "signe", let_stand, case)
    deed(world, "signe", hide_thing, case, **held(case))
    deed(world, "signe", let_stand, case, words="Jeg læste forkert.")
    assert reads(browse, "amina", topic) == 2
    assert Deed.objects.get(kind="hide").undone_at is not None


def test_letting_it_stand_ends_whatever_hid_it(world, browse, topic, reply, case):
    """So that what comes after meets nothing of it: a spree that is taken back shows it, and nobody judges it again."""
    asked = deed(world, "signe", ask_to_change, case, words="Skriv det om.", **held(case))
    made = appeal(actor=world.jonas, deed=asked)
    deed(world, "signe", let_stand, case)
    asked = Deed.objects.get(pk=asked.pk)
    assert asked.undone_by == world.signe
    made.refresh_from_db()
    assert (made.changed, made.answered_by) == (True, world.signe)
    assert "appeal_answered" in told(world, "jonas")
    assert not browse("jonas").get(reverse("deed", args=[asked.pk])).context["may_appeal"]
    spree = deed(world, "signe", hide_all_since, case, since=clock.now() - timedelta(hours=1), **held(case))
    assert reads(browse, "amina", topic) == 1
    undo_deed(actor=world.signe, deed=spree, version=Case.objects.get().version)
    assert reads(browse, "amina", topic) == 2


def test_one_thing_of_a_spree_that_is_let_stand_is_held_by_it_no_more(world, browse, topic, reply, case):
    other = answer(world, topic, "jonas")
    spree = deed(world, "signe", hide_all_since, case, since=clock.now() - timedelta(hours=1), **held(case))
    deed(world, "signe", let_stand, case)
    assert Deed.objects.get(pk=spree.pk).about["things"] == [["post", other.pk]]
    hidden = deed(world, "signe", hide_thing, case, **held(case))
    undo_deed(actor=world.signe, deed=hidden, version=Case.objects.get().version)
    assert Post.objects.get(pk=reply.pk).hidden_at is None
    assert Post.objects.get(pk=other.pk).hidden_at is not None


def test_taking_an_older_deed_back_shows_nothing_that_a_newer_one_hides(world, browse, topic, reply, case):
    older = deed(world, "signe", ask_to_change, case, words="Skriv det om.", **held(case))
    newer = deed(world, "signe", hide_thing, case, **held(case))
    undo_deed(actor=world.signe, deed=older, version=Case.objects.get().version)
    assert reads(browse, "amina", topic) == 1
    assert "deed_undone" in told(world, "jonas")
    undo_deed(actor=world.signe, deed=newer, version=Case.objects.get().version)
    assert reads(browse, "amina", topic) == 2


def test_what_a_spree_hides_too_stays_hidden_when_its_own_deed_is_taken_back(world, browse, topic, reply, case):
    spree = deed(world, "signe", hide_all_since, case, since=clock.now() - timedelta(hours=1), **held(case))
    own = deed(world, "signe", hide_thing, case, **held(case))
    undo_deed(actor=world.signe, deed=own, version=Case.objects.get().version)
    assert reads(browse, "amina", topic) == 1
    undo_deed(actor=world.signe, deed=spree, version=Case.objects.get().version)
    assert reads(browse, "amina", topic) == 2


def test_what_is_asked_about_a_deed_that_is_taken_back_waits_no_more(world, browse, case):
    hidden = deed(world, "signe", hide_thing, case, **held(case))
    made = appeal(actor=world.jonas, deed=hidden)
    undo_deed(actor=world.signe, deed=hidden, version=Case.objects.get().version)
    made.refresh_from_db()
    assert made.changed
    assert "Det blev taget tilbage" in browse("jonas").get(reverse("deed", args=[hidden.pk])).content.decode()


def test_the_author_is_asked_and_it_comes_back_when_they_have_changed_it(world, browse, topic, reply, case):
    with pytest.raises(Refused):
        deed(world, "signe", ask_to_change, case, words=" ", **held(case))
    deed(world, "signe", ask_to_change, case, words="Skriv “en kollega”.", **held(case))
    case.refresh_from_db()
    assert (case.closed_at, case.waits_for_author) == (None, True)
    page = browse("jonas").get(reverse("topic", args=[topic.pk])).content.decode()
    assert "Skriv “en kollega”." in page
    browse("jonas").post(reverse("edit_post", args=[reply.pk]), {"body": "En kollega var kold."})
    case.refresh_from_db()
    assert (case.waits_for_author, case.author_changed_at is not None) == (False, True)
    assert "author_changed" in told(world, "signe")
    assert "En kollega" not in browse("amina").get(reverse("topic", args=[topic.pk])).content.decode()
    deed(world, "signe", let_stand, case)
    assert "En kollega" in browse("amina").get(reverse("topic", args=[topic.pk])).content.decode()


def test_closing_without_a_deed_tells_the_author_nothing(world, case):
    deed(world, "signe", close_case, case)
    assert told(world, "jonas") == ["reply_posted"] or "deed_done" not in told(world, "jonas")
    assert "report_answered" in told(world, "amina")


# --- topics ---------------------------------------------------------------------------------------------------------
def test_a_closed_conversation_takes_no_answers_and_says_by_which_rule(world, browse, topic, case):
    said_about(world, "amina", topic.posts.get(position=0), "other")
    story_case = the_case(topic.posts.get(position=0))
    with pytest.raises(Refused):
        deed(world, "signe", close_topic, case, **held(case))
    done = deed(world, "signe", close_topic, story_case, **held(story_case))
    html = browse("amina").get(reverse("topic", args=[topic.pk])).content.decode()
    assert done.rule_text in html
    with pytest.raises(Refused):
        post_reply(actor=world.jonas, topic=topic, kind="advice", body="Et råd mere")
    undo_deed(actor=world.signe, deed=done, version=Case.objects.get(pk=story_case.pk).version)
    assert answer(world, Topic.objects.get(pk=topic.pk), "jonas")


def test_a_topic_moves_to_fewer_readers_only_and_comes_back_with_its_tags(world, browse):
    forum = Space.objects.get(network=world.roskilde, kind="youth_forum")
    topic = post_topic(actor=world.freja, board=forum.board, kind="experience", title="Til alle", body=WORDS)
    keep_tags(topic, ["kantine"])
    story = topic.posts.get()
    said_about(world, "sofie", story, "other")
    case = the_case(story)
    boards = dict(browse("signe").get(reverse("case", args=[case.pk])).context["places"])
    assert list(boards.values()) == ["Torsdagsholdet"], "not the group that its teller does not read"
    with pytest.raises(Refused):
        deed(world, "signe", move_topic, case, place=world.mandagsholdet.space.board.pk, **held(case))
    done = deed(world, "signe", move_topic, case, place=world.torsdagsholdet.space.board.pk, **held(case))
    assert browse("amina").get(reverse("topic", args=[topic.pk])).status_code == 200
    assert browse("sofie").get(reverse("topic", args=[topic.pk])).status_code == 404
    assert Topic.objects.get(pk=topic.pk).tag_names == []
    undo_deed(actor=world.signe, deed=done, version=Case.objects.get(pk=case.pk).version)
    assert browse("sofie").get(reverse("topic", args=[topic.pk])).status_code == 200
    assert [name for _pk, name in Topic.objects.get(pk=topic.pk).tag_names] == ["kantine"]


# --- people ---------------------------------------------------------------------------------------------------------
def test_a_membership_is_ended_with_the_reason_and_can_begin_again(world, browse, case):
    done = deed(world, "signe", end_membership_by_rule, case, words=WHY, **held(case))
    assert not Membership.objects.current().filter(person=world.jonas).exists()
    assert WHY in browse("jonas").get(reverse("deed", args=[done.pk])).content.decode()
    undo_deed(actor=world.signe, deed=done, version=Case.objects.get().version)
    again = Membership.objects.current().get(person=world.jonas)
    assert (again.role, again.group) == (Role.YOUTH, world.torsdagsholdet)


def test_the_psychologist_gets_the_case_that_is_handed_over_and_no_other(world, browse, case):
    tine = browse("tine")
    assert tine.get(reverse("case", args=[case.pk])).status_code == 404
    with pytest.raises(Refused):
        deed(world, "signe", hand_over_case, case, to=world.bo)
    deed(world, "signe", hand_over_case, case, to=world.tine, words="Vil du tage den?")
    html = tine.get(reverse("case", args=[case.pk])).content.decode()
    assert "Vil du tage den?" in html
    assert "case_opened" in told(world, "tine")
    with pytest.raises(Refused):
        deed(world, "tine", hide_thing, case, **held(case))
    deed(world, "tine", close_case, case)


# --- a spree --------------------------------------------------------------------------------------------------------
def test_all_that_somebody_put_up_since_then_is_hidden_and_taken_back_as_one(world, browse, topic, case):
    old = answer(world, topic, "jonas")
    Post.objects.filter(pk=old.pk).update(created_at=clock.now() - timedelta(days=3))
    others = answer(world, topic, "amina")
    spree = [answer(world, topic, "jonas") for _number in range(3)]
    hidden = deed(world, "signe", hide_thing, case, **held(case))
    done = deed(world, "signe", hide_all_since, case, since=clock.now() - timedelta(hours=1), words=WHY, **held(case))
    assert {pk for _kind, pk in done.about["things"]} == {post.pk for post in spree}
    standing = set(Post.objects.filter(topic=topic, hidden_at=None).values_list("pk", flat=True))
    assert {old.pk, others.pk} < standing
    assert not standing & {post.pk for post in spree}
    assert told(world, "jonas").count("deed_done") == 2
    undo_deed(actor=world.signe, deed=done, version=Case.objects.get().version)
    standing = set(Post.objects.filter(topic=topic, hidden_at=None).values_list("pk", flat=True))
    assert {post.pk for post in spree} < standing
    assert hidden.case.subject_id not in standing, "what a deed of its own has hidden stays hidden"


# --- who may --------------------------------------------------------------------------------------------------------
def test_nobody_else_sees_or_decides(world, browse, case):
    for who in ("bo", "jonas", "amina", "freja", "tine", "ellen", "mona", "line", "sofie"):
        assert browse(who).get(reverse("case", args=[case.pk])).status_code == 404, who
        for name in ("hide_thing", "take_case", "close_case", "pause_person", "note_on_case"):
            answered = browse(who).post(reverse(name, args=[case.pk]), {"version": case.version})
            assert answered.status_code == 404, (who, name)
        with pytest.raises(Refused):
            deed(world, who, hide_thing, case, **held(case))
        with pytest.raises(Refused):
            note_on_case(actor=world.who(who), case=case, words="Hm")
    assert browse("bo").get(reverse("care_queue")).status_code == 200
    assert reverse("case", args=[case.pk]) not in browse("bo").get(reverse("care_queue")).content.decode()
    for who in ("amina", "mona", "ellen", "emil", "karla"):
        assert browse(who).get(reverse("care_queue")).status_code == 404, who
    assert Case.objects.get().version == case.version


def test_a_consultant_sees_no_case_about_themselves(world, browse, topic):
    post = answer(world, topic, "signe", body="Et råd, der sårer")
    said_about(world, "amina", post)
    case = the_case(post)
    assert browse("signe").get(reverse("case", args=[case.pk])).status_code == 404
    assert browse("signe").get(reverse("care_queue")).content.decode().count(f"/cases/{case.pk}/") == 0
    with pytest.raises(Refused):
        deed(world, "signe", hide_thing, case, **held(case))
    with pytest.raises(Refused):
        deed(world, "signe", take_case, case)


def test_who_acts_on_an_older_page_is_told_and_nothing_happens(world, browse, topic, reply, case):
    page = browse("signe").get(reverse("case", args=[case.pk]))
    version = page.context["version"]
    said_about(world, "freja", reply, "other")
    with pytest.raises(ActedMeanwhile):
        close_case(actor=world.signe, case=case, version=version)
    rule = a_rule(case)
    answered = browse("signe").post(
        reverse("hide_thing", args=[case.pk]), {"version": version, "rule": f"house-{rule.pk}", "words": "Mine ord"}
    )
    assert answered.status_code == 409
    assert "Nogen har gjort noget ved det imens" in answered.content.decode()
    assert "Mine ord" in answered.content.decode()
    assert Post.objects.get(pk=reply.pk).hidden_at is None


def test_taking_giving_back_and_notes(world, browse, case):
    with pytest.raises(Refused):
        deed(world, "signe", give_back_case, case)
    deed(world, "signe", take_case, case)
    assert Case.objects.get().taken_by == world.signe
    note_on_case(actor=world.signe, case=case, words="Jeg ringer til ham.")
    assert "Jeg ringer til ham." in browse("signe").get(reverse("case", args=[case.pk])).content.decode()
    deed(world, "signe", give_back_case, case)
    assert Case.objects.get().taken_by is None


def test_words_are_needed_where_a_person_reads_them(world, browse, case):
    rule = f"house-{a_rule(case).pk}"
    for name in ("ask_to_change", "pause_person", "end_membership_by_rule"):
        answered = browse("signe").post(
            reverse(name, args=[case.pk]), {"version": case.version, "rule": rule, "hours": 24}
        )
        assert answered.status_code == 422, name
        assert answered.context["typed"] == name
    assert not Deed.objects.exists()


def test_a_company_case_is_held_by_the_general_rules(world, browse):
    from tests.tellings import company_topic

    story = company_topic(world).posts.get()
    said_about(world, "rashid", story, "advertising")
    case = the_case(story)
    assert case.space == world.group(world.roskilde, GroupKind.COMPANY_NETWORK).space
    keys = [key for key, _text in browse("signe").get(reverse("case", args=[case.pk])).context["rules"]]
    assert keys
    assert all(key.startswith("general-") for key in keys)


def test_pausing_needs_a_moment_ahead(world, case):
    with pytest.raises(Refused):
        deed(world, "signe", pause_person, case, until=clock.now(), words=WHY, **held(case))
