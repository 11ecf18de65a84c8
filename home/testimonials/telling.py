"""A voice as the public gets it: the words of the cut that was agreed to, under the name that was chosen.

Templates, feeds, files and pictures get Tellings and never the rows behind them.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import translation

from community.plain_text import shorten
from home.podcasts.timecodes import as_timecode
from home.podcasts.transcripts import Cue
from home.testimonials import transcript
from home.testimonials.models import Consent, Cut, NameForm, Scope, Speaker, Testimonial, Voice

#: Letters beyond which words are set as a text and not as a quotation.
LONG = 400


@dataclass(frozen=True, eq=False)
class Telling:
    testimonial: Testimonial
    cut: Cut
    language: str
    name: str
    municipality: str
    scopes: frozenset[str]
    #: When it first could be heard; now in a preview.
    opened_at: datetime

    @property
    def pk(self) -> int:
        return self.testimonial.pk

    @property
    def code(self) -> str:
        return self.testimonial.code

    @property
    def speaker(self) -> str:
        return self.testimonial.speaker

    @property
    def url(self) -> str:
        return clip_url(self.code, self.language)

    @property
    def absolute_url(self) -> str:
        return settings.BASE_URL.rstrip("/") + self.url

    @property
    def languages(self) -> list[str]:
        """Where the same clip may be shown, Danish first."""
        return [code for code, scope in (("da", Scope.SITE_DA), ("en", Scope.SITE_EN)) if scope in self.scopes]

    @property
    def question(self) -> str:
        return (self.cut.question_en if self.language == "en" else "") or self.cut.question

    @property
    def translated(self) -> bool:
        return self.language == "en" and bool(self.cut.quote_en)

    @property
    def words(self) -> str:
        """The quotation in the language of the page; as it was said where nobody has translated it."""
        return self.cut.quote_en if self.translated else self.cut.quote

    @property
    def words_language(self) -> str:
        return "en" if self.translated else "da"

    @property
    def original(self) -> str:
        return self.cut.quote

    @property
    def excerpt(self) -> str:
        return (self.cut.excerpt_en if self.translated else self.cut.excerpt) or self.words

    @property
    def is_long(self) -> bool:
        """Whether it is a story to read more than a quotation to look at."""
        return len(self.words) > LONG

    @property
    def short_words(self) -> str:
        """For lists: the part chosen for the front page, or the beginning."""
        return shorten(self.excerpt, LONG) if self.is_long else self.words

    @property
    def voice_label(self) -> str:
        return str(Voice(self.cut.voice).label) if self.cut.voice else ""

    @property
    def sound_url(self) -> str:
        return reverse("clip_sound", args=[self.code, self.cut.sound]) if self.cut.sound else ""

    @property
    def length(self) -> str:
        return as_timecode(round(self.cut.seconds))

    @property
    def duration(self) -> str:
        """ISO 8601."""
        return f"PT{self.cut.seconds:g}S"

    @property
    def bars(self) -> list[tuple[int, float, float]]:
        """Where each bar of the drawn sound stands, its upper end and its height, in a box of 6 by 52 for each."""
        heights = [max(4.0, peak * 0.44) for peak in self.cut.waveform]
        return [(number * 6, round(26 - height / 2, 1), round(height, 1)) for number, height in enumerate(heights)]

    @property
    def bars_width(self) -> int:
        return max(6, 6 * len(self.cut.waveform))

    @cached_property
    def cues(self) -> list[Cue]:
        """What is said, with its times, in the language of the page where that transcript stands."""
        text = (self.cut.transcript_en if self.language == "en" else "") or self.cut.transcript
        return transcript.cues_of(text, self.name) if text else []

    @property
    def lines(self) -> list[dict[str, object]]:
        """The cues as a page shows them."""
        return [
            {"at": int(cue.start), "clock": as_timecode(cue.start), "name": cue.speaker, "words": cue.words}
            for cue in self.cues
        ]

    @property
    def cues_language(self) -> str:
        return "en" if self.language == "en" and self.cut.transcript_en else "da"

    def vtt(self, language: str) -> str:
        """The captions in one language, or nothing."""
        text = self.cut.transcript_en if language == "en" else self.cut.transcript
        return transcript.named(text, self.name)

    @property
    def searchable(self) -> bool:
        return Scope.SEARCH in self.scopes

    @property
    def sharable(self) -> bool:
        return Scope.SOCIAL in self.scopes


def clip_url(code: str, language: str) -> str:
    with translation.override(language):
        return reverse("clip", args=[code])


def name_of(form: str, name: str, speaker: str, language: str) -> str:
    with translation.override(language):
        return name if form != NameForm.ROLE and name else Speaker(speaker).role


def telling_of(testimonial: Testimonial, consent: Consent, language: str) -> Telling:
    """The telling that a standing consent allows."""
    assert consent.cut is not None
    return Telling(
        testimonial=testimonial,
        cut=consent.cut,
        language=language,
        name=name_of(*consent.name, testimonial.speaker, language),
        municipality=testimonial.municipality if consent.covers(Scope.MUNICIPALITY) else "",
        scopes=frozenset(scope for scope in Scope.values if consent.covers(scope)),
        opened_at=max(consent.opens_at, consent.released_at or consent.opens_at),
    )


def tellings(language: str, *scopes: str) -> list[Telling]:
    """Everything public in the language, the first told first."""
    found = Testimonial.objects.public(language, *scopes).order_by("pk")
    return [telling_of(one, one.consent, language) for one in found]


def public_telling(code: str | int, language: str, *scopes: str) -> Telling | None:
    """The one behind a code or a key; None where it may not be shown."""
    which = Q(pk=code) if isinstance(code, int) else Q(code=code)
    found = Testimonial.objects.public(language, *scopes).filter(which).first()
    return telling_of(found, found.consent, language) if found else None
