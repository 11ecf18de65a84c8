"""What waits for an answer, on the members' home of those who give it."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.since_last.blocks import Block
from home.enquiries.models import Enquiry
from home.enquiries.policy import can_read_enquiries


def enquiries_block(request: HttpRequest) -> Block | None:
    """Only while somebody waits."""
    if not can_read_enquiries(request.user):  # type: ignore[arg-type]
        return None
    number = Enquiry.objects.visible_to(request.user).waiting().count()  # type: ignore[arg-type]
    if not number:
        return None
    words = ngettext("One person waits for an answer.", "%(number)s people wait for an answer.", number)
    way = {"url": reverse("enquiries"), "title": _("Written to us"), "words": words % {"number": number}}
    return Block("community/since_last/_ways.html", {"ways": [way]})
