"""Opening the quarter's reviews, answering for one access after the other, and reminding."""

from datetime import date, datetime, time, timedelta

from django.contrib.auth.models import Group as PermissionGroup
from django.contrib.auth.models import Permission
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community import clock
from community.access_review.activity import AccessAnswered, AccessReviewOpened, AccessReviewWaits
from community.access_review.models import AccessAnswer, AccessReview, Verdict
from community.access_review.policy import can_answer_for, can_answer_for_editor, editors_under, memberships_under
from community.activity.record import record
from community.membership.models import Membership, Network
from community.membership.operations import end_membership
from community.people.models import AccessEnding, Person
from community.people.operations import end_access
from community.permissions import require

#: Whoever has not answered by then is reminded, once.
REMINDED_AFTER = timedelta(days=14)


def quarter_of(day: date) -> date:
    """The first day of the quarter."""
    return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)


def open_reviews() -> int:
    """Open this quarter's review for every network that stood when it began, and for the programme; whoever answers is
    told. Gives how many were opened. Again, and by two workers at once, opens nothing twice."""
    quarter = quarter_of(timezone.localdate(clock.now()))
    began = timezone.make_aware(datetime.combine(quarter, time.min))
    networks: list[Network | None] = [
        *Network.objects.filter(made_at__lt=began).exclude(
            pk__in=AccessReview.objects.filter(quarter=quarter, network__isnull=False).values("network")
        )
    ]
    if not AccessReview.objects.filter(quarter=quarter, network=None).exists():
        networks.append(None)
    return sum(_open(network, quarter) for network in networks)


def _open(network: Network | None, quarter: date) -> int:
    try:
        with transaction.atomic():
            review = AccessReview.objects.create(network=network, quarter=quarter, opened_at=clock.now())
            record(AccessReviewOpened(actor=None, review=review))
    except IntegrityError:
        # Another worker was first.
        return 0
    return 1


@transaction.atomic
def answer_for_access(*, actor: Person, review: AccessReview, membership: Membership, verdict: str) -> AccessAnswer:
    """Say that a membership is still right, or end it, as `end_membership` does. It is written down who said which, and
    when, for good: a second answer in the same quarter changes nothing.

    Raises Refused for one's own, and for whoever could not end it.
    """
    review = AccessReview.objects.select_for_update().get(pk=review.pk)
    if standing := AccessAnswer.objects.filter(review=review, membership=membership).first():
        return standing
    actor.forget_memberships()
    require(
        verdict in Verdict.values and can_answer_for(actor, review, membership), _("Somebody else answers for that.")
    )
    if verdict == Verdict.ENDED:
        end_membership(actor=actor, membership=membership)
    answer = AccessAnswer.objects.create(
        review=review, membership=membership, verdict=verdict, by=actor, at=clock.now()
    )
    record(AccessAnswered(actor=actor, answer=answer))
    return answer


@transaction.atomic
def answer_for_editor(*, actor: Person, review: AccessReview, editor: Person, verdict: str) -> AccessAnswer:
    """Say that somebody still edits the public site, or take that right from them; their sessions end with it. Who runs
    the site as a superuser keeps that until it is taken at the machine. A second answer changes nothing.

    Raises Refused for oneself, for anybody but programme staff, and for ending a superuser's.
    """
    review = AccessReview.objects.select_for_update().get(pk=review.pk)
    if standing := AccessAnswer.objects.filter(review=review, editor=editor).first():
        return standing
    require(
        verdict in Verdict.values
        and can_answer_for_editor(actor, review, editor)
        and not (editor.is_superuser and verdict == Verdict.ENDED),
        _("Somebody else answers for that."),
    )
    if verdict == Verdict.ENDED:
        editing = PermissionGroup.objects.filter(permissions__codename="access_admin")
        editor.groups.remove(*editing)
        editor.user_permissions.remove(*Permission.objects.filter(codename="access_admin"))
        end_access(editor, AccessEnding.Reason.MEMBERSHIP_ENDED)
    answer = AccessAnswer.objects.create(review=review, editor=editor, verdict=verdict, by=actor, at=clock.now())
    record(AccessAnswered(actor=actor, answer=answer))
    return answer


def is_finished(review: AccessReview) -> bool:
    """Whether everything it is about was answered for."""
    answers = AccessAnswer.objects.filter(review=review)
    done = set(answers.values_list("membership_id", flat=True))
    told = set(answers.values_list("editor_id", flat=True))
    return all(m.pk in done for m in memberships_under(review)) and all(e.pk in told for e in editors_under(review))


def remind_of_reviews() -> int:
    """Remind, once, whoever still has something to answer two weeks after. Gives how many reviews it was."""
    due = AccessReview.objects.filter(reminded_at=None, opened_at__lte=clock.now() - REMINDED_AFTER)
    many = 0
    for review in list(due):
        waits = AccessReviewWaits(actor=None, review=review)
        if is_finished(review) or not waits.recipients():
            continue
        with transaction.atomic():
            if AccessReview.objects.filter(pk=review.pk, reminded_at=None).update(reminded_at=clock.now()):
                record(waits)
                many += 1
    return many
