"""Who is told, and who still sees it: the read gate of the thing, asked at writing, at reading and at sending."""

import pytest

from community.activity.record import Activity
from community.membership.operations import end_membership
from community.notifications import kinds
from community.notifications.models import Notification, OutboxMail
from community.notifications.operations import unread_count
from tests.personas import CAST
from tests.tellings import answer, company_topic, youth_topic


def everybody(world):
    return [world.who(name) for name in CAST if name != "visitor"]


def all_activities():
    found, waiting = set(), [Activity]
    while waiting:
        for activity in waiting.pop().__subclasses__():
            found.add(activity)
            waiting.append(activity)
    return found


def test_every_activity_with_recipients_is_told_by_a_registered_kind():
    told = {a for a in all_activities() if a.recipients is not Activity.recipients and "kind" in vars(a)}
    assert told
    assert {a.kind for a in told if a.__module__.startswith(("community", "forums"))} <= {
        name for name in (a.kind for a in told) if kinds.named(name)
    }


@pytest.mark.parametrize("language", ["da", "en"])
def test_subject_lines_and_labels_have_no_room_for_personal_data(language):
    for kind in kinds.mailed():
        for text in (str(kind.mail.subject), str(kind.label)):
            assert text
            assert "%" not in text
            assert "{" not in text


@pytest.mark.parametrize("make", [youth_topic, company_topic])
def test_those_told_are_among_those_who_see_it_and_never_the_actor(world, make):
    topic = make(world)
    teller = topic.author
    for name in ("signe", "tine"):
        answer(world, topic, name)
    reply = answer(world, topic, "signe")
    told = set(Notification.objects.filter(subject_id=reply.pk).values_list("recipient_id", flat=True))
    mailed = set(OutboxMail.objects.filter(subject_id=reply.pk).values_list("recipient_id", flat=True))
    who_see = {p.pk for p in everybody(world) if type(reply).objects.visible_to(p).filter(pk=reply.pk).exists()}
    assert told == mailed == {teller.pk, world.tine.pk}
    assert told < who_see
    assert world.signe.pk in who_see - told


def test_somebody_who_left_is_not_told_of_what_comes_after(world):
    topic = youth_topic(world)
    answer(world, topic, "amina")
    end_membership(actor=world.signe, membership=world.membership("amina"))
    reply = answer(world, topic, "jonas")
    told = Notification.objects.filter(subject_id=reply.pk).values_list("recipient_id", flat=True)
    assert set(told) == {world.freja.pk}


def test_what_one_may_no_longer_see_leaves_list_and_count(world):
    answer(world, youth_topic(world), "amina")
    freja = world.freja
    assert unread_count(freja) == 1
    end_membership(actor=world.signe, membership=world.membership("freja"))
    assert Notification.objects.filter(recipient=freja).count() == 1
    assert unread_count(world.freja) == 0
    assert not Notification.objects.visible_to(world.freja)


def test_nobody_sees_anothers_notifications(world):
    answer(world, youth_topic(world), "amina")
    for person in everybody(world):
        seen = Notification.objects.visible_to(person)
        assert {n.recipient_id for n in seen} == ({person.pk} if person == world.freja else set())


def test_only_oneself_follows_the_key_of_a_person(world):
    from community import live

    may = live.subscribable["person"]
    for person in everybody(world):
        assert may(person, world.freja.pk) is (person == world.freja)
