"""The next meeting of one's own group, for the members' home."""

from django.http import HttpRequest

from community.meetings.models import Meeting
from community.meetings.standing import standing_of
from community.since_last.blocks import Block


def next_meeting_block(request: HttpRequest) -> Block | None:
    """When and where, and the two buttons; nothing where no meeting is ahead."""
    person = request.user
    groups = [m.group_id for m in person.current_memberships() if m.group_id]  # type: ignore[union-attr]
    if not groups:
        return None
    meeting = Meeting.objects.filter(group__in=groups).upcoming().held().select_related("group").first()
    if meeting is None:
        return None
    return Block("community/meetings/_next.html", {"standing": standing_of(person, meeting)})  # type: ignore[arg-type]
