"""Sparring through the door: who finds what, in which order, and what stands on the page of a question."""

import pytest
from django.urls import reverse

from company_network.sparring.operations import close_sparring
from forums.drafts.operations import save_draft
from forums.topics.models import Topic
from tests.care import said_about
from tests.company_network.told import QUESTION, ask, days, sparring_of, workplace
from tests.tellings import answer, company_board

#: Session, person, memberships; the boards, the open questions and whether one may ask there, the archive; then the
#: shell's marks.
QUERIES_OF_LIST = 8


def page(browse, who, name="sparring", *args, query=""):
    answer = browse(who).get(reverse(name, args=args) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def titles(html, *wanted):
    return sorted((title for title in wanted if title in html), key=html.index)


@pytest.mark.parametrize(
    "persona", ["mona", "rashid", "signe", "tine", "line", "bo", "freja", "ellen", "karla", "emil"]
)
def test_who_sees_the_space_finds_the_questions_and_nobody_else(world, browse, persona):
    sees = persona in ("mona", "rashid", "signe", "tine")
    with days(0):
        open_one, closed = ask(world), ask(world, question="Kanariefuglens andet")
        close_sparring(actor=world.rashid, sparring=sparring_of(closed), outcome="Kanarielinjen")
        if persona in ("freja", "ellen", "karla", "emil"):
            # Who can neither ask nor read has no such page.
            assert browse(persona).get(reverse("sparring")).status_code == 404
            html = ""
        else:
            html = page(browse, persona)
        assert [word in html for word in (QUESTION, "Kanariefuglens andet", "Kanarielinjen")] == [sees] * 3
        for topic in (open_one, closed):
            assert browse(persona).get(reverse("topic", args=[topic.pk])).status_code == (200 if sees else 404)
            deed = browse(persona).post(reverse("reopen_sparring", args=[topic.pk]))
            assert deed.status_code == (302 if persona == "rashid" else 403 if sees else 404)
    assert browse("visitor").get(reverse("sparring")).status_code == 302


def test_an_answer_that_is_hidden_is_none(world, browse):
    with days(0):
        topic = ask(world)
        hidden = answer(world, topic, "mona")
        assert "Ingen har svaret endnu." not in page(browse, "rashid")
        said_about(world, "rashid", hidden, "names")
        assert "Ingen har svaret endnu." in page(browse, "rashid")


def test_unanswered_ones_stand_first_the_oldest_on_top_then_the_archive(world, browse):
    with days(0):
        answered = ask(world, question="Besvaret")
        ask(world, question="Ældst uden svar")
    with days(1):
        ask(world, question="Nyere uden svar")
        answer(world, answered, "mona")
    with days(2):
        closed = ask(world, question="Lukket")
        close_sparring(actor=world.rashid, sparring=sparring_of(closed), outcome="Sådan gik det")
    with days(3):
        html = page(browse, "mona")
        expected = ["Ældst uden svar", "Nyere uden svar", "Besvaret", "Lukket"]
        assert titles(html, *expected) == expected
        assert "Det gjorde vi: Sådan gik det" in html
        assert html.count("Ingen har svaret endnu.") == 2
    with days(10.5):
        # The archive begins with what came into it last.
        archived = ["Besvaret", "Ældst uden svar", "Lukket"]
        html = page(browse, "mona")
        assert html.index("Nyere uden svar") < html.index("Besvaret")
        assert set(titles(html, *archived)) == set(archived)
        assert html.index("Besvaret") < html.index("Lukket")


def test_the_archive_goes_on_page_by_page_without_a_gap_or_a_double(world, browse, monkeypatch):
    monkeypatch.setattr("company_network.sparring.views.ARCHIVED_A_PAGE", 2)
    with days(0):
        for number in range(5):
            ask(world, question=f"Spørgsmål nr. {number}")
    with days(20):
        found, query = [], ""
        while True:
            answer = browse("mona").get(reverse("sparring") + query)
            found += [state.sparring.topic.title for state in answer.context["archived"]]
            if not answer.context["older"]:
                break
            query = "?before=" + answer.context["older"].replace("+", "%2B")
    assert found == [f"Spørgsmål nr. {number}" for number in (4, 3, 2, 1, 0)]
    assert browse("mona").get(reverse("sparring") + "?before=nonsense").status_code == 404


def test_the_list_asks_as_often_with_one_question_as_with_six(world, browse, django_assert_num_queries):
    workplace(world, "rashid")
    with days(0):
        for many in (1, 5):
            for _number in range(many):
                closed = ask(world, "rashid")
                close_sparring(actor=world.rashid, sparring=sparring_of(closed), outcome="Klaret")
                ask(world, "rashid")
            client = browse("mona")
            # The day of the visit is noted once.
            client.get(reverse("since_last"))
            with django_assert_num_queries(QUERIES_OF_LIST):
                client.get(reverse("sparring"))


def test_asking_through_the_form_keeps_what_was_typed_and_undoes(world, browse):
    address = reverse("new_sparring", args=[company_board(world).pk])
    client = browse("mona")
    uuid = "5b0f5a52-0a7f-4c9b-8a39-3a1d9d0e4b11"
    wrong = client.post(address, {"question": "x" * 121, "body": "Kanarieord", "client_uuid": uuid})
    assert wrong.status_code == 422
    assert "x" * 121 in wrong.content.decode()
    assert "Kanarieord" in wrong.content.decode()
    empty = client.post(address, {"question": " ", "body": "Kanarieord", "client_uuid": uuid})
    assert empty.status_code == 422
    assert "Skriv spørgsmålet først." in empty.content.decode()
    right = client.post(address, {"question": "Hvad gør I med pauser?", "body": "", "client_uuid": uuid}, follow=True)
    html = right.content.decode()
    topic = Topic.objects.get(kind="sparring")
    assert topic.title == "Hvad gør I med pauser?"
    assert "åben i 7 dage endnu" in html
    story = topic.posts.get(position=0)
    assert reverse("undo_post", args=[story.pk]) in html
    back = client.post(reverse("undo_post", args=[story.pk]), follow=True)
    assert back.redirect_chain[-1][0] == address
    assert "Hvad gør I med pauser?" in back.content.decode()
    assert Topic.objects.filter(kind="sparring", removed_at=None).count() == 0


def test_what_was_begun_waits_in_its_composer(world, browse):
    board = company_board(world)
    values = {"question": ["Halvt spurgt"], "body": ["Og halvt fortalt"]}
    save_draft(actor=world.mona, key=f"sparring:{board.pk}", values=values)
    html = page(browse, "mona", "new_sparring", board.pk)
    assert "Halvt spurgt" in html
    assert "Og halvt fortalt" in html
    assert "Halvt spurgt" in page(browse, "mona", "drafts")
    assert "Halvt spurgt" not in page(browse, "rashid", "new_sparring", board.pk)


def test_the_page_says_how_it_stands_to_each(world, browse):
    workplace(world, "rashid")
    with days(0):
        topic = ask(world)
    with days(2.5):
        html = page(browse, "mona", "topic", topic.pk)
        for words in (
            "åben i 5 dage endnu",
            "Skæve Eger",
            "Ingen har svaret endnu.",
            "To linjer er fint.",
            "Svar Rashid",
        ):
            assert words in html
        assert "Luk spørgsmålet" not in html
        # A voice alone answers it: the browser does not insist on words.
        assert " required" not in html
        own = page(browse, "rashid", "topic", topic.pk)
        assert "Svar Rashid" not in own
        assert "To linjer er fint." not in own
        assert "Luk spørgsmålet" in own
    with days(8):
        assert "ugen er gået" in page(browse, "mona", "topic", topic.pk)


def test_the_line_stands_first_on_a_closed_question_and_nobody_can_answer_there(world, browse):
    with days(0):
        topic = ask(world)
        answer(world, topic, "mona")
    with days(1):
        client = browse("rashid")
        empty = client.post(reverse("close_sparring", args=[topic.pk]), {"outcome": "  "})
        assert empty.status_code == 422
        done = client.post(reverse("close_sparring", args=[topic.pk]), {"outcome": "Vi blev to."}, follow=True)
        html = done.content.decode()
        assert html.index("Vi blev to.") < html.index(QUESTION, html.index("<main"))
        assert reverse("reopen_sparring", args=[topic.pk]) in html
        seen = page(browse, "mona", "topic", topic.pk)
        assert "Vi blev to." in seen
        assert 'id="answer"' not in seen
        assert "vil bare høres" not in seen
        uuid = "5b0f5a52-0a7f-4c9b-8a39-3a1d9d0e4b11"
        late = browse("mona").post(
            reverse("post_reply", args=[topic.pk]), {"body": "Kanariesvaret", "client_uuid": uuid}
        )
        assert late.status_code == 422
        # What was typed is still there.
        assert "Kanariesvaret" in late.content.decode()
        assert "Her kan der ikke svares mere." in late.content.decode()
        # Reading it is still reading it.
        read = browse("mona").post(reverse("mark_topic_read", args=[topic.pk]), {"position": 1})
        assert read.status_code in (204, 302)
        again = client.post(reverse("reopen_sparring", args=[topic.pk]), follow=True)
        assert "Vi blev to." not in again.content.decode()
        assert 'id="answer"' in page(browse, "mona", "topic", topic.pk)


def test_the_search_of_the_archive_looks_among_questions_and_answers_alone(world, browse):
    with days(0):
        topic = ask(world)
        answer(world, topic, "mona", body="Hos os tager Ingrid kasketten på.")
        html = browse("line").post(reverse("search"), {"words": "kasketten", "kind": "sparring"}).content.decode()
        assert "Ingrid" not in html
        html = browse("rashid").post(reverse("search"), {"words": "kasketten", "kind": "sparring"}).content.decode()
        assert "Ingrid" in html


def test_the_board_leads_there_in_the_company_space_alone(world, browse):
    assert reverse("sparring") in page(browse, "mona", "board", company_board(world).pk)
    assert reverse("sparring") not in page(browse, "freja", "network")
