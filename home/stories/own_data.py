"""Voices of one's own: stories offered from one's posts, and clips reminded of at one's address.

Leaving ends them either way: a voice and a story are told by somebody, and who has left has no page any more on which
to change or withdraw them.
"""

from collections.abc import Iterable
from functools import partial

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from community.holders import BOTH, NEITHER, Entry, Fate, Holder, OwnFile, Way
from community.ledger import Line, moment
from community.people.models import Person
from home.stories.models import StoryOffer
from home.testimonials import sounds
from home.testimonials.erasing import erase
from home.testimonials.models import Claim, Consent, Cut, Testimonial


def _voices(person: Person) -> QuerySet[Testimonial]:
    """What they offered, and what bears their address: it was proved to be theirs when they came in."""
    mine = Q(story_offer__person=person)
    if person.left_at is None:
        mine |= Q(email__iexact=person.email)
    return Testimonial.objects.filter(mine, erased_at=None).distinct()


def _sound(cut: Cut) -> tuple[OwnFile, ...]:
    if not cut.sound:
        return ()
    storage, path = sounds.storage(), sounds.path(cut.sound)
    return (
        OwnFile(name=f"voice-{cut.testimonial_id}-{cut.number}.m4a", open=partial(storage.open, path), kind="voice"),
    )


def _entries(person: Person) -> Iterable[Entry]:
    for voice in _voices(person).order_by("made_at"):
        for cut in Cut.objects.filter(testimonial=voice).order_by("number"):
            said = [cut.question, cut.quote, cut.question_en, cut.quote_en]
            yield Entry(
                title=_("Your voice, k/%(code)s") % {"code": voice.code},
                at=cut.made_at,
                words="\n\n".join(filter(None, said)),
                files=_sound(cut),
                data={"code": voice.code, "cut": cut.number, "transcript": cut.transcript, "voice": cut.voice},
            )
        for consent in Consent.objects.filter(testimonial=voice).prefetch_related("scopes").order_by("given_at"):
            ticks = ", ".join(tick.get_scope_display() for tick in consent.scopes.all() if tick.ended_at is None)
            yield Entry(
                title=_("Your yes to k/%(code)s") % {"code": voice.code},
                at=consent.given_at,
                words=ticks,
                facts=(
                    (_("Name that is shown"), consent.shown_name or consent.get_name_form_display()),
                    (_("Until"), f"{consent.expires_at:%Y-%m-%d}"),
                    (_("Receipt"), consent.receipt),
                ),
                data={"how": consent.how, "ended_at": consent.ended_at, "wording": consent.wording_id},
            )
    for offer in StoryOffer.objects.filter(person=person).order_by("offered_at"):
        yield Entry(title=_("A story you offered"), at=offer.offered_at, data={"post": offer.post_id})


def _fates(person: Person) -> Iterable[Fate]:
    if count := _voices(person).count():
        words = ngettext(
            "%(count)s public story or clip, with its sound and every yes to it",
            "%(count)s public stories or clips, with their sound and every yes to them",
            count,
        )
        yield Fate(count=count, words=words % {"count": count}, goes=BOTH)
    if count := StoryOffer.objects.filter(person=person).count():
        yield Fate(count=count, words=_("That a story was offered, and its short address: numbers"), goes=NEITHER)


def _leave(person: Person, way: Way) -> None:
    for pk in list(_voices(person).values_list("pk", flat=True)):
        with transaction.atomic():
            voice = Testimonial.objects.select_for_update().get(pk=pk)
            if voice.erased_at is None:
                erase(voice)
            Claim.objects.filter(testimonial=voice).delete()


def replay_voices(lines: list[Line]) -> int:
    """Erase again what was withdrawn and stands in a restored database, before anybody is shown it."""
    told = {line.number: line for line in lines}
    again = 0
    for pk in list(Testimonial.objects.filter(pk__in=list(told), erased_at=None).values_list("pk", flat=True)):
        with transaction.atomic():
            voice = Testimonial.objects.select_for_update().get(pk=pk)
            if voice.erased_at is None and moment(voice.made_at) == told[pk].born:
                erase(voice)
                again += 1
    return again


VOICES = Holder(
    name="voices",
    title=gettext_lazy("Your voice on the public pages"),
    place=22,
    models=(
        "home.StoryOffer",
        # Staff who kept a voice stand in its rows by number.
        "home.Testimonial",
        "home.Cut",
        "home.Consent",
        "home.ConsentWording",
    ),
    entries=_entries,
    fates=_fates,
    leave=_leave,
)
