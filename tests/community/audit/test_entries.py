"""Entries of the audit: who opened what about whom. They hold no words, and nothing can take one away again."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, models, transaction

from community import clock
from community.audit import verbs
from community.audit.models import AuditEntry, Reason
from community.audit.operations import KEPT_FOR, enter, enter_once_a_day, erase_old_entries


@pytest.fixture
def entry(world):
    with transaction.atomic():
        return enter(
            actor=world.signe,
            verb="post_history_read",
            subject=world.torsdagsholdet,
            reason=Reason.REPORT,
            about=world.freja,
            network=world.roskilde,
        )


def refused(sentence, deed):
    with pytest.raises(IntegrityError, match=sentence), transaction.atomic():
        deed()


def test_an_entry_holds_ids_a_verb_a_kind_of_reason_and_a_time_and_no_words(entry):
    text = [field.name for field in AuditEntry._meta.fields if isinstance(field, models.CharField | models.TextField)]
    assert text == ["verb", "subject_type", "reason"]
    assert (entry.verb, entry.subject_type, entry.reason) == ("post_history_read", "community.group", "report")


def test_the_code_changes_and_erases_no_entry(entry):
    for deed in (
        entry.save,
        entry.delete,
        lambda: AuditEntry.objects.update(reason=Reason.CARE),
        AuditEntry.objects.all().delete,
    ):
        with pytest.raises(TypeError):
            deed()


def test_the_database_itself_changes_and_erases_no_entry(entry, world):
    past_our_code = models.QuerySet(AuditEntry)
    refused("never changed", lambda: past_our_code.update(actor=world.tine))
    refused("kept for two years", past_our_code.filter(pk=entry.pk).delete)
    for statement, sentence in (
        ("UPDATE community_auditentry SET reason = 'asked'", "never changed"),
        ("DELETE FROM community_auditentry", "kept for two years"),
    ):

        def run(statement=statement):
            with connection.cursor() as cursor:
                cursor.execute(statement)

        refused(sentence, run)
    assert AuditEntry.objects.get().actor == world.signe


def test_an_entry_goes_when_its_two_years_are_over_and_no_day_before(world):
    for age in (KEPT_FOR + timedelta(hours=1), KEPT_FOR - timedelta(days=2)):
        with clock.at(clock.now() - age), transaction.atomic():
            enter(actor=world.signe, verb="members_listed", subject=world.roskilde, reason=Reason.CARE)
    assert erase_old_entries() == 1
    assert erase_old_entries() == 0
    assert AuditEntry.objects.count() == 1


def test_only_what_a_room_registered_is_entered_and_only_for_its_reasons(world):
    with transaction.atomic():
        for verb, reason in (("looked_over_the_shoulder", Reason.CARE), ("members_listed", Reason.SAFETY)):
            with pytest.raises(ValueError):
                enter(actor=world.signe, verb=verb, subject=world.roskilde, reason=reason)
    assert not AuditEntry.objects.exists()
    with pytest.raises(ValueError):
        verbs.register(verbs.named("members_listed"))


@pytest.mark.django_db(transaction=True)
def test_an_entry_stands_and_falls_with_the_answer_it_is_about(aworld):
    def entered():
        return enter(actor=aworld.signe, verb="members_listed", subject=aworld.roskilde, reason=Reason.CARE)

    with pytest.raises(RuntimeError):
        entered()

    @transaction.atomic
    def answer_that_fails():
        entered()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        answer_that_fails()
    assert not AuditEntry.objects.exists()


def test_who_opens_what_is_about_themselves_is_not_entered_and_the_database_refuses_it_too(world):
    values = {"verb": "members_listed", "subject": world.roskilde, "reason": Reason.CARE}
    with transaction.atomic():
        assert enter(actor=world.signe, about=world.signe, **values) is None
    refused(
        "audit_is_of_others",
        lambda: AuditEntry.objects.create(
            actor=world.signe, about=world.signe, verb="members_listed", subject_type="x", subject_id=1, reason="care"
        ),
    )
    refused(
        "audit_reason_is_known",
        lambda: AuditEntry.objects.create(verb="members_listed", subject_type="x", subject_id=1, reason="curiosity"),
    )


def test_what_is_opened_all_day_is_entered_once_a_day(world):
    def opened(who):
        with transaction.atomic():
            enter_once_a_day(actor=who, verb="members_listed", subject=world.roskilde, reason=Reason.CARE)

    noon = clock.now().replace(hour=12)
    for moment in (noon, noon + timedelta(hours=3), noon + timedelta(days=1)):
        with clock.at(moment):
            opened(world.signe)
    assert AuditEntry.objects.count() == 2
    with clock.at(noon):
        opened(world.bo)
    assert AuditEntry.objects.count() == 3
