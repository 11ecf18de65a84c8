"""Verbs of the podcast: keep and erase a sound, issue it with chapters, name a feed. Nobody is told of any of them."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from tempfile import TemporaryFile
from uuid import UUID, uuid5

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.coreutils import string_to_ascii

from community import clock
from community.attachments import store
from community.attachments.cleaning import UnusableFile, on_the_bench
from community.people.models import Person
from community.permissions import require
from home.podcasts import bench
from home.podcasts.models import EpisodePage, Feed, ShowPage
from home.podcasts.policy import can_keep_sounds
from home.podcasts.sounds import IssuedSound, Sound, SoundFormat
from home.podcasts.tagging import TaggedChapter, tag

#: Bytes of an episode: two hours at the rate of good speech.
LARGEST_SOUND = 150 * 1024 * 1024
#: Seconds that reading it may take.
READING_LIMIT = 300
#: The namespace that the podcast index gives to the names of feeds.
FEEDS = UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")

SENTENCES = {
    "no_sound_file": gettext_lazy("Podcast programs play MP3 and M4A (AAC). This file is something else."),
    "broken_sound": gettext_lazy("This sound cannot be read to its end. Export it once more, and try again."),
    "too_short": gettext_lazy("There is less than a second of sound in this file."),
    "too_long_sound": gettext_lazy("This sound is longer than four hours. Make two episodes of it."),
    "film": gettext_lazy("This is a film. Export the sound alone."),
    "too_heavy": gettext_lazy("This file takes more work than we can do. Export it at a lower rate."),
}


@dataclass(frozen=True)
class ReadSound:
    """A file that was read from beginning to end, without what it said of its owner."""

    data: bytes
    format: str
    seconds: float
    loudness: float | None
    waveform: list[int]

    @property
    def digest(self) -> str:
        return sha256(self.data).hexdigest()


def read_sound(data: bytes) -> ReadSound:
    """What the file is, by the file itself. Keeps nothing. Raises UnusableFile with a sentence, and Busy where too many
    files are being read."""
    if len(data) > LARGEST_SOUND:
        raise UnusableFile(_("This file is larger than 150 MB. Export it at a lower rate."))
    made, files = on_the_bench(bench.__name__, "sound", data, READING_LIMIT)
    if refused := made.pop("refused", ""):
        raise UnusableFile(str(SENTENCES[refused]))
    read = ReadSound(data=files["sound"], **made)
    if standing := Sound.objects.filter(digest=read.digest).first():
        raise UnusableFile(_("This sound is here already, as “%(title)s”.") % {"title": standing.title})
    return read


def keep_sound(*, actor: Person | None, title: str, language: str, machine_read: bool, read: ReadSound) -> Sound:
    """Keep a sound; without an actor the software itself does. Nobody hears it before an episode with it is published.
    Raises IntegrityError where it was kept already."""
    require(actor is None or can_keep_sounds(actor))
    sound = Sound(
        title=title,
        language=language,
        machine_read=machine_read,
        digest=read.digest,
        format=read.format,
        byte_length=len(read.data),
        seconds=read.seconds,
        loudness=read.loudness,
        waveform=read.waveform,
    )
    # First the file: one that no row knows harms nobody, a row without its file would.
    _write(sound.stored_as, ContentFile(read.data))
    sound.save(force_insert=True)
    return sound


def erase_sound(*, actor: Person, sound: Sound) -> None:
    """Throw the sound away with all that was made of it. Raises ProtectedError while an episode has it."""
    require(can_keep_sounds(actor))
    names = [sound.stored_as, *[issue.stored_as for issue in sound.issues.all()]]

    def forget() -> None:
        for name in names:
            store.storage().delete(name)

    with transaction.atomic():
        sound.delete()
        transaction.on_commit(forget)


def issue_sound(episode: EpisodePage) -> IssuedSound:
    """The file that listeners get, with title and chapters in front of the sound; made the first time it is asked for.

    An M4A goes out as it is. Asking again, at once or in another process, gives the same row.
    """
    sound = episode.sound
    if sound is None:
        raise ValueError("an episode without sound has nothing to issue")
    front = _tag_of(episode, sound)
    front_digest = sha256(front).hexdigest()
    for issue in sound.issues.all():
        if issue.tag_digest == front_digest:
            issue.sound = sound
            return issue
    with TemporaryFile() as whole, store.storage().open(sound.stored_as, "rb") as master:
        digest, length = sha256(front), len(front)
        whole.write(front)
        while piece := master.read(1024 * 1024):
            whole.write(piece)
            digest.update(piece)
            length += len(piece)
        issue = IssuedSound(sound=sound, digest=digest.hexdigest(), tag_digest=front_digest, byte_length=length)
        whole.seek(0)
        _write(issue.stored_as, File(whole))
    try:
        with transaction.atomic():
            issue.save(force_insert=True)
    except IntegrityError:
        # Somebody else asked at the same moment; it is the same file.
        return IssuedSound.objects.select_related("sound").get(sound=sound, tag_digest=front_digest)
    return issue


def _tag_of(episode: EpisodePage, sound: Sound) -> bytes:
    if sound.format != SoundFormat.MP3:
        return b""
    chapters = [TaggedChapter(chapter.start, chapter.title) for chapter in episode.chapters.all()]
    return tag(
        title=episode.title,
        show=episode.show.title,
        language=sound.language,
        seconds=sound.seconds,
        chapters=chapters,
    )


def _write(name: str, content: File) -> None:
    """Names are made of what lies under them: what stands already is the same, or was cut off by a killed process."""
    storage = store.storage()
    storage.delete(name)
    storage.save(name, content)


def name_feed(show: ShowPage) -> Feed:
    """The feed of the show; its name and podcast:guid are given the first time somebody asks, and stay."""
    if feed := Feed.objects.filter(show=show).first():
        return feed
    language = show.locale.language_code
    # Addresses of feeds are ASCII; slugs of pages need not be.
    slug = slugify(string_to_ascii(show.slug)) or "podcast"
    wanted = slug if language == settings.LANGUAGE_CODE else f"{slug}-{language}"
    name, number = wanted, 1
    while Feed.objects.filter(name=name).exists():
        number += 1
        name = f"{wanted}-{number}"
    address = feed_address(name)
    try:
        with transaction.atomic():
            return Feed.objects.create(show=show, name=name, first_address=address, guid=feed_guid(address))
    except IntegrityError:
        return Feed.objects.get(show=show)


def note_change(feed: Feed, digest: str) -> datetime:
    """Since when the feed says what it says now; noted when somebody asks and it is not what it was."""
    if feed.digest != digest or feed.changed_at is None:
        # Whole seconds, as HTTP counts.
        feed.digest, feed.changed_at = digest, clock.now().replace(microsecond=0)
        feed.save(update_fields=["digest", "changed_at"])
    return feed.changed_at


def feed_address(name: str) -> str:
    return settings.BASE_URL.rstrip("/") + reverse("podcast_feed", args=[name])


def feed_guid(address: str) -> UUID:
    """podcast:guid: of the address without its scheme and without a slash at its end."""
    return uuid5(FEEDS, address.partition("://")[2].rstrip("/"))
