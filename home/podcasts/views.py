"""What podcast programs and players fetch: feed, sound, transcript and chapters. The pages answer through Wagtail."""

import json
import re

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from community.attachments import store
from community.attachments.serving import serve_file, unless_known
from home.pictures.views import KEPT_FOR_EVER
from home.podcasts.feeds import write_feed
from home.podcasts.models import EpisodePage, Feed, ShowPage
from home.podcasts.policy import can_keep_sounds
from home.podcasts.sounds import IssuedSound, Sound

#: What IssuedSound.name looks like.
_ISSUED = re.compile(r"([0-9a-f]{24})\.[0-9a-z]{3}")
#: Seconds that feeds and transcripts may be kept: what is taken back is gone soon.
_SOON = "public, max-age=300"


def _for_everybody(response: HttpResponseBase, kept: str, language: str = "") -> HttpResponseBase:
    """Programs and players of other sites may read it."""
    if language:
        # Of the page it belongs to, not of whoever asks.
        response["Content-Language"] = language
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["Cache-Control"] = kept
    return response


@require_safe
def podcast_feed(request: HttpRequest, name: str) -> HttpResponseBase:
    """The feed of a show that is out. A show that has moved sends programs on, for good."""
    feed = get_object_or_404(Feed, name=name)
    show = ShowPage.objects.live().public().select_related("locale", "picture").filter(pk=feed.show_id).first()
    if show is None:
        raise Http404
    if show.moved_to:
        return HttpResponsePermanentRedirect(show.moved_to)
    body, changed = write_feed(show, feed)
    response = HttpResponse(body, content_type="application/rss+xml; charset=utf-8")
    return _for_everybody(unless_known(request, response, int(changed.timestamp())), _SOON, show.locale.language_code)


def _served_sound(request: HttpRequest, stored_as: str, sound: Sound, name: str) -> HttpResponseBase:
    storage = store.storage()
    return serve_file(
        request,
        storage,
        stored_as,
        content_type=sound.content_type,
        shown_as=name,
        accelerate=settings.PRIVATE_MEDIA_ACCEL if isinstance(storage, FileSystemStorage) else "",
    )


@require_safe
def podcast_sound(request: HttpRequest, name: str) -> HttpResponseBase:
    """The sound of an episode that is out, with byte ranges; one that is not yet, for those who keep it."""
    named = _ISSUED.fullmatch(name)
    if named is None:
        raise Http404
    issues = IssuedSound.objects.filter(sound__in=Sound.objects.visible_to(request.user)).select_related("sound")
    found = get_object_or_404(issues, digest__startswith=named[1])
    if found.name != name:
        raise Http404
    response = _served_sound(request, found.stored_as, found.sound, name)
    if Sound.objects.heard().filter(pk=found.sound_id).exists():
        return _for_everybody(response, KEPT_FOR_EVER)
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def kept_sound(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A sound as it was kept, for those who keep sounds: to hear it before it is out."""
    if not can_keep_sounds(request.user):
        raise Http404
    sound = get_object_or_404(Sound, pk=pk)
    response = _served_sound(request, sound.stored_as, sound, f"sound.{sound.format}")
    response["Cache-Control"] = "private, no-store"
    return response


def _heard(pk: int) -> EpisodePage:
    episodes = EpisodePage.objects.heard().select_related("locale", "sound")
    return get_object_or_404(episodes, pk=pk)


@require_safe
def episode_transcript(request: HttpRequest, pk: int) -> HttpResponseBase:
    """What is said, as WebVTT in the language of the page."""
    episode = _heard(pk)
    response = HttpResponse(episode.script.as_vtt(), content_type="text/vtt; charset=utf-8")
    return _for_everybody(unless_known(request, response), _SOON, episode.locale.language_code)


@require_safe
def episode_chapters(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The chapters as podcast programs read them."""
    episode = _heard(pk)
    chapters = [
        {"startTime": one.start, "title": one.title, **({"url": one.link} if one.link else {})}
        for one in episode.ordered_chapters
    ]
    if not chapters:
        raise Http404
    told = {"version": "1.2.0", "title": episode.title, "chapters": chapters}
    response = HttpResponse(json.dumps(told, ensure_ascii=False), content_type="application/json+chapters")
    return _for_everybody(unless_known(request, response), _SOON, episode.locale.language_code)
