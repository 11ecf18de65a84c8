"""What tags add to the form of a new topic, and to the consultants' home."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from community.since_last.blocks import Block
from forums.boards.models import Board
from forums.tags.forms import TagsField
from forums.tags.operations import keep_tags
from forums.tags.policy import can_edit_tags
from forums.topics.models import Post


def tags_field(board: Board) -> dict[str, forms.Field]:
    return {"tags": TagsField()}


def add_tags(story: Post, values: dict[str, Any]) -> None:
    if values.get("tags"):
        keep_tags(story.topic, values["tags"])


def tags_block(request: HttpRequest) -> Block | None:
    """A consultant's way to the tags of the network."""
    ways = [
        {
            "url": reverse("edit_tags", args=[membership.network_id]),
            "title": _("Tags"),
            "words": _("Rename them, and merge those that mean the same."),
        }
        for membership in request.user.current_memberships()  # type: ignore[union-attr]
        if membership.network_id and can_edit_tags(request.user, membership.network_id)  # type: ignore[arg-type]
    ]
    return Block("community/since_last/_ways.html", {"ways": ways}) if ways else None
