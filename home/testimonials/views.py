"""What the public gets of a voice: its page, sound, captions and share picture. Each asks the consents anew."""

import json
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from community.attachments.serving import LOCKED_DOWN, serve_file, unless_known
from home.page_cache.kept import kept_for_visitors
from home.testimonials import sounds
from home.testimonials.models import Scope, Testimonial
from home.testimonials.pictures import share_picture
from home.testimonials.telling import Telling, clip_url, public_telling, tellings

#: How many others a clip's page leads on to.
MORE = 3
LANGUAGES = ("da", "en")
#: Called with each visit of a clip's page and its code; editions count there what comes from paper.
on_visit: list[Callable[[HttpRequest, str], None]] = []


def _language() -> str:
    language = get_language() or "da"
    return language if language in LANGUAGES else "da"


def _visited(code: str, request: HttpRequest) -> None:
    for visited in on_visit:
        visited(request, code)


def _clip(request: HttpRequest, code: str) -> HttpResponse:
    """The page behind a code. What was shared and is shared no longer answers 410, whatever the reason was."""
    language = _language()
    telling = public_telling(code, language)
    if telling is None:
        if not Testimonial.objects.once_public(language).filter(code=code).exists():
            raise Http404
        gone = {"more": tellings(language)[:MORE], "language_links": []}
        return _fresh(render(request, "home/testimonials/gone.html", gone, status=410), searchable=False)
    context = clip_context(telling, request) | {"more": _more(telling)}
    return _fresh(render(request, "home/testimonials/clip.html", context), searchable=telling.searchable)


clip = require_safe(kept_for_visitors(_clip, visited=_visited))


def clip_context(telling: Telling, request: HttpRequest) -> dict[str, Any]:
    """What the page of a clip shows; the preview shows the same."""
    at = request.GET.get("t", "")
    names = {"da": "Dansk", "en": "English"}
    links = [
        {"code": code, "label": names[code], "url": clip_url(telling.code, code), "current": code == telling.language}
        for code in telling.languages
    ]
    episode = telling.cut.episode
    return {
        "telling": telling,
        "site_address": settings.BASE_URL.rstrip("/"),
        "captions": [
            (code, reverse("clip_captions", args=[telling.code, code])) for code in LANGUAGES if telling.vtt(code)
        ],
        "data": _structured(telling),
        "begins": int(at) if at.isascii() and at.isdigit() and len(at) < 5 else None,
        "episode": episode if episode is not None and episode.live and not episode.get_view_restrictions() else None,
        "languages": [
            (code, settings.BASE_URL.rstrip("/") + clip_url(telling.code, code)) for code in telling.languages
        ],
        "language_links": links,
    }


def _more(telling: Telling) -> list[Telling]:
    """Others to hear, of the same kind first."""
    others = [one for one in tellings(telling.language) if one.pk != telling.pk]
    return sorted(others, key=lambda one: one.speaker != telling.speaker)[:MORE]


def _fresh(response: HttpResponseBase, *, searchable: bool) -> Any:
    """What is withdrawn must be gone the next time somebody looks, so nobody may keep an answer without asking: asked
    anew, the consents decide before any ETag does."""
    response.headers["Cache-Control"] = "no-cache"
    if not searchable:
        response.headers["X-Robots-Tag"] = "noindex, noarchive"
    return response


def _structured(telling: Telling) -> SafeString:
    """Schema.org: a quotation with its sound. No review: nobody rates anything here."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Quotation",
        "text": telling.words,
        "inLanguage": telling.words_language,
        "url": telling.absolute_url,
        "spokenByCharacter": {"@type": "Person", "name": telling.name},
    }
    if telling.sound_url:
        data["associatedMedia"] = {
            "@type": "AudioObject",
            "contentUrl": settings.BASE_URL.rstrip("/") + telling.sound_url,
            "encodingFormat": "audio/mp4",
            "duration": telling.duration,
            "inLanguage": "da",
            "transcript": " ".join(cue.words for cue in telling.cues),
        }
    return mark_safe(json.dumps(data, ensure_ascii=False).replace("<", "\\u003c"))  # noqa: S308 made of values, "<" escaped


def _public_in_any(code: str) -> Telling | None:
    return next((told for language in LANGUAGES if (told := public_telling(code, language))), None)


@require_safe
def clip_sound(request: HttpRequest, code: str, sound: str) -> HttpResponseBase:
    """The sound of the cut that is shown now, by ranges. That of an earlier one, or of one withdrawn, is not there."""
    telling = _public_in_any(code)
    if telling is None or not sound or telling.cut.sound != sound:
        raise Http404
    return _fresh(serve_sound(request, telling.cut.sound), searchable=telling.searchable)


def serve_sound(request: HttpRequest, folder: str) -> HttpResponseBase:
    """The file itself; whoever calls has asked whether it may be heard."""
    storage = sounds.storage()
    return serve_file(
        request,
        storage,
        sounds.path(folder),
        content_type="audio/mp4",
        shown_as="clip.m4a",
        accelerate=settings.PRIVATE_MEDIA_ACCEL if isinstance(storage, FileSystemStorage) else "",
    )


@require_safe
def clip_captions(request: HttpRequest, code: str, language: str) -> HttpResponseBase:
    """What is said, as WebVTT, in one language. The Danish one goes with the sound on the English page too."""
    telling = public_telling(code, language) if language == "en" else _public_in_any(code)
    text = telling.vtt(language) if telling else ""
    if telling is None or not text:
        raise Http404
    response = HttpResponse(text, content_type="text/vtt; charset=utf-8", headers={"Access-Control-Allow-Origin": "*"})
    return _fresh(unless_known(request, response), searchable=telling.searchable)


@require_safe
def clip_picture(request: HttpRequest, code: str) -> HttpResponseBase:
    """What one sees where the link is shared, if the person said yes to that."""
    telling = public_telling(code, _language(), Scope.SOCIAL)
    if telling is None:
        raise Http404
    response = HttpResponse(share_picture(telling), content_type="image/png", headers=LOCKED_DOWN)
    return _fresh(unless_known(request, response), searchable=telling.searchable)
