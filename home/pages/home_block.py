"""The editor's way to the pages, for the members' home."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from community.since_last.blocks import Block
from home.help_lines.policy import can_keep_lines
from home.testimonials.policy import can_keep_voices


def editing_block(request: HttpRequest) -> Block | None:
    """Whoever may enter the admin gets the way there, and whoever keeps voices the way to those."""
    if not request.user.has_perm("wagtailadmin.access_admin"):
        return None
    way = {
        "url": reverse("wagtailadmin_home"),
        "title": _("The public pages"),
        "words": _("Edit pages, pictures and help lines.")
        if can_keep_lines(request.user)
        else _("Write pages, and send them to the editors."),
    }
    voices = {
        "url": reverse("voices"),
        "title": _("Voices"),
        "words": _("What people have said, whether they have said yes to it, and what is on paper."),
    }
    ways = [way, voices] if can_keep_voices(request.user) else [way]
    return Block("community/since_last/_ways.html", {"ways": ways})
