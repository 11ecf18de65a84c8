"""Who is in one's group, for the members' home."""

from django.http import HttpRequest

from community.membership.bylines import byline_of
from community.membership.models import Membership
from community.since_last.blocks import Block


def group_block(request: HttpRequest) -> Block | None:
    """The people of one's first group, by name."""
    group = next((m.group for m in request.user.current_memberships() if m.group), None)  # type: ignore[union-attr]
    if group is None:
        return None
    members = list(
        Membership.objects.current().filter(group=group).select_related("person").order_by("person__display_name")
    )
    for member in members:
        member.byline = byline_of(member)  # type: ignore[attr-defined]
    return Block("community/since_last/_group.html", {"group": group, "members": members})
