"""Collecting codes for paper, writing down that they were printed, and printing again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from community import clock
from community.activity.record import record
from community.people.models import Person
from community.permissions import require
from home.editions.activity import EditionMade, EditionPrinted
from home.editions.models import Edition, EditionPlace
from home.editions.policy import can_change_edition, can_make_edition
from home.testimonials.models import Scope, Testimonial

#: A yes that ends sooner is not worth printing without asking first.
PAPER_LIVES = timedelta(days=90)
#: What a code with its words needs a yes to.
ON_PAPER = (Scope.QR, Scope.PRINT)


@dataclass(frozen=True)
class Warning:
    """Why a code should not go to print, as a sentence; `grave` where it must not."""

    testimonial: Testimonial
    sentence: str
    grave: bool


def printable() -> "list[Testimonial]":
    """Voices whose words and code may stand on paper now."""
    return list(Testimonial.objects.public("da", *ON_PAPER).order_by("pk"))


def warnings_of(edition: Edition, voices: "list[Testimonial] | None" = None) -> list[Warning]:
    """What to know before this is printed, or printed again: what may not stand on paper any more, and what ends soon.

    `voices` are the printable ones, where many editions are asked about.
    """
    allowed = {one.pk: one.consent for one in (printable() if voices is None else voices)}
    soon = clock.now() + PAPER_LIVES
    found = []
    for place in edition.places.all():
        testimonial = place.testimonial
        consent = allowed.get(testimonial.pk)
        if consent is None:
            sentence = _("Code %(code)s is no longer shared, or may not be printed. Take it out.")
            found.append(Warning(testimonial, sentence % {"code": testimonial.code}, True))
        elif consent.expires_at <= soon:
            sentence = _("The yes behind code %(code)s runs out within three months. Ask the person first.")
            found.append(Warning(testimonial, sentence % {"code": testimonial.code}, False))
    return found


@transaction.atomic
def make_edition(*, actor: Person, name: str, again: Edition | None = None) -> Edition:
    """Begin an edition; printed again from another, it begins with those of its codes that may still be printed."""
    require(can_make_edition(actor))
    edition = Edition.objects.create(name=name, made_by=actor, made_at=clock.now(), again=again)
    if again is not None:
        allowed = {one.pk for one in printable()}
        kept = [
            place.testimonial for place in again.places.select_related("testimonial") if place.testimonial_id in allowed
        ]
        _place(edition, kept)
    record(EditionMade(actor=actor, edition=edition))
    return edition


@transaction.atomic
def set_places(*, actor: Person, edition: Edition, testimonials: Sequence[Testimonial]) -> None:
    """Choose what stands in an edition, in this order. Raises Refused once it is printed, and for a voice whose yes
    does not cover paper."""
    edition = Edition.objects.select_for_update().get(pk=edition.pk)
    require(can_change_edition(actor, edition), _("This edition is printed and cannot be changed. Make a new one."))
    allowed = {one.pk for one in printable()}
    standing = set(edition.places.values_list("testimonial_id", flat=True))
    require(
        all(one.pk in allowed or one.pk in standing for one in testimonials),
        _("Only what its person has said yes to printing can stand on paper."),
    )
    edition.places.all().delete()
    _place(edition, testimonials)


def _place(edition: Edition, testimonials: Sequence[Testimonial]) -> None:
    last = edition.places.aggregate(last=Max("position"))["last"] or 0
    EditionPlace.objects.bulk_create(
        EditionPlace(edition=edition, testimonial=one, position=position)
        for position, one in enumerate(testimonials, last + 1)
    )


@transaction.atomic
def mark_printed(*, actor: Person, edition: Edition, printed_on: date) -> Edition:
    """Write down that an edition went to print. Its codes stand on paper from now on, and the edition changes no more.

    Raises Refused for an empty one, and while it holds a code that may not be printed.
    """
    edition = Edition.objects.select_for_update().get(pk=edition.pk)
    require(can_change_edition(actor, edition), _("This edition is printed already."))
    require(edition.places.exists(), _("There is nothing in this edition yet."))
    grave = [warning.sentence for warning in warnings_of(edition) if warning.grave]
    require(not grave, " ".join(grave))
    edition.printed_on = printed_on
    edition.save(update_fields=["printed_on"])
    record(EditionPrinted(actor=actor, edition=edition))
    return edition


def paper_uses(testimonial: Testimonial) -> list[str]:
    """On which papers a voice stands, for its person."""
    places = testimonial.places.filter(edition__printed_on__isnull=False).select_related("edition")
    return [f"{place.edition.name}, {place.edition.printed_on:%d.%m.%Y}" for place in places]
