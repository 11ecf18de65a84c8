"""The quarter's look at who belongs, for the home of those who answer."""

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from community import clock
from community.access_review.models import AccessReview
from community.access_review.operations import quarter_of
from community.access_review.policy import has_answers_to_give, with_one_consultant
from community.permissions import has_role, is_programme
from community.roles import Role
from community.since_last.blocks import WAYS, Block


def review_block(request: HttpRequest) -> Block | None:
    """While something of this quarter waits for the person."""
    person = request.user
    if not (is_programme(person) or has_role(person, Role.CONSULTANT)):  # type: ignore[arg-type]
        return None
    quarter = quarter_of(timezone.localdate(clock.now()))
    reviews = AccessReview.objects.visible_to(person).filter(quarter=quarter).select_related("network")  # type: ignore[arg-type]
    if is_programme(person):  # type: ignore[arg-type]
        # Of all the networks only those are asked one by one where consultants cannot answer for each other.
        reviews = reviews.filter(Q(network=None) | Q(network__in=with_one_consultant()))
    ways = [
        {
            "url": reverse("access_review", args=[review.pk]),
            "title": _("Who still belongs here?"),
            "words": review.network.municipality if review.network else _("The programme"),
        }
        for review in reviews
        if has_answers_to_give(person, review)  # type: ignore[arg-type]
    ]
    return Block(WAYS, {"ways": ways}) if ways else None
