"""The write gate, and the role predicates that policies are written with."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from community import clock
from community.pausing import paused_sentence
from community.roles import STAFF_ROLES, Role

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

    from community.membership.models import Membership, Network
    from community.people.models import Person


class Refused(PermissionDenied):
    """A deed that the policy does not allow; its text is a sentence for the person who tried."""


def require(allowed: bool, sentence: Any = None) -> None:
    """Let a deed go on only where its policy said yes. Raises Refused with the sentence."""
    if not allowed:
        raise Refused(str(sentence or _("You cannot do that here.")))


def memberships(person: Any) -> "Iterable[Membership]":
    """The person's present memberships; none for a visitor or somebody deactivated."""
    if not getattr(person, "is_authenticated", False) or not person.is_active:
        return ()
    return person.current_memberships()


def has_role(person: "Person", role: Role, network: "Network | int | None" = None) -> bool:
    """Whether the person holds the role, in that network where one is named."""
    network_id = getattr(network, "pk", network)
    return any(m.role == role and (network_id is None or m.network_id == network_id) for m in memberships(person))


def is_staff_of(person: "Person", network: "Network | int") -> bool:
    """A consultant or psychologist of the network."""
    return has_role(person, Role.CONSULTANT, network) or has_role(person, Role.PSYCHOLOGIST, network)


def is_consultant_of(person: "Person", network: "Network | int") -> bool:
    return has_role(person, Role.CONSULTANT, network)


def is_programme(person: "Person") -> bool:
    return has_role(person, Role.PROGRAMME)


def is_staff(person: "Person") -> bool:
    return any(m.role in STAFF_ROLES for m in memberships(person))


def paused_until(person: Any) -> datetime | None:
    """Until when the person writes nothing that others read (community/pausing.py); None while nothing holds them."""
    now = clock.now()
    return max((m.paused_until for m in memberships(person) if m.paused_until and m.paused_until > now), default=None)


def why_not(person: Any, sentence: Any) -> str:
    """What somebody reads who may not write: that they are paused and until when, or else the sentence."""
    until = paused_until(person)
    return paused_sentence(until) if until else str(sentence)


class MemberRequest(HttpRequest):
    """The request of a signed-in person, as `member_page` hands it on."""

    user: "Person"
    htmx: "HtmxDetails"


def member_page(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A view for signed-in people: others go to the sign-in page, and no cache on the way keeps the answer."""

    @wraps(view)
    @never_cache
    @login_required
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    return page
