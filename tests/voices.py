"""Voices and their consents, as tests need them: begun by Karla, agreed to by whoever spoke."""

from datetime import datetime, timedelta
from typing import Any

from community import clock
from community.people.models import Person
from home.pages.operations import editors_group
from home.testimonials.consents import claim_of, give_consent, standing_wording
from home.testimonials.models import Claim, Consent, Cut, NameForm, Scope, Testimonial, Voice
from home.testimonials.operations import Said, Sound, make_claim, make_cut, open_voice, release
from tests.personas import World

#: Words, a name and a place that stand nowhere else, so that a leak shows.
QUOTE = "Kanariefuglen fandt sin plads ved høvlebænken"
QUOTE_EN = "The canary found its place at the planing bench"
NAME = "Rosmarie Kvist"
QUESTION = "Hvad gjorde en forskel for dig?"
VTT = f"WEBVTT\n\n00:00:00.000 --> 00:00:03.000\n<v Taler>{QUOTE}, og den blev der.\n"
VTT_EN = f"WEBVTT\n\n00:00:00.000 --> 00:00:03.000\n<v Taler>{QUOTE_EN}, and stayed.\n"
SOUND = Sound(data=b"\x00\x00\x00\x20ftypM4A Kanariefuglens stemme" * 20, seconds=4.0, waveform=[10, 90, 40])
#: Everything that one can say yes to.
ALL = tuple(Scope.values)


def editor(world: World) -> Person:
    """Karla, who keeps the public pages."""
    world.people["karla"].groups.add(editors_group())
    return world.karla


def said(**other: Any) -> Said:
    words = {
        "question": QUESTION,
        "question_en": "What made a difference to you?",
        "quote": QUOTE,
        "quote_en": QUOTE_EN,
        "excerpt": "Kanariefuglen fandt sin plads",
        "voice": Voice.OWN,
        "transcript": VTT,
        "transcript_en": VTT_EN,
    }
    return Said(**words | other)


def a_voice(world: World, *, sound: Sound | None = SOUND, **words: Any) -> Testimonial:
    """Begun, with one cut, and asked: nobody has said yes yet."""
    testimonial = open_voice(
        actor=editor(world), speaker="youth", municipality="Roskilde", email="rosmarie@example.com"
    )
    make_cut(actor=world.karla, testimonial=testimonial, said=said(**words), sound=sound)
    return testimonial


def claim(world: World, testimonial: Testimonial) -> tuple[str, Claim]:
    """The token of the personal address, and the claim it opens."""
    token = make_claim(actor=world.karla, testimonial=testimonial)
    found = claim_of(token)
    assert found is not None
    return token, found


def say_yes(held: Claim, scopes: tuple[str, ...] = ALL, name: str = NAME) -> Consent:
    return give_consent(
        claim=held,
        cut=Cut.objects.filter(testimonial=held.testimonial).order_by("-number").first(),
        wording=standing_wording(),
        scopes=scopes,
        name_form=NameForm.FULL_NAME if name else NameForm.ROLE,
        shown_name=name,
    )


def shared(
    world: World, scopes: tuple[str, ...] = ALL, *, since: timedelta = timedelta(days=10), **words: Any
) -> tuple[Testimonial, str, Claim]:
    """A voice that everybody can see and hear now: said yes to some days ago, let go by Karla."""
    with clock.at(clock.now() - since):
        testimonial = a_voice(world, **words)
        token, held = claim(world, testimonial)
        release(actor=world.karla, consent=say_yes(held, scopes))
    return testimonial, token, held


def later(**ahead: float) -> datetime:
    return clock.now() + timedelta(**ahead)
