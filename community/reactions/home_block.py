"""The consultants' way to the words, for the members' home."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from community.reactions.policy import can_edit_reaction_words
from community.since_last.blocks import Block


def words_block(request: HttpRequest) -> Block | None:
    ways = [
        {
            "url": reverse("reaction_words", args=[membership.network_id]),
            "title": _("Words under posts"),
            "words": _("Choose which short words one can answer with."),
        }
        for membership in request.user.current_memberships()  # type: ignore[union-attr]
        if membership.network_id and can_edit_reaction_words(request.user, membership.network_id)  # type: ignore[arg-type]
    ]
    return Block("community/since_last/_ways.html", {"ways": ways}) if ways else None
