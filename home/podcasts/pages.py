"""What the templates of a show and of an episode need beside the page itself."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from home.podcasts.artwork import SHARED, SHOWN, artwork
from home.podcasts.embedding import embedding_code
from home.podcasts.feeds import sound_address
from home.podcasts.models import EpisodePage, ShowPage
from home.podcasts.operations import feed_address, issue_sound, name_feed
from home.podcasts.structured import episode_data, show_data
from home.podcasts.timecodes import as_iso_duration
from home.podcasts.transcripts import TranscriptProblem

#: Letters of what is looked for in a transcript.
_WANTED_LIMIT = 80


def show_context(show: ShowPage, request: HttpRequest) -> dict[str, Any]:
    context: dict[str, Any] = {"episodes": [], "feed_url": "", "cover": None}
    if show.picture:
        context |= {"cover": artwork(show.picture, SHOWN), "shared_picture": artwork(show.picture, SHARED)}
    if show.live:
        context |= _feed(show)
        context["structured"] = show_data(show, context["feed_url"])
    if show.path:
        context["episodes"] = list(show.episodes())
        for episode in context["episodes"]:
            episode.show = show
    return context


def episode_context(episode: EpisodePage, request: HttpRequest) -> dict[str, Any]:
    """Of one that is not out yet (an editor's preview), the sound as it was kept, and no address for everybody."""
    show = episode.show
    out = episode.live and EpisodePage.objects.heard().filter(pk=episode.pk).exists()
    picture = episode.picture or show.picture
    context: dict[str, Any] = {
        "show": show,
        "season": show.season_name(episode.season_number) if episode.season_number else "",
        "at": _moment(request, episode),
        "wanted": " ".join(request.GET.get("q", "").split())[:_WANTED_LIMIT],
        "told": episode.recordings_languages if out else [],
        "credits": list(episode.credits.all()) or list(show.credits.all()),
        "shared_picture": artwork(picture, SHARED) if picture else None,
        "passages": [],
    }
    try:
        chapters = {chapter.start for chapter in episode.chapters.all()}
        context["passages"] = episode.script.passages(chapters) if episode.transcript else []
    except TranscriptProblem as problem:
        # Only a preview gets here: what is wrong is said where it would stand.
        context["transcript_problem"] = str(problem)
    wanted = context["wanted"].casefold()
    context["found"] = sum(wanted in passage.words.casefold() for passage in context["passages"]) if wanted else 0
    if episode.sound:
        context["iso_duration"] = as_iso_duration(episode.sound.seconds)
        if out:
            issue = issue_sound(episode)
            context |= {
                "sound_url": reverse("podcast_sound", args=[issue.name]),
                "sound_address": sound_address(issue.name),
                "sound_bytes": issue.byte_length,
                **_feed(show),
                "transcript_url": reverse("episode_transcript", args=[episode.pk]),
            }
            if episode.may_be_embedded:
                context["embedding_code"] = embedding_code(episode)
            context["structured"] = episode_data(episode, context["sound_address"], context["feed_url"])
        else:
            context["sound_url"] = reverse("kept_sound", args=[episode.sound.pk])
    return context


def _feed(show: ShowPage) -> dict[str, str]:
    """The address for programs, and the way there from pages of ours."""
    name = name_feed(show).name
    return {"feed_url": feed_address(name), "feed_path": reverse("podcast_feed", args=[name])}


def _moment(request: HttpRequest, episode: EpisodePage) -> int:
    """Where a link wants the player to begin; what is no moment of this recording begins it."""
    asked = request.GET.get("t", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) < 7) or not episode.sound:
        return 0
    return int(asked) if int(asked) < episode.sound.seconds else 0
