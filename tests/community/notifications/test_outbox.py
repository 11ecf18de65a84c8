"""Mails as they leave: what they hold, who gets them, and what becomes of them when sending fails."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail as sent_mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from community import clock
from community.membership.operations import deactivate_person, end_membership
from community.notifications.models import MailState, Notification, OutboxMail
from community.notifications.operations import choose_mail, open_notification
from community.notifications.outbox import CLAIM_HOLDS, QUIET, TRIES, WAITS, claim, deliver, deliver_due
from community.people.models import Person
from tests.tellings import TITLE, WORDS, answer, company_topic, youth_topic


class RefusingBackend(EmailBackend):
    """A mail server that is away."""

    def send_messages(self, messages):
        raise ConnectionRefusedError("freja@example.com could not be reached")


class UnknownBackend(EmailBackend):
    """A mail server that knows for good that there is no such address."""

    def send_messages(self, messages):
        raise SMTPRecipientsRefused({"freja@example.com": (550, b"no such user")})


HERE = f"{__name__}"


def whole(message):
    return str(message.message()) + message.body + message.alternatives[0][0] + message.subject


def test_a_mail_about_a_youth_space_holds_nobodys_words_titles_or_names(world):
    """The canaries of title, words and author appear nowhere in it; that something is there, for whom, and where."""
    reply = answer(world, youth_topic(world), "amina")
    assert deliver_due() == 1
    (message,) = sent_mail.outbox
    text = whole(message)
    for canary in (TITLE, "Canary", "warehouse", "Amina", "amina", "Torsdagsholdet", "Roskilde"):
        assert canary not in text
    assert message.to == ["freja@example.com"]
    assert message.subject == "Noget nyt til dig på NExTWORK"
    assert "Freja" in message.body
    assert f"/topics/{reply.topic_id}/?at={reply.position}#post-{reply.position}" in message.body
    assert OutboxMail.objects.get().state == MailState.SENT


def test_a_mail_about_the_company_space_holds_the_words_and_one_link_to_the_thing(world):
    reply = answer(world, company_topic(world), "rashid", body="Canarywords & <b>more</b>\n\nAnd a second thought.")
    deliver_due()
    (message,) = sent_mail.outbox
    html = message.alternatives[0][0]
    assert message.to == ["mona@example.com"]
    assert "Canarywords & <b>more</b>\n\nAnd a second thought." in message.body
    assert "Rashid" in message.body
    assert TITLE in message.body
    assert "Canarywords &amp; &lt;b&gt;more&lt;/b&gt;" in html
    for part in (message.body, html):
        assert part.count(f"/topics/{reply.topic_id}/") == 1
    for personal in ("Canary", "Rashid", "Mona"):
        assert personal not in message.subject


def test_a_mail_about_the_team_space_holds_no_words(world):
    from community.roles import GroupKind
    from forums.boards.models import Board
    from forums.topics.operations import post_topic

    board = Board.objects.get(space__group=world.group(world.roskilde, GroupKind.TEAM))
    answer(world, post_topic(actor=world.signe, board=board, kind="question", title=TITLE, body=WORDS), "tine")
    deliver_due()
    assert "Canary" not in whole(sent_mail.outbox[0])


def test_a_long_text_is_quoted_in_part(world):
    answer(world, company_topic(world), "rashid", body="a" * 4000 + "Z" * 4000)
    deliver_due()
    assert "a" * 4000 + " …" in sent_mail.outbox[0].body
    assert "ZZ" not in sent_mail.outbox[0].body


def test_a_mail_speaks_the_recipients_language(world):
    Person.objects.filter(pk=world.freja.pk).update(language="en")
    answer(world, youth_topic(world), "amina")
    deliver_due()
    (message,) = sent_mail.outbox
    assert message.subject == "Something new for you on NExTWORK"
    assert message.body.startswith("Hello Freja,")
    assert '<html lang="en">' in message.alternatives[0][0]


def test_a_mail_can_be_stopped_with_one_click_and_is_known_again(world, settings):
    settings.BASE_URL = "https://nextwork.example"
    answer(world, youth_topic(world), "amina")
    deliver_due()
    headers = sent_mail.outbox[0].extra_headers
    assert headers["List-Unsubscribe"].startswith("<https://nextwork.example/unsubscribe/")
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["Message-ID"].endswith("@nextwork.example>")
    assert headers["Auto-Submitted"] == "auto-generated"


def _leave(world):
    end_membership(actor=world.signe, membership=world.membership("freja"))


def _close_account(world):
    deactivate_person(actor=world.freja, person=world.freja)


def _change_address(world):
    Person.objects.filter(pk=world.freja.pk).update(email="new@example.com")


def _turn_off(world):
    choose_mail(actor=world.freja, wanted=[])


def _read_it(world):
    open_notification(actor=world.freja, notification=Notification.objects.get())


@pytest.mark.parametrize("meanwhile", [_leave, _close_account, _change_address, _turn_off, _read_it])
def test_what_changed_between_writing_and_sending_is_asked_again(world, meanwhile):
    answer(world, youth_topic(world), "amina")
    meanwhile(world)
    deliver_due()
    assert sent_mail.outbox == []
    assert OutboxMail.objects.get().state == MailState.SKIPPED
    assert deliver_due() == 0


def test_answers_in_a_youth_space_in_quick_succession_make_one_mail(world):
    """It would say the same again. An hour later, after looking, or about another topic, it says something new."""
    topic = youth_topic(world)
    moment = timezone.now()
    with clock.at(moment):
        answer(world, topic, "amina")
        answer(world, topic, "amina")
        deliver_due()
        assert len(sent_mail.outbox) == 1
        answer(world, youth_topic(world), "amina")
        deliver_due()
        assert len(sent_mail.outbox) == 2
        for notification in Notification.objects.all():
            open_notification(actor=world.freja, notification=notification)
        answer(world, topic, "amina")
        deliver_due()
        assert len(sent_mail.outbox) == 3
    with clock.at(moment + QUIET):
        answer(world, topic, "amina")
        deliver_due()
    assert len(sent_mail.outbox) == 4


def test_every_answer_in_the_company_space_comes_by_mail(world):
    topic = company_topic(world)
    for _ in range(2):
        answer(world, topic, "rashid")
    deliver_due()
    assert len(sent_mail.outbox) == 2


def test_a_sent_mail_is_never_sent_again(world):
    answer(world, youth_topic(world), "amina")
    assert deliver_due() == 1
    assert deliver_due() == 0
    assert deliver(OutboxMail.objects.get().pk) is None
    assert len(sent_mail.outbox) == 1


def test_two_workers_cannot_claim_the_same_mail(world):
    answer(world, youth_topic(world), "amina")
    pk = OutboxMail.objects.get().pk
    assert claim(pk) is not None
    assert claim(pk) is None
    assert deliver_due() == 0


def test_the_claim_of_a_dead_process_expires_and_the_mail_goes_with_the_same_message_id(world):
    answer(world, youth_topic(world), "amina")
    moment = timezone.now()
    with clock.at(moment):
        mail = claim(OutboxMail.objects.get().pk)
        from community.notifications.outbox import compose

        first = compose(mail).extra_headers["Message-ID"]
    with clock.at(moment + CLAIM_HOLDS - timedelta(seconds=1)):
        assert deliver_due() == 0
    with clock.at(moment + CLAIM_HOLDS):
        assert deliver_due() == 1
    assert sent_mail.outbox[0].extra_headers["Message-ID"] == first
    assert OutboxMail.objects.get().attempts == 2


def test_a_mail_server_that_is_away_is_tried_for_a_day_and_then_given_up(world, settings, caplog):
    settings.EMAIL_BACKEND = f"{HERE}.RefusingBackend"
    answer(world, youth_topic(world), "amina")
    moment = timezone.now() + timedelta(seconds=1)
    began = moment
    for wait in WAITS:
        with clock.at(moment):
            assert deliver_due() == 1
            assert deliver_due() == 0
        mail = OutboxMail.objects.get()
        assert (mail.state, mail.not_before) == (MailState.WAITING, moment + wait)
        moment += wait
    with clock.at(moment):
        deliver_due()
    mail = OutboxMail.objects.get()
    assert (mail.state, mail.attempts) == (MailState.FAILED, TRIES)
    assert TRIES == 8
    assert timedelta(hours=23) < moment - began < timedelta(hours=25)
    assert "freja" not in caplog.text
    assert "ConnectionRefusedError" in caplog.text


def test_an_address_that_does_not_exist_is_given_up_at_once(world, settings):
    settings.EMAIL_BACKEND = f"{HERE}.UnknownBackend"
    answer(world, youth_topic(world), "amina")
    deliver_due()
    assert OutboxMail.objects.get().state == MailState.FAILED


def test_one_mail_that_fails_does_not_hold_up_the_others(world, settings):
    topic = youth_topic(world)
    answer(world, topic, "amina")
    settings.EMAIL_BACKEND = f"{HERE}.RefusingBackend"
    deliver_due()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    answer(world, topic, "jonas")
    deliver_due()
    assert sorted(m.to[0] for m in sent_mail.outbox) == ["amina@example.com", "freja@example.com"]
    assert sorted(OutboxMail.objects.values_list("state", flat=True)) == ["sent", "sent", "waiting"]


def test_in_the_embedded_form_mail_goes_to_the_console(world, settings, capsys):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    answer(world, youth_topic(world), "amina")
    deliver_due()
    assert "To: freja@example.com" in capsys.readouterr().out
