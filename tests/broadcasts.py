"""A show and episodes for tests, on the sample recordings that the demonstration brings along."""

import functools
from io import BytesIO
from typing import Any

from django.core.cache import cache
from django.core.files.images import ImageFile
from PIL import Image

from home.demo.podcast.planting import HERE
from home.models import EpisodePage, HomePage, PublicImage, ShowPage, Sound
from home.podcasts.operations import ReadSound, keep_sound

SAMPLE = HERE / "10.mp3"
TRANSCRIPT = "WEBVTT\n\n00:00:00.000 --> 00:00:03.000\n<v Maskinen>Det her er en prøve.\n"


@functools.cache
def sample() -> ReadSound:
    """As it is read from the file; tests/home/podcasts/test_sounds.py holds that it is."""
    return ReadSound(data=SAMPLE.read_bytes(), format="mp3", seconds=33.9, loudness=-18.0, waveform=[50] * 96)


def make_picture(size: tuple[int, int] = (1400, 1400), mode: str = "RGB", title: str = "Omslag") -> PublicImage:
    # Wagtail keeps there what sizes there are of the picture of this number, also of one that was rolled back.
    cache.clear()
    written = BytesIO()
    Image.new(mode, size, "green" if mode == "RGB" else 0).save(written, "JPEG")
    return PublicImage.objects.create(title=title, file=ImageFile(BytesIO(written.getvalue()), name="omslag.jpg"))


def make_sound(data_after: bytes = b"") -> Sound:
    read = sample()
    if data_after:
        read = ReadSound(read.data + data_after, read.format, read.seconds, read.loudness, read.waveform)
    if standing := Sound.objects.filter(digest=read.digest).first():
        return standing
    return keep_sound(actor=None, title="Prøve", language="da", machine_read=True, read=read)


def make_show(**fields: Any) -> ShowPage:
    home = HomePage.objects.filter(locale__language_code="da").first()
    values = {
        "title": "Radioen",
        "slug": "radioen",
        "lead": "Om arbejde.",
        "author": "NExTWORK",
        "owner_name": "Redaktionen",
        "owner_email": "podcast@nextwork.example",
        "copyright": "NExTWORK",
        "picture": make_picture(),
        "locale": home.locale,
    }
    show = ShowPage(**{**values, **fields})
    home.add_child(instance=show)
    show.save_revision().publish()
    return ShowPage.objects.get(pk=show.pk)


def make_episode(show: ShowPage, number: int | None = 1, *, publish: bool = True, **fields: Any) -> EpisodePage:
    values = {
        "title": f"Udsendelse {'abcdefghij'[(number or 0) % 10]}",
        "slug": f"udsendelse-{number}",
        "lead": "Om frokost.",
        "number": number,
        "sound": fields.pop("sound", None) or make_sound(),
        "transcript": TRANSCRIPT,
        "transcript_read_by": "Karla",
        "locale": show.locale,
        "live": False,
    }
    episode = EpisodePage(**{**values, **fields})
    show.add_child(instance=episode)
    show.refresh_from_db(fields=["numchild"])
    revision = episode.save_revision()
    if publish:
        revision.publish()
    return EpisodePage.objects.get(pk=episode.pk)
