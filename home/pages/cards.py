"""The picture of a page's shared links: its title. Under an address that changes with it, so that it may be kept."""

from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from community.attachments.serving import LOCKED_DOWN, unless_known
from community.plain_text import shorten
from home.pages.models import PublicPage
from home.pictures.cards import DRAWN, LONGEST, draw_card
from home.pictures.views import KEPT_FOR_EVER

#: What stands above the title of a page that is no part of another.
HOUSE = "Unge · virksomheder · kommuner", "Young people · companies · municipalities"


def card_address(page: PublicPage) -> str:
    return settings.BASE_URL.rstrip("/") + reverse("page_card", args=[page.pk, _digest(page)])


def _words(page: PublicPage) -> tuple[str, str]:
    above = page.above
    house = HOUSE[page.locale.language_code == "en"]
    return above.short_title if above else house, page.seo_title or page.title


def _digest(page: PublicPage) -> str:
    return sha256("\n".join((str(DRAWN), *_words(page))).encode()).hexdigest()[:16]


@require_safe
def page_card(request: HttpRequest, pk: int, digest: str) -> HttpResponseBase:
    """Of a page that is out. An address from before its title was changed leads on to the present one."""
    page = get_object_or_404(PublicPage.objects.live().public().select_related("locale"), pk=pk)
    if digest != _digest(page):
        return redirect("page_card", pk, _digest(page))
    above, words = _words(page)
    drawn = draw_card(above=above, words=shorten(words, LONGEST))
    response = unless_known(request, HttpResponse(drawn, content_type="image/png", headers=LOCKED_DOWN))
    response["Cache-Control"] = KEPT_FOR_EVER
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
