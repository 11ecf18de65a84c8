"""How words that were withdrawn and still stand on a page are told of."""

from django.utils.translation import gettext_lazy as _

from community.notifications.kinds import Kind, Mail
from home.testimonials.activity import StraysFound
from home.testimonials.models import Testimonial
from home.testimonials.policy import can_keep_voices

STRAYS_FOUND = Kind(
    activity=StraysFound,
    label=_("Withdrawn words still stand on a page"),
    concerns=can_keep_voices,
    visible_to=lambda person: Testimonial.objects.visible_to(person).with_strays(),
    retell=lambda testimonial: StraysFound(actor=None, testimonial=testimonial),
    mail=Mail(
        subject=_("Withdrawn words still stand on a page"),
        general=_("Words that somebody has taken back still stand on a page, typed by hand. Take them away there."),
    ),
)
