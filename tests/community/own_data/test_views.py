"""The pages: seeing what is held, taking a copy along, leaving."""

import time
import zipfile
from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse

from community import clock
from community.jobs.loop import run_waiting_tasks
from community.own_data import copies
from community.own_data.models import DataCopy
from community.people.models import Person
from tests.canary import files_under
from tests.personas import sign_in
from tests.tellings import TITLE, WORDS, answer, youth_topic

pytestmark = pytest.mark.django_db


def test_the_page_says_what_is_here_and_is_one_tap_away(world, browse):
    answer(world, youth_topic(world), "amina")
    freja = browse("freja")
    assert reverse("my_data") in freja.get(reverse("me")).content.decode()
    page = freja.get(reverse("my_data")).content.decode()
    assert "1 opslag i en samtale med andre" in page
    assert "Din plads i 1 gruppe" in page
    why = freja.get(reverse("what_is_kept")).content.decode()
    assert "Hvor langt du har læst" in why
    assert "Kun du." in why


@pytest.mark.django_db(transaction=True)
def test_a_copy_is_made_by_the_worker_and_fetched_for_a_day_by_its_person_alone(aworld, folder):
    from django.test import Client

    youth_topic(aworld)
    freja, amina = (sign_in(Client(), aworld.people[name]) for name in ("freja", "amina"))
    freja.post(reverse("data_copy"))
    copy = DataCopy.objects.get()
    page = freja.get(reverse("my_data")).content.decode()
    assert "Vi samler det nu" in page
    assert f'value="0" max="{copy.parts}"' in page
    fetched = reverse("fetch_copy", args=[copy.uuid])
    assert freja.get(fetched).status_code == 404, "not ready"
    freja.post(reverse("data_copy"))
    assert DataCopy.objects.get().uuid == copy.uuid, "a second tap asks for the same"
    run_waiting_tasks()
    page = freja.get(reverse("my_data")).content.decode()
    assert fetched in page
    response = freja.get(fetched)
    assert response["Content-Disposition"] == 'attachment; filename="mine-data-nextwork.zip"'
    assert "no-store" in response["Cache-Control"]
    bundle = zipfile.ZipFile(BytesIO(b"".join(response.streaming_content)))
    assert {"index.html", "style.css", "data.json"} <= set(bundle.namelist())
    html = bundle.read("index.html").decode()
    assert TITLE in html
    assert WORDS in html
    assert '<html lang="da">' in html
    assert amina.get(fetched).status_code == 404
    assert Client().get(fetched).status_code == 302
    assert len(files_under(folder / "private")) == 1
    with clock.at(clock.now() + timedelta(hours=24, seconds=1)):
        assert freja.get(fetched).status_code == 404
        assert copies.erase_old_copies() == 1
    assert files_under(folder / "private") == set()
    assert "Lav min kopi" in freja.get(reverse("my_data")).content.decode()


def test_more_than_ten_copies_a_day_are_refused_with_a_sentence(world, browse, folder):
    freja = browse("freja")
    for _time in range(10):
        freja.post(reverse("data_copy"))
        copies.make_waiting_copies()
    standing = DataCopy.objects.get().uuid
    page = freja.post(reverse("data_copy"), follow=True).content.decode()
    assert DataCopy.objects.get().uuid == standing
    assert "Det var mange forsøg" in page


def test_the_copy_speaks_the_language_of_its_person(world, folder, django_capture_on_commit_callbacks):
    Person.objects.filter(pk=world.freja.pk).update(language="en")
    with django_capture_on_commit_callbacks(execute=True):
        copies.ask_for_copy(person=world.freja)
        copies.make_waiting_copies()
    with copies.storage().open(copies.path(DataCopy.objects.get().folder)) as file:
        html = zipfile.ZipFile(file).read("index.html").decode()
    assert '<html lang="en">' in html
    assert "This is all that NExTWORK holds of Freja" in html


def test_progress_is_told_part_by_part_and_a_fault_says_so(world, browse, monkeypatch, folder):
    copies.ask_for_copy(person=world.freja)
    told = []
    monkeypatch.setattr(copies.live, "announce", lambda keys: told.append(DataCopy.objects.get().done))
    assert copies.make_waiting_copies() == 1
    assert told[:3] == [1, 2, 3]
    assert told[-1] == DataCopy.objects.get().parts
    copies.ask_for_copy(person=world.freja)
    monkeypatch.setattr(copies, "write_bundle", lambda *args: 1 / 0)
    assert copies.make_waiting_copies() == 0
    page = browse("freja").get(reverse("data_copy"), headers={"HX-Request": "true"}).content.decode()
    assert "Det lykkedes ikke denne gang" in page
    assert "Lav min kopi" in page


def test_a_copy_that_a_killed_worker_left_is_made_by_the_next(world, folder):
    copies.ask_for_copy(person=world.freja)
    assert copies._claim() is not None
    assert copies.make_waiting_copies() == 0, "somebody is at it"
    with clock.at(clock.now() + copies.MAKING_LASTS_AT_MOST + timedelta(seconds=1)):
        assert copies.make_waiting_copies() == 1
    assert DataCopy.objects.get().state == "ready"


def test_leaving_says_what_goes_asks_for_a_fresh_sign_in_and_a_tick(world, browse, django_capture_on_commit_callbacks):
    answer(world, youth_topic(world), "amina")
    freja = browse("freja")
    overview = freja.get(reverse("leave_overview")).content.decode()
    for way in ("erase", "anonymise"):
        assert reverse("leave", args=[way]) in overview
    session = freja.session
    session["account_authentication_methods"] = [{"method": "code", "at": time.time() - 3600}]
    session.save()
    address = reverse("leave", args=["erase"])
    stale = freja.get(address)
    assert (stale.status_code, stale["Location"].partition("?")[0]) == (302, reverse("account_reauthenticate"))
    assert freja.post(address, {"sure": "yes"}).status_code == 302
    assert world.freja.is_active
    freja = browse("freja")
    page = freja.get(address).content.decode()
    assert "1 opslag i en samtale med andre" in page
    unsure = freja.post(address)
    assert unsure.status_code == 422
    assert "Sæt et flueben her" in unsure.content.decode()
    assert world.freja.is_active
    with django_capture_on_commit_callbacks(execute=True):
        left = freja.post(address, {"sure": "yes"})
    assert left.status_code == 200
    assert left.headers["Clear-Site-Data"]
    assert "Det, der var dit, er slettet." in left.content.decode()
    assert not Person.objects.get(pk=world.people["freja"].pk).is_active
    assert freja.get(reverse("me")).status_code == 302


def test_the_overview_costs_the_same_with_one_thing_and_with_three(world, browse, django_assert_num_queries):
    freja = browse("freja")
    for _time in range(2):
        answer(world, youth_topic(world), "amina")
        freja.get(reverse("me"))
        with django_assert_num_queries(108):
            freja.get(reverse("my_data"))
        answer(world, youth_topic(world), "amina")
