"""A question from the asking to the archive: the state after, who is told, and what must not be."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from community.activity.models import ActivityRecord
from community.membership.operations import begin_membership, end_membership
from community.notifications.models import Notification
from community.permissions import Refused
from community.roles import GroupKind, Role
from community.search.finding import Question, find
from community.search.words import Terms
from community.spaces.models import Space
from company_network.sparring import jobs, operations
from company_network.sparring.models import Sparring
from company_network.sparring.operations import ask_sparring, close_sparring, reopen_sparring
from forums.drafts.operations import undo_post
from forums.reading.operations import follow_board, mark_topic_read
from forums.topics.models import Topic
from forums.topics.operations import post_reply
from forums.writing.operations import remove_post
from tests.company_network.told import ASKED_AT, QUESTION, ask, days, sparring_of, workplace
from tests.personas import make_person
from tests.tellings import answer, company_board


def told(kind):
    rows = Notification.objects.filter(kind=kind).order_by("recipient__email")
    return [row.recipient.email.partition("@")[0] for row in rows]


def many_companies(world, number=3):
    group = world.group(world.roskilde, GroupKind.COMPANY_NETWORK)
    for one in range(number):
        begin_membership(actor=world.signe, person=make_person(f"firma{one}"), role=Role.COMPANY, group=group)


def test_a_question_is_open_for_a_week_and_the_other_companies_of_the_network_are_told(world):
    company = workplace(world, "rashid")
    with days(0):
        topic = ask(world)
    asked = sparring_of(topic)
    assert (asked.company, asked.closed_at, asked.outcome) == (company, None, "")
    assert asked.open_until == ASKED_AT + timedelta(days=7)
    assert asked.archived_from == ASKED_AT + timedelta(days=10)
    assert (topic.kind, topic.title) == ("sparring", QUESTION)
    # Mona alone: no youth, no team, no company elsewhere, and not the asker.
    assert told("sparring_asked") == ["mona"]


def test_whoever_asked_for_quiet_on_the_board_is_not_told(world):
    follow_board(actor=world.mona, board=company_board(world), following="mute")
    with days(0):
        ask(world)
    assert told("sparring_asked") == []


def test_a_double_tap_asks_once(world):
    uuid = "0e4ce4f1-58a5-4c3b-9f0b-6b1f0e4ce4f1"
    with days(0):
        for _twice in range(2):
            ask_sparring(actor=world.mona, board=company_board(world), question="Pauser?", client_uuid=uuid)
    assert Sparring.objects.count() == Topic.objects.filter(kind="sparring").count() == 1


@pytest.mark.parametrize("persona", ["freja", "line", "signe", "tine", "ellen", "karla"])
def test_nobody_else_asks(world, persona):
    with days(0), pytest.raises(Refused):
        ask(world, persona)
    assert not Sparring.objects.exists()


def test_closing_says_what_was_done_tells_those_who_answered_and_ends_the_answers(world):
    with days(0):
        topic = ask(world)
    with days(1):
        answer(world, topic, "mona")
    with days(2):
        close_sparring(actor=world.rashid, sparring=sparring_of(topic), outcome="Vi har nu to makkere.")
        closed = sparring_of(topic)
        assert (closed.outcome, closed.closed_by, closed.closed_at) == (
            "Vi har nu to makkere.",
            world.rashid,
            ASKED_AT + timedelta(days=2),
        )
        assert closed.is_archived
        assert told("sparring_closed") == ["mona"]
        with pytest.raises(Refused):
            answer_late(world, topic)
        # The line is changed, and nobody hears of it twice.
        close_sparring(actor=world.rashid, sparring=closed, outcome="Vi har nu tre makkere.")
        assert told("sparring_closed") == ["mona"]
        assert ActivityRecord.objects.filter(kind="sparring_closed").count() == 1
    with days(3):
        close_sparring(actor=world.rashid, sparring=sparring_of(topic), outcome="Vi har nu fire makkere.")
        assert sparring_of(topic).closed_at == ASKED_AT + timedelta(days=2)


def answer_late(world, topic):
    return post_reply(actor=world.mona, topic=topic, kind="answer", body="For sent")


def test_the_line_is_taken_back_and_the_question_stands_as_before(world):
    with days(0):
        topic = ask(world)
    with days(2):
        close_sparring(actor=world.rashid, sparring=sparring_of(topic), outcome="Kanarielinjen")
        for _twice in range(2):
            reopen_sparring(actor=world.rashid, sparring=sparring_of(topic))
        again = sparring_of(topic)
        assert (again.outcome, again.closed_at, again.is_archived) == ("", None, False)
        answer_late(world, topic)
    with days(12):
        close_sparring(actor=world.rashid, sparring=sparring_of(topic), outcome="Sent, men godt")
        # It was in the archive already, and stays where it stood.
        assert sparring_of(topic).archived_from == ASKED_AT + timedelta(days=10)
        reopen_sparring(actor=world.rashid, sparring=sparring_of(topic))
        assert sparring_of(topic).is_archived


@pytest.mark.parametrize("persona", ["mona", "signe", "line", "freja"])
def test_nobody_closes_or_reopens_for_others(world, persona):
    with days(0):
        topic = ask(world)
        for deed, words in ((close_sparring, {"outcome": "Nej"}), (reopen_sparring, {})):
            with pytest.raises(Refused):
                deed(actor=world.who(persona), sparring=sparring_of(topic), **words)
    assert sparring_of(topic).closed_at is None


def test_the_database_holds_that_a_closed_question_says_what_was_done(world):
    with days(0):
        topic = ask(world)
        rows = Sparring.objects.filter(pk=topic.pk)
        for wrong in (
            {"closed_at": ASKED_AT},
            {"outcome": "Ord uden lukning"},
            {"closed_at": ASKED_AT, "closed_by": world.rashid, "archived_from": ASKED_AT, "outcome": ""},
            {"closed_at": ASKED_AT, "closed_by": world.rashid, "outcome": "Åben og lukket"},
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                rows.update(**wrong)


def test_question_answers_and_line_are_found_by_their_words_while_they_stand(world):
    with days(0):
        topic = ask(world)
        answer(world, topic, "mona", body="Hos os tager Ingrid kasketten på.")
        close_sparring(actor=world.rashid, sparring=sparring_of(topic), outcome="Vi købte en kagerulle.")

    def found(who, words):
        spaces = list(Space.objects.visible_to(world.who(who)))
        return [
            r.thing.topic_id
            for r in find(world.who(who), spaces, Question(terms=Terms.of(words), kind="sparring")).results
        ]

    for words in ("makkeren", "kasketten", "kagerulle"):
        assert set(found("mona", words)) == {topic.pk}
        assert found("line", words) == found("freja", words) == []
    with days(1):
        reopen_sparring(actor=world.rashid, sparring=sparring_of(topic))
    assert found("mona", "kagerulle") == []


def test_undo_gives_the_words_back_as_a_draft_of_their_own_composer(world):
    with days(0):
        topic = ask(world)
        draft = undo_post(actor=world.rashid, post=topic.posts.get(position=0))
        assert draft.key == f"sparring:{topic.board_id}"
        assert draft.values["question"] == [QUESTION]
        assert draft.values["body"] == ["Kanarieordene om kufferten."]


# -- by the clock


def run():
    jobs.raise_unanswered_sparring()


def test_without_an_answer_it_is_raised_passed_on_and_its_asker_reminded_each_once(world):
    many_companies(world)
    everybody = ["firma0", "firma1", "firma2", "mona"]
    with days(0):
        topic = ask(world)
    seen = {}
    for day in (1.9, 2.1, 2.1, 3.9, 4.1, 4.1, 6.9, 7.1, 7.1, 9.9, 30):
        with days(day):
            run()
            seen[day] = [told(f"sparring_{kind}") for kind in ("raised", "passed_on", "ending")]
    assert seen == {
        1.9: [[], [], []],
        2.1: [everybody, [], []],
        3.9: [everybody, [], []],
        4.1: [everybody, ["signe"], []],
        6.9: [everybody, ["signe"], []],
        7.1: [everybody, ["signe"], ["rashid"]],
        9.9: [everybody, ["signe"], ["rashid"]],
        30: [everybody, ["signe"], ["rashid"]],
    }
    assert sparring_of(topic).closed_at is None


def test_with_an_answer_only_its_asker_is_reminded(world):
    with days(0):
        topic = ask(world)
    with days(1):
        answer(world, topic, "mona")
    for day in (2.1, 4.1, 7.1):
        with days(day):
            run()
    assert [told(f"sparring_{kind}") for kind in ("raised", "passed_on", "ending")] == [[], [], ["rashid"]]


def test_ones_own_further_words_are_no_answer_and_one_taken_back_is_none_either(world):
    with days(0):
        topic = ask(world)
        answer(world, topic, "rashid", body="Det haster lidt.")
        gone = answer(world, topic, "mona")
    with days(1):
        remove_post(actor=world.mona, post=gone)
    with days(2.1):
        run()
    assert told("sparring_raised") == ["mona"]


@pytest.mark.parametrize("over", ["closed", "taken back"])
def test_of_what_is_over_nobody_is_told(world, over):
    with days(0):
        topic = ask(world)
    with days(1):
        if over == "closed":
            close_sparring(actor=world.rashid, sparring=sparring_of(topic), outcome="Klaret.")
        else:
            remove_post(actor=world.rashid, post=topic.posts.get(position=0))
    for day in (2.1, 4.1, 7.1):
        with days(day):
            run()
    assert not Notification.objects.filter(
        kind__in=["sparring_raised", "sparring_passed_on", "sparring_ending"]
    ).exists()


def test_a_job_that_slept_for_days_tells_each_once_and_nothing_of_the_archive(world):
    with days(0):
        ask(world)
    with days(12):
        run()
    assert Notification.objects.exclude(kind="sparring_asked").count() == 0
    with days(20):
        ask(world, question="Den næste")
    with days(28):
        run()
        run()
    assert [told(f"sparring_{kind}") for kind in ("raised", "passed_on", "ending")] == [["mona"], ["signe"], ["rashid"]]


def test_where_the_asker_has_left_whoever_speaks_for_the_workplace_is_reminded(world):
    company = workplace(world, "rashid")
    with days(0):
        topic = ask(world)
        end_membership(actor=world.signe, membership=world.membership("rashid"))
    many_companies(world, 1)
    membership = world.roskilde.memberships.get(person__email="firma0@example.com")
    membership.represents.create(company=company)
    with days(7.1):
        run()
    assert told("sparring_ending") == ["firma0"]
    with days(8):
        colleague = membership.person
        close_sparring(actor=colleague, sparring=sparring_of(topic), outcome="Vi lærte en til op.")
    assert sparring_of(topic).closed_by == colleague


def test_that_nobody_answered_is_no_news_any_more_when_somebody_has(world):
    with days(0):
        topic = ask(world)
    with days(2.1):
        run()
        assert Notification.objects.visible_to(world.mona).filter(kind="sparring_raised").exists()
        answer(world, topic, "mona")
        assert not Notification.objects.visible_to(world.mona).filter(kind="sparring_raised").exists()


def test_who_has_had_the_question_on_their_screen_has_read_the_news_of_it_also_in_the_archive(world):
    with days(0):
        topic = ask(world)
    with days(30):
        mark_topic_read(actor=world.mona, topic=topic, position=0)
        assert not Notification.objects.visible_to(world.mona).unread().filter(subject_id__gt=0).exists()


def test_the_jobs_ask_as_often_whatever_there_is(world, django_assert_max_num_queries):
    with days(0):
        ask(world)
    with days(1), django_assert_max_num_queries(3):
        operations.raise_unanswered()
        operations.pass_on_unanswered()
        operations.remind_to_close()
