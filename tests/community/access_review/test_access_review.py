"""Every quarter somebody goes through who belongs, one by one; what was answered stands as evidence."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Group as PermissionGroup
from django.contrib.auth.models import Permission
from django.db import IntegrityError, connection, models, transaction
from django.urls import reverse

from community import clock
from community.access_review.models import AccessAnswer, AccessReview
from community.access_review.operations import (
    answer_for_access,
    answer_for_editor,
    is_finished,
    open_reviews,
    remind_of_reviews,
)
from community.membership.operations import begin_membership
from community.notifications.models import Notification
from community.permissions import Refused
from community.roles import GroupKind, Role
from tests.personas import build_world, make_person

BEGAN, APRIL = datetime(2026, 1, 5, tzinfo=UTC), datetime(2026, 4, 1, 6, tzinfo=UTC)


@pytest.fixture
def world(db):
    """The world as it began in January."""
    with clock.at(BEGAN):
        return build_world()


@pytest.fixture
def review(world):
    with clock.at(APRIL):
        open_reviews()
    return AccessReview.objects.get(network=world.roskilde)


def told(kind):
    names = Notification.objects.filter(kind=kind).values_list("recipient__email", flat=True)
    return {email.partition("@")[0] for email in names}


def page(review):
    return reverse("access_review", args=[review.pk])


def deed(review, membership):
    return reverse("answer_for_access", args=[review.pk, membership.pk])


def editor(world):
    group = PermissionGroup.objects.create(name="Redaktion i prøve")
    group.permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))
    world.people["karla"].groups.add(group)


def test_a_quarter_opens_one_review_for_each_network_and_one_for_the_programme(world):
    with clock.at(APRIL):
        assert open_reviews() == 3
        assert open_reviews() == 0
    with clock.at(APRIL + timedelta(days=60)):
        assert open_reviews() == 0
    with clock.at(APRIL + timedelta(days=91)):
        assert open_reviews() == 3
    with pytest.raises(IntegrityError), transaction.atomic():
        AccessReview.objects.create(network=None, quarter=APRIL.date())
    assert told("access_review_opened") == {"signe", "bo", "ellen"}


def test_a_network_of_this_quarter_is_reviewed_in_the_next(world):
    with clock.at(BEGAN + timedelta(days=1)):
        assert open_reviews() == 1


def test_who_sees_and_answers_what(world, browse, review):
    for name in ("freja", "amina", "sofie", "yusuf", "emil", "mona", "bo", "tine", "karla"):
        assert browse(name).get(page(review)).status_code == 404, name
        assert browse(name).post(deed(review, world.membership("amina")), {"verdict": "ended"}).status_code == 404
    assert world.membership("amina")
    shown = browse("signe").get(page(review)).content.decode()
    for words in ("Amina", "Tine", "Mona", "Det er dig selv"):
        assert words in shown
    assert "Yusuf" not in shown
    # Programme staff answer for the consultant, who is alone, and see nobody else of the network.
    seen = browse("ellen").get(page(review)).content.decode()
    assert "Signe" in seen
    for words in ("Amina", "Freja", "Tine", "Mona"):
        assert words not in seen
    browse("ellen").post(deed(review, world.membership("amina")), {"verdict": "ended"})
    assert world.membership("amina").ended_at is None
    assert not AccessAnswer.objects.exists()


def test_one_is_confirmed_another_ended_and_it_is_kept_who_said_so(world, browse, review):
    signe = browse("signe")
    signe.post(deed(review, world.membership("freja")), {"verdict": "confirmed"})
    amina = world.membership("amina")
    signe.post(deed(review, amina), {"verdict": "ended"})
    signe.post(deed(review, world.membership("tine")), {"verdict": "perhaps"})
    amina.refresh_from_db()
    assert amina.ended_at is not None
    kept = AccessAnswer.objects.values_list("membership__person__display_name", "verdict", "by__display_name")
    assert list(kept) == [("Freja", "confirmed", "Signe"), ("Amina", "ended", "Signe")]
    shown = signe.get(page(review)).content.decode()
    assert "Besvaret" in shown
    assert shown.index("Besvaret") < shown.rindex("Amina")
    # A second answer in the same quarter changes nothing.
    signe.post(deed(review, world.membership("freja")), {"verdict": "ended"})
    assert world.membership("freja").ended_at is None
    assert AccessAnswer.objects.count() == 2


def test_nobody_answers_for_themselves(world, browse, review):
    own = world.membership("signe")
    browse("signe").post(deed(review, own), {"verdict": "confirmed"})
    with pytest.raises(Refused):
        answer_for_access(actor=world.signe, review=review, membership=own, verdict="confirmed")
    assert not AccessAnswer.objects.exists()
    answer_for_access(actor=world.ellen, review=review, membership=own, verdict="confirmed")
    assert AccessAnswer.objects.get().by == world.ellen


def test_two_consultants_answer_for_each_other_and_the_programme_is_not_asked(world):
    with clock.at(BEGAN):
        other = make_person("una")
        begin_membership(
            actor=world.signe, person=other, role=Role.CONSULTANT, group=world.group(world.roskilde, GroupKind.TEAM)
        )
    with clock.at(APRIL):
        open_reviews()
    review = AccessReview.objects.get(network=world.roskilde)
    asked = Notification.objects.filter(kind="access_review_opened", subject_id=review.pk)
    assert {n.recipient.display_name for n in asked} == {"Signe", "Una"}


def test_who_came_after_the_quarter_began_waits_for_the_next(world, review):
    with clock.at(APRIL + timedelta(days=3)):
        new = begin_membership(
            actor=world.signe, person=make_person("ida"), role=Role.YOUTH, group=world.torsdagsholdet
        )
    for name in ("freja", "amina", "jonas", "sofie", "mona", "rashid", "tine"):
        answer_for_access(actor=world.signe, review=review, membership=world.membership(name), verdict="confirmed")
    assert not is_finished(review)
    answer_for_access(actor=world.ellen, review=review, membership=world.membership("signe"), verdict="confirmed")
    assert is_finished(review)
    assert not AccessAnswer.objects.filter(membership=new).exists()


def test_whoever_has_not_finished_is_reminded_once(world, review):
    with clock.at(APRIL + timedelta(days=13)):
        assert remind_of_reviews() == 0
    with clock.at(APRIL + timedelta(days=14)):
        assert remind_of_reviews() == 2, (
            "Roskilde and Horsens; of the programme there is Ellen alone, who does not answer for herself"
        )
        assert remind_of_reviews() == 0
    assert told("access_review_waits") == {"signe", "bo", "ellen"}


def test_the_programme_answers_for_who_edits_the_public_site(world, browse):
    editor(world)
    with clock.at(APRIL):
        open_reviews()
    review = AccessReview.objects.get(network=None)
    for name in ("signe", "freja", "karla"):
        assert browse(name).get(page(review)).status_code == 404
    ellen = browse("ellen")
    assert "Karla" in ellen.get(page(review)).content.decode()
    take = reverse("answer_for_editor", args=[review.pk, world.karla.pk])
    for name in ("signe", "karla", "freja"):
        assert browse(name).post(take, {"verdict": "ended"}).status_code == 404
    assert world.karla.has_perm("wagtailadmin.access_admin")
    # Somebody who edits nothing is nobody here.
    assert ellen.post(reverse("answer_for_editor", args=[review.pk, world.freja.pk]), {}).status_code == 404
    ellen.post(take, {"verdict": "ended"})
    assert not world.karla.has_perm("wagtailadmin.access_admin")
    answer = AccessAnswer.objects.get()
    assert (answer.editor, answer.verdict, answer.by) == (world.karla, "ended", world.ellen)


def test_a_superuser_is_confirmed_and_not_ended_here(world):
    root = make_person("root", is_superuser=True)
    type(root).objects.filter(pk=root.pk).update(joined_at=BEGAN)
    with clock.at(APRIL):
        open_reviews()
    review = AccessReview.objects.get(network=None)
    with pytest.raises(Refused):
        answer_for_editor(actor=world.ellen, review=review, editor=world.people["ellen"], verdict="confirmed")
    with pytest.raises(Refused):
        answer_for_editor(actor=world.ellen, review=review, editor=root, verdict="ended")
    answer_for_editor(actor=world.ellen, review=review, editor=root, verdict="confirmed")
    assert is_finished(review) is False, "Ellen herself waits: there is nobody else in the programme"


def test_what_was_answered_is_never_changed_by_code_or_database(world, review):
    answer = answer_for_access(
        actor=world.signe, review=review, membership=world.membership("freja"), verdict="confirmed"
    )
    for change in (lambda: AccessAnswer.objects.update(verdict="ended"), AccessAnswer.objects.all().delete):
        with pytest.raises(TypeError):
            change()
    past_our_code = models.QuerySet(AccessAnswer)
    for change in (
        lambda: past_our_code.update(verdict="ended"),
        past_our_code.filter(pk=answer.pk).delete,
        lambda: connection.cursor().execute("DELETE FROM community_accessanswer"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    assert AccessAnswer.objects.get().verdict == "confirmed"


def test_the_home_shows_it_while_something_waits(world, browse, review):
    with clock.at(APRIL + timedelta(days=1)):
        way = page(review)
        assert way in browse("signe").get(reverse("since_last")).content.decode()
        for name in ("freja", "mona", "tine", "bo"):
            assert way not in browse(name).get(reverse("since_last")).content.decode()
