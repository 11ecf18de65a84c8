"""Somebody is worried: somebody of the staff is called, and called again until one of them has it."""

from datetime import time, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from community import clock
from community.care_rules.models import CareRules
from community.care_rules.operations import change_care_rules, whom_to_call
from community.chat.talks import set_room_hours
from community.jobs.loop import run_due_jobs
from community.jobs.models import JobRun
from community.membership.operations import begin_membership, end_membership
from community.moderation.alarms import raise_due_alarms
from community.moderation.models import Alarm, Case
from community.moderation.taking import give_back_case, take_case
from community.notifications.models import Notification, NotificationPreference, OutboxMail
from community.notifications.operations import choose_mail
from community.notifications.outbox import deliver_due
from community.notifications.rhythm import Rhythm
from community.permissions import Refused
from community.roles import GroupKind, Role
from tests.care import deed, said_about, the_case
from tests.personas import make_person
from tests.tellings import WORDS, local, youth_topic

_TUESDAY = timezone.localdate() + timedelta(days=2)
while _TUESDAY.weekday() != 1:
    _TUESDAY += timedelta(days=1)
#: A Tuesday that comes. Signe reads along from nine to four.
TEN, NIGHT = local(f"{_TUESDAY} 10:00"), local(f"{_TUESDAY} 23:30")


@pytest.fixture
def story(world):
    with clock.at(TEN - timedelta(days=1)):
        room = world.torsdagsholdet.space.room
        set_room_hours(
            actor=world.signe, room=room, host=world.signe, weekdays=[0, 1, 2, 3], begins=time(9), ends=time(16)
        )
        return youth_topic(world).posts.get()


@pytest.fixture
def second(world):
    """Another consultant of Roskilde."""
    person = make_person("karen")
    begin_membership(
        actor=world.signe, person=person, role=Role.CONSULTANT, group=world.group(world.roskilde, GroupKind.TEAM)
    )
    return person


def called(step=None):
    alarms = Alarm.objects.all() if step is None else Alarm.objects.filter(step=step)
    return sorted(alarms.values_list("person__display_name", flat=True))


def worried(world, story, at):
    with clock.at(at):
        return said_about(world, "amina", story, "worried", words="Hun har det skidt")


def at(moment):
    """The minute's job, and the mails that are due."""
    with clock.at(moment):
        raise_due_alarms()
        deliver_due()


def test_in_staffed_hours_first_whoever_reads_along_then_a_second_then_whoever_is_on_call(world, story, second):
    CareRules.objects.create(network=world.roskilde, second=second, on_call=world.tine)
    worried(world, story, TEN)
    assert called(0) == ["Signe"]
    at(TEN + timedelta(minutes=14))
    assert called() == ["Signe"]
    at(TEN + timedelta(minutes=15))
    assert called(1) == ["Karen", "Signe"]
    at(TEN + timedelta(minutes=30))
    assert called(2) == ["Karen", "Signe", "Tine"]
    at(TEN + timedelta(minutes=45))
    assert called(3) == ["Karen", "Signe", "Tine"]


def test_at_night_whoever_is_on_call_is_called_at_once(world, story, second):
    CareRules.objects.create(network=world.roskilde, on_call=world.tine)
    worried(world, story, NIGHT)
    assert called() == ["Karen", "Signe", "Tine"]
    first = Alarm.objects.order_by("pk").first()
    assert first.person == world.tine


def test_a_long_night_calls_every_hour(world, story):
    worried(world, story, NIGHT)
    with clock.at(NIGHT + timedelta(hours=1)):
        for minutes in range(0, 8 * 60, 5):
            at(NIGHT + timedelta(minutes=minutes))
    steps = Alarm.objects.filter(person=world.signe).count()
    assert steps == 7 + 6, "seven calls a quarter apart, and then one an hour"


def test_whoever_takes_it_ends_the_calls_and_whoever_was_worried_hears_of_it(world, browse, story):
    report = worried(world, story, TEN)
    with clock.at(TEN + timedelta(minutes=5)):
        signe = browse("signe")
        case = the_case(story)
        page = signe.get(reverse("care_queue")).content.decode()
        assert "10.15" in page
        assert "care-line--worry" in page
        signe.post(reverse("take_case", args=[case.pk]), {"version": case.version})
    at(TEN + timedelta(minutes=15))
    at(NIGHT)
    assert called() == ["Signe"]
    assert Notification.objects.visible_to(world.amina).filter(kind="worry_seen", subject_id=report.pk).exists()
    # What is given back calls again.
    with clock.at(NIGHT):
        deed(world, "signe", give_back_case, the_case(story))
    at(NIGHT + timedelta(minutes=1))
    assert "Tine" in called()


def test_it_goes_by_mail_in_quiet_hours_and_cannot_be_turned_off(world, story):
    choose_mail(actor=world.signe, rhythms={}, quiet=(21, 8))
    for kind in ("worry_raised", "case_opened"):
        NotificationPreference.objects.update_or_create(person=world.signe, kind=kind, defaults={"rhythm": Rhythm.NONE})
    worried(world, story, NIGHT)
    at(NIGHT + timedelta(seconds=30))
    sent = [message for message in mail.outbox if message.to == ["signe@example.com"]]
    assert len(sent) == 1
    assert "List-Unsubscribe" not in sent[0].extra_headers
    assert sent[0].subject == "Se på det nu"
    for words in (WORDS, "Hun har det skidt", "Freja", "Amina"):
        assert words not in sent[0].body
    at(NIGHT + timedelta(minutes=15))
    assert len([message for message in mail.outbox if message.to == ["signe@example.com"]]) == 2
    settings = [row.kind for row in OutboxMail.objects.filter(recipient=world.signe)]
    assert set(settings) == {"worry_raised"}


def test_the_settings_offer_no_way_to_turn_it_off(browse):
    page = browse("signe").get(reverse("notification_settings")).content.decode()
    assert "worry_raised" not in page
    assert "case_opened" in page


def test_a_worry_hides_nothing_and_calls_no_company(world, browse, story):
    for who in ("amina", "jonas"):
        said_about(world, who, story, "worried")
    said_about(world, "signe", story, "worried")
    story.refresh_from_db()
    assert story.hidden_at is None
    for step in range(40):
        for person in whom_to_call(world.roskilde.pk, step):
            assert not person.memberships.filter(role=Role.COMPANY).exists()
    assert not Alarm.objects.filter(person__in=[world.mona, world.rashid, world.line, world.bo]).exists()
    with pytest.raises(Refused):
        change_care_rules(
            actor=world.signe,
            network=world.roskilde,
            first=world.mona,
            second=None,
            on_call=None,
            deputy=None,
            first_posts=0,
            hints="",
        )
    answered = browse("signe").post(
        reverse("care_rules", args=[world.roskilde.pk]), {"on_call": world.mona.pk, "first_posts": 0}
    )
    assert answered.status_code == 422


def test_somebody_who_left_is_called_no_more(world, story, second):
    CareRules.objects.create(network=world.roskilde, first=second, on_call=second)
    end_membership(actor=world.signe, membership=second.memberships.get())
    worried(world, story, TEN)
    at(TEN + timedelta(minutes=40))
    assert "Karen" not in called()
    assert "Signe" in called()


def test_whom_it_is_about_is_never_called(world, second):
    with clock.at(NIGHT):
        said_about(world, "amina", world.signe, "worried")
    assert called() == ["Karen", "Tine"]
    assert not Case.objects.visible_to(world.signe).exists()


def test_the_psychologist_sees_a_worry_and_may_take_it(world, browse, story):
    worried(world, story, NIGHT)
    case = the_case(story)
    with clock.at(NIGHT + timedelta(minutes=2)):
        page = browse("tine").get(reverse("case", args=[case.pk])).content.decode()
        assert "Hun har det skidt" in page
        deed(world, "tine", take_case, case)
    at(NIGHT + timedelta(hours=2))
    assert Alarm.objects.filter(step__gt=2).count() == 0


def test_a_worry_about_a_case_that_somebody_has_calls_again(world, story):
    with clock.at(TEN):
        said_about(world, "jonas", story, "hurts")
        deed(world, "signe", take_case, the_case(story))
    worried(world, story, TEN + timedelta(hours=1))
    assert called() == ["Signe"]


def test_every_new_worry_calls_from_the_beginning_and_whoever_said_it_hears_that_it_is_seen(world, browse, story):
    worried(world, story, TEN)
    with clock.at(TEN + timedelta(minutes=5)):
        deed(world, "signe", take_case, the_case(story))
    first, later = Alarm.objects.get(), TEN + timedelta(hours=1)
    with clock.at(later):
        said = said_about(world, "jonas", story, "worried")
    newer = Alarm.objects.exclude(pk=first.pk).get()
    assert (newer.person, newer.step) == (world.signe, 0)
    news = Notification.objects.visible_to(world.signe).filter(kind="worry_raised")
    assert set(news.values_list("subject_id", flat=True)) == {first.pk, newer.pk}
    assert not Notification.objects.visible_to(world.jonas).filter(kind="worry_seen").exists()
    # It stands first again, and whoever had it before takes it like anybody else.
    with clock.at(later + timedelta(minutes=2)):
        signe, case = browse("signe"), the_case(story)
        assert "care-line--worry" in signe.get(reverse("care_queue")).content.decode()
        page = signe.get(reverse("case", args=[case.pk])).content.decode()
        assert reverse("take_case", args=[case.pk]) in page
        assert reverse("give_back_case", args=[case.pk]) not in page
        signe.post(reverse("take_case", args=[case.pk]), {"version": case.version})
    assert Notification.objects.visible_to(world.jonas).get(kind="worry_seen").subject_id == said.pk
    assert Notification.objects.visible_to(world.amina).filter(kind="worry_seen").count() == 1, "told once"
    at(later + timedelta(hours=3))
    assert Alarm.objects.count() == 2


def test_what_is_given_back_in_staffed_hours_calls_the_same_people_again(world, story):
    worried(world, story, TEN)
    with clock.at(TEN + timedelta(minutes=5)):
        deed(world, "signe", take_case, the_case(story))
        deed(world, "signe", give_back_case, the_case(story))
    at(TEN + timedelta(minutes=6))
    assert called(0) == ["Signe", "Signe"]
    at(TEN + timedelta(minutes=21))
    assert "Tine" in called(1)


def test_one_worry_that_cannot_be_called_for_holds_up_no_other(world, story):
    """A row that stands in the way of the first one's next call."""
    worried(world, story, TEN)
    first = the_case(story)
    Alarm.objects.create(case=first, person=world.signe, round=first.alarm_round, step=1)
    with clock.at(TEN + timedelta(minutes=1)):
        said_about(world, "amina", world.jonas, "worried")
    with clock.at(TEN + timedelta(minutes=20)):
        assert "raise_alarms" in run_due_jobs()
    assert Alarm.objects.filter(case=the_case(world.jonas), step=1).exists()
    assert JobRun.objects.get(name="raise_alarms").last_failure == "CallsFailed"
    # It is due still, and called once nothing stands in its way.
    Alarm.objects.filter(case=first, step=1).delete()
    with clock.at(TEN + timedelta(minutes=22)):
        run_due_jobs()
    assert Alarm.objects.filter(case=first, step=1).exists()
    assert JobRun.objects.get(name="raise_alarms").last_failure == ""


def test_the_clock_runs_by_the_job_and_a_case_that_is_taken_has_none(world, story):
    worried(world, story, TEN)
    with clock.at(TEN + timedelta(minutes=20)):
        assert "raise_alarms" in run_due_jobs()
    assert Alarm.objects.filter(step=1).exists()
    case = the_case(story)
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(taken_at=clock.now())


def test_the_home_of_those_who_look_says_so_first(world, browse, story):
    worried(world, story, NIGHT)
    for who in ("signe", "tine"):
        html = browse(who).get(reverse("since_last")).content.decode()
        assert "Nogen er bekymret" in html, who
        assert reverse("care_queue") in html, who
    for who in ("freja", "mona", "bo", "ellen"):
        assert "Nogen er bekymret" not in browse(who).get(reverse("since_last")).content.decode(), who
