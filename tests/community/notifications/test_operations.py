"""Telling, reading, choosing: the state after, and what must not exist."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from community import clock
from community.activity.models import ActivityRecord
from community.activity.record import quietly, record
from community.notifications.models import MailState, Notification, NotificationPreference, OutboxMail
from community.notifications.operations import (
    choose_mail,
    mark_notifications_read,
    open_notification,
    tell,
    unread_count,
    unsubscribe,
)
from community.notifications.outbox import read_unsubscribe_token, unsubscribe_token
from forums.topics.activity import ReplyPosted
from forums.topics.models import Post
from tests.tellings import TITLE, WORDS, answer, youth_topic


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
    assert unread_count(world.freja) == 2
    moment = timezone.now()
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
    assert unread_count(world.freja) == 1
    assert mark_notifications_read(actor=world.freja) == 1
    assert mark_notifications_read(actor=world.freja) == 0


def test_whoever_wants_no_mail_is_told_in_the_app_alone(world):
    choose_mail(actor=world.freja, wanted=[])
    answer(world, youth_topic(world), "amina")
    assert Notification.objects.count() == 1
    assert not OutboxMail.objects.exists()
    choose_mail(actor=world.freja, wanted=["reply_posted"])
    chosen = NotificationPreference.objects.filter(mail=True)
    assert [choice.kind for choice in chosen] == ["reply_posted"]


def test_unsubscribing_twice_is_once_and_concerns_one_person(world):
    for _ in range(2):
        unsubscribe(person=world.freja, kind="reply_posted")
    assert [(p.person, p.mail) for p in NotificationPreference.objects.all()] == [(world.freja, False)]


def test_a_token_names_its_person_and_kind_and_cannot_be_bent(world):
    token = unsubscribe_token(world.freja.pk, "reply_posted")
    assert read_unsubscribe_token(token) == (world.freja, "reply_posted")
    other = unsubscribe_token(world.amina.pk, "reply_posted")
    for bent in (token[:-1], token + "x", "", "nonsense", other.split(":")[0] + ":" + token.partition(":")[2], "\x00"):
        assert read_unsubscribe_token(bent) is None


def test_telling_costs_the_same_for_one_recipient_and_for_many(world, django_assert_num_queries):
    topic = youth_topic(world)

    def tell_again(reply):
        Notification.objects.all().delete()
        OutboxMail.objects.all().delete()
        fresh = Post.objects.select_related("author", "topic__board__space").get(pk=reply.pk)
        # recipients, those of them who may see it, the notifications, who wants no mail, the mails
        with django_assert_num_queries(5):
            tell(ReplyPosted(actor=fresh.author, post=fresh))
        return Notification.objects.count()

    assert tell_again(answer(world, topic, "amina")) == 1
    for name in ("jonas", "signe", "tine"):
        answer(world, topic, name)
    assert tell_again(answer(world, topic, "amina")) == 4
