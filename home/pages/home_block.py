"""The editor's way to the pages, for the members' home."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from community.since_last.blocks import Block


def editing_block(request: HttpRequest) -> Block | None:
    """Whoever may enter the admin gets the way there."""
    if not request.user.has_perm("wagtailadmin.access_admin"):
        return None
    way = {
        "url": reverse("wagtailadmin_home"),
        "title": _("The public pages"),
        "words": _("Edit pages, stories, pictures and help lines."),
    }
    return Block("community/since_last/_ways.html", {"ways": [way]})
