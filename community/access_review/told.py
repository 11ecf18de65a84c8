"""How reviews of access are told of."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from community.access_review.activity import AccessReviewOpened, AccessReviewWaits
from community.access_review.models import AccessReview
from community.notifications.kinds import Kind, Mail
from community.people.models import Person
from community.permissions import has_role, is_programme
from community.roles import Role


def _answers_for_access(person: Person) -> bool:
    return is_programme(person) or has_role(person, Role.CONSULTANT)


ACCESS_REVIEW_OPENED = Kind(
    activity=AccessReviewOpened,
    label=_("The quarter's look at who belongs, which I answer"),
    visible_to=AccessReview.objects.visible_to,
    retell=lambda review: AccessReviewOpened(actor=None, review=review),
    concerns=_answers_for_access,
    announces=False,
    mail=Mail(
        subject=_("Who still belongs here?"),
        general=_("A new quarter: who still belongs here, and who may what? Go through it one by one."),
    ),
)

ACCESS_REVIEW_WAITS = replace(
    ACCESS_REVIEW_OPENED,
    activity=AccessReviewWaits,
    label=_("The quarter's look at who belongs is not finished"),
    retell=lambda review: AccessReviewWaits(actor=None, review=review),
    mail=Mail(
        subject=_("Who still belongs here is not gone through"),
        general=_("The quarter's look at who belongs here is not finished."),
    ),
)

KINDS = (ACCESS_REVIEW_OPENED, ACCESS_REVIEW_WAITS)
