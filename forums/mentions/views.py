"""Whom one can name where one writes."""

from allauth.core.internal import ratelimit
from django.conf import settings
from django.db.models import Case, IntegerField, Q, Value, When
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from community import plain_text
from community.membership.bylines import bylines
from community.permissions import MemberRequest, member_page
from community.roles import SpaceKind
from community.spaces.models import Space

#: As many names as fit above a phone's keyboard.
PEOPLE_OFFERED = 5
NAME_LIMIT = 60

#: Where everybody knows everybody, the bare "@" offers names; elsewhere one must know how a name begins.
SMALL_SPACES = (SpaceKind.YOUTH_GROUP, SpaceKind.TEAM)


@member_page
@require_safe
def people_to_name(request: MemberRequest, space_id: int) -> HttpResponse:
    """Those who read the space and whose first or later name begins like that: a few, and never the whole list."""
    space = get_object_or_404(Space.objects.visible_to(request.user), pk=space_id)
    # The public way counts no GET.
    may_ask = ratelimit.consume(
        request,
        app="account",
        action="people_to_name",
        config=settings.ACCOUNT_RATE_LIMITS,
        user=request.user,
        limit_get=True,
    )
    if not may_ask:
        return HttpResponse(status=429)
    begins = " ".join(plain_text.clean(request.GET.get("begins", ""))[:NAME_LIMIT].split())
    if not begins and space.kind not in SMALL_SPACES:
        return render(request, "forums/mentions/_people.html", {"people": []})
    first, later = Q(), Q()
    # SQLite knows capitals of a to z only: "ø" and "Ø" are asked for both.
    for way in {begins, begins.capitalize(), begins.title()}:
        first |= Q(display_name__istartswith=way)
        later |= Q(display_name__icontains=f" {way}")
    people = list(
        space.readers()
        .filter(first | later)
        .exclude(pk=request.user.pk)
        .order_by(
            Case(When(first, then=Value(0)), default=Value(1), output_field=IntegerField()), "display_name", "pk"
        )[:PEOPLE_OFFERED]
    )
    words = bylines(space.network_id, [person.pk for person in people])
    for person in people:
        person.byline = words[person.pk]  # type: ignore[attr-defined]
    return render(request, "forums/mentions/_people.html", {"people": people})
