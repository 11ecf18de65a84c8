"""What search engines read of shows and episodes: schema.org in JSON-LD."""

from typing import Any

from django.urls import reverse

from home.podcasts.artwork import SHARED, artwork
from home.podcasts.embedding import embedded_address
from home.podcasts.feeds import absolute
from home.podcasts.models import EpisodePage, ShowPage
from home.podcasts.timecodes import as_iso_duration

_CONTEXT = "https://schema.org"


def show_data(show: ShowPage, feed_url: str) -> dict[str, Any]:
    return {"@context": _CONTEXT, **_series(show, feed_url)}


def episode_data(episode: EpisodePage, sound_address: str, feed_url: str) -> dict[str, Any]:
    show, sound = episode.show, episode.sound
    assert sound is not None
    duration = as_iso_duration(sound.seconds)
    data: dict[str, Any] = {
        "@context": _CONTEXT,
        "@type": "PodcastEpisode",
        "@id": f"urn:uuid:{episode.guid}",
        "name": episode.title,
        "url": episode.absolute_url,
        "description": episode.meta_description,
        "inLanguage": sound.language,
        "timeRequired": duration,
        "duration": duration,
        "partOfSeries": _series(show, feed_url),
        "associatedMedia": {
            "@type": "AudioObject",
            "contentUrl": sound_address,
            "encodingFormat": sound.content_type,
            "duration": duration,
            "inLanguage": sound.language,
            "transcript": episode.script.words,
            "caption": {
                "@type": "MediaObject",
                "contentUrl": absolute(reverse("episode_transcript", args=[episode.pk])),
                "encodingFormat": "text/vtt",
                "inLanguage": episode.locale.language_code,
            },
        },
    }
    if episode.may_be_embedded:
        data["associatedMedia"]["embedUrl"] = embedded_address(episode)
    if episode.came_out:
        data["datePublished"] = episode.came_out.isoformat(timespec="seconds")
    if episode.number:
        data["episodeNumber"] = episode.number
    if episode.season_number:
        data["partOfSeason"] = {
            "@type": "PodcastSeason",
            "seasonNumber": episode.season_number,
            "name": show.season_name(episode.season_number),
        }
    if picture := episode.picture or show.picture:
        data["image"] = artwork(picture, SHARED)["url"]
    return data


def _series(show: ShowPage, feed_url: str) -> dict[str, Any]:
    series: dict[str, Any] = {
        "@type": "PodcastSeries",
        "name": show.title,
        "url": show.absolute_url,
        "webFeed": feed_url,
        "inLanguage": show.locale.language_code,
        "author": {"@type": "Organization", "name": show.author},
    }
    if show.lead:
        series["description"] = show.meta_description
    return series
