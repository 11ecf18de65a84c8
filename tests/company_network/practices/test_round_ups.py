"""The quarter's round-up: drafted from what was tried most, edited and sent by programme staff."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from community import clock
from community.notifications.models import Notification
from community.permissions import Refused
from company_network.practices.jobs import draft_round_up as job
from company_network.practices.models import RoundUp, TriedHere
from company_network.practices.operations import say_tried, set_reach
from company_network.practices.round_ups import draft_round_up, edit_round_up, quarter_before, send_round_up
from tests.shared_practice import share, workplaces
from tests.tellings import deliver_after

#: In nobody's quiet hours, after everybody of the tests has come in.
AFTER = datetime(2027, 4, 6, 10, tzinfo=UTC)
WITHIN = datetime(2027, 2, 9, 11, tzinfo=UTC)
QUARTER = date(2027, 1, 1)


@pytest.fixture
def places(world):
    return workplaces(world)


@pytest.fixture
def topics(world, places):
    """One tried at two workplaces, one at one; one tried in its network alone; one tried a quarter before."""
    with clock.at(WITHIN):
        one = share(world, "mona", reach="across", title="Én makker")
        two = share(world, "line", reach="across", title="Fredagsspørgsmålet")
        near = share(world, "mona", title="Kun hos os")
        say_tried(actor=world.rashid, practice=one.practice, company=places.skaeve_eger)
        say_tried(actor=world.line, practice=one.practice, company=places.bladlus)
        say_tried(actor=world.rashid, practice=two.practice, company=places.skaeve_eger)
        say_tried(actor=world.rashid, practice=near.practice, company=places.skaeve_eger)
        old = share(world, "line", reach="across", title="Gammelt")
        tried = say_tried(actor=world.mona, practice=old.practice, company=places.kanelkajen)
        TriedHere.objects.filter(pk=tried.pk).update(at=datetime(2026, 12, 30, tzinfo=UTC))
    return one, two, near, old


def test_the_job_drafts_the_quarter_that_is_over_once(world, topics):
    with clock.at(AFTER):
        job()
        job()
    round_up = RoundUp.objects.get()
    assert round_up.quarter == QUARTER
    assert [item.practice.topic.title for item in round_up.items.all()] == ["Én makker", "Fredagsspørgsmålet"]
    assert next(item.line for item in round_up.items.all()) == "Prøvet på 2 arbejdspladser."
    assert Notification.objects.filter(kind="round_up_drafted").get().recipient == world.people["ellen"]


@pytest.mark.parametrize(
    ("day", "quarter"),
    [
        (date(2027, 1, 1), date(2026, 10, 1)),
        (date(2027, 3, 31), date(2026, 10, 1)),
        (date(2027, 4, 1), date(2027, 1, 1)),
        (date(2027, 12, 31), date(2027, 7, 1)),
    ],
)
def test_the_last_quarter_that_is_over(day, quarter):
    assert quarter_before(day) == quarter


def test_practice_that_was_narrowed_meanwhile_is_in_the_draft_no_more(world, browse, topics):
    with clock.at(AFTER):
        round_up = draft_round_up(QUARTER)
    address = reverse("edit_round_up", args=[round_up.pk])
    assert "Én makker" in browse("ellen").get(address).content.decode()
    set_reach(actor=world.mona, topic=topics[0], reach="space")
    shown = browse("ellen").get(address).content.decode()
    assert "Én makker" not in shown
    assert "Fredagsspørgsmålet" in shown
    set_reach(actor=world.line, topic=topics[1], reach="space")
    # Nobody would read anything in it.
    with pytest.raises(Refused):
        send_round_up(actor=world.ellen, round_up=round_up)


def test_nothing_is_drafted_where_nothing_was_tried(world, places):
    assert draft_round_up(QUARTER) is None
    assert not RoundUp.objects.exists()


def test_programme_staff_edit_and_send_and_companies_and_staff_read(world, browse, topics, mailoutbox):
    with clock.at(AFTER):
        draft = draft_round_up(QUARTER)
        first, second = draft.items.all()
        edit = reverse("edit_round_up", args=[draft.pk])
        read = reverse("round_up", args=[draft.pk])
        for who in ("mona", "signe", "freja", "karla"):
            assert browse(who).get(read).status_code == 404
            assert browse(who).get(edit).status_code == 404
            assert browse(who).post(reverse("send_round_up", args=[draft.pk])).status_code == 404
        ellen = browse("ellen")
        assert "Én makker" in ellen.get(edit).content.decode()
        words = {
            "title": "Forårets bedste",
            "intro": "Tag en med hjem.",
            "version": "1",
            f"item-{first.pk}-line": "Den mest prøvede.",
            f"item-{first.pk}-chosen": "on",
            f"item-{second.pk}-line": "Ikke denne gang.",
        }
        assert ellen.post(edit, words).status_code == 302
        stale = ellen.post(edit, words | {"intro": "Min egen tekst"})
        assert stale.status_code == 422
        assert "Min egen tekst" in stale.content.decode()
        assert ellen.post(reverse("send_round_up", args=[draft.pk])).status_code == 302
        deliver_after()
    for who in ("mona", "rashid", "line", "signe", "bo", "tine", "ellen"):
        shown = browse(who).get(read).content.decode()
        assert "Forårets bedste" in shown
        assert "Den mest prøvede." in shown
        assert "Fredagsspørgsmålet" not in shown
    for who in ("freja", "yusuf", "karla"):
        assert browse(who).get(read).status_code == 404
    told = Notification.objects.filter(kind="round_up_sent").values_list("recipient__email", flat=True)
    assert sorted(told) == [f"{who}@example.com" for who in ("bo", "line", "mona", "rashid", "signe", "tine")]
    mails = {mail.to[0].partition("@")[0]: mail.body for mail in mailoutbox if "Tag en med hjem." in mail.body}
    assert {"mona", "line", "signe"} <= mails.keys()
    assert "Én makker (Kanelkajen)" in mails["line"]
    assert not mails.keys() & {"freja", "amina", "yusuf"}


def test_what_was_narrowed_since_is_in_no_round_up(world, browse, topics, mailoutbox):
    with clock.at(AFTER):
        draft = draft_round_up(QUARTER)
        send_round_up(actor=world.ellen, round_up=draft)
        set_reach(actor=world.mona, topic=topics[0], reach="space")
        deliver_after()
    read = reverse("round_up", args=[draft.pk])
    assert "Én makker" not in browse("line").get(read).content.decode()
    assert "Fredagsspørgsmålet" in browse("line").get(read).content.decode()
    assert "Én makker" in browse("rashid").get(read).content.decode()
    assert not [mail for mail in mailoutbox if "Én makker" in mail.body and "line@example.com" in mail.to]


def test_what_is_sent_stays_as_it_is_and_an_empty_one_is_not_sent(world, topics):
    with clock.at(AFTER):
        draft = draft_round_up(QUARTER)
        nothing = {item.pk: {"line": "", "chosen": False} for item in draft.items.all()}
        edit_round_up(actor=world.ellen, round_up=draft, version=1, title="T", intro="", items=nothing)
        with pytest.raises(Refused):
            send_round_up(actor=world.ellen, round_up=draft)
        everything = {item.pk: {"line": "", "chosen": True} for item in draft.items.all()}
        edit_round_up(actor=world.ellen, round_up=draft, version=2, title="T", intro="", items=everything)
        with pytest.raises(Refused):
            send_round_up(actor=world.signe, round_up=draft)
        send_round_up(actor=world.ellen, round_up=draft)
        with pytest.raises(Refused):
            edit_round_up(actor=world.ellen, round_up=draft, version=3, title="Ny", intro="", items={})
