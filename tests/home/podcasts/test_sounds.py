"""What is read from a file of sound, what is taken off it, and the chapters written into it (F11)."""

import json
import subprocess
from io import BytesIO

import av
import pytest
from django.db.models import ProtectedError

from community.attachments import store
from community.attachments.cleaning import UnusableFile
from community.permissions import Refused
from home.models import Chapter, IssuedSound
from home.pages.operations import editors_group
from home.podcasts.measuring import without_tags
from home.podcasts.operations import erase_sound, issue_sound, read_sound
from home.podcasts.tagging import TaggedChapter, tag
from tests import samples
from tests.broadcasts import SAMPLE, make_episode, make_show, sample
from tests.personas import make_person
from tests.support import needs


def sound(form: str, seconds: float = 2, **metadata: str) -> bytes:
    """A tone in one of the forms that may come."""
    written = BytesIO()
    codec = {"mp3": "libmp3lame", "ipod": "aac", "ogg": "libopus", "wav": "pcm_s16le"}[form]
    with av.open(written, "w", format=form) as out:
        out.metadata.update(metadata)
        stream = out.add_stream(codec, rate=48_000)
        stream.layout = "mono"
        for number in range(round(seconds * 50)):
            frame = av.AudioFrame(format="s16", layout="mono", samples=960)
            frame.sample_rate, frame.pts = 48_000, number * 960
            wave = (8000 if number % 2 else 4000).to_bytes(2, "little") + bytes(2)
            frame.planes[0].update((wave * 480).ljust(frame.planes[0].buffer_size, b"\0"))
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return written.getvalue()


def test_the_file_itself_says_what_it_is(db):
    read = read_sound(SAMPLE.read_bytes())
    assert read.format == "mp3"
    assert read.seconds == pytest.approx(sample().seconds, abs=0.1)
    assert read.loudness == pytest.approx(sample().loudness, abs=1)
    assert len(read.waveform) == 96
    assert max(read.waveform) == 100
    assert read.data == sample().data


@pytest.mark.parametrize(("form", "name"), [("mp3", "mp3"), ("ipod", "m4a")])
def test_what_it_says_of_its_owner_is_taken_off(db, form, name):
    data = sound(form, title="Hjemme hos Karla", comment="55.64, 12.08")
    assert b"Karla" in data
    read = read_sound(data)
    assert read.format == name
    assert read.seconds == pytest.approx(2, abs=0.1)
    assert b"Karla" not in read.data
    assert b"55.64" not in read.data


def test_tags_behind_an_mp3_are_taken_off_too():
    data = sample().data
    behind = b"TAG" + b"Karla".ljust(125, b"\0")
    ape = b"Karla" + b"APETAGEX" + (2000).to_bytes(4, "little") + (37).to_bytes(4, "little") + bytes(16)
    assert without_tags(data + behind) == data
    assert without_tags(data + ape) == data
    assert without_tags(tag(title="x", show="y", language="da", seconds=1, chapters=[]) + data) == data


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"Hej", "Podcastprogrammer kan afspille MP3 og M4A"),
        (b"ID3" + b"\xff" * 400, "Lyden kan ikke læses"),
        (SAMPLE.read_bytes()[:500], "Lyden kan ikke læses"),
    ],
)
def test_what_is_no_sound_is_refused_with_a_sentence(db, data, sentence):
    with pytest.raises(UnusableFile) as refusal:
        read_sound(data)
    assert str(refusal.value).startswith((sentence, "Der er mindre end et sekunds"))


@pytest.mark.parametrize("form", ["ogg", "wav"])
def test_forms_that_podcast_programs_do_not_play_are_refused(db, form):
    with pytest.raises(UnusableFile, match="MP3 og M4A"):
        read_sound(sound(form))


def test_a_picture_is_no_sound(db):
    with pytest.raises(UnusableFile):
        read_sound(samples.photo())


def test_less_than_a_second_is_refused(db):
    with pytest.raises(UnusableFile, match="mindre end et sekund"):
        read_sound(sound("mp3", 0.4))


def test_the_same_sound_is_kept_once(db):
    make_episode(make_show())
    with pytest.raises(UnusableFile, match="er her allerede"):
        read_sound(SAMPLE.read_bytes())


@needs("ffprobe")
def test_f11_chapters_stand_in_the_file_in_their_order(tmp_path):
    chapters = [TaggedChapter(20, "Tredje: æøå"), TaggedChapter(0, "Første"), TaggedChapter(9, "Anden")]
    front = tag(title="Titel ø", show="Vis", language="da", seconds=33.9, chapters=chapters)
    (tmp_path / "x.mp3").write_bytes(front + sample().data)
    command = ["ffprobe", "-v", "error", "-show_chapters", "-show_format", "-of", "json", str(tmp_path / "x.mp3")]
    told = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    assert [(one["start_time"], one["tags"]["title"]) for one in told["chapters"]] == [
        ("0.000000", "Første"),
        ("9.000000", "Anden"),
        ("20.000000", "Tredje: æøå"),
    ]
    assert [one["end"] for one in told["chapters"]] == [9000, 20000, 33900]
    assert told["format"]["tags"]["title"] == "Titel ø"


def test_f11_a_file_is_issued_once_for_the_same_words(db):
    episode = make_episode(make_show())
    episode.chapters.add(Chapter(start=3, title="Frokost"))
    episode.save_revision().publish()
    first = issue_sound(episode)
    assert issue_sound(type(episode).objects.get(pk=episode.pk)) == first
    assert IssuedSound.objects.count() == 1
    assert first.name.isascii()
    episode.chapters.add(Chapter(start=9, title="Efter frokost"))
    episode.save_revision().publish()
    assert issue_sound(type(episode).objects.get(pk=episode.pk)).name != first.name


def test_a_sound_is_thrown_away_with_all_that_was_made_of_it(db, django_capture_on_commit_callbacks):
    episode = make_episode(make_show(), publish=False)
    kept, issued = episode.sound, issue_sound(episode)
    karla, freja = make_person("karla"), make_person("freja")
    karla.groups.add(editors_group())
    with pytest.raises(Refused):
        erase_sound(actor=freja, sound=kept)
    with pytest.raises(ProtectedError):
        erase_sound(actor=karla, sound=kept)
    episode.sound = None
    episode.save()
    with django_capture_on_commit_callbacks(execute=True):
        erase_sound(actor=karla, sound=kept)
    assert not store.storage().exists(kept.stored_as)
    assert not store.storage().exists(issued.stored_as)
    assert not IssuedSound.objects.exists()
