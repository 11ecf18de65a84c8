"""An editor brings a sound and makes an episode ready, in the Wagtail admin; what would go wrong is said there."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text

from home.models import EpisodePage, Sound
from home.pages.operations import editors_group
from tests.broadcasts import SAMPLE, TRANSCRIPT, make_episode, make_picture, make_show, make_sound
from tests.personas import make_person, sign_in

ADD = "wagtailsnippets_home_sound:add"


@pytest.fixture
def karla(db):
    person = make_person("karla")
    person.groups.add(editors_group())
    return sign_in(Client(), person)


@pytest.fixture
def show(db):
    return make_show()


def bring(client: Client, data: bytes, name: str = "afsnit.mp3", address: str = ADD):
    file = SimpleUploadedFile(name, data, content_type="audio/mpeg")
    values = {"title": "Afsnit 1", "language": "da", "machine_read": "on", "file": file}
    return client.post(reverse(address), values)


def test_format_bytes_length_and_loudness_are_read_from_the_file(karla):
    assert bring(karla, SAMPLE.read_bytes(), "påstået.wav").status_code == 302
    sound = Sound.objects.get()
    assert (sound.format, sound.byte_length) == ("mp3", SAMPLE.stat().st_size)
    assert sound.seconds == pytest.approx(33.9, abs=0.1)
    assert -25 < sound.loudness < -10
    page = karla.get(reverse("wagtailsnippets_home_sound:edit", args=[sound.pk])).content.decode()
    assert "LUFS" in page
    assert "0:33" in page
    assert f"/podcasts/kept-sounds/{sound.pk}/" in page
    assert 'type="file"' not in page
    assert "LUFS" in karla.get(reverse("wagtailsnippets_home_sound:list")).content.decode()


def test_it_can_be_brought_while_an_episode_is_written(karla):
    answer = bring(karla, SAMPLE.read_bytes(), address="wagtailsnippetchoosers_home_sound:create")
    assert answer.status_code == 200
    assert answer.json()["result"]["string"] == "Afsnit 1"
    assert Sound.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "sentence"),
    [(b"Ikke lyd", "Denne fil er noget andet"), (b"\xff\xfb" + bytes(500), "Lyden kan ikke læses")],
)
def test_what_is_no_sound_is_refused_and_the_words_stand(karla, data, sentence):
    answer = bring(karla, data)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert sentence in page
    assert 'value="Afsnit 1"' in page
    assert not Sound.objects.exists()


def test_the_same_sound_twice_is_said(karla):
    make_sound()
    assert "er her allerede" in bring(karla, SAMPLE.read_bytes()).content.decode()


def test_others_may_not(db):
    make_sound()
    freja = sign_in(Client(), make_person("freja"))
    for name in (ADD, "wagtailsnippets_home_sound:list", "wagtailsnippetchoosers_home_sound:choose"):
        assert freja.get(reverse(name)).status_code in (302, 403, 404)


def test_a_sound_in_use_is_not_thrown_away(karla, show):
    sound = make_episode(show).sound
    karla.post(reverse("wagtailsnippets_home_sound:delete", args=[sound.pk]))
    assert Sound.objects.filter(pk=sound.pk).exists()


def written(**values):
    """The form of an episode as the editor sends it."""
    base = {
        "title": "Frokost",
        "slug": "frokost",
        "lead": "Om frokost.",
        "kind": "full",
        "number": "1",
        "season_number": "",
        "sound": "",
        "notes": rich_text("<p>Noter</p>"),
        "transcript": "",
        "transcript_read_by": "",
        "picture": "",
        "issued_at": "",
        "seo_title": "",
        "search_description": "",
        "menu_title": "",
        "comments": inline_formset([]),
        "comment_notifications": "",
        "go_live_at": "",
        "expire_at": "",
        **{name: inline_formset([]) for name in ("chapters", "credits", "soundbites")},
    }
    return nested_form_data({**base, **values})


def send(client, show, publish=True, **values):
    address = reverse("wagtailadmin_pages:add", args=["home", "episodepage", show.pk])
    data = written(**values) | ({"action-publish": "1"} if publish else {})
    return client.post(address, data, follow=True)


def ready(**values):
    return {"sound": make_sound().pk, "transcript": TRANSCRIPT, "transcript_read_by": "Karla", **values}


def test_an_episode_is_published_with_sound_and_words(karla, client, show):
    chapters = inline_formset(
        [{"start": "0:00", "title": "Først", "link": ""}, {"start": "0:12", "title": "Så", "link": ""}]
    )
    send(karla, show, **ready(chapters=chapters))
    episode = EpisodePage.objects.get()
    assert episode.live
    assert [chapter.start for chapter in episode.chapters.all()] == [0, 12]
    assert "Det her er en prøve." in client.get(episode.url).content.decode()


@pytest.mark.parametrize("lacking", ["sound", "transcript", "transcript_read_by"])
def test_t3_nothing_is_published_without_sound_words_and_somebody_who_has_compared_them(karla, show, lacking):
    answer = send(karla, show, **ready(**{lacking: ""}))
    assert not EpisodePage.objects.filter(live=True).exists()
    page = answer.content.decode()
    assert "Frokost" in page
    assert lacking == "transcript" or "Det her er en prøve." in page


def test_a_draft_may_lack_them(karla, client, show):
    send(karla, show, publish=False)
    draft = EpisodePage.objects.get()
    assert not draft.live
    assert client.get(draft.url or f"{show.url}frokost/").status_code == 404


def test_t3_no_other_way_publishes_it_either(karla, show):
    from django.core.exceptions import ValidationError

    send(karla, show, publish=False)
    with pytest.raises(ValidationError):
        EpisodePage.objects.get().get_latest_revision().publish()
    assert not EpisodePage.objects.filter(live=True).exists()


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"title": "11. Frokost"}, "Lad nummeret være ude af titlen"),
        ({"title": "Afsnit 11: Frokost"}, "Lad nummeret være ude af titlen"),
        ({"title": "Radioen: Frokost"}, "Lad podcastens navn være ude af titlen"),
        ({"season_number": "4"}, "Podcasten har ingen sæson med det nummer"),
        ({"transcript": "WEBVTT\nKind: captions\n\nx"}, "Linjen efter WEBVTT skal være tom"),
        ({"transcript": TRANSCRIPT.replace("00:00:03", "00:59:03")}, "Udskriften fortsætter, efter at lyden er slut"),
        ({"chapters": [{"start": "1:60", "title": "x", "link": ""}]}, "Skriv minutter og sekunder"),
        ({"chapters": [{"start": "59:00", "title": "x", "link": ""}]}, "ligger efter slutningen af lyden"),
        ({"chapters": [{"start": "0:01", "title": t, "link": ""} for t in "ab"]}, "To kapitler begynder på samme tid"),
    ],
)
def test_what_podcast_programs_would_stumble_over_is_said(karla, show, values, sentence):
    if "chapters" in values:
        values = {"chapters": inline_formset(values["chapters"])}
    page = send(karla, show, **ready(**values)).content.decode()
    assert sentence in page
    assert not EpisodePage.objects.filter(live=True).exists()


def test_a_transcript_may_come_as_a_file(karla, show):
    file = SimpleUploadedFile("udskrift.vtt", b"\xef\xbb\xbf" + TRANSCRIPT.replace("\n", "\r\n").encode())
    send(karla, show, **ready(transcript="", transcript_file=file))
    assert EpisodePage.objects.get().script.cues[0].words == "Det her er en prøve."


@pytest.mark.parametrize(
    ("data", "sentence"), [(b"\xff\xfe\x00", "Gem den som UTF-8"), (b"1\n00:00:00,000 --> x", "Den første linje skal")]
)
def test_a_file_that_is_no_transcript_is_refused(karla, show, data, sentence):
    file = SimpleUploadedFile("udskrift.srt", data)
    assert sentence in send(karla, show, **ready(transcript_file=file)).content.decode()


@pytest.mark.parametrize(
    ("size", "mode", "sentence"),
    [
        ((1400, 1300), "RGB", "kvadratisk"),
        ((1399, 1399), "RGB", "mindst 1400"),
        ((3001, 3001), "RGB", "mindst 1400"),
        ((1400, 1400), "CMYK", "RGB"),
    ],
)
def test_f2_a_picture_that_directories_refuse_is_refused_here(karla, show, size, mode, sentence):
    picture = make_picture(size, mode)
    assert sentence in send(karla, show, **ready(picture=picture.pk)).content.decode()


def keep_show(client, show, **values):
    """The form of a show as the editor sends it, published."""
    names = ("title", "slug", "lead", "author", "owner_name", "owner_email", "category", "order", "copyright")
    base = {name: getattr(show, name) for name in names} | {"picture": show.picture.pk}
    base |= dict.fromkeys(("licence", "licence_url", "municipality", "moved_to", "seo_title", "menu_title"), "")
    base |= {"search_description": "", "comment_notifications": "", "go_live_at": "", "expire_at": ""}
    base |= {name: inline_formset([]) for name in ("seasons", "credits", "comments")}
    data = nested_form_data({**base, **values}) | {"action-publish": "1"}
    return client.post(reverse("wagtailadmin_pages:edit", args=[show.pk]), data, follow=True)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"lead": "ø" * 2001}, "højst 4000 byte."),
        ({"licence": "CC BY 4.0"}, "Skriv, hvor licensen kan læses."),
        ({"licence": "x" * 129, "licence_url": "https://example.org/"}, "må højst have 128 tegn"),
    ],
)
def test_f2_f6_a_description_too_long_and_a_licence_without_address_are_refused(karla, client, show, values, sentence):
    page = keep_show(karla, show, **values).content.decode()
    assert sentence in page
    show.refresh_from_db()
    assert (show.lead, show.licence) == ("Om arbejde.", "")
    assert client.get(show.url).status_code == 200


def test_f2_f6_what_just_fits_is_taken(karla, show):
    address = "https://creativecommons.org/licenses/by/4.0/"
    keep_show(karla, show, lead="ø" * 2000, licence="CC BY 4.0", licence_url=address)
    show.refresh_from_db()
    assert (len(show.lead.encode()), show.licence, show.licence_url) == (4000, "CC BY 4.0", address)


def test_an_editor_hears_and_sees_it_before_anybody_else(karla, show):
    episode = make_episode(show, publish=False)
    page = karla.get(reverse("wagtailadmin_pages:view_draft", args=[episode.pk])).content.decode()
    assert f"/podcasts/kept-sounds/{episode.sound.pk}/" in page
    assert "Det her er en prøve." in page
    assert "podcasts/sounds/" not in page
