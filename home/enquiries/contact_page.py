"""The page by which one reaches us: whom to ask, and a form."""

from typing import Any

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from home.pages.models import ProsePage


class ContactPage(ProsePage):
    person = models.CharField(_("Name"), max_length=120, blank=True)
    person_title = models.CharField(_("Title"), max_length=120, blank=True)
    organisation = models.CharField(_("Organisation"), max_length=120, blank=True)
    address = models.CharField(_("Address"), max_length=200, blank=True)
    phone = models.CharField(_("Telephone"), max_length=30, blank=True)
    email = models.EmailField(_("E-mail address"), blank=True)

    searched = ("person", "person_title", "organisation", "address", "email", "phone")
    template = "home/enquiries/contact_page.html"
    content_panels = [
        *ProsePage.content_panels,
        MultiFieldPanel(
            [FieldPanel(name) for name in ("person", "person_title", "organisation", "address", "phone", "email")],
            heading=_("Whom to ask"),
        ),
    ]

    class Meta:
        verbose_name = _("contact")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from home.enquiries.forms import EnquiryForm

        context = super().get_context(request, *args, **kwargs)
        return {**context, "form": EnquiryForm.fresh(), "kept_days": settings.ENQUIRIES_KEEP_DAYS}

    @property
    def dialled(self) -> str:
        return "".join(sign for sign in self.phone if sign.isdigit() or sign == "+")
