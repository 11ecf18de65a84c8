"""What editors do with a voice: begin it, cut it, hand out its personal address, let it go, take it down."""

import hashlib
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from community import clock
from community.activity.record import record
from community.people.models import Person
from community.permissions import require
from home.podcasts.models import EpisodePage
from home.podcasts.transcripts import TranscriptProblem
from home.testimonials import sounds, transcript
from home.testimonials.activity import (
    ClaimMade,
    ClaimsRevoked,
    CutMade,
    ToldBefore,
    VoiceOpened,
    VoiceReleased,
    VoiceTakenDown,
)
from home.testimonials.models import Claim, Consent, ConsentScope, ConsentWording, Cut, NameForm, Testimonial
from home.testimonials.policy import can_change, can_keep_voices, can_release

#: Letters and figures that nobody mixes up on paper, and no vowels, so that no word comes out.
CODE_SIGNS = "23456789bcdfghjkmnpqrstvwxz"
CODE_LENGTH = 5
#: 192 bits.
_TOKEN_BYTES = 24
#: What of a cut is agreed to.
_AGREED: tuple[str, ...] = ("question", "question_en", "quote", "quote_en", "excerpt", "excerpt_en", "content_note")
_AGREED += ("voice", "sound_digest", "transcript", "transcript_en")


class Unfit(ValueError):
    """Why a cut cannot be made of this, and which field of it is wrong."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True)
class Sound:
    """A recording, checked and made into the one form that plays everywhere."""

    data: bytes
    seconds: float
    waveform: Sequence[int]


@dataclass(frozen=True, kw_only=True)
class Said:
    """The words of a cut."""

    question: str
    quote: str
    question_en: str = ""
    quote_en: str = ""
    excerpt: str = ""
    excerpt_en: str = ""
    content_note: str = ""
    voice: str = ""
    transcript: str = ""
    transcript_en: str = ""
    #: The episode that the clip is a part of, and where in it it begins.
    episode: EpisodePage | None = None
    starts_at: int | None = None


def token_digest(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def digest_of(cut: Cut) -> str:
    """A fingerprint of everything that somebody agrees to in a cut."""
    return hashlib.sha256(json.dumps([getattr(cut, name) for name in _AGREED]).encode()).hexdigest()


@transaction.atomic
def open_voice(
    *,
    actor: Person,
    speaker: str,
    municipality: str = "",
    email: str = "",
    code: str = "",
    told_before: bool = False,
) -> Testimonial:
    """Begin a voice and give it its code, which no other ever gets. Nobody is told. Raises Refused.

    `told_before`: the editor vouches that the person was told before the recording what it is for; the ledger keeps it.
    `code` is for the demonstration alone, whose printed examples must stay the same.
    """
    require(can_keep_voices(actor))
    testimonial = _opened(actor, speaker, municipality, email, code)
    if told_before:
        record(ToldBefore(actor=actor, testimonial=testimonial))
    return testimonial


def _opened(actor: Person | None, speaker: str, municipality: str, email: str, code: str = "") -> Testimonial:
    testimonial = None
    while testimonial is None:
        wanted = code or "".join(secrets.choice(CODE_SIGNS) for _sign in range(CODE_LENGTH))
        try:
            with transaction.atomic():
                testimonial = Testimonial.objects.create(
                    code=wanted,
                    speaker=speaker,
                    municipality=municipality,
                    email=email,
                    made_by=actor,
                    made_at=clock.now(),
                )
        except IntegrityError:
            # Somebody has that code already: another is drawn, a given one is not replaced.
            if code:
                raise
    record(VoiceOpened(actor=actor, testimonial=testimonial))
    return testimonial


@transaction.atomic
def draft_of(*, speaker: str, municipality: str, email: str, said: Said) -> Testimonial:
    """A voice begun by the one who speaks, with their own words as its first cut. Callers have asked their policy.

    Who it was stands nowhere on the editors' desk: they work on the words, and the name is the person's to choose.
    """
    testimonial = _opened(None, speaker, municipality, email)
    Cut(testimonial=testimonial, number=1, question=said.question, quote=said.quote, made_at=clock.now()).save()
    record(CutMade(actor=None, testimonial=testimonial))
    return testimonial


def make_cut(
    *, actor: Person, testimonial: Testimonial, said: Said, sound: Sound | None = None, keep_sound_of: Cut | None = None
) -> Cut:
    """Make the next cut of a voice. What is shown stays as it is until a yes to the new one has come to stand.

    `keep_sound_of` takes the sound over from an earlier cut of the same voice. Raises Refused, and Unfit for a
    quotation that is not word for word in the transcript, an excerpt that is not in the quotation, and sound without
    a transcript.
    """
    seconds = sound.seconds if sound else keep_sound_of.seconds if keep_sound_of else 0
    said = _checked(said, seconds, sound is not None or bool(keep_sound_of and keep_sound_of.sound))
    folder = sounds.keep(sound.data) if sound else ""
    try:
        return _make_cut(actor, testimonial, said, sound, keep_sound_of, folder)
    except BaseException:
        if folder:
            sounds.erase(folder)
        raise


@transaction.atomic
def _make_cut(
    actor: Person, testimonial: Testimonial, said: Said, sound: Sound | None, before: Cut | None, folder: str
) -> Cut:
    testimonial = Testimonial.objects.select_for_update().get(pk=testimonial.pk)
    require(can_change(actor, testimonial), _("There is nothing left to work on here."))
    last = Cut.objects.filter(testimonial=testimonial).order_by("-number").first()
    heard = {}
    if sound:
        heard = {
            "sound": folder,
            "sound_digest": hashlib.sha256(sound.data).hexdigest(),
            "seconds": sound.seconds,
            "waveform": list(sound.waveform),
        }
    elif before and before.sound:
        require(before.testimonial_id == testimonial.pk)
        heard = {name: getattr(before, name) for name in ("sound", "sound_digest", "seconds", "waveform")}
    cut = Cut(
        testimonial=testimonial,
        number=last.number + 1 if last else 1,
        made_by=actor,
        made_at=clock.now(),
        **{name: getattr(said, name) for name in Said.__dataclass_fields__},
        **heard,
    )
    cut.save()
    if testimonial.wished_voice and testimonial.wished_voice == cut.voice:
        testimonial.wished_voice = ""
        testimonial.save(update_fields=["wished_voice"])
    record(CutMade(actor=actor, testimonial=testimonial))
    return cut


def _checked(said: Said, seconds: float, has_sound: bool) -> Said:
    """The same with its transcripts as they are kept."""
    for whole, part, name in (
        (said.quote, said.excerpt, "excerpt"),
        (said.quote_en, said.excerpt_en, "excerpt_en"),
    ):
        if part and part not in whole:
            raise Unfit(name, _("The excerpt must be word for word a part of the quotation."))
    if has_sound and not said.transcript.strip():
        raise Unfit("transcript", _("Sound needs its transcript: who cannot hear it reads it."))
    if has_sound and not said.voice:
        raise Unfit("voice", _("Say whose voice it is."))
    kept = {}
    for name in ("transcript", "transcript_en"):
        try:
            kept[name] = transcript.as_vtt(getattr(said, name), seconds)
        except TranscriptProblem as problem:
            raise Unfit(name, str(problem)) from None
    if kept["transcript"] and not transcript.holds(kept["transcript"], said.quote):
        raise Unfit("quote", _("The quotation is not word for word in the transcript."))
    return replace(said, transcript=kept["transcript"], transcript_en=kept["transcript_en"])


@transaction.atomic
def make_claim(*, actor: Person, testimonial: Testimonial) -> str:
    """Make a new personal address for the one who spoke and end those before. The token is returned and never kept."""
    testimonial = Testimonial.objects.select_for_update().get(pk=testimonial.pk)
    require(can_change(actor, testimonial), _("There is nothing left to work on here."))
    close_claims(testimonial)
    token = add_claim(testimonial)
    record(ClaimMade(actor=actor, testimonial=testimonial))
    return token


def close_claims(testimonial: Testimonial) -> int:
    """End the addresses that are open. Callers have asked their policy."""
    return Claim.objects.filter(testimonial=testimonial, revoked_at=None).update(revoked_at=clock.now())


def add_claim(testimonial: Testimonial) -> str:
    """One more address beside those that are open; a reminder brings its own. Returns the token."""
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    Claim.objects.create(testimonial=testimonial, token_digest=token_digest(token), made_at=clock.now())
    return token


@transaction.atomic
def revoke_claims(*, actor: Person, testimonial: Testimonial) -> None:
    """End every personal address, where one has come into wrong hands. The person is given a new one by hand."""
    testimonial = Testimonial.objects.select_for_update().get(pk=testimonial.pk)
    require(can_keep_voices(actor))
    if close_claims(testimonial):
        record(ClaimsRevoked(actor=actor, testimonial=testimonial))


@transaction.atomic
def release(*, actor: Person, consent: Consent) -> Consent:
    """Let a voice go on the site: at once where the yes has rested, otherwise when it has. The editor has looked for
    other people who are named in it, and for what nobody said yes to telling. Raises Refused without a yes that stands.

    Where the voice was taken down, an earlier yes ends: the form that was taken down does not come back on the way.
    """
    testimonial = Testimonial.objects.select_for_update().get(pk=consent.testimonial_id)
    consent = Consent.objects.select_for_update().get(pk=consent.pk)
    consent.testimonial = testimonial
    require(can_release(actor, consent), _("Without a yes that stands, nothing can be shown."))
    if consent.released_at is None:
        consent.released_at, consent.released_by = clock.now(), actor
        consent.save(update_fields=["released_at", "released_by"])
    if testimonial.taken_down_at:
        end_earlier(consent)
        testimonial.taken_down_at = None
        testimonial.save(update_fields=["taken_down_at"])
    record(VoiceReleased(actor=actor, testimonial=testimonial))
    return consent


def earlier_than(consent: Consent) -> list[Consent]:
    """Every yes to an earlier cut of the same voice that has not ended. Callers hold the lock of the voice."""
    assert consent.cut is not None
    return list(
        Consent.objects.filter(
            testimonial=consent.testimonial_id, ended_at=None, cut__number__lt=consent.cut.number
        ).select_related("cut")
    )


def end_earlier(consent: Consent) -> None:
    """End every yes to an earlier cut. Callers have asked their policy."""
    for earlier in earlier_than(consent):
        end(earlier)


def end(consent: Consent) -> None:
    """End a yes with its ticks; no name is kept of it. Callers hold the lock of its voice."""
    now = clock.now()
    ConsentScope.objects.filter(consent=consent, ended_at=None).update(ended_at=now)
    consent.ended_at = now
    consent.name_form, consent.shown_name = NameForm.ROLE, ""
    consent.next_name_form, consent.next_name, consent.next_name_at = "", "", None
    consent.save()


@transaction.atomic
def take_down(*, actor: Person, testimonial: Testimonial) -> None:
    """Take a voice off the site at once. The person's yes stands. Taking down twice changes nothing."""
    testimonial = Testimonial.objects.select_for_update().get(pk=testimonial.pk)
    require(can_change(actor, testimonial), _("There is nothing left to work on here."))
    if testimonial.taken_down_at is None:
        testimonial.taken_down_at = clock.now()
        testimonial.save(update_fields=["taken_down_at"])
        record(VoiceTakenDown(actor=actor, testimonial=testimonial))


@transaction.atomic
def write_wording(*, actor: Person, danish: str, english: str) -> ConsentWording:
    """A new version of what people are asked. Who has said yes to an earlier one has said yes to that."""
    require(can_keep_voices(actor))
    last = ConsentWording.objects.select_for_update().order_by("-version").first()
    wording = ConsentWording(
        version=last.version + 1 if last else 1, danish=danish, english=english, made_by=actor, made_at=clock.now()
    )
    wording.save()
    return wording
