"""A company's page: who opens, keeps and sees it, and who speaks for the company."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from community import clock
from community.membership.invitations import accept_invitation
from community.membership.operations import end_membership
from community.notifications.models import Notification
from community.permissions import Refused
from community.undo import UNDO_TAKEN_FOR
from company_network.companies.models import Company, Representative, Trade, companies_of
from company_network.companies.operations import (
    begin_representing,
    close_company,
    edit_company,
    end_representing,
    invite_representative,
    reopen_company,
    resume_representing,
    start_company,
)
from company_network.companies.views import COMPANIES_A_PAGE
from company_network.saving import Changed
from tests.personas import World
from tests.samples import hung_photo, photo, taken
from tests.workplaces import a_company, an_offer, speaks

PAGE = {
    "name": "Vinkel & Vater",
    "about": "Tage, vinduer og alt det skæve i gamle huse.",
    "tries": "værksted\r\nbyggeplads\r\n\r\nopmåling",
    "day": "Vi mødes ved bilen kl. 7.",
    "address": "Savværksvej 2, 4000 Roskilde",
    "contact_phone": "12 34 56 78",
}


def page(world: World, **changes: object) -> dict[str, object]:
    trade, _new = Trade.objects.get_or_create(name="Tømrer")
    return PAGE | {"trade": trade.pk, "contact": world.signe.pk} | changes


# --- opening it ---------------------------------------------------------------------------------------------------
def test_a_consultant_opens_a_page_and_everybody_in_the_network_reads_it(world, browse):
    answer = browse("signe").post(reverse("new_company", args=[world.roskilde.pk]), page(world))
    company = Company.objects.get(name="Vinkel & Vater")
    assert answer.url == reverse("company", args=[company.pk])
    assert company.tries == ["værksted", "byggeplads", "opmåling"]
    for name in ("freja", "sofie", "mona", "signe", "tine"):
        text = browse(name).get(answer.url).content.decode()
        assert "Tage, vinduer" in text, name
        assert "byggeplads" in text, name
    for name in ("yusuf", "line", "bo", "ellen", "karla", "emil"):
        assert browse(name).get(answer.url).status_code == 404, name


def test_the_telephone_of_the_contact_is_for_companies_and_team_alone(world, browse):
    company = a_company(world, contact_phone="12 34 56 78")
    address = reverse("company", args=[company.pk])
    assert "tel:12345678" in browse("mona").get(address).content.decode()
    for name in ("freja", "sofie"):
        text = browse(name).get(address).content.decode()
        assert "12345678" not in text
        assert "12 34 56 78" not in text


def test_a_contact_who_has_left_the_network_stands_on_no_page(world, browse):
    company = a_company(world, contact_phone="12 34 56 78")
    address = reverse("company", args=[company.pk])
    assert "Ungekonsulent i Roskilde" in browse("mona").get(address).content.decode()
    end_membership(actor=world.ellen, membership=world.membership("signe"))
    text = browse("mona").get(address).content.decode()
    assert "Ungekonsulent i Roskilde" not in text
    assert "12345678" not in text


@pytest.mark.parametrize("name", ["freja", "mona", "tine", "bo", "ellen", "karla"])
def test_nobody_else_opens_a_company(world, browse, name):
    address = reverse("new_company", args=[world.roskilde.pk])
    assert browse(name).get(address).status_code == 404
    assert browse(name).post(address, page(world)).status_code == 404
    with pytest.raises(Refused):
        start_company(actor=world.who(name), network=world.roskilde, words={"name": "Smuglet", "trade": Trade()})
    assert not Company.objects.exists()


def test_what_was_typed_is_still_there_after_an_error(world, browse):
    a_company(world, "Ågårds & Vater", trade="Tømrer")
    answer = browse("signe").post(reverse("new_company", args=[world.roskilde.pk]), page(world, name="ÅGÅRDS & VATER"))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Der er allerede en virksomhed med det navn" in text
    assert "Savværksvej 2" in text
    assert "opmåling" in text
    many = browse("signe").post(
        reverse("new_company", args=[world.roskilde.pk]), page(world, name="Ny", tries="\n".join(map(str, range(9))))
    )
    assert "Her er plads til 8 linjer" in many.content.decode()
    assert Company.objects.count() == 1


def test_the_database_holds_one_company_of_a_name_in_a_network(world):
    company = a_company(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        Company.objects.create(network=world.roskilde, name=company.name, trade=company.trade, made_by=world.signe)
    with pytest.raises(Refused, match="Der er allerede en virksomhed"):
        a_company(world)
    assert a_company(world, network=world.horsens).network == world.horsens


# --- keeping it ---------------------------------------------------------------------------------------------------
def test_its_people_keep_the_page_and_others_do_not(world, browse):
    company = a_company(world)
    speaks(world, "mona", company)
    address = reverse("edit_company", args=[company.pk])
    text = browse("mona").get(address).content.decode()
    assert 'name="contact"' not in text
    assert 'name="contact_phone"' not in text
    sent = page(world, name="Café Kanelkajen", version=company.version, contact_phone="99 99 99 99")
    assert browse("mona").post(address, sent).status_code == 302
    company.refresh_from_db()
    assert company.day == "Vi mødes ved bilen kl. 7."
    assert company.contact_phone == ""
    assert company.contact == world.signe
    for name in ("rashid", "freja", "line", "tine", "bo"):
        assert browse(name).get(address).status_code == 404, name
        assert browse(name).post(address, sent).status_code == 404, name


def test_who_saves_over_anothers_words_sees_both(world, browse):
    company = a_company(world)
    speaks(world, "mona", company)
    edit_company(actor=world.signe, company=company, words={"day": "Signes ord om dagen"}, version=company.version)
    with pytest.raises(Changed):
        edit_company(actor=world.mona, company=company, words={"day": "Monas"}, version=company.version)
    address = reverse("edit_company", args=[company.pk])
    sent = page(world, name="Café Kanelkajen", day="Monas ord", version=company.version)
    answer = browse("mona").post(address, sent)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Signes ord om dagen" in text
    assert "Monas ord" in text
    again = browse("mona").post(address, sent | {"version": company.version + 1})
    assert again.status_code == 302
    company.refresh_from_db()
    assert company.day == "Monas ord"


def test_a_picture_needs_a_word_of_what_is_to_be_seen(world, browse):
    company = a_company(world)
    speaks(world, "mona", company)
    picture = taken(world.mona, photo())
    address = reverse("edit_company", args=[company.pk])
    sent = page(world, name="Café Kanelkajen", version=company.version, files=[str(picture.uuid)])
    answer = browse("mona").post(address, sent)
    assert answer.status_code == 422
    assert "Skriv, hvad hvert billede viser" in answer.content.decode()
    described = sent | {f"description-{picture.uuid}": "Ovnen i baglokalet"}
    assert browse("mona").post(address, described).status_code == 302
    shown = browse("freja").get(reverse("company", args=[company.pk])).content.decode()
    assert 'alt="Ovnen i baglokalet"' in shown
    file = reverse("attachment_file", args=[picture.uuid, "page.webp"])
    assert browse("freja").get(file).status_code == 200
    assert browse("yusuf").get(file).status_code == 404
    assert browse("visitor").get(file).status_code in (302, 404)


# --- who speaks for it --------------------------------------------------------------------------------------------
def test_whoever_comes_in_by_a_companys_invitation_speaks_for_it(world):
    company = a_company(world)
    _invitation, token = invite_representative(actor=world.signe, company=company, title="bager", invited_name="Ulla")
    membership = accept_invitation(token=token, email="ulla@example.com", display_name="Ulla")
    assert list(companies_of(membership.person)) == [company]
    assert membership.title == "bager, Café Kanelkajen"
    assert membership.network == world.roskilde


def test_an_invitation_lets_nobody_speak_for_a_company_that_left_meanwhile(world):
    company = a_company(world)
    _invitation, token = invite_representative(actor=world.signe, company=company)
    close_company(actor=world.signe, company=company)
    membership = accept_invitation(token=token, email="ulla@example.com", display_name="Ulla")
    assert not companies_of(membership.person).exists()


def test_the_invitation_page_shows_the_link_once(world, browse):
    company = a_company(world)
    address = reverse("invite_representative", args=[company.pk])
    answer = browse("signe").post(address, {"invited_name": "Ulla", "title": "bager"})
    assert "Ulla" in answer.content.decode()
    assert answer.headers["Referrer-Policy"] == "strict-origin"
    for name in ("mona", "freja", "tine", "bo"):
        assert browse(name).post(address, {"invited_name": "Ulla"}).status_code == 404, name


def test_a_company_has_several_voices_and_each_person_one_company(world):
    first, second = a_company(world), a_company(world, "Lager 27")
    speaks(world, "mona", first)
    speaks(world, "rashid", first)
    speaks(world, "mona", second)
    assert list(companies_of(world.mona)) == [second]
    assert Representative.objects.current().filter(company=first).count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Representative.objects.create(company=first, membership=world.membership("mona"))


def test_nobody_speaks_for_a_company_of_another_network_or_as_a_youth(world):
    company = a_company(world)
    for name in ("line", "freja", "signe"):
        with pytest.raises(Refused):
            begin_representing(actor=world.signe, company=company, membership=world.membership(name))
    with pytest.raises(Refused):
        begin_representing(actor=world.mona, company=company, membership=world.membership("mona"))
    assert not Representative.objects.exists()


def test_the_last_who_leaves_is_told_to_the_consultants_and_one_of_two_to_the_other(world, browse):
    company = a_company(world)
    speaks(world, "mona", company)
    speaks(world, "rashid", company)
    one = Representative.objects.get(membership=world.membership("mona"))
    answer = browse("mona").post(reverse("end_representing", args=[one.pk]))
    assert answer.status_code == 302
    told = Notification.objects.filter(kind="representative_ended")
    assert [note.recipient.pk for note in told] == [world.rashid.pk]
    other = Representative.objects.get(membership=world.membership("rashid"))
    end_representing(actor=world.rashid, representative=other)
    end_representing(actor=world.rashid, representative=other)
    assert sorted(note.recipient.pk for note in told.all()) == sorted([world.rashid.pk, world.signe.pk])
    assert not Representative.objects.current().exists()


def test_that_one_does_not_speak_for_it_any_more_can_be_undone_and_is_no_news_then(world, browse):
    company = a_company(world)
    speaks(world, "mona", company)
    speaks(world, "rashid", company)
    one, mona = Representative.objects.get(membership=world.membership("mona")), browse("mona")
    undo = reverse("resume_representing", args=[one.pk])
    page = mona.post(reverse("end_representing", args=[one.pk]), follow=True).content.decode()
    assert f'action="{undo}"' in page
    assert not companies_of(world.mona).exists()
    notices = browse("rashid").get("/notifications/").content.decode()
    assert "taler ikke længere for" in notices

    page = mona.post(undo, follow=True).content.decode()
    assert "taler nu for" in page
    mona.post(undo)
    assert list(companies_of(world.mona)) == [company]
    assert Representative.objects.filter(membership=world.membership("mona")).count() == 2
    assert "taler ikke længere for" not in browse("rashid").get("/notifications/").content.decode()

    # Said again, it is news again.
    again = Representative.objects.current().get(membership=world.membership("mona"))
    end_representing(actor=world.mona, representative=again)
    assert Notification.objects.filter(kind="representative_ended", recipient=world.rashid).count() == 2


def test_undo_is_for_a_moment_and_for_whom_it_concerns(world, browse):
    company, other = a_company(world), a_company(world, name="Nordlys")
    speaks(world, "mona", company)
    one = Representative.objects.get(membership=world.membership("mona"))
    end_representing(actor=world.mona, representative=one)
    undo = reverse("resume_representing", args=[one.pk])
    for name in ("rashid", "freja", "line"):
        assert browse(name).post(undo).status_code == 404
    with clock.at(clock.now() + UNDO_TAKEN_FOR):
        page = browse("mona").post(undo, follow=True).content.decode()
    assert "for sent" in page
    begin_representing(actor=world.signe, company=other, membership=world.membership("mona"))
    with pytest.raises(Refused):
        resume_representing(actor=world.mona, representative=one)
    assert list(companies_of(world.mona)) == [other]
    end_membership(actor=world.signe, membership=world.membership("mona"))
    with pytest.raises(Refused):
        resume_representing(actor=world.signe, representative=one)


def test_a_membership_that_ends_ends_speaking(world, browse):
    company = a_company(world)
    speaks(world, "mona", company)
    client = browse("mona")
    end_membership(actor=world.signe, membership=world.membership("mona"))
    assert not companies_of(world.mona).exists()
    assert client.get(reverse("edit_company", args=[company.pk])).status_code == 404


# --- leaving the network ------------------------------------------------------------------------------------------
def test_a_company_that_left_is_seen_by_the_consultants_alone_and_can_come_back(world, browse):
    company = a_company(world)
    speaks(world, "mona", company)
    offer = an_offer(world, company)
    address = reverse("company", args=[company.pk])
    assert browse("mona").post(reverse("close_company", args=[company.pk])).status_code == 404
    assert browse("signe").post(reverse("close_company", args=[company.pk])).url == address
    for name in ("freja", "mona", "tine", "rashid"):
        assert browse(name).get(address).status_code == 404, name
        assert browse(name).get(reverse("offer", args=[offer.pk])).status_code == 404, name
    assert "har forladt netværket" in browse("signe").get(address).content.decode()
    assert not found(browse("freja"), "kanelkajen")
    reopen_company(actor=world.signe, company=company)
    assert browse("freja").get(reverse("offer", args=[offer.pk])).status_code == 200
    assert found(browse("freja"), "kanelkajen")


# --- finding it ---------------------------------------------------------------------------------------------------
def found(client, words: str, kind: str = "") -> bool:
    text = client.post(reverse("search"), {"words": words, "kind": kind}).content.decode()
    return "/companies/" in text.partition("<main")[2]


def test_a_company_is_found_by_everybody_in_its_network_and_nobody_else(world, browse):
    a_company(world, tries=["bagning af brunsviger"])
    for name in ("freja", "sofie", "mona", "signe", "tine"):
        assert found(browse(name), "brunsviger", "company"), name
    for name in ("yusuf", "line", "bo", "ellen", "karla", "emil"):
        assert not found(browse(name), "brunsviger"), name


def test_the_directory_filters_by_trade_and_pages_by_key(world, browse, django_assert_num_queries):
    for number in range(COMPANIES_A_PAGE + 3):
        a_company(world, f"Firma {number:02}", trade="Tømrer" if number % 2 else "Gartner")
    a_company(world, "Fremmed", network=world.horsens)
    client = browse("freja")
    first = client.get(reverse("companies"))
    names = [company.name for company in first.context["companies"]]
    assert names == [f"Firma {number:02}" for number in range(COMPANIES_A_PAGE)]
    rest = client.get(reverse("companies"), {"after": first.context["next"], "trade": "", "network": ""})
    assert [company.name for company in rest.context["companies"]] == ["Firma 24", "Firma 25", "Firma 26"]
    trade = Trade.objects.get(name="Gartner")
    gardeners = client.get(reverse("companies"), {"trade": trade.pk}).context["companies"]
    assert len(gardeners) == 14
    assert all(company.trade == trade for company in gardeners)
    assert "Fremmed" not in first.content.decode()
    assert client.get(reverse("companies"), {"trade": "x"}).status_code == 404
    assert client.get(reverse("companies"), {"after": "999999"}).status_code == 404


@pytest.mark.parametrize("many", [1, 3, 20])
def test_the_directory_costs_the_same_however_many_there_are(world, browse, many, django_assert_num_queries):
    for number in range(many):
        a_company(world, f"Firma {number}")
    client = browse("mona")
    client.get(reverse("companies"))
    with django_assert_num_queries(7):
        client.get(reverse("companies"))


def test_the_page_costs_the_same_however_many_speak_for_it(world, browse, django_assert_num_queries):
    company = a_company(world)
    client = browse("freja")
    address = reverse("company", args=[company.pk])
    client.get(address)
    with django_assert_num_queries(10):
        client.get(address)
    speaks(world, "mona", company)
    speaks(world, "rashid", company)
    an_offer(world, company)
    hung_photo(world.signe, company)
    with django_assert_num_queries(10):
        client.get(address)
