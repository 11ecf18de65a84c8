"""Codes for paper: what they hold, how they are drawn, which edition carries them, how often they are used."""

import csv
import io
import re
import zipfile
from datetime import timedelta

import pypdfium2
import pytest
import segno
import zxingcpp
from django.test import Client
from django.utils import timezone
from PIL import Image

from community import clock
from community.permissions import Refused
from home.editions import qr
from home.editions.models import Edition, ScanCount
from home.editions.operations import make_edition, mark_printed, paper_uses, set_places, warnings_of
from home.testimonials.consents import change_consent, present_consent, withdraw_consent
from home.testimonials.operations import take_down
from tests.personas import sign_in
from tests.voices import NAME, QUOTE, editor, shared

FROM_PAPER = {"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}


@pytest.fixture
def karla(world):
    return sign_in(Client(), editor(world))


def printed(world, voices, name="Brochure"):
    edition = make_edition(actor=world.karla, name=name)
    set_places(actor=world.karla, edition=edition, testimonials=voices)
    return mark_printed(actor=world.karla, edition=edition, printed_on=timezone.localdate())


# --- the code itself ----------------------------------------------------------------------------------------------
def test_a_code_holds_our_own_short_address_and_nothing_else(world, settings):
    voice, _token, _held = shared(world)
    settings.BASE_URL = "https://nextwork.dk"
    address = qr.address_of(voice.code)
    assert address == f"https://nextwork.dk/k/{voice.code}"
    assert len(address) <= 27
    made = qr.code_of(voice.code)
    assert (made.error, made.is_micro, made.version) == ("Q", False, 3)
    assert made.symbol_size(border=qr.QUIET) == (37, 37)
    assert made.matrix == segno.make(address, error="q", micro=False, boost_error=False).matrix
    # Large enough for the worst phone: half a millimetre a module.
    assert qr.WIDTH_MM / 37 > 0.5


def test_it_comes_in_four_forms_at_its_size(world, karla):
    voice, _token, _held = shared(world)
    files = {form: karla.get(f"/voices/{voice.code}/code.{form}") for form in ("svg", "pdf", "png", "eps")}
    for form, answer in files.items():
        assert answer.status_code == 200, form
        assert answer["Content-Disposition"] == f'attachment; filename="nextwork-{voice.code}.{form}"'
    svg = files["svg"].content.decode()
    width = float(re.search(r'width="([\d.]+)mm"', svg)[1])
    assert abs(width - qr.WIDTH_MM) < 0.1
    assert f"<title>{qr.address_of(voice.code)}</title>" in svg
    assert files["pdf"].content.startswith(b"%PDF")
    assert files["eps"].content.startswith(b"%!PS-Adobe")
    picture = Image.open(io.BytesIO(files["png"].content))
    assert round(picture.info["dpi"][0]) == 600
    assert abs(picture.width / 600 * 25.4 - qr.WIDTH_MM) < 1.5
    assert picture.convert("L").getpixel((2, 2)) == 255
    page = pypdfium2.PdfDocument(files["pdf"].content)[0]
    assert abs(page.get_width() / 72 * 25.4 - qr.WIDTH_MM) < 0.1
    for shown in (picture.convert("L"), page.render(scale=300 / 72).to_pil().convert("L")):
        assert [code.text for code in zxingcpp.read_barcodes(shown)] == [qr.address_of(voice.code)]


def test_without_a_yes_to_paper_there_is_no_code(world, karla):
    voice, _token, _held = shared(world, ("site_da",))
    assert karla.get(f"/voices/{voice.code}/code.svg").status_code == 404
    with pytest.raises(Refused):
        printed(world, [voice])


@pytest.mark.parametrize("who", ["visitor", "freja", "mona", "signe", "ellen"])
def test_paper_is_the_editors(world, browse, who):
    voice, _token, _held = shared(world)
    edition = printed(world, [voice])
    client = browse(who)
    for path in ("/editions/", f"/editions/{edition.pk}/", f"/editions/{edition.pk}/sheet/", f"/voices/{voice.code}/"):
        answer = client.get(path)
        assert answer.status_code in (302, 404)
        assert NAME not in answer.content.decode()


# --- editions -----------------------------------------------------------------------------------------------------
def test_collecting_printing_and_printing_again(world, karla):
    voice, _token, _held = shared(world)
    other, _token, held = shared(world)
    page = karla.post("/editions/", {"name": "Brochure, efterår"}, follow=True)
    edition = Edition.objects.get()
    assert "Brochure, efterår" in page.content.decode()
    karla.post(f"/editions/{edition.pk}/", {"codes": [voice.code, other.code]})
    assert list(edition.places.values_list("testimonial__code", flat=True)) == [voice.code, other.code]
    karla.post(f"/editions/{edition.pk}/printed/", {"printed_on": timezone.localdate().isoformat()})
    edition.refresh_from_db()
    assert edition.printed_on == timezone.localdate()
    assert karla.post(f"/editions/{edition.pk}/", {"codes": [voice.code]}).status_code == 422
    assert edition.places.count() == 2
    withdraw_consent(claim=held)
    answer = karla.post(f"/editions/{edition.pk}/again/", follow=True)
    assert "1 af koderne må ikke trykkes mere" in answer.content.decode()
    again = Edition.objects.get(again=edition)
    assert list(again.places.values_list("testimonial__code", flat=True)) == [voice.code]
    # What is on paper stays known.
    assert edition.places.count() == 2


def test_a_reprint_warns_of_what_is_gone_and_of_what_runs_out(world, karla):
    stays, _token, _held = shared(world)
    gone, _token, held = shared(world)
    narrowed, _token, closed = shared(world)
    edition = printed(world, [stays, gone, narrowed])
    assert warnings_of(edition) == []
    withdraw_consent(claim=held)
    change_consent(claim=closed, scopes=("site_da",), name_form="role")
    assert [(warning.testimonial, warning.grave) for warning in warnings_of(edition)] == [
        (gone, True),
        (narrowed, True),
    ]
    with clock.at(present_consent(stays).expires_at - timedelta(days=80)):
        assert (stays, False) in [(warning.testimonial, warning.grave) for warning in warnings_of(edition)]
        page = karla.get(f"/editions/{edition.pk}/").content.decode()
    assert f"Koden {gone.code} deles ikke mere" in page
    assert f"koden {stays.code} løber ud" in page
    assert QUOTE not in page


def test_what_may_not_be_printed_holds_an_edition_up(world):
    voice, _token, _held = shared(world)
    edition = make_edition(actor=editor(world), name="Plakat")
    with pytest.raises(Refused):
        mark_printed(actor=world.karla, edition=edition, printed_on=timezone.localdate())
    set_places(actor=world.karla, edition=edition, testimonials=[voice])
    take_down(actor=world.karla, testimonial=voice)
    with pytest.raises(Refused):
        mark_printed(actor=world.karla, edition=edition, printed_on=timezone.localdate())


def test_the_sheet_and_the_parcel_hold_what_may_be_printed_now(world, karla):
    voice, _token, held = shared(world)
    other, _token, _held = shared(world)
    edition = printed(world, [voice, other])
    sheet = karla.get(f"/editions/{edition.pk}/sheet/").content.decode()
    assert sheet.count("QR-kode") == 2
    assert sheet.count(QUOTE) == 2
    assert qr.address_of(voice.code) in sheet
    parcel = zipfile.ZipFile(io.BytesIO(karla.get(f"/editions/{edition.pk}/parcel.zip").content))
    forms = {f"{code}.{form}" for code in (voice.code, other.code) for form in ("svg", "pdf", "png", "eps")}
    assert set(parcel.namelist()) == forms | {"codes.csv"}
    rows = list(csv.reader(io.StringIO(parcel.read("codes.csv").decode("utf-8-sig"))))
    assert rows[1][:2] == [voice.code, qr.address_of(voice.code)]
    withdraw_consent(claim=held)
    assert karla.get(f"/editions/{edition.pk}/sheet/").content.decode().count("QR-kode") == 1
    parcel = zipfile.ZipFile(io.BytesIO(karla.get(f"/editions/{edition.pk}/parcel.zip").content))
    assert f"{voice.code}.svg" not in parcel.namelist()


def test_no_cell_of_the_parcel_is_a_formula(world, karla):
    vtt = "WEBVTT\n\n00:00:00.000 --> 00:00:03.000\n<v Taler>@SUM(1+1)\n"
    words = {"question": '=HYPERLINK("https://evil.example")', "quote": "@SUM(1+1)", "excerpt": "@SUM(1+1)"}
    voice, _token, _held = shared(world, **words, transcript=vtt)
    edition = printed(world, [voice])
    parcel = zipfile.ZipFile(io.BytesIO(karla.get(f"/editions/{edition.pk}/parcel.zip").content))
    (row,) = list(csv.reader(io.StringIO(parcel.read("codes.csv").decode("utf-8-sig"))))[1:]
    assert row[2] == '\'=HYPERLINK("https://evil.example")'
    assert "'@SUM(1+1)" in row[3]


def test_the_person_learns_on_which_paper_they_stand(world, client):
    voice, token, _held = shared(world)
    make_edition(actor=editor(world), name="Kun en tanke")
    assert paper_uses(voice) == []
    printed(world, [voice], "Plakat på biblioteket")
    assert "Plakat på biblioteket" in client.get(f"/my-voice/{token}/").content.decode()


# --- counting -----------------------------------------------------------------------------------------------------
def test_scans_are_counted_by_the_day_and_nothing_else_is_kept(world, karla):
    voice, _token, _held = shared(world)
    edition = printed(world, [voice])
    client = Client()
    for _number in range(3):
        client.get(f"/k/{voice.code}", headers=FROM_PAPER)
    with clock.at(clock.now() - timedelta(days=1)):
        client.get(f"/k/{voice.code}", headers=FROM_PAPER)
    # A link on a page, a look without reading, and another page are no scans.
    client.get(f"/k/{voice.code}", headers=FROM_PAPER | {"Sec-Fetch-Site": "same-origin"})
    client.get(f"/k/{voice.code}", headers=FROM_PAPER | {"Referer": "http://testserver/fortaellinger/"})
    client.head(f"/k/{voice.code}", headers=FROM_PAPER)
    assert sorted(ScanCount.objects.values_list("number", flat=True)) == [1, 3]
    assert {field.name for field in ScanCount._meta.get_fields()} == {"id", "testimonial", "day", "number"}
    assert not client.cookies
    page = karla.get(f"/editions/{edition.pk}/").content.decode()
    assert page.count("færre end 5") == 2
    client.get(f"/k/{voice.code}", headers=FROM_PAPER)
    page = karla.get(f"/editions/{edition.pk}/").content.decode()
    assert "færre end 5" not in page
    assert page.count('data-label="I alt">5<') == 1


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"User-Agent": "curl/8.14.1"},
        {"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {"User-Agent": "facebookexternalhit/1.1"},
        {"Sec-Fetch-Site": "none"},
        FROM_PAPER | {"Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "empty"},
        FROM_PAPER | {"Sec-Fetch-Dest": "iframe"},
        FROM_PAPER | {"Sec-Fetch-Site": "cross-site"},
        FROM_PAPER | {"Sec-Purpose": "prefetch;prerender"},
        FROM_PAPER | {"Purpose": "prefetch"},
    ],
)
def test_programs_and_what_is_fetched_beforehand_are_no_scans(world, headers):
    voice, _token, _held = shared(world)
    for _drawn_and_kept in range(2):
        assert Client().get(f"/k/{voice.code}", headers=headers).status_code == 200
    assert not ScanCount.objects.exists()
    Client().get(f"/k/{voice.code}", headers=FROM_PAPER)
    assert ScanCount.objects.get().number == 1


def test_lists_cost_the_same_however_many_there_are(world, karla, django_assert_num_queries):
    voice, _token, _held = shared(world)
    printed(world, [voice])
    karla.get("/editions/")
    with django_assert_num_queries(12):
        karla.get("/editions/")
    with django_assert_num_queries(8):
        karla.get("/voices/")
    others = [shared(world)[0] for _number in range(2)]
    printed(world, others)
    with django_assert_num_queries(12):
        karla.get("/editions/")
    with django_assert_num_queries(8):
        karla.get("/voices/")
