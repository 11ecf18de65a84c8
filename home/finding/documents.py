"""What visitors can find: pages, episodes and voices, each as it may be shown at this moment, and nothing else."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from typing import Any

from django.utils.functional import Promise
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageBlock

from community.search.words import stems_of
from home.models import EpisodePage, NewsPage, PublicPage, ShowPage
from home.page_cache.remembered import Remembered
from home.testimonials.telling import Telling, tellings


@dataclass(frozen=True)
class Passage:
    """A part of a recording, and when it is said."""

    start: int
    words: str


@dataclass(frozen=True)
class Document:
    #: What it is, as the list of what was found says it.
    kind: Promise
    title: str
    url: str
    #: What is shown of it, and looked through.
    words: str
    #: Of a recording, for a way to the moment itself.
    passages: tuple[Passage, ...] = ()

    @cached_property
    def title_stems(self) -> frozenset[str]:
        return frozenset(stems_of(self.title).split())

    @cached_property
    def stems(self) -> Counter[str]:
        """How often each stem stands in it, the title too."""
        spoken = " ".join(passage.words for passage in self.passages)
        return Counter(stems_of(f"{self.title} {self.words} {spoken}").split())

    @cached_property
    def ordered(self) -> list[str]:
        """For words that are only begun."""
        return sorted(self.stems)


_BLOCK_ENDS = re.compile(r"</(?:p|li|h[1-6])>|<br\s*/?>")
#: What a sentence ends with.
_ENDS = ".?!:…”"

PAGE, EPISODE, VOICE, NEWS = _("Page"), _("Episode"), _("Story"), _("News")


def _made(language: str) -> tuple[Document, ...]:
    return tuple(_documents(language))


#: By language. The clock and the mark of the public pages end it (home/page_cache).
documents: Remembered[tuple[Document, ...]] = Remembered(_made)


def _documents(language: str) -> Iterator[Document]:
    for telling in tellings(language):
        yield Document(VOICE, telling.question, telling.url, _told(telling))
    heard = set(EpisodePage.objects.heard().filter(locale__language_code=language).values_list("pk", flat=True))
    pages = PublicPage.objects.live().public().filter(locale__language_code=language).order_by("path")
    for page in pages.specific():
        if isinstance(page, EpisodePage):
            if page.pk in heard:
                yield _episode(page)
        elif page.url:
            yield Document(_kind(page), page.title, page.url, words_of(page))


def _told(telling: Telling) -> str:
    """What is said, and the quotation where it stands in other words than those, as a translated one does."""
    said = " ".join(cue.words for cue in telling.cues)
    parts = [" ".join(part.split()) for part in telling.words.split("(...)")]
    return said if said and all(part in said for part in parts) else f"{telling.words} {said}".strip()


def _kind(page: PublicPage) -> Promise:
    return NEWS if isinstance(page, NewsPage) else EPISODE if isinstance(page, ShowPage) else PAGE


def _episode(page: EpisodePage) -> Document:
    passages = tuple(Passage(int(one.start), one.words) for one in page.script.passages())
    return Document(EPISODE, page.title, page.url, words_of(page), passages)


def words_of(page: PublicPage) -> str:
    """All that an editor has written into the page and that it shows, in sentences."""
    parts = (" ".join(part.split()) for part in _parts(page))
    return " ".join(part if part[-1] in _ENDS else f"{part}." for part in parts if part)


def _parts(page: Any) -> Iterator[str]:
    yield page.lead
    for name in page.searched:
        yield getattr(page, name)
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            for child in getattr(page, field.name):
                yield from _said(child.block, child.value)
        elif isinstance(field, RichTextField):
            yield from _paragraphs(getattr(page, field.name))


def _said(block: Any, value: Any) -> Iterator[str]:
    """The words of a block; what is chosen in it is drawn, not read."""
    if isinstance(block, ImageBlock):
        yield getattr(value, "contextual_alt_text", "") or ""
    elif isinstance(block, blocks.RichTextBlock):
        yield from _paragraphs(value.source)
    elif isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            yield from _said(child, value.get(name))
    elif not isinstance(block, blocks.ChoiceBlock):
        yield from map(str, block.get_searchable_content(value))


def _paragraphs(html: str) -> Iterator[str]:
    """Rich text, piece by piece: what stands in one line is not a sentence with what stands in the next."""
    for piece in _BLOCK_ENDS.split(html):
        yield unescape(strip_tags(piece))
