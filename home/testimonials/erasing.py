"""The end of a voice: what was said is gone, from the tables, the disk and the pages; code and ledger stay."""

import json
import re
from collections.abc import Callable
from hashlib import sha256
from html import unescape
from typing import Any
from urllib.parse import parse_qsl

from django.db import transaction
from django.utils.html import strip_tags
from wagtail.admin.models import FormState
from wagtail.models import Revision

from community import clock, ledger
from community.activity.record import record
from home.pages.models import PublicPage
from home.testimonials import sounds
from home.testimonials.activity import StraysFound, StraysGone, VoiceErased
from home.testimonials.models import Consent, ConsentScope, Cut, NameForm, Testimonial
from home.testimonials.transcript import is_a_quotation, words_in

#: Where a line ends in what a page keeps: the words on both sides of it are two.
_BLOCK = re.compile(r"<(?=/?(?:p|br|li|h\d|div|blockquote)\b)")


def erase(testimonial: Testimonial) -> None:
    """Erase words, sound, names and addresses, and end every consent. Callers hold the row's lock.

    Words that an editor typed by hand into a page are beyond the consents: old versions of pages and what was sent to
    a preview are deleted where they hold them, pages that show them are named on the desk, and their editors are told.
    """
    now = clock.now()
    cuts = list(Cut.objects.filter(testimonial=testimonial))
    said = [(cut.quote, cut.quote_en, cut.excerpt, cut.excerpt_en) for cut in cuts]
    texts = {words_in(text) for both in said for text in both if is_a_quotation(text)}
    testimonial.strays = _forget_typed(lambda words: any(text in words for text in texts)) if texts else []
    testimonial.stray_prints = [_print_of(text) for text in sorted(texts)] if testimonial.strays else None
    consents = Consent.objects.filter(testimonial=testimonial)
    ConsentScope.objects.filter(consent__in=consents, ended_at=None).update(ended_at=now)
    consents.update(name_form=NameForm.ROLE, shown_name="", next_name_form="", next_name="", next_name_at=None)
    consents.filter(ended_at=None).update(ended_at=now)
    Cut.objects.filter(testimonial=testimonial).delete()
    testimonial.email = testimonial.municipality = testimonial.wished_voice = ""
    testimonial.erased_at = now
    testimonial.save()
    record(VoiceErased(actor=None, testimonial=testimonial))
    if testimonial.strays:
        record(StraysFound(actor=None, testimonial=testimonial))
    ledger.note("voice", testimonial.pk, testimonial.made_at, now)
    for folder in {cut.sound for cut in cuts if cut.sound}:
        transaction.on_commit(lambda folder=folder: sounds.erase(folder))  # type: ignore[misc]


def look_for_strays_again() -> int:
    """Look whether pages still show withdrawn words that were found in them; old versions that hold them go, and with
    the last page what they are known by. Returns how many voices no page shows any more."""
    done = 0
    for pk in list(Testimonial.objects.filter(stray_prints__isnull=False).values_list("pk", flat=True)):
        with transaction.atomic():
            testimonial = Testimonial.objects.select_for_update().get(pk=pk)
            prints = testimonial.stray_prints or []
            strays = _forget_typed(lambda words, prints=prints: _has_a_print(words, prints))  # type: ignore[misc]
            if strays == testimonial.strays:
                continue
            testimonial.strays = strays
            testimonial.stray_prints = prints if strays else None
            testimonial.save(update_fields=["strays", "stray_prints"])
            if not strays:
                record(StraysGone(actor=None, testimonial=testimonial))
                done += 1
    return done


def _print_of(text: str) -> list[Any]:
    """What a text is known again by, though it is kept nowhere: how many words it has, and their fingerprint."""
    return [len(text.split()), sha256(text.strip().encode()).hexdigest()]


def _has_a_print(words: str, prints: list[list[Any]]) -> bool:
    """Whether one of the texts stands anywhere in these words."""
    each = words.split()
    return any(
        sha256(" ".join(each[begins : begins + count]).encode()).hexdigest() == digest
        for count, digest in prints
        for begins in range(len(each) - count + 1)
    )


def _forget_typed(found: Callable[[str], bool]) -> list[str]:
    """Delete old page versions, and forms sent to a preview, in which the words are found. Returns the titles of pages
    that hold them now."""
    for form in FormState.objects.iterator():
        if _holds([value for _name, value in parse_qsl(form.data)], found):
            form.delete()
    pages = {str(page.pk): page for page in PublicPage.objects.all()}
    kept = {pk for page in pages.values() for pk in (page.live_revision_id, page.latest_revision_id) if pk}
    stray = set()
    for revision in Revision.page_revisions.filter(object_id__in=pages).iterator():
        if _holds(revision.content, found):
            if revision.pk in kept:
                stray.add(pages[revision.object_id].title)
            else:
                revision.delete()
    stray |= {page.title for page in PublicPage.objects.specific() if _holds(json.loads(page.to_json()), found)}
    return sorted(stray)


def _holds(value: Any, found: Callable[[str], bool]) -> bool:
    """Whether the words stand anywhere in what a page keeps; stream fields lie in it as JSON of their own."""
    if isinstance(value, dict):
        return any(_holds(one, found) for one in value.values())
    if isinstance(value, list):
        return any(_holds(one, found) for one in value)
    if not isinstance(value, str):
        return False
    if value[:1] in "[{":
        try:
            return _holds(json.loads(value), found)
        except ValueError:
            pass
    return found(words_in(strip_tags(_BLOCK.sub(" <", unescape(value)))))
