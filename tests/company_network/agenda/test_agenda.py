"""The meetings of the company network: two cases and a theme, who comes, and what one takes along."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from community import clock
from community.meetings.models import Meeting
from community.meetings.operations import answer_meeting, open_meeting
from community.permissions import Refused
from community.roles import GroupKind
from company_network.agenda.models import MeetingNotes, MeetingPoint
from company_network.agenda.operations import propose_point, remove_point, restore_point, write_notes
from company_network.saving import Changed
from tests.personas import World
from tests.workplaces import a_company, speaks


def a_meeting(world: World, kind: str = GroupKind.COMPANY_NETWORK, **more: object) -> Meeting:
    starts_at = clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=3)
    group = world.group(world.roskilde, kind)
    return open_meeting(actor=world.signe, group=group, starts_at=starts_at, place="Mødelokale 2", **more)


def during(meeting: Meeting):
    return clock.at(meeting.starts_at + timedelta(minutes=20))


def test_companies_and_team_see_the_meeting_and_say_whether_they_come(world, browse):
    meeting = a_meeting(world, link="https://example.com/moede")
    address = reverse("company_meeting", args=[meeting.pk])
    for name in ("mona", "rashid", "signe", "tine"):
        text = browse(name).get(address).content.decode()
        assert "Mødelokale 2" in text, name
        assert "https://example.com/moede" in text, name
    for name in ("freja", "sofie", "line", "bo", "ellen", "karla", "emil"):
        assert browse(name).get(address).status_code == 404, name
    answer = browse("mona").post(reverse("answer_meeting", args=[meeting.pk]), {"answer": "coming"})
    assert answer.url == address
    assert "Mona" in browse("signe").get(address).content.decode()
    assert browse("mona").get(reverse("meetings")).url == address
    calendar = browse("mona").get(reverse("meeting_calendar", args=[meeting.pk])).content.decode()
    assert "example.com/moede" not in calendar


def test_the_first_who_propose_have_the_two_cases_and_the_theme(world, browse):
    company = a_company(world)
    speaks(world, "mona", company)
    meeting = a_meeting(world)
    propose = reverse("propose_point", args=[meeting.pk])
    sent = {"kind": "case", "title": "Hvem tager over, når makkeren holder fri?", "client_uuid": uuid4()}
    mona = browse("mona")
    assert mona.post(propose, sent).status_code == 302
    assert mona.post(propose, sent).status_code == 302
    browse("rashid").post(propose, {"kind": "case", "title": "Kl. 6 virkede ikke", "client_uuid": uuid4()})
    browse("signe").post(propose, {"kind": "theme", "title": "Den første dag", "client_uuid": uuid4()})
    text = browse("tine").get(reverse("company_meeting", args=[meeting.pk])).content.decode()
    assert "Mona, Café Kanelkajen, har det med." in text
    for title in ("Hvem tager over", "Kl. 6 virkede ikke", "Den første dag"):
        assert title in text
    late = browse("mona").post(
        propose, {"kind": "case", "title": "En tredje sag", "words": "Mine mange ord", "client_uuid": uuid4()}
    )
    assert late.status_code == 422
    assert "Mødet har allerede sine to sager" in late.content.decode()
    assert "Mine mange ord" in late.content.decode()
    assert MeetingPoint.objects.count() == 3
    lines = browse("mona").get(reverse("answer_meeting", args=[meeting.pk])).content.decode()
    assert "Den første dag" in lines


def test_what_was_typed_stays_after_an_error(world, browse):
    meeting = a_meeting(world)
    sent = {"kind": "theme", "title": " ", "words": "Om den første dag", "client_uuid": uuid4()}
    answer = browse("mona").post(reverse("propose_point", args=[meeting.pk]), sent)
    assert answer.status_code == 422
    assert "Om den første dag" in answer.content.decode()
    assert not MeetingPoint.objects.exists()


@pytest.mark.parametrize("name", ["freja", "line", "bo", "ellen", "karla"])
def test_nobody_else_proposes_or_writes(world, browse, name):
    meeting = a_meeting(world)
    point = propose_point(actor=world.mona, meeting=meeting, kind="theme", title="Den første dag")
    for route, of in (("propose_point", meeting), ("remove_point", point), ("restore_point", point)):
        data = {"kind": "case", "title": "x", "client_uuid": uuid4()}
        assert browse(name).post(reverse(route, args=[of.pk]), data).status_code == 404
    with during(meeting):
        assert browse(name).get(reverse("write_notes", args=[meeting.pk])).status_code == 404
        with pytest.raises(Refused):
            write_notes(actor=world.who(name), meeting=meeting, text="x", version=0)
    with pytest.raises(Refused):
        propose_point(actor=world.who(name), meeting=meeting, kind="case", title="x")
    assert MeetingPoint.objects.count() == 1


def test_a_point_is_taken_off_by_its_proposer_or_a_consultant_and_put_back(world, browse):
    meeting = a_meeting(world)
    point = propose_point(actor=world.mona, meeting=meeting, kind="theme", title="Den første dag")
    assert browse("rashid").post(reverse("remove_point", args=[point.pk])).status_code == 403
    assert browse("mona").post(reverse("remove_point", args=[point.pk])).status_code == 302
    remove_point(actor=world.mona, point=point)
    restore_point(actor=world.mona, point=point)
    remove_point(actor=world.signe, point=point)
    propose_point(actor=world.rashid, meeting=meeting, kind="theme", title="Et andet tema")
    with pytest.raises(Refused, match="allerede sit tema"):
        restore_point(actor=world.signe, point=point)
    with clock.at(meeting.ends_at + timedelta(hours=1)), pytest.raises(Refused):
        remove_point(actor=world.rashid, point=MeetingPoint.objects.get(removed_at=None))


def test_the_database_holds_two_cases_and_a_theme(world):
    meeting = a_meeting(world)
    values = {"meeting": meeting, "proposer": world.mona, "title": "x"}
    MeetingPoint.objects.create(kind="theme", slot=1, **values)
    for kind, slot in (("theme", 1), ("theme", 2), ("case", 3)):
        with pytest.raises(IntegrityError), transaction.atomic():
            MeetingPoint.objects.create(kind=kind, slot=slot, **values)


def test_notes_are_written_together_once_the_meeting_has_begun(world, browse):
    meeting = a_meeting(world)
    address = reverse("write_notes", args=[meeting.pk])
    assert browse("mona").get(address).status_code == 404
    with during(meeting):
        assert browse("mona").post(address, {"text": "Skriv frokosten ind", "version": 0}).status_code == 302
        clash = browse("rashid").post(address, {"text": "Rashids ord", "version": 0})
        assert clash.status_code == 422
        assert "Skriv frokosten ind" in clash.content.decode()
        assert "Rashids ord" in clash.content.decode()
        with pytest.raises(Changed):
            write_notes(actor=world.rashid, meeting=meeting, text="x", version=0)
        assert browse("rashid").post(address, {"text": "Begges ord", "version": 1}).status_code == 302
        text = browse("tine").get(reverse("company_meeting", args=[meeting.pk])).content.decode()
        assert "Begges ord" in text
    assert MeetingNotes.objects.get().version == 2


def test_a_youth_groups_meeting_has_no_such_page(world, browse):
    starts_at = clock.now() + timedelta(days=3)
    meeting = open_meeting(actor=world.signe, group=world.torsdagsholdet, starts_at=starts_at)
    for name in ("freja", "signe"):
        assert browse(name).get(reverse("company_meeting", args=[meeting.pk])).status_code == 404
        assert browse(name).post(reverse("propose_point", args=[meeting.pk])).status_code == 404
    text = browse("signe").get(reverse("open_meeting", args=[world.torsdagsholdet.pk])).content.decode()
    assert 'name="link"' not in text


# --- across the municipalities ------------------------------------------------------------------------------------
def test_a_team_invites_the_staff_of_all_networks(world, browse):
    team = world.group(world.roskilde, GroupKind.TEAM)
    day = (clock.now() + timedelta(days=5)).date()
    sent = {"group": team.pk, "day": day, "begins": "10:00", "minutes": 60, "link": "https://example.com/rum"}
    assert browse("ellen").post(reverse("open_meeting_across"), sent).status_code == 302
    meeting = Meeting.objects.get()
    assert meeting.across
    for name in ("signe", "tine", "bo", "ellen"):
        client = browse(name)
        text = client.get(reverse("company_meeting", args=[meeting.pk])).content.decode()
        assert "https://example.com/rum" in text, name
        assert "På tværs af kommunerne" in client.get(reverse("meetings")).content.decode(), name
        answer = client.post(reverse("answer_meeting", args=[meeting.pk]), {"answer": "coming"})
        assert answer.status_code == 302, name
        assert client.get(reverse("answer_meeting", args=[meeting.pk])).status_code == 200, name
    for name in ("freja", "mona", "line", "karla", "emil"):
        assert browse(name).get(reverse("company_meeting", args=[meeting.pk])).status_code == 404, name
        assert browse(name).get(reverse("meeting", args=[meeting.pk])).status_code == 404, name
        with pytest.raises(Refused):
            answer_meeting(actor=world.who(name), meeting=meeting, answer="coming")
    told = set(meeting.news.get(what="opened") and notified(meeting))
    assert told == {"Signe", "Tine", "Bo"}
    propose_point(actor=world.bo, meeting=meeting, kind="case", title="Fra Horsens")
    assert "Fra Horsens" in browse("ellen").get(reverse("company_meeting", args=[meeting.pk])).content.decode()


def notified(meeting: Meeting) -> list[str]:
    from community.notifications.models import Notification

    found = Notification.objects.filter(kind="meeting_opened", subject_id__in=meeting.news.values("pk"))
    return [note.recipient.display_name for note in found]


def test_only_teams_and_programme_open_such_a_meeting(world, browse):
    for name in ("freja", "mona", "tine", "karla", "emil"):
        assert browse(name).get(reverse("open_meeting_across")).status_code == 404, name
    starts_at = clock.now() + timedelta(days=5)
    companies = world.group(world.roskilde, GroupKind.COMPANY_NETWORK)
    for name, group in (("mona", companies), ("signe", companies), ("bo", world.group(world.roskilde, GroupKind.TEAM))):
        with pytest.raises(Refused):
            open_meeting(actor=world.who(name), group=group, starts_at=starts_at, across=True)
    assert not Meeting.objects.exists()
    nowhere = {"group": world.group(world.roskilde, GroupKind.TEAM).pk, "day": starts_at.date(), "begins": "10:00"}
    answer = browse("ellen").post(reverse("open_meeting_across"), nowhere | {"minutes": 60})
    assert answer.status_code == 422
    assert "Skriv hvor: et sted eller et link" in answer.content.decode()


def test_an_ordinary_team_meeting_stays_with_the_team(world, browse):
    meeting = a_meeting(world, GroupKind.TEAM)
    for name, status in (("signe", 200), ("tine", 200), ("bo", 404), ("ellen", 404), ("mona", 404)):
        assert browse(name).get(reverse("company_meeting", args=[meeting.pk])).status_code == status, name


def test_the_database_lets_only_staff_answer_a_meeting_across(world):
    from community.meetings.models import Attendance

    meeting = a_meeting(world, GroupKind.TEAM, across=True)
    Attendance.objects.create(meeting=meeting, membership=world.membership("bo"), answer="coming")
    for name in ("mona", "freja"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Attendance.objects.create(meeting=meeting, membership=world.membership(name), answer="coming")
