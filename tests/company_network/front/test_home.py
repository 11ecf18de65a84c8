"""The home of a company: a colleague's question first, then practice, whom to ring, who sees it; and nobody else's."""

import pytest
from django.urls import reverse

from community.membership.operations import end_membership
from community.since_last.blocks import Block
from company_network.companies.models import Company
from company_network.front import blocks
from company_network.sparring.operations import close_sparring
from tests.company_network.told import QUESTION, ask, days, sparring_of, workplace
from tests.shared_practice import share
from tests.tellings import answer

#: Session, person, memberships; questions, practice, own offers; the letter that waits; what an editor may do (2);
#: boards, two groups of news; what one is asked; the contact; the next meeting; then the shell's marks.
QUERIES_OF_HOME = 16


def home(browse, who):
    page = browse(who).get(reverse("since_last"))
    assert page.status_code == 200
    return page.content.decode()


def practice(world, who, title):
    return share(world, who, title=title, advice="Kanarierådet", situation="Kanariesituationen")


def test_what_waits_longest_without_an_answer_is_the_big_thing(world, browse):
    workplace(world, "rashid")
    with days(0):
        answered = ask(world, question="Besvaret spørgsmål")
        answer(world, answered, "mona")
    with days(1):
        ask(world)
    with days(2):
        ask(world, question="Nyere spørgsmål")
    with days(3):
        html = home(browse, "mona")
    assert "Goddag, Mona" in html
    for words in ("åben i 5 dage endnu", "Skæve Eger. Ingen har svaret endnu.", "Svar Rashid", "To linjer er fint."):
        assert words in html
    order = [html.index(words) for words in (QUESTION, "Nyere spørgsmål", "Besvaret spørgsmål")]
    assert order == sorted(order)
    # A colleague waits before one's own.
    assert html.index(QUESTION) < html.index("Se alle spørgsmål")
    # One green button, for the one thing to do.
    assert html.count("btn--main") == 1
    # It is told at the top, and not once more among the news.
    assert html.count("Nyere spørgsmål") == 1


def test_ones_own_question_asks_for_its_line_and_is_nobodys_to_answer_for_oneself(world, browse):
    with days(0):
        topic = ask(world, "mona")
        assert QUESTION not in home(browse, "mona")
        answer(world, topic, "rashid")
        html = home(browse, "mona")
        assert "I har fået svar. Hvad gjorde I?" in html
        assert reverse("close_sparring", args=[topic.pk]) in html
        assert "Svar Mona" not in html
        close_sparring(actor=world.mona, sparring=sparring_of(topic), outcome="Klaret")
        assert reverse("close_sparring", args=[topic.pk]) not in home(browse, "mona")


def test_new_practice_stands_whole_and_the_others_by_their_titles(world, browse):
    workplace(world, "mona")
    workplace(world, "rashid", name="Kanelkajen")
    for day, title in enumerate(("Ældste praksis", "Ældre praksis", "Nyeste praksis")):
        with days(day):
            practice(world, "rashid", title)
    with days(4):
        html = home(browse, "mona")
    assert "Ny god praksis i netværket" in html
    assert html.index("Nyeste praksis") < html.index("Andre har prøvet") < html.index("Ældre praksis")
    assert html.index("Ældre praksis") < html.index("Ældste praksis")
    assert "Hvem ser det?" in html
    # The newest is read where it stands; of the others one reads where it was tried.
    assert html.count("Kanariesituationen") == html.count("Kanarierådet") == 1
    assert "Prøvet hos os" in html
    assert html.count("Kanelkajen") >= 3


def test_the_room_of_practice_and_the_others_say_how_theirs_is_drawn(world, browse, monkeypatch):
    monkeypatch.setitem(blocks.cards, "practice", blocks.Card("company_network/front/_who_sees.html", ("last_author",)))
    monkeypatch.setattr(
        blocks,
        "main_blocks",
        [
            lambda request: Block(
                "community/since_last/_ways.html", {"ways": [{"title": "Kanarietilbud", "url": "/", "words": ""}]}
            )
        ],
    )
    monkeypatch.setattr("company_network.front.home_block.main_blocks", blocks.main_blocks)
    workplace(world, "rashid")
    with days(0):
        practice(world, "rashid", "Kanariepraksis")
        html = home(browse, "mona")
        assert "Kanarietilbud" in html
        assert html.count("Hvem ser det?") == 2
        for who in ("freja", "signe", "ellen"):
            assert "Kanarietilbud" not in home(browse, who)


def test_whom_to_ring_while_they_are_a_consultant_of_the_network(world, browse):
    workplace(world, "mona")
    Company.objects.update(contact_phone="46 00 00 00")
    html = home(browse, "mona")
    assert "Jeres kontakt" in html
    assert "Ungekonsulent i Roskilde" in html
    assert 'href="tel:46000000"' in html
    assert "Ring til Signe" in html
    # Nobody else gets the number, and a contact elsewhere is none.
    for who in ("rashid", "line", "freja", "signe", "ellen"):
        assert "46000000" not in home(browse, who)
    Company.objects.update(contact=world.bo)
    assert "Jeres kontakt" not in home(browse, "mona")
    Company.objects.update(contact=world.signe)
    end_membership(actor=world.signe, membership=world.membership("signe"))
    assert "46000000" not in home(browse, "mona")


def test_without_a_number_there_is_nothing_to_ring(world, browse):
    workplace(world, "mona")
    html = home(browse, "mona")
    assert "Jeres kontakt" in html
    assert "tel:" not in html.split("Jeres kontakt")[1].split("</section>")[0]


@pytest.mark.parametrize("persona", ["freja", "tine", "line", "bo", "ellen", "karla"])
def test_the_homes_of_others_show_none_of_it(world, browse, persona):
    workplace(world, "rashid")
    with days(0):
        ask(world)
        practice(world, "rashid", "Kanariepraksis")
    with days(5):
        html = home(browse, persona)
        # The psychologist reads the space, and finds it among the news of the network.
        if persona != "tine":
            assert QUESTION not in html
            assert "Kanariepraksis" not in html
        assert "Svar Rashid" not in html
        assert ("Goddag" in html) == (persona == "line")


def test_consultants_see_what_no_company_has_answered_for_days(world, browse):
    with days(0):
        topic = ask(world)
    with days(3.9):
        assert "Virksomheder, der venter på svar" not in home(browse, "signe")
    with days(4.1):
        assert "Virksomheder, der venter på svar" in home(browse, "signe")
        assert "Virksomheder, der venter på svar" not in home(browse, "bo")
        answer(world, topic, "mona")
        assert "Virksomheder, der venter på svar" not in home(browse, "signe")


def test_the_home_asks_as_often_with_one_thing_as_with_five(world, browse, django_assert_num_queries):
    workplace(world, "mona")
    workplace(world, "rashid", name="Kanelkajen")
    with days(0):
        for many in (1, 4):
            for number in range(many):
                ask(world)
                practice(world, "rashid", f"Praksis {many} {number}")
            client = browse("mona")
            # The day of the visit is noted once.
            client.get(reverse("notifications"))
            with django_assert_num_queries(QUERIES_OF_HOME):
                client.get(reverse("since_last"))
