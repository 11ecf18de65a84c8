"""The contact form as everybody sends it, and the desk where it is read."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from community.people.limits import enquiry_may_be_sent
from community.permissions import MemberRequest, Refused, member_page
from home.enquiries.contact_page import ContactPage
from home.enquiries.forms import EnquiryForm
from home.enquiries.models import Enquiry, kept_for
from home.enquiries.operations import answer_enquiry, erase_enquiry, send_enquiry, take_up_enquiry
from home.enquiries.policy import can_read_enquiries, can_settle_enquiry

#: Of those that were answered, how many the desk lists.
SHOWN_ANSWERED = 50


@require_POST
def send_enquiry_view(request: HttpRequest) -> HttpResponse:
    """What was typed goes back with its page where something is missing."""
    language = get_language() or "da"
    pages = ContactPage.objects.live().public().select_related("locale")
    page = pages.filter(locale__language_code=language).order_by("pk").first()
    if page is None:
        raise Http404
    form, status = EnquiryForm(request.POST), 422
    if form.is_valid():
        if enquiry_may_be_sent(request):
            send_enquiry(**form.values(), language=language)
            messages.success(request, _("Thank you. It has come in, and somebody answers you within a few days."))
            return redirect(page.get_url(request))
        form.add_error(None, _("A lot has been sent from your place just now. Try again in an hour, or call us."))
        status = 429
    request.public_page = page  # type: ignore[attr-defined]
    return render(request, page.template, page.get_context(request) | {"form": form}, status=status)


@member_page
@require_safe
def enquiries(request: MemberRequest) -> HttpResponse:
    """What waits, the oldest first, then what was answered."""
    if not can_read_enquiries(request.user):
        raise Http404
    found = Enquiry.objects.visible_to(request.user).select_related("network", "answered_by")
    context = {
        "waiting": found.waiting().order_by("sent_at", "pk"),
        "answered": found.exclude(answered_at=None).order_by("-answered_at", "-pk")[:SHOWN_ANSWERED],
        "kept_days": kept_for().days,
    }
    return render(request, "home/enquiries/enquiries.html", context)


@member_page
@require_safe
def enquiry(request: MemberRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    context = {
        "enquiry": found,
        "may_settle": can_settle_enquiry(request.user, found),
        "dialled": "".join(sign for sign in found.phone if sign.isdigit() or sign == "+"),
    }
    return render(request, "home/enquiries/enquiry.html", context)


def _found(request: MemberRequest, pk: int) -> Enquiry:
    seen = Enquiry.objects.visible_to(request.user).select_related("network", "answered_by")
    return get_object_or_404(seen, pk=pk)


def _deed(deed: Callable[..., object], said: Callable[[], str], onward: str) -> Callable[..., HttpResponseBase]:
    """A button without a form behind it."""

    @member_page
    @require_POST
    def view(request: MemberRequest, pk: int) -> HttpResponse:
        found = _found(request, pk)
        try:
            deed(actor=request.user, enquiry=found)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("enquiries")
        messages.success(request, said())
        return redirect(onward, pk) if onward == "enquiry" else redirect(onward)

    return view


answer_enquiry_view = _deed(answer_enquiry, lambda: _("It is noted as answered."), "enquiries")
take_up_enquiry_view = _deed(take_up_enquiry, lambda: _("It waits for an answer again."), "enquiry")
erase_enquiry_view = _deed(erase_enquiry, lambda: _("It is erased."), "enquiries")
