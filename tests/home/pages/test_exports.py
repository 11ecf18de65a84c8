"""The lists that the admin hands out as tables hold no formulas, whoever wrote what stands in them."""

import csv
import io
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse

from community.cells import harmless
from home.models import HomePage, StandardPage
from home.pages.operations import editors_group
from tests.personas import sign_in


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠"])
def test_what_a_spreadsheet_would_reckon_out_is_text(sign):
    assert harmless(f"{sign}1+1") == f"'{sign}1+1"


@pytest.mark.parametrize("text", ["", "Praktik", "1+1", "'=1", "a=b", "12 34 56 78"])
def test_everything_else_stays_as_it_is(text):
    assert harmless(text) == text


def test_a_title_like_a_formula_is_text_in_the_admins_tables(world):
    editor = world.people["karla"]
    editor.groups.add(editors_group())
    editor.email = "+karla@example.com"
    editor.save(update_fields=["email"])
    front = HomePage.objects.get(locale__language_code="da")
    page = StandardPage(title="=1+1", slug="formel", locale=front.locale)
    front.add_child(instance=page)
    page.save_revision(user=editor).publish(user=editor)
    client = sign_in(Client(), editor)
    address = reverse("wagtailadmin_reports:aging_pages")
    answer = client.get(address, {"export": "csv"})
    table = b"".join(answer.streaming_content).decode()
    rows = list(csv.reader(io.StringIO(table)))
    (row,) = [row for row in rows if "1+1" in row[0]]
    assert row[0] == "'=1+1"
    assert "'+karla@example.com" in row
    assert "None" not in table
    assert not [cell for row in rows for cell in row if cell[:1] in ("=", "+", "-", "@")]
    # As XLSX the same cell is marked as text by the library.
    book = b"".join(client.get(address, {"export": "xlsx"}).streaming_content)
    sheet = ZipFile(io.BytesIO(book)).read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
