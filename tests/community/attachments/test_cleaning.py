"""What goes on of a picture or a voice, and what is refused: judged by content, on a bench of its own."""

import os
import re
from io import BytesIO

import av
import pytest
from PIL import Image

from community.attachments import cleaning
from community.attachments.cleaning import SENTENCES, UnusableFile, clean
from tests import samples
from tests.samples import CANARY

FORMS = ["JPEG", "PNG", "WEBP", "HEIF", "AVIF", "GIF"]
#: Traces of metadata, by their marks in the file: EXIF, XMP, ICC profiles, ID3, comments, texts of encoders.
TRACES = re.compile(
    rb"Exif\0|EXIF|XMP |<x:xmp|ICCP|ICC_PROFILE|iCCP|ID3|"
    rb"MakerNote|GPS|tEXt|iTXt|Lavf|Lavc|\xa9too|(?<!\0\0\0\x08)ilst|\xff\xd8\xff"
)


def stored(cleaned: cleaning.Cleaned) -> bytes:
    return b"".join(cleaned.files.values())


def sentence(kind: str, data: bytes) -> str:
    with pytest.raises(UnusableFile) as refusal:
        clean(kind, data)
    return next(name for name, text in SENTENCES.items() if str(text) == str(refusal.value))


@pytest.mark.parametrize("form", FORMS)
def test_of_a_photo_only_its_pixels_go_on(form):
    photo = samples.photo(form)
    if form != "GIF":
        assert CANARY.encode() in photo
        assert Image.open(BytesIO(photo)).getexif().get_ifd(0x8825)[1] == "N", "the sample says where it was taken"
    cleaned = clean("picture", photo)
    assert set(cleaned.files) == {
        f"{size}.{ending}" for size in ("thumb", "page", "full") for ending in ("webp", "avif")
    }
    for name, data in cleaned.files.items():
        picture = Image.open(BytesIO(data))
        assert picture.format == name.rpartition(".")[2].upper()
        assert not picture.getexif()
        assert not set(picture.info) & {"exif", "xmp", "icc_profile", "comment", "XML:com.adobe.xmp", "photoshop"}, name
    assert CANARY.encode() not in stored(cleaned)
    assert not TRACES.search(stored(cleaned)), TRACES.search(stored(cleaned))


def test_the_sample_has_a_thumbnail_within():
    assert samples.photo().count(b"\xff\xd8\xff") == 2


@pytest.mark.parametrize(
    ("orientation", "size", "above", "below"),
    [
        (1, (400, 300), "red", "blue"),
        (3, (400, 300), "blue", "red"),
        (6, (300, 400), "blue|red", ""),
        (8, (300, 400), "red|blue", ""),
    ],
)
def test_pictures_stand_upright(orientation, size, above, below):
    cleaned = clean("picture", samples.photo(orientation=orientation))
    assert (cleaned.width, cleaned.height) == size
    picture = Image.open(BytesIO(cleaned.files["full.webp"])).convert("RGB")

    def colour(x: float, y: float) -> str:
        red, _green, blue = picture.getpixel((int(x * picture.width), int(y * picture.height)))
        return "red" if red > blue else "blue"

    if below:
        assert (colour(0.5, 0.1), colour(0.5, 0.9)) == (above, below)
    else:
        assert f"{colour(0.1, 0.5)}|{colour(0.9, 0.5)}" == above


def test_sizes_are_bounded_and_nothing_is_blown_up():
    cleaned = clean("picture", samples.photo(size=(3000, 1500)))
    assert cleaned.sizes == {"full": [2048, 1024], "page": [960, 480], "thumb": [320, 160]}
    small = clean("picture", samples.photo(size=(100, 50)))
    assert small.sizes == {"full": [100, 50], "page": [100, 50], "thumb": [100, 50]}


def test_wide_colours_and_see_through_ones_come_out_as_they_looked():
    out = BytesIO()
    Image.new("RGBA", (64, 64), (0, 0, 0, 0)).save(out, "PNG")
    paper = Image.open(BytesIO(clean("picture", out.getvalue()).files["full.webp"])).convert("RGB").getpixel((32, 32))
    assert all(abs(seen - wanted) < 4 for seen, wanted in zip(paper, (0xFA, 0xF5, 0xE9), strict=True))
    deep = BytesIO()
    Image.new("I;16", (64, 64), 0x8000).save(deep, "PNG")
    grey = Image.open(BytesIO(clean("picture", deep.getvalue()).files["full.webp"])).convert("L").getpixel((32, 32))
    assert abs(grey - 128) < 4


def test_a_picture_of_169_megapixels_is_refused_before_it_is_unpacked():
    bomb = samples.huge_png()
    assert len(bomb) < 100_000
    assert sentence("picture", bomb) == "too_many_pixels"


@pytest.mark.parametrize("side", [(8000, 6300), (60_000, 60_000)])
def test_so_is_one_just_over_the_bound_and_a_bomb(side):
    width, height = side
    bomb = bytearray(samples.huge_png(64, 64))
    bomb[16:24] = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    import struct
    import zlib

    bomb[29:33] = struct.pack(">I", zlib.crc32(bytes(bomb[12:29])))
    assert sentence("picture", bytes(bomb)) == "too_many_pixels"


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("behind", [samples.HTML, samples.archive(), b"%PDF-1.7\n", b"\n<svg onload=alert(1)>"])
def test_what_is_a_picture_and_something_else_is_refused(form, behind):
    assert sentence("picture", samples.photo(form) + behind) == "two_things"


def test_so_is_a_picture_that_is_a_program_to_another_reader():
    assert sentence("picture", samples.script_in_a_gif()) == "two_things"


def test_a_phones_film_behind_its_photo_is_no_offence_and_is_left_behind():
    cleaned = clean("picture", samples.photo() + samples.film())
    assert b"ftypisom" not in stored(cleaned)
    assert CANARY.encode() not in stored(cleaned)


def test_script_inside_a_comment_is_left_behind():
    out = BytesIO()
    Image.new("RGB", (64, 48)).save(out, "JPEG", comment=samples.HTML)
    cleaned = clean("picture", out.getvalue())
    assert b"script" not in stored(cleaned)


@pytest.mark.parametrize(
    "data", [samples.HTML, samples.SVG, samples.archive(), b"", b"\xff", b"%PDF-1.7", samples.HTML + samples.photo()]
)
def test_what_is_no_picture_and_no_voice_is_refused_as_both(data):
    assert sentence("picture", data) == "no_picture"
    assert sentence("voice", data) == "no_voice"


@pytest.mark.parametrize("form", FORMS)
def test_a_photo_cut_off_on_the_way_is_refused(form):
    photo = samples.photo(form)
    assert sentence("picture", photo[: len(photo) // 2]) == "broken_picture"


def test_a_voice_is_no_picture_and_a_picture_no_voice():
    assert sentence("picture", samples.voice()) == "no_picture"
    assert sentence("voice", samples.photo()) == "no_voice"


@pytest.mark.parametrize("browser", samples.BROWSERS)
def test_every_browsers_voice_comes_out_as_one_form(browser):
    sample = samples.voice(browser)
    if browser not in ("a dictaphone", "Safari"):
        assert CANARY.encode() in sample
    cleaned = clean("voice", sample)
    (data,) = cleaned.files.values()
    with av.open(BytesIO(data)) as clip:
        (stream,) = clip.streams
        assert (stream.codec_context.name, stream.channels, stream.codec_context.sample_rate) == ("aac", 1, 48_000)
        assert clip.duration == pytest.approx(3_000_000, abs=60_000)
        assert not {name for name in clip.metadata if name not in ("major_brand", "minor_version", "compatible_brands")}
        assert sum(frame.samples for frame in clip.decode(stream)) == pytest.approx(3 * 48_000, abs=3000)
    assert data.index(b"moov") < data.index(b"mdat"), "the index stands in front, so that it plays while it loads"
    assert CANARY.encode() not in data
    assert not TRACES.search(data), TRACES.search(data)
    assert cleaned.seconds == pytest.approx(3, abs=0.15)


def test_chromes_sample_says_nothing_of_its_length():
    with av.open(BytesIO(samples.voice("Chrome"))) as clip:
        assert clip.duration is None


def test_the_waveform_tells_how_loud_it_is():
    cleaned = clean("voice", samples.voice())
    assert len(cleaned.waveform) == 64
    assert cleaned.waveform[0] < 10 < 40 < cleaned.waveform[32] < 60 < cleaned.waveform[-1] <= 100


def test_stereo_becomes_one_voice():
    (data,) = clean("voice", samples.voice(channels="stereo")).files.values()
    with av.open(BytesIO(data)) as clip:
        assert clip.streams.audio[0].channels == 1


def test_two_minutes_fit_and_no_more():
    assert clean("voice", samples.voice("a recorder", 120.5)).seconds == pytest.approx(120.5, abs=0.2)
    assert sentence("voice", samples.voice("a recorder", 122)) == "too_long"


def test_a_slip_of_the_thumb_a_film_and_half_an_index_are_refused():
    assert sentence("voice", samples.voice(seconds=0.1)) == "no_sound"
    assert sentence("voice", samples.film()) == "film"
    safari = samples.voice("Safari")
    assert sentence("voice", safari[: len(safari) // 2]) == "broken_voice"


def test_what_hangs_behind_a_voice_is_left_behind():
    (data,) = clean("voice", samples.voice("Firefox") + samples.HTML).files.values()
    assert b"script" not in data


def test_the_bench_knows_no_secret_and_is_bounded(monkeypatch):
    """What a decoder could get at where a file takes it over: nothing of the site."""
    monkeypatch.setenv("SECRET_KEY", "s3cret-of-the-site")
    monkeypatch.setattr(cleaning.bench, "__name__", "tests.community.attachments.spy")
    told = cleaning._ask(cleaning.bench.__name__, "picture", b"", cleaning.LIMIT).decode()
    assert "s3cret-of-the-site" not in told
    assert "DATABASE_URL" not in told
    assert os.environ["SECRET_KEY"] == "s3cret-of-the-site"


def test_a_file_that_keeps_the_bench_busy_is_given_up(monkeypatch):
    monkeypatch.setattr(cleaning, "LIMIT", 0.001)
    assert sentence("picture", samples.photo()) == "too_heavy"


def test_a_file_that_wants_all_the_memory_is_given_up(monkeypatch):
    monkeypatch.setattr(cleaning.bench, "__name__", "tests.community.attachments.glutton")
    assert cleaning._ask(cleaning.bench.__name__, "picture", b"", cleaning.LIMIT) == b""
