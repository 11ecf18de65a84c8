"""The public pages and the home."""

from urllib.parse import urlsplit
from uuid import uuid4

from django.urls import reverse

from home.enquiries.operations import send_enquiry
from home.models import Chapter, ContactPage, EpisodePage, HomePage
from home.podcasts.artwork import artwork
from home.podcasts.operations import issue_sound, name_feed
from tests.architecture.rows.row import EVERYBODY, MEMBERS, Row, at
from tests.broadcasts import make_episode, make_show, make_sound
from tests.personas import World
from tests.voices import editor

#: What the row of the one page that others may frame is about; tests/architecture/test_headers.py knows it by this.
EMBEDDED = "embedded"

HOME = [
    Row("service_worker", "GET", at("service_worker"), allowed=EVERYBODY),
    Row("offline", "GET", at("offline"), allowed=EVERYBODY),
    Row("healthz", "GET", at("healthz"), allowed=EVERYBODY),
    # A monitor's, by its token; tests/platform/test_observing.py.
    Row("metrics", "GET", at("metrics"), allowed="", visitor=404),
    Row("since_last", "GET", at("since_last"), allowed=MEMBERS),
    Row("mark_home_seen", "POST", at("mark_home_seen"), allowed=MEMBERS, status=302, data=lambda world: {"until": 1}),
    Row("demo", "GET", at("demo"), allowed=EVERYBODY),
    Row("demo_sign_in", "POST", at("demo_sign_in"), allowed="", visitor=404, data=lambda world: {"person": "nobody"}),
]


def _episode(world: World) -> EpisodePage:
    """One that is out, its picture drawn; made when the first row asks."""
    if standing := EpisodePage.objects.first():
        return standing
    episode = make_episode(make_show(), chapters=[Chapter(start=0, title="Frokost")])
    artwork(episode.show.picture)
    return episode


def _hidden(world: World) -> EpisodePage:
    """One that an editor is still at work on, with a recording of its own."""
    standing = EpisodePage.objects.filter(live=False).first()
    return standing or make_episode(_episode(world).show, 2, publish=False, sound=make_sound(bytes(100)))


def _embedded(world: World) -> str:
    """The address of one in pages of others; allowed when the first row asks."""
    episode = _episode(world)
    if not episode.may_be_embedded:
        episode.may_be_embedded = True
        episode.save_revision().publish()
    return f"{episode.url}embed/"


def _sound(world: World, episode: EpisodePage) -> str:
    return reverse("podcast_sound", args=[issue_sound(episode).name])


def _contact(world: World) -> str:
    """With a page that the form stands on, and somebody who keeps it."""
    editor(world)
    if not ContactPage.objects.exists():
        home = HomePage.objects.get(locale__language_code="da")
        home.add_child(instance=ContactPage(title="Kontakt", slug="kontakt", locale=home.locale))
    return reverse("send_enquiry")


def _enquiry(world: World) -> int:
    """One about Roskilde."""
    editor(world)
    words = {"about": "other", "name": "Ida", "email": "ida@example.com", "words": "Hej"}
    return send_enquiry(form_id=uuid4(), network=world.roskilde, **words).pk


def _home(world: World) -> HomePage:
    return HomePage.objects.get(locale__language_code="da")


def _security(world: World) -> str:
    _contact(world)
    return reverse("security_txt")


PUBLIC = [
    Row("find", "GET", at("find"), allowed=EVERYBODY),
    Row("find", "POST", at("find"), allowed=EVERYBODY, data=lambda world: {"words": "praktik"}),
    Row("security_txt", "GET", _security, allowed=EVERYBODY),
    Row("page_card", "GET", lambda world: urlsplit(_home(world).card_address).path, allowed=EVERYBODY),
    Row("page_card", "GET", at("page_card", lambda world: 99999, lambda world: "a"), visitor=404, about="unknown"),
    Row("send_enquiry", "POST", _contact, given_back=EVERYBODY, visitor=422),
    Row("enquiries", "GET", at("enquiries"), allowed="signe bo karla"),
    Row("enquiry", "GET", at("enquiry", _enquiry), allowed="signe karla"),
    Row("answer_enquiry", "POST", at("answer_enquiry", _enquiry), allowed="signe karla", status=302),
    Row("take_up_enquiry", "POST", at("take_up_enquiry", _enquiry), allowed="signe karla", status=302),
    Row("erase_enquiry", "POST", at("erase_enquiry", _enquiry), allowed="signe karla", status=302),
    Row("podcast_feed", "GET", at("podcast_feed", lambda world: name_feed(_episode(world).show).name), EVERYBODY),
    Row("podcast_sound", "GET", lambda world: _sound(world, _episode(world)), EVERYBODY, about="out"),
    Row(
        "podcast_sound",
        "GET",
        lambda world: _sound(world, _hidden(world)),
        allowed="karla",
        visitor=404,
        about="not out",
    ),
    Row("kept_sound", "GET", at("kept_sound", lambda world: _hidden(world).sound.pk), allowed="karla", visitor=404),
    Row(
        "episode_transcript", "GET", at("episode_transcript", lambda world: _episode(world).pk), EVERYBODY, about="out"
    ),
    Row(
        "episode_transcript",
        "GET",
        at("episode_transcript", lambda world: _hidden(world).pk),
        visitor=404,
        about="not out",
    ),
    Row("episode_chapters", "GET", at("episode_chapters", lambda world: _episode(world).pk), EVERYBODY, about="out"),
    Row(
        "episode_chapters", "GET", at("episode_chapters", lambda world: _hidden(world).pk), visitor=404, about="not out"
    ),
    Row("public_picture", "GET", lambda world: artwork(_episode(world).show.picture)["path"], EVERYBODY),
    Row("get_help", "GET", at("get_help"), allowed=EVERYBODY),
    Row("accessibility_statement", "GET", at("accessibility_statement"), allowed=EVERYBODY),
    Row("robots", "GET", at("robots"), allowed=EVERYBODY),
    Row("sitemap", "GET", at("sitemap"), allowed=EVERYBODY),
    Row("wagtail_serve", "GET", at("wagtail_serve", lambda world: ""), allowed=EVERYBODY),
    Row("wagtail_serve", "GET", _embedded, allowed=EVERYBODY, about=EMBEDDED),
    Row("wagtail_serve", "GET", lambda world: f"{_hidden(world).url}embed/", visitor=404, about="embedded, not out"),
    Row("wagtail_serve", "GET", at("wagtail_serve", lambda world: "nowhere/"), visitor=404, about="unknown"),
    Row("wagtaildocs_serve", "GET", lambda world: "/documents/1/nothing.pdf", visitor=404, about="unknown"),
]
