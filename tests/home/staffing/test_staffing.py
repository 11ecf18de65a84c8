"""How many consultants for how many youths: worked out on the server, from the table that stands on the page."""

import re

import pytest
from django.test import Client

from home.models import StaffingPage
from home.staffing.calculation import Row, team_for
from tests.personas import sign_in

pytestmark = pytest.mark.usefixtures("public_site")

ADDRESS = "/for-kommuner/hvor-mange-konsulenter/"
TABLE = [Row(3, 15, 20, 45, 60), Row(4, 20, 22, 80, 90), Row(5, 20, 22, 100, None)]


@pytest.mark.parametrize(
    ("youths", "consultants", "each", "said"),
    [
        (1, 3, (0, 1), "too few"),
        (44, 3, (14, 15), "too few"),
        (45, 3, (15, 15), ""),
        (60, 3, (20, 20), ""),
        (61, 4, (15, 16), "has room"),
        (80, 4, (20, 20), ""),
        (90, 4, (22, 23), ""),
        (91, 5, (18, 19), "has room"),
        (100, 5, (20, 20), ""),
        (110, 5, (22, 22), ""),
        (111, 6, (18, 19), "beyond"),
        (300, 14, (21, 22), "beyond"),
    ],
)
def test_the_smallest_team_with_room_for_them(youths, consultants, each, said):
    team = team_for(youths, TABLE)
    assert (team.consultants, (team.least_each, team.most_each)) == (consultants, each)
    found = [name for name in ("too_few", "has_room", "beyond") if getattr(team, name)]
    assert found == ([said.replace(" ", "_")] if said else [])


def test_without_a_table_there_is_no_answer():
    assert team_for(50, []) is None


def test_the_page_answers_without_scripts(client):
    page = client.get(ADDRESS).content.decode()
    assert 'id="team"' not in page
    for words in ("3 konsulenter", "15–20", "45–60", "4 konsulenter", "80–90", "5 konsulenter", "100+", "0,5–1"):
        assert words in page
    page = client.get(ADDRESS, {"youths": "70"}).content.decode()
    card = page[page.index('id="team"') :]
    # What search engines read is no script that runs.
    assert "<script" not in page.replace('<script type="application/ld+json">', "")
    assert "4 konsulenter" in card
    assert "70 unge, 17–18 hos hver" in card
    assert "80–90 efter tabellen" in card
    assert re.search(r'<tr class="staff-row" aria-current="true"><th scope="row">4 konsulenter', page)
    assert 'value="70"' in page
    assert "Tal med os om" in client.get(ADDRESS, {"youths": "200"}).content.decode()


def test_it_answers_in_english(client):
    page = client.get("/en/for-municipalities/how-many-consultants/", {"youths": "50"}).content.decode()
    assert "3 consultants" in page
    assert "50 young people, 16–17 with each" in page


@pytest.mark.parametrize("typed", ["", "halvtreds", "0", "-3", "1.5", "9" * 30, "5001", "<b>"])
def test_what_is_no_number_is_said_beside_the_field(client, typed):
    answer = client.get(ADDRESS, {"youths": typed})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Skriv et tal" in page
    assert 'aria-invalid="true"' in page
    assert 'id="team"' not in page
    assert "<b>" not in page


def test_an_editor_changes_the_table_and_the_answer_follows(client):
    page = StaffingPage.objects.get(slug="hvor-mange-konsulenter")
    row = {"consultants": 2, "least_each": 10, "most_each": 12, "least_all": 20, "most_all": 24}
    page.table = [("row", row)]
    page.save_revision().publish()
    assert "2 konsulenter" in client.get(ADDRESS, {"youths": "22"}).content.decode()
    assert "10–12" in client.get(ADDRESS).content.decode()


def test_a_table_that_cannot_be_is_refused():
    from django.core.exceptions import ValidationError

    page = StaffingPage.objects.get(slug="hvor-mange-konsulenter")
    rows = {"consultants": 4, "least_each": 10, "most_each": 12, "least_all": 20, "most_all": 24}
    page.table = [("row", rows), ("row", {**rows, "consultants": 3})]
    with pytest.raises(ValidationError, match="mindste team"):
        page.full_clean()
    page.table = [("row", {**rows, "most_each": 9})]
    with pytest.raises(ValidationError):
        page.table.stream_block.clean(page.table)


def test_signed_in_people_get_their_own_page(world):
    page = sign_in(Client(), world.ellen).get(ADDRESS, {"youths": "70"})
    assert "no-store" in page["Cache-Control"]
    assert "4 konsulenter" in page.content.decode()
