"""Planting the podcast of the demonstration: the show, its two episodes and their sample recordings."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.core.files.images import ImageFile
from django.utils.html import escape

from home.pictures.models import PublicImage
from home.podcasts.models import Chapter, EpisodeCredit, EpisodePage, Season, ShowPage, Soundbite
from home.podcasts.operations import keep_sound, read_sound
from home.podcasts.sounds import Sound
from home.podcasts.transcripts import Transcript

HERE = Path(__file__).parent
#: In the second episode, what the youths say: from, seconds.
_BITE = {11: (11, 17)}


@cache
def script() -> dict[str, Any]:
    return yaml.safe_load((HERE / "script.yaml").read_text())


def show_words(language: str) -> dict[str, Any]:
    return {**script()["vis"][language], "kategori": script()["vis"]["kategori"]}


def show_fields(words: dict[str, Any]) -> dict[str, Any]:
    return {
        "author": words["af"],
        "owner_name": words["ejer"],
        "owner_email": "podcast@nextwork.example",
        "copyright": words["ophavsret"],
        "category": words["kategori"],
        "picture": _picture(words),
        "seasons": [Season(number=1, name=words["sæson"])],
    }


def _picture(words: dict[str, Any]) -> PublicImage:
    """One for each language: what it shows is told in words."""
    if standing := PublicImage.objects.filter(title=words["titel"]).first():
        return standing
    with (HERE / "cover.jpg").open("rb") as file:
        return PublicImage.objects.create(
            title=words["titel"], description=words["billede"], file=ImageFile(file, name="podcast.jpg")
        )


def plant_episodes(show: ShowPage, language: str, told: list[dict[str, Any]], key_of: Any, publish: Any) -> None:
    """The episodes that are missing, oldest first."""
    for one in told:
        number, name = one["nr"], f"podcast {one['nr']}"
        if EpisodePage.objects.filter(translation_key=key_of(name), locale_id=show.locale_id).exists():
            continue
        more = script()["afsnit"][number]
        words = more["en"] if language == "en" else {"titel": one["titel"], "manchet": one["resumé"]}
        transcript = (HERE / f"{number}.{language}.vtt").read_text()
        cues = Transcript(transcript).cues
        episode = EpisodePage(
            title=words["titel"],
            slug=more["slug"][language],
            lead=words["manchet"],
            locale_id=show.locale_id,
            translation_key=key_of(name),
            number=number,
            season_number=1,
            sound=_sound(number),
            notes=f"<p>{escape(more['noter'][language])}</p>",
            transcript=transcript,
            transcript_read_by="Demonstrationen",
            chapters=[
                Chapter(start=int(cues[one["fra"]].start), title=one[language], sort_order=place)
                for place, one in enumerate(more["kapitler"])
            ],
            credits=[EpisodeCredit(name="espeak-ng", role="narrator")],
        )
        if number in _BITE:
            start, seconds = _BITE[number]
            episode.soundbites = [Soundbite(start=start, seconds=seconds, title=more["kapitler"][1][language])]
        show.add_child(instance=episode)
        show.refresh_from_db(fields=["numchild"])
        publish(episode)


def _sound(number: int) -> Sound:
    title = f"Prøve på afsnit {number}, læst af en maskine"
    if standing := Sound.objects.filter(title=title).first():
        return standing
    read = read_sound((HERE / f"{number}.mp3").read_bytes())
    return keep_sound(actor=None, title=title, language="da", machine_read=True, read=read)
