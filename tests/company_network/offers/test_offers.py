"""Internship offers: written by the company, seen by the youths of its network, kept privately."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from community.activity.models import ActivityRecord
from community.permissions import Refused
from company_network.offers.models import InternshipOffer, OfferState, SavedOffer
from company_network.offers.operations import edit_offer, save_offer, set_offer_state, write_offer
from company_network.offers.views import OFFERS_A_PAGE
from company_network.saving import Changed
from tests.workplaces import OFFER_WORDS, a_company, an_offer, speaks


def test_a_representative_offers_a_place_and_the_youths_of_the_network_see_it(world, browse):
    company = a_company(world)
    speaks(world, "mona", company)
    sent = OFFER_WORDS | {"client_uuid": uuid4()}
    answer = browse("mona").post(reverse("new_offer", args=[company.pk]), sent)
    offer = InternshipOffer.objects.get()
    assert answer.url == reverse("offer", args=[offer.pk])
    assert browse("mona").post(reverse("new_offer", args=[company.pk]), sent).url == answer.url
    assert InternshipOffer.objects.count() == 1
    for name in ("freja", "sofie", "rashid", "signe", "tine"):
        for address in (answer.url, reverse("offers")):
            text = browse(name).get(address).content.decode()
            assert "Hjælp i bageriet" in text, name
            assert "Du behøver ikke kunne bage" in text, name
    for name in ("yusuf", "line", "bo", "emil", "ellen", "karla"):
        assert browse(name).get(answer.url).status_code == 404, name
        assert "bageriet" not in browse(name).get(reverse("offers")).content.decode(), name


@pytest.mark.parametrize("name", ["rashid", "freja", "tine", "line", "bo", "ellen"])
def test_nobody_else_writes_offers_for_a_company(world, browse, name):
    company = a_company(world)
    speaks(world, "mona", company)
    offer = an_offer(world, company)
    for address in (
        reverse("new_offer", args=[company.pk]),
        reverse("edit_offer", args=[offer.pk]),
        reverse("set_offer_state", args=[offer.pk]),
    ):
        assert browse(name).post(address, OFFER_WORDS | {"state": "paused"}).status_code == 404
    with pytest.raises(Refused):
        write_offer(actor=world.who(name), company=company, words=OFFER_WORDS, publish=True)
    with pytest.raises(Refused):
        set_offer_state(actor=world.who(name), offer=offer, state=OfferState.PAUSED)
    offer.refresh_from_db()
    assert offer.state == OfferState.PUBLISHED
    assert InternshipOffer.objects.count() == 1


def test_a_draft_is_seen_by_the_company_and_the_consultants_alone(world, browse):
    company = a_company(world)
    speaks(world, "mona", company)
    browse("mona").post(reverse("new_offer", args=[company.pk]), OFFER_WORDS | {"as": "draft"})
    offer = InternshipOffer.objects.get()
    address = reverse("offer", args=[offer.pk])
    for name, status in (("mona", 200), ("signe", 200), ("freja", 404), ("rashid", 404), ("tine", 404)):
        assert browse(name).get(address).status_code == status, name
    browse("mona").post(reverse("set_offer_state", args=[offer.pk]), {"state": "published"})
    assert browse("freja").get(address).status_code == 200


@pytest.mark.parametrize(("state", "status"), [("paused", 404), ("archived", 404), ("filled", 200)])
def test_what_is_closed_leaves_the_list_and_what_is_taken_says_so(world, browse, state, status):
    company = a_company(world)
    offer = an_offer(world, company)
    save_offer(actor=world.freja, offer=offer, keep=True)
    set_offer_state(actor=world.signe, offer=offer, state=state)
    freja = browse("freja")
    assert freja.get(reverse("offer", args=[offer.pk])).status_code == status
    assert "bageriet" not in freja.get(reverse("offers")).content.decode()
    saved = freja.get(reverse("offers"), {"saved": "1"}).content.decode()
    assert ("bageriet" in saved) is (status == 200)
    found = freja.post(reverse("search"), {"words": "bageriet"}).content.decode()
    assert "/offers/" not in found.partition("<main")[2].replace(f'href="{reverse("offers")}"', "")
    with pytest.raises(Refused):
        set_offer_state(actor=world.signe, offer=offer, state=OfferState.DRAFT)


def test_a_youth_keeps_an_eye_on_a_place_and_nobody_learns_of_it(world, browse):
    company = a_company(world)
    speaks(world, "mona", company)
    offer = an_offer(world, company)
    before = ActivityRecord.objects.count()
    keep = reverse("save_offer", args=[offer.pk])
    freja = browse("freja")
    assert freja.post(keep, {"keep": "on"}).status_code == 302
    freja.post(keep, {"keep": "on"})
    assert SavedOffer.objects.count() == 1
    assert ActivityRecord.objects.count() == before
    assert "Du holder øje" in freja.get(reverse("offer", args=[offer.pk])).content.decode()
    assert "bageriet" in freja.get(reverse("offers"), {"saved": "1"}).content.decode()
    for name in ("mona", "signe", "sofie", "tine"):
        for address in (reverse("offer", args=[offer.pk]), reverse("offers"), reverse("company", args=[company.pk])):
            text = browse(name).get(address).content.decode()
            assert "Du holder øje" not in text, name
            assert "Freja" not in text, name
        assert "bageriet" not in browse(name).get(reverse("offers"), {"saved": "1"}).content.decode(), name
    freja.post(keep)
    assert not SavedOffer.objects.exists()
    freja.post(reverse("save_offer_again", args=[offer.pk]))
    assert SavedOffer.objects.count() == 1


@pytest.mark.parametrize("name", ["mona", "signe", "tine", "yusuf", "ellen"])
def test_only_the_youths_of_the_network_keep_an_eye_on_it(world, browse, name):
    offer = an_offer(world, a_company(world))
    assert browse(name).post(reverse("save_offer", args=[offer.pk]), {"keep": "on"}).status_code == 404
    with pytest.raises(Refused):
        save_offer(actor=world.who(name), offer=offer, keep=True)
    assert not SavedOffer.objects.exists()


def test_who_saves_over_anothers_words_sees_both(world, browse):
    company = a_company(world)
    speaks(world, "mona", company)
    offer = an_offer(world, company)
    edit_offer(actor=world.signe, offer=offer, words={"need_not": "Signes linje"}, version=offer.version)
    with pytest.raises(Changed):
        edit_offer(actor=world.mona, offer=offer, words={"need_not": "x"}, version=offer.version)
    sent = OFFER_WORDS | {"need_not": "Monas linje", "version": offer.version}
    answer = browse("mona").post(reverse("edit_offer", args=[offer.pk]), sent)
    assert answer.status_code == 422
    assert "Signes linje" in answer.content.decode()
    assert "Monas linje" in answer.content.decode()
    kept = browse("mona").post(reverse("edit_offer", args=[offer.pk]), sent | {"version": offer.version + 1})
    assert kept.status_code == 302
    offer.refresh_from_db()
    assert offer.need_not == "Monas linje"


def test_an_offer_says_what_happens_in_the_day(world, browse):
    company = a_company(world)
    address = reverse("new_offer", args=[company.pk])
    empty = browse("signe").post(address, OFFER_WORDS | {"at_8": "", "at_10": "", "at_12": ""})
    assert empty.status_code == 422
    assert "Skriv for mindst ét af tidspunkterne" in empty.content.decode()
    assert "Du behøver ikke kunne bage" in empty.content.decode()
    nameless = browse("signe").post(address, OFFER_WORDS | {"title": "  "})
    assert nameless.status_code == 422
    assert "Skriv en linje først" in nameless.content.decode()
    unchosen = browse("signe").post(address, {"title": "Hjælp i bageriet", "at_8": "Kaffe"})
    assert "Vælg en af knapperne." in unchosen.content.decode()
    assert not InternshipOffer.objects.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        InternshipOffer.objects.create(company=company, made_by=world.signe, title="x", noise="no", pace="calm")


def test_what_was_begun_waits_in_the_form(world, browse):
    company = a_company(world)
    speaks(world, "mona", company)
    mona = browse("mona")
    kept = {"draft_key": f"new_offer:{company.pk}", "title": "Halvt skrevet plads", "at_8": "Kaffe", "draft_version": 0}
    assert mona.post(reverse("save_draft"), kept).status_code in (200, 302)
    assert "Halvt skrevet plads" in mona.get(reverse("new_offer", args=[company.pk])).content.decode()
    assert "Halvt skrevet plads" in mona.get(reverse("drafts")).content.decode()
    mona.post(reverse("new_offer", args=[company.pk]), OFFER_WORDS)
    assert "Halvt skrevet plads" not in mona.get(reverse("new_offer", args=[company.pk])).content.decode()
    other = browse("rashid").post(reverse("save_draft"), kept)
    assert other.status_code in (403, 404)


def test_the_list_pages_by_key_and_costs_the_same(world, browse, django_assert_num_queries):
    company = a_company(world)
    an_offer(world, company, title="Plads 00")
    client = browse("freja")
    client.get(reverse("offers"))
    with django_assert_num_queries(7):
        client.get(reverse("offers"))
    for number in range(1, OFFERS_A_PAGE + 3):
        an_offer(world, company, title=f"Plads {number:02}")
    with django_assert_num_queries(7):
        first = client.get(reverse("offers"))
    titles = [offer.title for offer in first.context["offers"]]
    rest = client.get(reverse("offers"), {"before": first.context["older"]})
    titles += [offer.title for offer in rest.context["offers"]]
    assert titles == [f"Plads {number:02}" for number in reversed(range(OFFERS_A_PAGE + 3))]
    for nonsense in ("x", "1", "1_", "_1", "1_x", "9" * 30 + "_1"):
        assert client.get(reverse("offers"), {"before": nonsense}).status_code == 404
