"""What is written around the items: empty chairs, agreements, a bevidning round."""

from datetime import date
from uuid import uuid4

import pytest

from community.notifications.models import Notification
from community.permissions import Refused
from tests.youth_network.agendas.table import THURSDAY, WEEK, lay_meeting
from youth_network.agendas.models import Agenda, Placement
from youth_network.agendas.tables import carry_over, locked
from youth_network.live_meetings.agreements import (
    last_agreements,
    make_agreement,
    settle_agreement,
    take_agreement_back,
)
from youth_network.live_meetings.chairs import answer_chair, leave_chair, mark_chair_read, take_chair_back
from youth_network.live_meetings.models import Agreement, EmptyChair, WitnessRound
from youth_network.live_meetings.rounds import begin_round, go_to_step, leave_round
from youth_network.live_meetings.running import end_meeting, finish_item, go_to_items

pytestmark = pytest.mark.django_db
WORDS = "Canarychair 8c1f"


def place_of(agenda, who):
    return agenda.placements.select_related("agenda__meeting__group", "item").get(item__title=f"{who}s punkt")


def sees(world, who):
    return EmptyChair.objects.visible_to(world.who(who)).exists()


def test_until_the_item_runs_only_its_author_and_the_chosen_reader_see_a_chair(world, table):
    leave_chair(actor=world.freja, placement=place_of(table, "amina"), words=WORDS, reader=world.membership("amina"))
    assert [who for who in ("freja", "amina", "jonas", "signe", "tine", "sofie", "mona") if sees(world, who)] == [
        "freja",
        "amina",
    ]
    place_of(table, "amina").__class__.objects.filter(item__title="aminas punkt").update(started_at=THURSDAY)
    assert [who for who in ("freja", "jonas", "signe", "tine") if sees(world, who)] == [
        "freja",
        "jonas",
        "signe",
        "tine",
    ]
    assert not sees(world, "sofie")
    assert not sees(world, "mona")


def test_without_a_reader_the_host_sees_it(world, table):
    leave_chair(actor=world.freja, placement=place_of(table, "amina"), words=WORDS)
    assert sees(world, "jonas")
    assert not sees(world, "amina")


@pytest.mark.parametrize("who", ["sofie", "yusuf", "emil", "mona", "signe", "tine", "visitor"])
def test_nobody_else_leaves_one(world, table, who):
    with pytest.raises(Refused):
        leave_chair(actor=world.who(who), placement=place_of(table, "amina"), words=WORDS)


def test_a_chair_needs_words_and_a_reader_of_the_group(world, table):
    place = place_of(table, "amina")
    for words, reader in (("  ", None), (WORDS, "sofie"), (WORDS, "mona"), (WORDS, "bo")):
        with pytest.raises(Refused):
            leave_chair(
                actor=world.freja, placement=place, words=words, reader=world.membership(reader) if reader else None
            )
    leave_chair(actor=world.freja, placement=place, words=WORDS, reader=world.membership("signe"))
    leave_chair(actor=world.freja, placement=place, words="Ændret", reader=None)
    chair = EmptyChair.objects.get()
    assert (chair.words, chair.reader) == ("Ændret", None)
    take_chair_back(actor=world.freja, chair=chair)
    assert not EmptyChair.objects.exists()


def test_the_group_answers_and_its_author_hears_of_it(world, meeting):
    place = place_of(meeting, "freja")
    chair = leave_chair(actor=world.freja, placement=place, words=WORDS)
    with pytest.raises(Refused):
        answer_chair(actor=world.amina, chair=chair, words="For tidligt")
    go_to_items(actor=world.jonas, agenda=meeting)
    with pytest.raises(Refused):
        mark_chair_read(actor=world.amina, chair=chair)
    mark_chair_read(actor=world.jonas, chair=chair)
    for who in ("freja", "sofie", "signe", "mona"):
        with pytest.raises(Refused):
            answer_chair(actor=world.who(who), chair=chair, words="Nej")
    answer_chair(actor=world.amina, chair=chair, words="Vi savnede dig.")
    assert Notification.objects.get(kind="chair_answered").recipient == world.people["freja"]
    with pytest.raises(Refused):
        take_chair_back(actor=world.freja, chair=chair)


def test_a_chair_on_an_item_that_was_not_reached_waits_on_the_next_table(world, meeting):
    following = lay_meeting(world.torsdagsholdet, THURSDAY + WEEK).agenda
    leave_chair(actor=world.freja, placement=place_of(meeting, "jonas"), words=WORDS)
    carry_over(locked(meeting))
    assert EmptyChair.objects.get().placement.agenda == following


def test_agreements_say_what_who_and_by_when_and_are_written_once(world, meeting):
    go_to_items(actor=world.jonas, agenda=meeting)
    place = Agenda.objects.get(pk=meeting.pk).current
    sent = {
        "agenda": meeting,
        "placement": place,
        "what": "Vi prøver det af",
        "owner": world.membership("freja"),
        "due": date(2030, 1, 17),
        "client_uuid": uuid4(),
    }
    first = make_agreement(actor=world.jonas, **sent)
    assert make_agreement(actor=world.jonas, **sent) == first
    for who in ("freja", "signe", "sofie", "mona"):
        with pytest.raises(Refused):
            make_agreement(actor=world.who(who), agenda=meeting, what="Nej")
    with pytest.raises(Refused):
        make_agreement(actor=world.jonas, agenda=meeting, what="Nej", owner=world.membership("sofie"))
    take_agreement_back(actor=world.jonas, agreement=first)
    assert not Agreement.objects.exists()


def test_an_agreement_stands_at_the_item_it_was_begun_at_though_the_meeting_went_on(world, meeting, browse):
    go_to_items(actor=world.jonas, agenda=meeting)
    first = Agenda.objects.get(pk=meeting.pk).current
    finish_item(actor=world.jonas, placement=first)
    sent = {"what": "Vi prøver det af", "placement": first.pk, "client_uuid": uuid4()}
    browse("jonas").post(f"/meetings/{meeting.pk}/agreements/", sent)
    assert Agreement.objects.get().placement == first


def test_a_refused_answer_to_a_chair_stands_in_its_field(world, meeting, browse):
    leave_chair(actor=world.freja, placement=place_of(meeting, "freja"), words=WORDS)
    go_to_items(actor=world.jonas, agenda=meeting)
    chair, long = EmptyChair.objects.get(), "Vi savnede dig " * 60
    answer = browse("amina").post(f"/chairs/{chair.pk}/answer/", {"answer": long})
    assert answer.status_code == 422
    assert long.strip() in answer.content.decode()


def test_words_that_were_read_out_stay_and_a_chair_is_read_when_its_item_runs(world, meeting):
    chair = leave_chair(actor=world.freja, placement=place_of(meeting, "freja"), words=WORDS)
    with pytest.raises(Refused):
        mark_chair_read(actor=world.jonas, chair=chair)
    go_to_items(actor=world.jonas, agenda=meeting)
    mark_chair_read(actor=world.jonas, chair=chair)
    with pytest.raises(Refused):
        leave_chair(actor=world.freja, placement=place_of(meeting, "freja"), words="Noget andet")
    assert EmptyChair.objects.get().words == WORDS


def test_the_next_meeting_opens_with_what_became_of_the_last_three(world, meeting):
    following = lay_meeting(world.torsdagsholdet, THURSDAY + WEEK).agenda
    go_to_items(actor=world.jonas, agenda=meeting)
    made = [make_agreement(actor=world.jonas, agenda=meeting, what=f"Aftale {n}") for n in range(4)]
    end_meeting(actor=world.jonas, agenda=meeting)
    assert last_agreements(following) == made[1:]
    settle_agreement(actor=world.amina, agreement=made[3], state="kept", became="Det virkede")
    assert last_agreements(following)[-1].became == "Det virkede"
    for who in ("sofie", "signe", "mona", "visitor"):
        with pytest.raises(Refused):
            settle_agreement(actor=world.who(who), agreement=made[3], state="let_go")


@pytest.fixture
def circle(world, meeting):
    """A bevidning round lies first and runs: Amina tells, Freja witnesses."""
    place = meeting.placements.get(position=0)
    place.item.form = "witnessing"
    place.item.save()
    go_to_items(actor=world.jonas, agenda=meeting)
    place = Placement.objects.select_related("agenda__meeting", "item").get(pk=place.pk)
    witness_round = begin_round(
        actor=world.jonas, placement=place, teller=world.membership("amina"), witnesses=[world.membership("freja")]
    )
    return WitnessRound.objects.select_related("placement__agenda__meeting").get(pk=witness_round.pk)


def test_a_round_goes_through_its_steps_one_at_a_time(world, circle):
    go_to_step(actor=world.jonas, witness_round=circle, seen="telling", step="expression")
    go_to_step(actor=world.jonas, witness_round=circle, seen="telling", step="expression")
    go_to_step(actor=world.jonas, witness_round=circle, seen="expression", step="image")
    circle.refresh_from_db()
    assert circle.step == "image"
    for who in ("amina", "signe", "sofie"):
        with pytest.raises(Refused):
            go_to_step(actor=world.who(who), witness_round=circle, seen="image", step="resonance")


def test_a_second_press_begins_no_second_round(world, circle):
    go_to_step(actor=world.jonas, witness_round=circle, seen="telling", step="expression")
    again = {"teller": world.membership("freja"), "witnesses": [world.membership("amina")]}
    begin_round(actor=world.jonas, placement=circle.placement, **again)
    circle.refresh_from_db()
    assert (circle.step, circle.teller) == ("expression", world.membership("amina"))


def test_whoever_sits_in_a_round_steps_out_themselves(world, circle):
    with pytest.raises(Refused):
        leave_round(actor=world.freja, witness_round=circle, membership=world.membership("amina"))
    leave_round(actor=world.freja, witness_round=circle, membership=world.membership("freja"))
    assert not circle.witnesses.exists()
    leave_round(actor=world.amina, witness_round=circle, membership=world.membership("amina"))
    assert not WitnessRound.objects.exists()


def test_a_round_seats_different_youths_of_the_group(world, circle):
    amina, freja = world.membership("amina"), world.membership("freja")
    for teller, witnesses in (
        (amina, [amina]),
        (amina, []),
        (amina, [world.membership("sofie")]),
        (world.membership("signe"), [freja]),
    ):
        with pytest.raises(Refused):
            begin_round(actor=world.jonas, placement=circle.placement, teller=teller, witnesses=witnesses)
