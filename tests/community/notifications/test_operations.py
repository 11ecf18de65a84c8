"""Telling, reading, choosing: the state after, and what must not exist."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from community import clock
from community.activity.models import ActivityRecord
from community.activity.record import quietly, record
from community.notifications import kinds
from community.notifications.mails import read_unsubscribe_token, unsubscribe_token
from community.notifications.models import MailState, Notification, NotificationPreference, OutboxMail
from community.notifications.operations import (
    choose_mail,
    erase_old_news,
    mark_notifications_read,
    open_notification,
    tell,
    unread_count,
    unsubscribe,
)
from forums.reading.operations import follow_topic
from forums.topics.activity import FollowedTopicAnswered, ReplyPosted
from forums.topics.models import Post
from tests.tellings import NOON, TITLE, WORDS, answer, local, youth_topic
from youth_network.witnessing.operations import witness_topic


@pytest.fixture(autouse=True)
def at_noon():
    with clock.at(NOON):
        yield


def test_a_fact_makes_one_notification_and_one_mail_for_each_recipient(world):
    reply = answer(world, youth_topic(world), "amina")
    notification = Notification.objects.get()
    assert notification.recipient == world.freja
    assert (notification.kind, notification.subject_type, notification.subject_id) == (
        "reply_posted",
        "forums.post",
        reply.pk,
    )
    assert notification.space == world.torsdagsholdet.space
    assert notification.actor == world.amina
    assert notification.read_at is None
    mail = OutboxMail.objects.get()
    assert (mail.recipient, mail.state, mail.attempts) == (world.freja, MailState.WAITING, 0)


def test_the_tables_hold_no_words_and_no_names(world):
    answer(world, youth_topic(world), "amina")
    for row in [*Notification.objects.values(), *OutboxMail.objects.values()]:
        text = str(row)
        for word in (TITLE, WORDS, "Freja", "Amina", "example.com"):
            assert word not in text


def test_the_same_fact_twice_tells_once(world):
    reply = answer(world, youth_topic(world), "amina")
    record(ReplyPosted(actor=reply.author, post=reply))
    assert Notification.objects.count() == OutboxMail.objects.count() == 1


def test_the_tables_themselves_refuse_a_second_row(world):
    answer(world, youth_topic(world), "amina")
    for row in (Notification.objects.get(), OutboxMail.objects.get()):
        row.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save(force_insert=True)


def test_a_deed_that_fails_tells_nobody(world):
    topic = youth_topic(world)
    with transaction.atomic():
        answer(world, topic, "amina")
        assert OutboxMail.objects.exists()
        transaction.set_rollback(True)
    assert not Notification.objects.exists()
    assert not OutboxMail.objects.exists()


def test_quietly_writes_the_record_and_tells_nobody(world):
    topic = youth_topic(world)
    with quietly():
        reply = answer(world, topic, "amina")
    assert ActivityRecord.objects.filter(kind="reply_posted", subject_id=reply.pk).count() == 1
    assert not Notification.objects.exists()
    assert not OutboxMail.objects.exists()
    answer(world, topic, "amina")
    assert Notification.objects.count() == OutboxMail.objects.count() == 1


def test_opening_marks_one_read_and_only_for_oneself(world):
    topic = youth_topic(world)
    answer(world, topic, "amina")
    answer(world, topic, "amina")
    first, second = Notification.objects.order_by("pk")
    open_notification(actor=world.amina, notification=first)
    assert unread_count(world.freja) == 1
    moment = NOON + timedelta(minutes=5)
    with clock.at(moment):
        open_notification(actor=world.freja, notification=first)
    open_notification(actor=world.freja, notification=first)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.read_at, second.read_at) == (moment, None)
    assert unread_count(world.freja) == 1


def test_marking_read_stops_at_what_the_page_showed(world):
    topic = youth_topic(world)
    for _ in range(3):
        answer(world, topic, "amina")
    shown = Notification.objects.order_by("pk")[1]
    assert mark_notifications_read(actor=world.freja, until=shown.pk) == 2
    assert Notification.objects.unread().count() == 1
    assert mark_notifications_read(actor=world.freja) == 1
    assert mark_notifications_read(actor=world.freja) == 0


def test_whoever_wants_no_mail_is_told_in_the_app_alone(world):
    choose_mail(actor=world.freja, rhythms={"reply_posted": "none"})
    answer(world, youth_topic(world), "amina")
    assert Notification.objects.count() == 1
    assert not OutboxMail.objects.exists()


def test_each_mail_is_due_when_its_recipient_wants_it(world):
    choose_mail(actor=world.amina, rhythms={"reply_posted": "daily"})
    choose_mail(actor=world.jonas, rhythms={"reply_posted": "weekly"}, digest_hour=9, digest_weekday=4)
    topic = youth_topic(world)
    with quietly():
        for name in ("amina", "jonas"):
            answer(world, topic, name)
    with clock.at(NOON):
        answer(world, topic, "signe")
    assert {mail.recipient.display_name: (mail.rhythm, mail.not_before) for mail in OutboxMail.objects.all()} == {
        "Freja": ("at_once", NOON + timedelta(seconds=90)),
        "Amina": ("daily", local("2026-03-10 16:00")),
        "Jonas": ("weekly", local("2026-03-13 09:00")),
    }


def test_what_can_still_be_undone_at_the_hour_of_the_digest_waits_for_the_next(world):
    choose_mail(actor=world.freja, rhythms={"reply_posted": "daily"})
    topic = youth_topic(world)
    for moment in ("2026-03-10 15:58:30", "2026-03-10 15:58:31"):
        with clock.at(local(moment)):
            answer(world, topic, "amina")
    assert list(OutboxMail.objects.order_by("pk").values_list("not_before", flat=True)) == [
        local("2026-03-10 16:00"),
        local("2026-03-11 16:00"),
    ]


def test_a_new_choice_moves_what_waits_and_nothing_else(world):
    with clock.at(NOON):
        topic = youth_topic(world)
        answer(world, topic, "amina")
        answer(world, topic, "signe")
        before = OutboxMail.objects.get(recipient=world.amina)
        choose_mail(actor=world.freja, rhythms={"reply_posted": "weekly"})
        assert set(OutboxMail.objects.filter(recipient=world.freja).values_list("rhythm", "not_before", "state")) == {
            ("weekly", local("2026-03-16 16:00"), "waiting")
        }
        choose_mail(actor=world.freja, rhythms={"reply_posted": "none"})
    assert set(OutboxMail.objects.filter(recipient=world.freja).values_list("state", flat=True)) == {"skipped"}
    after = OutboxMail.objects.get(recipient=world.amina)
    assert (after.rhythm, after.not_before, after.state) == (before.rhythm, before.not_before, "waiting")


def test_unsubscribing_twice_is_once_and_concerns_one_person_and_these_kinds(world):
    for _ in range(2):
        unsubscribe(person=world.freja, kinds=["reply_posted"])
    assert [(p.person, p.kind, p.rhythm) for p in NotificationPreference.objects.all()] == [
        (world.freja, "reply_posted", "none")
    ]


# -- one person hears once about one post


def told(post):
    return {(n.recipient.display_name, n.kind) for n in Notification.objects.filter(subject_id=post.pk)}


def test_the_nearest_kind_tells_and_the_others_are_silent(world):
    """Freja tells and follows; Amina answered and follows; Signe only follows."""
    topic = youth_topic(world)
    answer(world, topic, "amina")
    for name in ("freja", "amina", "signe"):
        follow_topic(actor=world.who(name), topic=topic, following="follow")
    reply = answer(world, topic, "jonas")
    assert told(reply) == {
        ("Freja", "reply_posted"),
        ("Amina", "reply_posted"),
        ("Signe", "followed_topic_answered"),
    }
    letter = witness_topic(actor=world.jonas, topic=topic, words={"image": "En dør"})
    assert told(letter) == {
        ("Freja", "topic_witnessed"),
        ("Amina", "followed_topic_answered"),
        ("Signe", "followed_topic_answered"),
    }
    assert OutboxMail.objects.filter(subject_id__in=[reply.pk, letter.pk]).count() == 6
    assert unread_count(world.freja) == 2


def test_of_two_kinds_recorded_in_one_deed_the_first_is_heard(world):
    """As a mention is: recorded with the post, before the answer itself."""
    topic = youth_topic(world)
    with quietly():
        reply = answer(world, topic, "amina")
    with transaction.atomic():
        record(FollowedTopicAnswered(actor=world.amina, post=reply))
        assert not Notification.objects.exists()
    follow_topic(actor=world.freja, topic=topic, following="follow")
    with transaction.atomic():
        record(FollowedTopicAnswered(actor=world.amina, post=reply))
        record(ReplyPosted(actor=world.amina, post=reply))
    assert told(reply) == {("Freja", "followed_topic_answered")}
    assert OutboxMail.objects.count() == 1


def test_what_became_of_a_post_is_told_also_to_who_heard_that_it_is_there(world, monkeypatch):
    topic = youth_topic(world)
    reply = answer(world, topic, "amina")
    follow_topic(actor=world.freja, topic=topic, following="follow")
    later = replace(kinds.named("followed_topic_answered"), announces=False)
    monkeypatch.setitem(kinds._kinds, later.name, later)
    for _twice in range(2):
        record(FollowedTopicAnswered(actor=world.amina, post=reply))
    assert told(reply) == {("Freja", "reply_posted"), ("Freja", "followed_topic_answered")}


def test_quiet_in_a_topic_is_quiet_for_every_kind_of_answer(world):
    topic = youth_topic(world)
    follow_topic(actor=world.freja, topic=topic, following="mute")
    answer(world, topic, "amina")
    witness_topic(actor=world.jonas, topic=topic, words={"image": "En dør"})
    assert not Notification.objects.filter(recipient=world.freja).exists()
    assert not OutboxMail.objects.filter(recipient=world.freja).exists()


def test_one_line_is_opened_at_once_and_what_came_after_stays_unread(world):
    topic, other = youth_topic(world), youth_topic(world)
    follow_topic(actor=world.signe, topic=topic, following="follow")
    for name in ("amina", "jonas"):
        answer(world, topic, name)
    shown = Notification.objects.filter(recipient=world.freja).latest("pk")
    answer(world, topic, "amina")
    answer(world, other, "amina")
    witness_topic(actor=world.jonas, topic=topic, words={"image": "En dør"})
    assert unread_count(world.freja) == 3
    open_notification(actor=world.freja, notification=shown)
    assert Notification.objects.filter(recipient=world.freja).unread().count() == 3
    assert Notification.objects.filter(recipient=world.freja, read_at__isnull=False).count() == 2
    assert Notification.objects.filter(recipient=world.signe).unread().count() == 4


# -- long after


def test_what_is_old_is_erased_and_what_is_not_stays(world):
    with clock.at(NOON):
        topic = youth_topic(world)
        for _ in range(3):
            answer(world, topic, "amina")
        read, unread, fresh = Notification.objects.order_by("pk")
        open_notification(actor=world.freja, notification=read)
        sent, waiting, skipped = OutboxMail.objects.order_by("pk")
        OutboxMail.objects.filter(pk=sent.pk).update(state="sent", sent_at=NOON)
        OutboxMail.objects.filter(pk=skipped.pk).update(state="skipped")
    Notification.objects.filter(pk=fresh.pk).update(made_at=NOON + timedelta(days=100))

    def left(days, **limit):
        with clock.at(NOON + timedelta(days=days, minutes=5)):
            gone = erase_old_news(**limit)
        return (
            gone,
            list(Notification.objects.order_by("pk").values_list("pk", flat=True)),
            list(OutboxMail.objects.order_by("pk").values_list("pk", flat=True)),
        )

    assert left(29) == (0, [read.pk, unread.pk, fresh.pk], [sent.pk, waiting.pk, skipped.pk])
    assert left(30, limit=1) == (1, [read.pk, unread.pk, fresh.pk], [waiting.pk, skipped.pk])
    assert left(30) == (1, [read.pk, unread.pk, fresh.pk], [waiting.pk])
    assert left(90) == (1, [unread.pk, fresh.pk], [waiting.pk])
    assert left(180) == (1, [fresh.pk], [waiting.pk])


def test_a_token_names_its_person_and_kind_and_cannot_be_bent(world):
    token = unsubscribe_token(world.freja.pk, "reply_posted")
    assert read_unsubscribe_token(token) == (world.freja, ["reply_posted"])
    other = unsubscribe_token(world.amina.pk, "reply_posted")
    for bent in (token[:-1], token + "x", "", "nonsense", other.split(":")[0] + ":" + token.partition(":")[2], "\x00"):
        assert read_unsubscribe_token(bent) is None


def test_telling_costs_the_same_for_one_recipient_and_for_many(world, django_assert_num_queries):
    topic = youth_topic(world)

    def tell_again(reply):
        Notification.objects.all().delete()
        OutboxMail.objects.all().delete()
        fresh = Post.objects.select_related("author", "topic__board__space").get(pk=reply.pk)
        # those whom it concerns and who may see it, twice over: who took part, who follows; then what they chose, their
        # hours, the notifications, the mails
        with django_assert_num_queries(6):
            tell(ReplyPosted(actor=fresh.author, post=fresh))
        return Notification.objects.count()

    follow_topic(actor=world.tine, topic=topic, following="follow")
    assert tell_again(answer(world, topic, "amina")) == 2
    for name in ("jonas", "signe"):
        answer(world, topic, name)
    assert tell_again(answer(world, topic, "amina")) == 4
