"""Keeping the index: called by the rooms' operations inside their transaction, so that search and page agree."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, Model, OuterRef, QuerySet

from community import subjects
from community.plain_text import clean
from community.search import fts5, sources
from community.search.models import SearchEntry
from community.search.sources import Source
from community.search.words import stems_of

#: Things that are indexed in one transaction.
BATCH = 500

_WRITTEN = ("space", "reach", "kind", "author", "at", "title", "body", "tags", "head_stems", "body_stems")


def index_thing(thing: Model) -> None:
    """Let the thing be found as it stands now; one that is not to be found any more is forgotten."""
    _index(sources.of(thing), [thing])


def forget_thing(thing: Model) -> None:
    """Let the thing be found no longer."""
    SearchEntry.objects.filter(subject_type=subjects.of(thing).name, subject_id=thing.pk).delete()


def set_reach_of(subject_type: str, subjects_of: QuerySet[Any], reach: str | None) -> None:
    """Let these things be found further, or less far, than before; `subjects_of` gives their numbers."""
    SearchEntry.objects.filter(subject_type=subject_type, subject_id__in=subjects_of).update(reach=reach)


def leave_no_trace() -> None:
    """Let words that are found no longer lie in no part of the index either."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(fts5.OPTIMIZE)


def index_again(entries: "QuerySet[SearchEntry]") -> None:
    """Let the things of these entries be found as they stand now, or no longer. Each in a transaction of its own."""
    for subject_type, subject_id in list(entries.values_list("subject_type", "subject_id")):
        source = sources.named(subject_type)
        with transaction.atomic():
            thing = source.things().filter(pk=subject_id).select_for_update(of=("self",)).first() if source else None
            if source is None or thing is None:
                SearchEntry.objects.filter(subject_type=subject_type, subject_id=subject_id).delete()
            else:
                _index(source, [thing])


def _index(source: Source, things: Iterable[Any]) -> None:
    documents = [(thing.pk, source.document(thing)) for thing in things]
    gone = [pk for pk, document in documents if document is None]
    if gone:
        SearchEntry.objects.filter(subject_type=source.name, subject_id__in=gone).delete()
    entries = [
        SearchEntry(
            subject_type=source.name,
            subject_id=pk,
            space_id=document.space_id,
            reach=document.reach,
            kind=document.kind,
            author_id=document.author_id,
            at=document.at,
            title=clean(document.title),
            body=clean(document.body),
            tags=as_tags(document.tags),
        )
        for pk, document in documents
        if document is not None
    ]
    if connection.vendor == "sqlite":
        for entry in entries:
            entry.head_stems = stems_of(f"{entry.title} {entry.tags}")
            entry.body_stems = stems_of(entry.body)
    SearchEntry.objects.bulk_create(
        entries, update_conflicts=True, unique_fields=["subject_type", "subject_id"], update_fields=_WRITTEN
    )


def as_tags(tags: Iterable[str]) -> str:
    """Tags as an entry keeps them: each between bars, in small letters."""
    plain = [" ".join(clean(tag).replace("|", " ").lower().split()) for tag in tags]
    return "".join(f"|{tag}" for tag in plain if tag) + "|" if any(plain) else ""


def reindex(say: Callable[[str], object] = lambda line: None, *, missing_only: bool = False, batch: int = BATCH) -> int:
    """Index everything again, or only what the index lacks, batch by batch; returns how many things were indexed.

    Each batch is a transaction of its own that locks what it reads, so that nobody's edit meanwhile is overwritten.
    """
    indexed = 0
    for source in sources.sources():
        for count in _batches(source, missing_only, batch):
            indexed += count
            say(f"{source.name}: {indexed}")
    if connection.vendor == "sqlite" and not missing_only:
        with connection.cursor() as cursor:
            cursor.execute(fts5.REBUILD)
    return indexed


def _batches(source: Source, missing_only: bool, batch: int) -> Iterable[int]:
    last = 0
    while True:
        with transaction.atomic():
            things = source.things().filter(pk__gt=last).order_by("pk")
            if missing_only:
                entry = SearchEntry.objects.filter(subject_type=source.name, subject_id=OuterRef("pk"))
                things = things.exclude(Exists(entry))
            found = list(things.select_for_update(of=("self",))[:batch])
            _index(source, found)
            ended = len(found) < batch
            if not missing_only:
                known = SearchEntry.objects.filter(subject_type=source.name, subject_id__gt=last)
                if not ended:
                    known = known.filter(subject_id__lte=found[-1].pk)
                known.exclude(subject_id__in=[thing.pk for thing in found]).delete()
        if found:
            last = found[-1].pk
            yield len(found)
        if ended:
            return
