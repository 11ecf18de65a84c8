"""Voices, their consents and what is on paper."""

from typing import Any

from django.utils import timezone

from community import clock
from home.editions.models import Edition
from home.editions.operations import make_edition, mark_printed, set_places
from home.stories.operations import offer_post
from home.testimonials.models import Cut, Testimonial
from tests.architecture.rows.row import EVERYBODY, MEMBERS, Row, at
from tests.personas import World
from tests.tellings import youth_topic
from tests.voices import a_voice, claim, editor, shared


def the_voice(world: World) -> Testimonial:
    """One that is shared; the same for all rows of a table."""
    kept = world.__dict__
    if "the_voice" not in kept:
        kept["the_voice"], kept["the_token"], _claim = shared(world)
    return kept["the_voice"]


def code(world: World) -> str:
    return the_voice(world).code


def token(world: World) -> str:
    the_voice(world)
    return world.__dict__["the_token"]


def sound(world: World) -> str:
    return Cut.objects.filter(testimonial=the_voice(world)).latest("number").sound


def another(world: World) -> str:
    """The address of one that a row may do away with."""
    return claim(world, a_voice(world))[0]


def edition(world: World) -> int:
    found = Edition.objects.filter(printed_on=None).first()
    if found is None:
        found = make_edition(actor=editor(world), name="Brochure")
        set_places(actor=world.karla, edition=found, testimonials=[the_voice(world)])
    return found.pk


def printed(world: World) -> int:
    found = make_edition(actor=editor(world), name="Plakat")
    set_places(actor=world.karla, edition=found, testimonials=[the_voice(world)])
    return mark_printed(actor=world.karla, edition=found, printed_on=timezone.localdate(clock.now())).pk


def _given(world: World) -> dict[str, Any]:
    return {"scopes": ["site_da"], "name_form": "role"}


def _svg(world: World) -> str:
    return "svg"


PUBLIC = [
    Row("clip", "GET", at("clip", code), allowed=EVERYBODY),
    Row("clip", "GET", at("clip", lambda world: "zzzzz"), visitor=404, about="unknown"),
    Row("clip_sound", "GET", at("clip_sound", code, sound), allowed=EVERYBODY),
    Row("clip_sound", "GET", at("clip_sound", code, lambda world: "f" * 32), visitor=404, about="another's"),
    Row("clip_captions", "GET", at("clip_captions", code, lambda world: "da"), allowed=EVERYBODY),
    Row("clip_picture", "GET", at("clip_picture", code), allowed=EVERYBODY),
    Row("clip_feed", "GET", at("clip_feed"), allowed=EVERYBODY),
]

#: Whoever holds the address decides, signed in or not; without it there is nothing, for nobody.
CLAIMS = [
    Row("my_voice", "GET", at("my_voice", token), allowed=EVERYBODY),
    Row("my_voice", "GET", at("my_voice", lambda world: "x" * 32), visitor=404, about="guessed"),
    Row("my_voice_sound", "GET", at("my_voice_sound", token, lambda world: 1), allowed=EVERYBODY),
    Row("preview_my_voice", "POST", at("preview_my_voice", token), allowed=EVERYBODY, data=_given),
    Row("give_consent", "POST", at("give_consent", token), given_back=EVERYBODY, visitor=422, data=_given),
    Row(
        "change_consent",
        "POST",
        at("change_consent", token),
        allowed=EVERYBODY,
        status=302,
        data=lambda world: {"scopes": ["site_da", "site_en", "qr", "print", "social"], "name_form": "role"},
    ),
    Row("wish_for_voice", "POST", at("wish_for_voice", token), given_back=EVERYBODY, visitor=422),
    Row("hide_voice", "POST", at("hide_voice", another), allowed=EVERYBODY, status=302),
    Row("show_voice", "POST", at("show_voice", token), allowed=EVERYBODY, status=302),
    Row("renew_consent", "POST", at("renew_consent", token), allowed=EVERYBODY, status=302),
    Row("withdraw_consent", "POST", at("withdraw_consent", another), allowed=EVERYBODY, status=302),
]

DESK = [
    Row("voices", "GET", at("voices"), allowed="karla"),
    Row("open_voice", "GET", at("open_voice"), allowed="karla"),
    Row("open_voice", "POST", at("open_voice"), given_back="karla"),
    Row("write_wording", "GET", at("write_wording"), allowed="karla"),
    Row("write_wording", "POST", at("write_wording"), given_back="karla"),
    Row("voice", "GET", at("voice", code), allowed="karla"),
    Row("make_cut", "GET", at("make_cut", code), allowed="karla"),
    Row("make_cut", "POST", at("make_cut", code), given_back="karla"),
    Row("cut_sound", "GET", at("cut_sound", code, lambda world: 1), allowed="karla"),
    Row("record_consent", "GET", at("record_consent", code), allowed="karla"),
    Row("record_consent", "POST", at("record_consent", code), given_back="karla"),
    Row("release", "POST", at("release", code), given_back="karla"),
    Row("clip_code", "GET", at("clip_code", code, _svg), allowed="karla"),
    Row("editions", "GET", at("editions"), allowed="karla"),
    Row("editions", "POST", at("editions"), given_back="karla"),
    Row("edition", "GET", at("edition", edition), allowed="karla"),
    Row("edition", "POST", at("edition", printed), given_back="karla", about="printed"),
    Row("mark_printed", "POST", at("mark_printed", edition), given_back="karla"),
    Row("print_again", "POST", at("print_again", printed), allowed="karla", status=302),
    Row("edition_sheet", "GET", at("edition_sheet", edition), allowed="karla"),
    Row("edition_parcel", "GET", at("edition_parcel", edition), allowed="karla"),
    Row("take_down", "POST", at("take_down", lambda world: a_voice(world).code), allowed="karla", status=302),
    Row("make_claim", "POST", at("make_claim", lambda world: a_voice(world).code), allowed="karla"),
    Row("revoke_claims", "POST", at("revoke_claims", lambda world: a_voice(world).code), allowed="karla", status=302),
]


def the_story(world: World) -> int:
    return world.topic.posts.get(position=0).pk  # type: ignore[attr-defined]


def an_offer(world: World) -> int:
    topic = youth_topic(world)
    return offer_post(actor=world.freja, post=topic.posts.get(position=0)).pk


STORIES = [
    Row("my_stories", "GET", at("my_stories"), allowed=MEMBERS),
    Row("offer_post", "POST", at("offer_post", the_story), allowed="freja", status=302),
    Row("open_story", "POST", at("open_story", an_offer), allowed="freja", status=302),
]

VOICES = [*PUBLIC, *CLAIMS, *DESK, *STORIES]
