"""The mark in the shell that says whether something is new for the person."""

from typing import Any

from django import template

from community.notifications.operations import unread_count

register = template.Library()


@register.inclusion_tag("community/notifications/_mark.html", takes_context=True)
def notifications_mark(context: dict[str, Any]) -> dict[str, Any]:
    """The bell with the person's unread count, which the page's frame has asked for already."""
    asked = context.get("unread_notices")
    return {"user": context["user"], "unread": asked() if asked else unread_count(context["user"])}
