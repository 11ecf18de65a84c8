"""What is due by the clock: reminding before a yes runs out, noting that it has, erasing what nobody said yes to."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import models, transaction
from django.db.models import Exists, Min, OuterRef, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from community import clock
from community.activity.record import record
from home.testimonials import sounds
from home.testimonials.activity import ConsentExpired, ConsentReminded
from home.testimonials.erasing import erase
from home.testimonials.models import Claim, Consent, ConsentScope, Cut, Testimonial
from home.testimonials.operations import add_claim

#: How long before the end a person is reminded, and how long after it they can still renew.
REMINDED_BEFORE = timedelta(days=30)
RENEWABLE_FOR = timedelta(days=30)
#: What nobody has said yes to is erased after this long without a new cut.
DRAFTS_LIVE = timedelta(days=90)


def remind_before_the_end() -> int:
    """Mail the person behind each yes that runs out within 30 days, once, with an address of their own in it; not where
    they have said yes to a later cut since. Those without a mail address stand on the editors' desk. Returns how many
    were mailed."""
    now = clock.now()
    due = (
        Consent.objects.newest()
        .filter(reminded_at=None, expires_at__gt=now, expires_at__lte=now + REMINDED_BEFORE)
        .exclude(testimonial__email="")
    )
    return sum(_remind(pk) for pk in list(due.values_list("pk", flat=True)))


@transaction.atomic
def _remind(pk: int) -> bool:
    consent = Consent.objects.select_for_update().get(pk=pk)
    testimonial = consent.testimonial
    if consent.reminded_at or consent.ended_at or not testimonial.email:
        return False
    token = add_claim(testimonial)
    consent.reminded_at = clock.now()
    consent.save(update_fields=["reminded_at"])
    record(ConsentReminded(actor=None, testimonial=testimonial))
    with translation.override(consent.language):
        address = settings.BASE_URL.rstrip("/") + reverse("my_voice", args=[token])
        body = render_to_string("home/testimonials/reminder.txt", {"address": address, "ends": consent.expires_at})
        # Inside the transaction: a mail that does not go leaves the reminder to be tried again.
        EmailMessage(_("Should your clip still be shared?"), body, to=[testimonial.email]).send()
    return True


def note_what_ran_out() -> int:
    """Write down each yes whose time is over. Nothing shows it any more since that second."""
    done = 0
    for pk in list(_over().filter(ran_out_at=None).values_list("pk", flat=True)):
        with transaction.atomic():
            consent = _over().filter(ran_out_at=None, pk=pk).select_for_update().first()
            if consent:
                consent.ran_out_at = clock.now()
                consent.save(update_fields=["ran_out_at"])
                record(ConsentExpired(actor=None, testimonial=consent.testimonial))
                done += 1
    return done


def _over() -> "models.QuerySet[Consent]":
    return Consent.objects.unreplaced().filter(expires_at__lte=clock.now())


def without_a_yes() -> set[int]:
    """Voices whose last yes ran out 30 days ago, and drafts that nobody said yes to for 90 days."""
    now = clock.now()
    alive = Consent.objects.unreplaced().filter(testimonial=OuterRef("pk"))
    recent = Cut.objects.filter(testimonial=OuterRef("pk"), made_at__gt=now - DRAFTS_LIVE)
    there = Testimonial.objects.filter(erased_at=None)
    over = there.filter(Exists(alive)).exclude(Exists(alive.filter(expires_at__gt=now - RENEWABLE_FOR)))
    drafts = there.filter(made_at__lte=now - DRAFTS_LIVE).exclude(Exists(alive)).exclude(Exists(recent))
    return {*over.values_list("pk", flat=True), *drafts.values_list("pk", flat=True)}


def erase_what_has_no_yes() -> int:
    """Erase voices whose last yes ran out 30 days ago, and drafts that nobody said yes to for 90 days."""
    done = 0
    for pk in sorted(without_a_yes()):
        with transaction.atomic():
            testimonial = Testimonial.objects.select_for_update().get(pk=pk)
            # Somebody may have renewed a moment ago.
            if testimonial.erased_at is None and not alive_now(testimonial):
                erase(testimonial)
                done += 1
    return done


def alive_now(testimonial: Testimonial) -> bool:
    alive = Consent.objects.unreplaced().filter(testimonial=testimonial)
    return alive.filter(expires_at__gt=clock.now() - RENEWABLE_FOR).exists()


def next_change_by_the_clock(now: datetime) -> datetime | None:
    """When something public will next look different without anybody doing anything: a yes or a tick has rested, a more
    open name begins, a yes runs out."""
    ahead = {name: Min(name, filter=Q(**{f"{name}__gt": now})) for name in ("opens_at", "expires_at", "next_name_at")}
    found = list(Consent.objects.filter(ended_at=None).aggregate(**ahead).values())
    ticks = ConsentScope.objects.filter(ended_at=None, opens_at__gt=now, consent__ended_at=None)
    found.append(ticks.aggregate(first=Min("opens_at"))["first"])
    return min((moment for moment in found if moment), default=None)


def sweep_sounds() -> int:
    """Erase sound that no cut names, where a process ended between the row and the file."""
    return sounds.sweep(set(Cut.objects.exclude(sound="").values_list("sound", flat=True)))


def open_claims(testimonial: Testimonial) -> int:
    return Claim.objects.filter(testimonial=testimonial, revoked_at=None).count()
