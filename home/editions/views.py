"""Codes and editions for the editors' desk: single files, the sheet, the parcel for the printer."""

import csv
import io
import zipfile

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community.cells import harmless
from community.permissions import MemberRequest, Refused, member_page
from home.editions import qr
from home.editions.counting import days_of, scans_of
from home.editions.forms import EditionForm, PlacesForm, PrintedForm
from home.editions.models import Edition
from home.editions.operations import ON_PAPER, make_edition, mark_printed, printable, set_places, warnings_of
from home.editions.policy import can_change_edition, can_make_edition
from home.testimonials.models import Testimonial
from home.testimonials.telling import Telling, tellings


def _edition(request: MemberRequest, edition_id: int) -> Edition:
    return get_object_or_404(Edition.objects.visible_to(request.user), pk=edition_id)


@member_page
@require_safe
def clip_code(request: MemberRequest, code: str, form: str) -> HttpResponse:
    """The code of one voice as a file, while its person's yes covers paper."""
    get_object_or_404(Testimonial.objects.visible_to(request.user), code=code)
    get_object_or_404(Testimonial.objects.public("da", ON_PAPER[0]), code=code)
    return HttpResponse(
        qr.drawn(code, form),
        content_type=qr.CONTENT_TYPES[form],
        headers={"Content-Disposition": f'attachment; filename="nextwork-{code}.{form}"'},
    )


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def editions(request: MemberRequest) -> HttpResponse:
    """Everything that was or will be printed, with what to look at before it is printed again; and a new one."""
    if not can_make_edition(request.user):
        raise Http404
    form = EditionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        made = make_edition(actor=request.user, name=form.cleaned_data["name"])
        return redirect("edition", made.pk)
    found, voices = Edition.objects.visible_to(request.user).prefetch_related("places__testimonial"), printable()
    rows = [
        {"edition": one, "warnings": len(warnings_of(one, voices)), "places": len(one.places.all())} for one in found
    ]
    context = {"rows": rows, "form": form}
    return render(request, "home/editions/editions.html", context, status=422 if form.errors else 200)


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def edition(request: MemberRequest, edition_id: int) -> HttpResponse:
    """One edition: its codes, what warns, how often they were used; and, until it is printed, the choice of codes."""
    found = _edition(request, edition_id)
    form = PlacesForm(request.POST if request.method == "POST" else None, edition=found)
    if request.method == "POST" and form.is_valid():
        try:
            set_places(actor=request.user, edition=found, testimonials=form.chosen())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The edition is kept."))
            return redirect("edition", found.pk)
    return _edition_page(request, found, form=form, status=422 if form.errors else 200)


def _edition_page(
    request: MemberRequest,
    found: Edition,
    *,
    form: PlacesForm | None = None,
    printed: PrintedForm | None = None,
    status: int = 200,
) -> HttpResponse:
    places = list(found.places.select_related("testimonial"))
    context = {
        "edition": found,
        "may_change": can_change_edition(request.user, found),
        "form": form or PlacesForm(edition=found),
        "printed_form": printed or PrintedForm(),
        "warnings": warnings_of(found),
        "rows": [
            {"place": place, "scans": scans_of(place.testimonial), "days": days_of(place.testimonial)}
            for place in places
        ],
    }
    return render(request, "home/editions/edition.html", context, status=status)


@member_page
@require_POST
def mark_printed_view(request: MemberRequest, edition_id: int) -> HttpResponse:
    found, form = _edition(request, edition_id), PrintedForm(request.POST)
    if form.is_valid():
        try:
            mark_printed(actor=request.user, edition=found, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("It is written down. These codes stand on paper now."))
            return redirect("edition", found.pk)
    return _edition_page(request, found, printed=form, status=422)


@member_page
@require_POST
def print_again_view(request: MemberRequest, edition_id: int) -> HttpResponse:
    """Begin the next printing of an edition with what may still be printed of it."""
    found = _edition(request, edition_id)
    again = make_edition(actor=request.user, name=_("%(name)s, again") % {"name": found.name[:110]}, again=found)
    left_out = found.places.count() - again.places.count()
    if left_out:
        messages.warning(
            request, _("%(count)s of its codes may not be printed any more and were left out.") % {"count": left_out}
        )
    return redirect("edition", again.pk)


def _told(found: Edition) -> list[Telling]:
    """What of an edition may go to print at this moment, in its order."""
    allowed = {told.pk: told for told in tellings("da", *ON_PAPER)}
    return [allowed[pk] for pk in found.places.values_list("testimonial_id", flat=True) if pk in allowed]


@member_page
@require_safe
def edition_sheet(request: MemberRequest, edition_id: int) -> HttpResponse:
    """The sheet for paper: each code with its words and its address in letters. Without what may not be printed."""
    found = _edition(request, edition_id)
    rows = [(told, qr.inline(told.code), qr.address_of(told.code)) for told in _told(found)]
    return render(request, "home/editions/sheet.html", {"edition": found, "rows": rows})


@member_page
@require_safe
def edition_parcel(request: MemberRequest, edition_id: int) -> HttpResponse:
    """A ZIP for the printer: each code in four forms, and a list with words and addresses."""
    found, out = _edition(request, edition_id), io.BytesIO()
    lines = io.StringIO()
    table = csv.writer(lines)
    table.writerow(["code", "address", "question", "quote", "name"])
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parcel:
        for told in _told(found):
            for form in qr.CONTENT_TYPES:
                parcel.writestr(f"{told.code}.{form}", qr.drawn(told.code, form))
            row = [told.code, qr.address_of(told.code), told.question, told.words, told.name]
            table.writerow([harmless(cell) for cell in row])
        parcel.writestr("codes.csv", "\ufeff" + lines.getvalue())
    return HttpResponse(
        out.getvalue(),
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="nextwork-edition-{found.pk}.zip"'},
    )
