"""The monthly mirror of a network."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from community.membership.models import Network
from community.moderation.mirror import FEWEST, mirror_of, months
from community.moderation.policy import can_see_mirror
from community.permissions import MemberRequest, is_consultant_of, member_page


@member_page
@require_safe
def care_mirror(request: MemberRequest, network_id: int) -> HttpResponse:
    """A month's sums; `?month=2026-03` another month's."""
    network = get_object_or_404(Network.objects.visible_to(request.user), pk=network_id)
    if not can_see_mirror(request.user, network):
        raise Http404
    known = {f"{month:%Y-%m}": month for month in months()}
    asked = request.GET.get("month") or next(iter(known))
    if asked not in known:
        raise Http404
    mirror = mirror_of(network.pk, known[asked])
    wait = mirror.median_wait
    context = {
        "network": network,
        "mirror": mirror,
        "months": [(key, month, key == asked) for key, month in known.items()],
        "minutes": round(wait.total_seconds() / 60) if wait is not None else None,
        "hours": round(wait.total_seconds() / 3600) if wait is not None else None,
        "fewest": FEWEST,
        "consults": is_consultant_of(request.user, network),
    }
    return render(request, "community/moderation/mirror.html", context)
