"""Minutes make themselves from what happened, and stand after three days."""

import re
from datetime import timedelta

import pytest

from community import clock
from community.permissions import Refused
from tests.youth_network.agendas.table import THURSDAY, WEEK, lay_meeting, propose, rule_of
from tests.youth_network.live_meetings.conftest import meeting, table  # noqa: F401
from youth_network.agendas.models import Agenda
from youth_network.agendas.operations import take_item_down
from youth_network.live_meetings.agreements import make_agreement
from youth_network.live_meetings.frame import hand_to_consultant, take_turn
from youth_network.live_meetings.models import Agreement
from youth_network.live_meetings.running import end_meeting, finish_item, go_to_items, write_takeaway
from youth_network.minutes.models import Correction
from youth_network.minutes.operations import CorrectedMeanwhile, NoSuchLine, correct_minutes
from youth_network.minutes.policy import was_there

pytestmark = pytest.mark.django_db

#: Session, person, memberships; the agenda; its places, agreements, corrections; then the shell's.
QUERIES_OF_MINUTES = 12
QUERIES_OF_BALANCE = 11


@pytest.fixture
def held(world, meeting):  # noqa: F811
    """Jonas and Freja were there; one item took twelve minutes, one was taken down, the rest was carried over."""
    for who in ("jonas", "freja"):
        take_turn(actor=world.who(who), agenda=meeting, membership=world.membership(who))
    lay_meeting(world.torsdagsholdet, THURSDAY + WEEK)
    go_to_items(actor=world.jonas, agenda=meeting)
    place = Agenda.objects.get(pk=meeting.pk).current
    write_takeaway(actor=world.jonas, placement=place, words="Vi spørger først.")
    make_agreement(actor=world.jonas, agenda=meeting, placement=place, what="Vi prøver det af")
    down = meeting.placements.select_related("item").get(position=2).item
    take_item_down(actor=world.signe, item=down, rule=rule_of(world.torsdagsholdet), reason="Der stod et navn.")
    with clock.at(THURSDAY + timedelta(minutes=12)):
        finish_item(actor=world.jonas, placement=place)
        end_meeting(actor=world.jonas, agenda=meeting)
    return Agenda.objects.select_related("meeting__group").get(pk=meeting.pk)


def test_the_minutes_say_what_happened_and_name_nobody_as_absent(world, held, browse):
    page = browse("amina").get(f"/meetings/{held.pk}/minutes/").content.decode()
    for words in ("Vi spørger først.", "Vi prøver det af", "12 min", "Der stod et navn.", "Jonas", "Freja"):
        assert words in page
    assert "fraværende" not in page.replace("Ingen står som fraværende", "")
    there = page[page.index("Til stede") : page.index("</p>", page.index("Til stede"))]
    assert "Amina" not in there


@pytest.mark.parametrize("who", ["sofie", "yusuf", "emil", "mona", "bo", "ellen", "karla"])
def test_another_groups_minutes_do_not_exist(world, held, browse, who):
    for address in ("meetings/{}/minutes/", "meetings/{}/", "meetings/{}/live/"):
        assert browse(who).get("/" + address.format(held.pk)).status_code == 404
    assert browse(who).get(f"/groups/{world.torsdagsholdet.pk}/minutes/").status_code == 404


def test_those_who_were_there_put_a_line_right_and_what_stood_before_is_kept(world, held):
    line = f"takeaway:{held.placements.get(position=0).pk}"
    correct_minutes(actor=world.freja, agenda=held, line=line, words="Vi spørger altid.", before="Vi spørger først.")
    correction = Correction.objects.get()
    assert (correction.before, correction.after) == ("Vi spørger først.", "Vi spørger altid.")
    with pytest.raises(CorrectedMeanwhile) as meanwhile:
        correct_minutes(actor=world.jonas, agenda=held, line=line, words="Noget andet", before="Vi spørger først.")
    assert meanwhile.value.now == "Vi spørger altid."
    correct_minutes(actor=world.jonas, agenda=held, line="remark", words="Kaffen var god.", before="")
    assert Agenda.objects.get(pk=held.pk).remark == "Kaffen var god."
    for line in ("takeaway:0", "agreement:x", "nonsense", "takeaway:" + "9" * 30):
        with pytest.raises(NoSuchLine):
            correct_minutes(actor=world.jonas, agenda=held, line=line, words="x", before="")


@pytest.mark.parametrize("who", ["amina", "sofie", "signe", "tine", "mona", "visitor"])
def test_who_was_not_there_corrects_nothing(world, held, who):
    with pytest.raises(Refused):
        correct_minutes(actor=world.who(who), agenda=held, line="remark", words="Nej", before="")
    assert not Correction.objects.exists()


def test_after_three_days_the_minutes_stand(world, held):
    with clock.at(held.ended_at + timedelta(hours=71, minutes=59)):
        correct_minutes(actor=world.freja, agenda=held, line="remark", words="Lige til tiden", before="")
    with clock.at(held.ended_at + timedelta(hours=72)), pytest.raises(Refused):
        correct_minutes(actor=world.freja, agenda=held, line="remark", words="For sent", before="Lige til tiden")


def test_what_was_typed_stands_in_the_field_when_it_cannot_be_taken(world, held, browse):
    with clock.at(THURSDAY + timedelta(hours=2)):
        answer = browse("freja").post(
            f"/meetings/{held.pk}/minutes/correct/", {"line": "remark", "words": "Mine ord", "before": "noget andet"}
        )
    assert answer.status_code == 422
    assert "Mine ord" in answer.content.decode()


def test_a_remark_of_several_lines_can_be_put_right_again(world, held, browse):
    """Browsers part lines as nothing else does."""
    address = f"/meetings/{held.pk}/minutes/correct/"
    with clock.at(THURSDAY + timedelta(hours=2)):
        browse("freja").post(address, {"line": "remark", "words": "En\r\nTo", "before": ""})
        browse("freja").post(address, {"line": "remark", "words": "En\r\nTre", "before": "En\r\nTo"})
    assert Agenda.objects.get(pk=held.pk).remark == "En\nTre"


def test_the_balance_counts_the_groups_whole_life(world, held, browse):
    propose(world, "signe", "Fra teamet")
    page = browse("amina").get(f"/groups/{world.torsdagsholdet.pk}/agenda-balance/").content.decode()
    assert "3 af 4 punkter er fra unge, 1 er taget ned" in page
    assert "Der stod et navn." in page


def test_the_list_of_minutes_costs_the_same_with_one_and_with_three(world, held, browse, django_assert_num_queries):
    address = f"/groups/{world.torsdagsholdet.pk}/minutes/"
    client = browse("freja")
    client.get(address)
    with django_assert_num_queries(7):
        client.get(address)
    for week in (3, 4):
        agenda = lay_meeting(world.torsdagsholdet, THURSDAY + week * WEEK).agenda
        moment = THURSDAY + week * WEEK
        Agenda.objects.filter(pk=agenda.pk).update(phase="closed", started_at=moment, ended_at=moment)
    with django_assert_num_queries(7):
        assert client.get(address).content.decode().count("/minutes/") >= 3


def closed_meetings(group, moments):
    for moment in moments:
        agenda = lay_meeting(group, moment).agenda
        Agenda.objects.filter(pk=agenda.pk).update(phase="closed", started_at=moment, ended_at=moment)
        yield agenda


def test_older_minutes_follow_by_key_and_none_is_lost_where_two_began_together(world, browse):
    moments = [THURSDAY + week * WEEK for week in range(20)]
    laid = list(closed_meetings(world.torsdagsholdet, [THURSDAY, *moments]))
    address = f"/groups/{world.torsdagsholdet.pk}/minutes/"
    client = browse("freja")
    first = client.get(address).content.decode()
    older = re.search(r'href="([^"]+before=\d+)"', first)[1]
    second = client.get(address + "?" + older.partition("?")[2]).content.decode()
    shown = [int(pk) for pk in re.findall(r'href="/meetings/(\d+)/minutes/"', first + second)]
    assert sorted(shown) == sorted(agenda.pk for agenda in laid)
    assert "before=" not in second
    for nonsense in ("x", "9" * 19, "0", "\u0663"):
        assert client.get(address, {"before": nonsense}).status_code == 404


def test_a_group_that_has_not_met_yet_reads_so(world, browse):
    page = browse("freja").get(f"/groups/{world.torsdagsholdet.pk}/minutes/").content.decode()
    assert "Ingen referater endnu." in page


def test_minutes_and_balance_cost_the_same_whatever_happened(world, held, browse, django_assert_num_queries):
    minutes, balance = f"/meetings/{held.pk}/minutes/", f"/groups/{world.torsdagsholdet.pk}/agenda-balance/"
    client = browse("freja")
    for address, count in ((minutes, QUERIES_OF_MINUTES), (balance, QUERIES_OF_BALANCE)):
        client.get(address)
        with django_assert_num_queries(count):
            client.get(address)
    maker = world.membership("jonas")
    for number in range(3):
        Agreement.objects.create(agenda=held, what=f"Aftale {number}", made_by=maker, owner=world.membership("amina"))
        place = propose(world, "freja", f"Punkt {number}")
        take_item_down(actor=world.signe, item=place.item, rule=rule_of(world.torsdagsholdet), reason="Et navn.")
    for address, count in ((minutes, QUERIES_OF_MINUTES), (balance, QUERIES_OF_BALANCE)):
        with django_assert_num_queries(count):
            client.get(address)


def test_the_consultant_who_was_asked_to_go_on_was_there(world, meeting):  # noqa: F811
    hand_to_consultant(actor=world.jonas, agenda=meeting, consultant=world.membership("signe"))
    agenda = Agenda.objects.select_related("meeting__group").get(pk=meeting.pk)
    there = {name for name in ("jonas", "signe", "tine", "bo", "sofie", "mona") if was_there(world.who(name), agenda)}
    assert there == {"signe"}
