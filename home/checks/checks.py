"""What an editor should look at before a page goes out: made by the server with each preview, shown on it, and counted
beside the editor under "Checks". Nothing here stops anybody; what must never happen is refused elsewhere."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community import clock
from community.membership.models import Network
from home.finding.documents import words_of
from home.models import (
    ContactPage,
    Cut,
    EpisodePage,
    HomePage,
    MunicipalitiesPage,
    PublicPage,
    ShowPage,
    TestimonialIndexPage,
)
from home.podcasts.transcripts import Transcript, TranscriptProblem
from home.testimonials.consents import present_consent
from home.testimonials.keeping import REMINDED_BEFORE
from home.testimonials.naming import names_in
from home.testimonials.telling import public_telling, tellings
from home.testimonials.transcript import is_a_quotation, words_in


@dataclass(frozen=True)
class Check:
    name: str
    title: Promise
    help: Promise

    @property
    def rule(self) -> str:
        return f"nextwork-{self.name}"

    @property
    def selector(self) -> str:
        return f"[data-check={self.name}]"


CHECKS = [
    Check(
        "transcript",
        gettext_lazy("Something is missing for those who cannot hear"),
        gettext_lazy("Bring the transcript, and let somebody compare it with the sound."),
    ),
    Check(
        "consent",
        gettext_lazy("A yes does not stand, or soon no longer"),
        gettext_lazy("Ask the person again, or choose another voice."),
    ),
    Check(
        "quote",
        gettext_lazy("Somebody's words are typed by hand"),
        gettext_lazy("Words in a page do not go when a yes is withdrawn. Point at the voice instead."),
    ),
    Check(
        "alt",
        gettext_lazy("A picture says nothing to those who cannot see it"),
        gettext_lazy("Describe what it shows, or mark it as decoration."),
    ),
    Check(
        "names",
        gettext_lazy("Names that may be people's"),
        gettext_lazy("Has everybody who is named said yes to it? If not, take the name out."),
    ),
]


@dataclass(frozen=True)
class Finding:
    check: Check
    words: str


def findings_of(page: PublicPage) -> list[Finding]:
    """In the order of CHECKS; in the language of whoever reads them."""
    by_name: dict[str, Callable[[Any], Iterator[str]]] = {
        "transcript": _transcript,
        "consent": _consent,
        "quote": _quote,
        "alt": _alt,
        "names": _names,
    }
    return [Finding(check, words) for check in CHECKS for words in by_name[check.name](page)]


def _transcript(page: PublicPage) -> Iterator[str]:
    if not isinstance(page, EpisodePage):
        return
    if not page.sound_id:
        yield _("There is no sound yet.")
    if not page.transcript:
        yield _("There is no transcript yet.")
        return
    try:
        Transcript(page.transcript).cues  # noqa: B018 reading is the test
    except TranscriptProblem as problem:
        yield str(problem)
    if not page.transcript_read_by:
        yield _("Nobody has put their name to the transcript.")


def _consent(page: PublicPage) -> Iterator[str]:
    language = page.locale.language_code
    quoted = page.quoted if isinstance(page, HomePage) else None
    if quoted and public_telling(quoted.pk, language) is None:
        yield _("The voice %(code)s is not shown: no yes to this language stands.") % {"code": quoted.code}
    shown = tellings(language) if isinstance(page, HomePage | TestimonialIndexPage) else []
    for telling in shown:
        if isinstance(page, HomePage) and telling.pk != page.quoted_id:
            continue
        consent = present_consent(telling.testimonial)
        if consent and consent.expires_at <= clock.now() + REMINDED_BEFORE:
            day = date_format(consent.expires_at, "j. F")
            yield _("The yes to %(code)s runs out on %(day)s.") % {"code": telling.code, "day": day}


def _quote(page: PublicPage) -> Iterator[str]:
    typed = words_in(words_of(page))
    spoken = {
        words_in(words): code
        for *both, code in Cut.objects.values_list("quote", "quote_en", "testimonial__code")
        for words in both
        if is_a_quotation(words)
    }
    codes = sorted({code for words, code in spoken.items() if words in typed})
    for code in codes:
        yield _("These are the words of the voice %(code)s.") % {"code": code}
    for block in getattr(page, "body", ()):
        if block.block_type == "quote" and words_in(str(block.value)) not in spoken:
            yield _("A quotation that belongs to no voice: “%(words)s”") % {"words": str(block.value)[:60]}


def _alt(page: PublicPage) -> Iterator[str]:
    for block in getattr(page, "body", ()):
        if block.block_type == "picture" and block.value:
            alt = (getattr(block.value, "contextual_alt_text", "") or "").strip()
            if not alt and not getattr(block.value, "decorative", False):
                yield _("The picture “%(title)s” has no words.") % {"title": block.value.title}
            elif _like_a_file(alt):
                yield _("“%(alt)s” is the name of a file, not what it shows.") % {"alt": alt}
    if isinstance(page, ShowPage | EpisodePage) and page.picture and not page.picture.description:
        yield _("The picture “%(title)s” has no words.") % {"title": page.picture.title}


def _like_a_file(alt: str) -> bool:
    return "_" in alt or alt.lower().endswith((".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif"))


def _names(page: PublicPage) -> Iterator[str]:
    if isinstance(page, ContactPage | MunicipalitiesPage):
        # They are there to name people and places.
        return
    text, known = words_of(page), places() | _titles(page)
    if isinstance(page, EpisodePage):
        script = Transcript.read_or_none(page.transcript) if page.transcript else None
        text = f"{text}\n{script.words if script else ''}"
        credits = [*page.credits.all(), *(page.show.credits.all() if page.path else [])]
        spoken = " ".join([*(one.name for one in credits), *(cue.speaker for cue in (script.cues if script else ()))])
        known |= set(spoken.split())
    if found := names_in(text, page.locale.language_code, frozenset(known)):
        yield ", ".join(found)


def _titles(page: PublicPage) -> set[str]:
    """Pages name each other."""
    pages = PublicPage.objects.filter(locale=page.locale_id).values_list("title", "menu_title")
    return {word for titles in pages for title in titles for word in title.split()}


def places() -> set[str]:
    """What pages about us name all the time: municipalities, in the words of their page and of the networks."""
    pages = MunicipalitiesPage.objects.all()
    named = [block.value for page in pages for block in (*page.implemented, *page.completed_course)]
    named += Network.objects.values_list("municipality", flat=True)
    return {word for name in named for word in str(name).split()}
