"""Who is in one's group, and what one looks after, for the members' home."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from community.membership.bylines import byline_of
from community.membership.models import Membership
from community.roles import GroupKind, Role
from community.since_last.blocks import Block


def group_block(request: HttpRequest) -> Block | None:
    """The people of one's first group, by name. A company network is no small group: its companies have a page."""
    groups = [m.group for m in request.user.current_memberships() if m.group]  # type: ignore[union-attr]
    group = next((group for group in groups if group.kind != GroupKind.COMPANY_NETWORK), None)
    if group is None:
        return None
    members = list(
        Membership.objects.current().filter(group=group).select_related("person").order_by("person__display_name")
    )
    for member in members:
        member.byline = byline_of(member.role, member.title)  # type: ignore[attr-defined]
    return Block("community/since_last/_group.html", {"group": group, "members": members})


def duties_block(request: HttpRequest) -> Block | None:
    """The ways of those who let people in: a consultant to the members, programme staff to the networks."""
    ways = []
    for membership in request.user.current_memberships():  # type: ignore[union-attr]
        if membership.role == Role.CONSULTANT and membership.network:
            ways.append(
                {
                    "url": reverse("members", args=[membership.network_id]),
                    "title": _("Members in %(place)s") % {"place": membership.network.municipality},
                    "words": _("Invite, move and say goodbye."),
                }
            )
        elif membership.role == Role.PROGRAMME:
            ways.append(
                {
                    "url": reverse("networks"),
                    "title": _("Networks"),
                    "words": _("Found a network and invite its first consultant."),
                }
            )
    return Block("community/since_last/_ways.html", {"ways": ways}) if ways else None
