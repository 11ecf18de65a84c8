"""How often a code was used, by the day. Who, from where and with what is never looked at, let alone kept."""

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Sum
from django.http import HttpRequest
from django.utils import timezone

from community import clock
from home.editions.models import ScanCount
from home.testimonials.models import Testimonial

#: What a browser says of a page that somebody opened from outside the web: a code, an address typed, a bookmark.
#: Programs that read addresses (crawlers, previews of messengers, curl) do not say it.
_OPENED_BY_HAND = {"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
#: Under this many, a number would speak of single people.
LEAST = 5


def count_scan(request: HttpRequest, code: str) -> None:
    """One more on this day, for a page that somebody opened and no page led to: that is how paper is followed. What a
    browser fetches beforehand is no visit."""
    said = request.headers
    by_hand = all(said.get(name) == value for name, value in _OPENED_BY_HAND.items())
    if request.method != "GET" or not by_hand or said.get("Referer") or said.get("Sec-Purpose") or said.get("Purpose"):
        return
    today = timezone.localdate(clock.now())
    testimonial = Testimonial.objects.only("pk").get(code=code)
    ScanCount.objects.get_or_create(testimonial=testimonial, day=today)
    ScanCount.objects.filter(testimonial=testimonial, day=today).update(number=F("number") + 1)


def scans_of(testimonial: Testimonial) -> dict[str, int | None]:
    """The last 30 days and all days together; None where there were some, but too few to say."""
    since = timezone.localdate(clock.now()) - timedelta(days=30)
    return {
        "month": _said(ScanCount.objects.filter(testimonial=testimonial, day__gt=since)),
        "all": _said(ScanCount.objects.filter(testimonial=testimonial)),
    }


def days_of(testimonial: Testimonial) -> list[tuple[date, int]]:
    """The days with enough of them to say."""
    rows = ScanCount.objects.filter(testimonial=testimonial, number__gte=LEAST).order_by("-day")[:30]
    return [(row.day, row.number) for row in rows]


def _said(counts: "models.QuerySet[ScanCount]") -> int | None:
    total = counts.aggregate(total=Sum("number"))["total"] or 0
    return total if total == 0 or total >= LEAST else None
