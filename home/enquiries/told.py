"""How people are told that somebody has written."""

from django.utils.translation import gettext_lazy as _

from community.notifications.kinds import Kind, Mail
from home.enquiries.activity import EnquirySent
from home.enquiries.models import Enquiry
from home.enquiries.policy import can_read_enquiries

ENQUIRY_SENT = Kind(
    activity=EnquirySent,
    label=_("Somebody writes to us through the site"),
    concerns=can_read_enquiries,
    visible_to=Enquiry.objects.visible_to,
    retell=lambda enquiry: EnquirySent(actor=None, enquiry=enquiry),
    # Its words stay here: whoever wrote did not choose where our mail is read.
    mail=Mail(
        subject=_("Somebody has written to us through the site"),
        general=_("Somebody has written to us through the site."),
    ),
)
