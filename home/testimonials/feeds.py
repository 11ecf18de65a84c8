"""The feed of voices: only of those who said yes to podcast apps, where copies cannot be called back."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Enclosure, Rss201rev2Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from home.testimonials import sounds
from home.testimonials.models import Scope
from home.testimonials.telling import tellings


@require_safe
def clip_feed(request: HttpRequest) -> HttpResponse:
    """RSS of the clips in the language of the address."""
    language = "en" if (get_language() or "da") == "en" else "da"
    base = settings.BASE_URL.rstrip("/")
    feed = Rss201rev2Feed(
        title=_("Voices of NExTWORK"),
        link=base + reverse("clip_feed"),
        description=_("Short clips of youths, staff and companies."),
        language=language,
        feed_url=base + reverse("clip_feed"),
    )
    for told in tellings(language, Scope.PODCAST_APPS):
        if told.sound_url:
            feed.add_item(
                title=told.question,
                link=told.absolute_url,
                description=told.words,
                unique_id=f"urn:nextwork:clip:{told.code}",
                unique_id_is_permalink=False,
                pubdate=told.opened_at,
                enclosures=[Enclosure(base + told.sound_url, str(sounds.size(told.cut.sound)), "audio/mp4")],
            )
    response = HttpResponse(feed.writeString("utf-8"), content_type="application/rss+xml; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    return response
