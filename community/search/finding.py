"""Finding: only in spaces the person sees, and each thing asked once more whether the person may read it.

A word that stands in half of all posts must cost no more than a rare one. So a search looks at a bounded window: the
newest WINDOW things that hold the words, ranked among themselves; the next window begins where this one ended.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import BooleanField, F, Func, Q, QuerySet, Value
from django.utils.safestring import SafeString

from community import subjects
from community.keeping_away.models import KeptAway
from community.people.models import Person
from community.search import fts5, sources
from community.search.models import SearchEntry
from community.search.words import Terms, marked, snippet
from community.spaces.models import Space

#: Things that are ranked together, and results on a page.
WINDOW = 200
RESULTS_A_PAGE = 20
#: Things alike another that are looked at.
ALIKE = 20
#: Names offered beside the results, and the shortest beginning of a name.
PEOPLE_OFFERED = 5
NAME_FROM = 2


@dataclass(frozen=True)
class Place:
    """Where a page of results begins: the newest entry of its window (0: the newest of all), and the page in it."""

    newest: int = 0
    page: int = 0

    def __str__(self) -> str:
        return f"{self.newest}.{self.page}"


@dataclass(frozen=True, kw_only=True)
class Question:
    terms: Terms = field(default_factory=Terms)
    kind: str = ""
    space_id: int | None = None
    tag: str = ""
    since: datetime | None = None
    author_id: int | None = None
    place: Place = Place()
    #: Whether one of the words is enough.
    any_word: bool = False

    @property
    def asks(self) -> bool:
        """Whether anything was asked at all."""
        return bool(self.terms or self.kind or self.space_id or self.tag or self.since or self.author_id)


@dataclass(frozen=True)
class Where:
    """Among what is looked: the person's spaces, and what others shared across with somebody like them; but nothing by
    those whom `reader` keeps away (decisions/0016), unless it is their words alone that are asked for."""

    spaces: list[int]
    reaches: list[str] = field(default_factory=list)
    reader: int | None = None

    def __bool__(self) -> bool:
        return bool(self.spaces or self.reaches)


@dataclass(frozen=True)
class Result:
    thing: Any
    url: str
    heading: SafeString
    snippet: SafeString
    author: Person | None
    #: The space it stands in, or to a guest the municipality: whose spaces there are is nobody else's business.
    place: str
    kind: Any
    at: datetime


@dataclass(frozen=True)
class Answer:
    results: list[Result]
    #: Where the next page begins; None where this was all.
    following: Place | None


def find(person: Person, spaces: list[Space], question: Question) -> Answer:
    """One page of what the person may read. `spaces` are all the person sees (`Space.objects.visible_to`)."""
    asked = [space for space in spaces if question.space_id in (None, space.pk)]
    # What was shared across stands in nobody's own space, so it is looked for where none was chosen.
    reaches = [] if question.space_id else [reach for ask in sources.reaches_open_to for reach in ask(person)]
    where = Where([space.pk for space in asked], reaches, None if question.author_id else person.pk)
    candidates = _candidates(where, question) if where and question.asks else []
    if not candidates:
        return Answer([], None)
    window = candidates[:WINDOW]
    newest, place = window[0][0], question.place
    ranked = [pk for pk, _rank in sorted(window, key=lambda found: (-found[1], -found[0]))]
    start = place.page * RESULTS_A_PAGE
    following = None
    if len(ranked) > start + RESULTS_A_PAGE:
        following = Place(newest, place.page + 1)
    elif len(candidates) > WINDOW:
        following = Place(candidates[WINDOW][0], 0)
    return Answer(_results(person, asked, where, question.terms, ranked[start : start + RESULTS_A_PAGE]), following)


def _candidates(where: Where, question: Question) -> list[tuple[int, float]]:
    """(entry, rank) of the newest WINDOW + 1 entries that hold the words, newest first."""
    sql, values = candidates_sql(where, question)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def candidates_sql(among: Where, question: Question) -> tuple[str, list[Any]]:
    where, values = _filters(among, question)
    if not question.terms:
        rank, ranked_by, ranked_on, table = "0", [], "e.id", "community_searchentry e"
    elif connection.vendor == "postgresql":
        table, query = "community_searchentry e", _as_tsquery(question)
        where = ["e.words @@ to_tsquery('danish', %s)", *where]
        values = [query, *values]
        ranked_on = "e.id, e.words"
        rank, ranked_by = "ts_rank(e.words, to_tsquery('danish', %s))", [query]
    else:
        table = f"{fts5.TABLE} w JOIN community_searchentry e ON e.id = w.rowid"
        where = [f"{fts5.TABLE} MATCH %s", *where]
        values = [_as_match(question), *values]
        stems = question.terms.stems
        # How many of the words stand in the title or a tag; the index could weigh better, by reading all of itself.
        ranked_on = "e.id, e.head_stems"
        rank = " + ".join(["(instr(' ' || e.head_stems, %s) > 0)"] * len(stems))
        ranked_by = [f" {stem}" for stem in stems]
    by = "w.rowid" if table.startswith(fts5.TABLE) else "e.id"
    inner = f"SELECT {ranked_on} FROM {table} WHERE {' AND '.join(where)} ORDER BY {by} DESC LIMIT {WINDOW + 1}"  # noqa: S608
    return f"SELECT e.id, {rank} FROM ({inner}) e ORDER BY e.id DESC", [*ranked_by, *values]  # noqa: S608 values are bound


def _filters(among: Where, question: Question) -> tuple[list[str], list[Any]]:
    places = [
        f"e.{column} IN ({', '.join(['%s'] * len(found))})"
        for column, found in (("space_id", among.spaces), ("reach", among.reaches))
        if found
    ]
    where = [f"({' OR '.join(places)})"]
    values: list[Any] = [*among.spaces, *among.reaches]
    if among.reader:
        away = f"SELECT whom_id FROM {KeptAway._meta.db_table} WHERE person_id = %s"  # noqa: S608 a name of ours
        where.append(f"(e.author_id IS NULL OR e.author_id NOT IN ({away}))")
        values.append(among.reader)
    for condition, value in (
        ("e.kind = %s", question.kind),
        ("e.at >= %s", question.since),
        ("e.author_id = %s", question.author_id),
        ("e.id <= %s", question.place.newest),
    ):
        if value:
            where.append(condition)
            values.append(value)
    if question.tag:
        if connection.vendor == "postgresql":
            where.append("e.tags <> '' AND community_alike(%s, e.tags)")
            values.append(question.tag.lower())
        else:
            where.append("e.tags <> '' AND instr(e.tags, %s) > 0")
            values.append(f"|{question.tag.lower()}|")
    return where, values


def _as_tsquery(question: Question) -> str:
    """Only letters and digits stand between the quotes (search/words.py)."""
    words = (" | " if question.any_word else " & ").join(f"'{word}'" for word in question.terms.words)
    return words if question.any_word else words + ":*"


def _as_match(question: Question) -> str:
    stems = (" OR " if question.any_word else " AND ").join(f'"{stem}"' for stem in question.terms.stems)
    return stems if question.any_word else stems + " *"


def alike(person: Person, terms: Terms, *, subject_type: str, kind: str) -> list[int]:
    """The numbers of things of a kind that share one of the words, the likest first: those with most of them in title
    and tags, among the newest WINDOW. Three queries; whoever asks still asks of each whether the person may read it."""
    spaces = list(Space.objects.visible_to(person).values_list("pk", flat=True))
    reaches = [reach for ask in sources.reaches_open_to for reach in ask(person)]
    where = Where(spaces, reaches, person.pk)
    if not terms or not where:
        return []
    window = _candidates(where, Question(terms=terms, kind=kind, any_word=True))[:WINDOW]
    ranked = [pk for pk, rank in sorted(window, key=lambda found: (-found[1], -found[0])) if rank > 0][:ALIKE]
    entries = SearchEntry.objects.filter(pk__in=ranked, subject_type=subject_type)
    by_pk = dict(entries.values_list("pk", "subject_id"))
    return [by_pk[pk] for pk in ranked if pk in by_pk]


def _results(person: Person, spaces: list[Space], where: Where, terms: Terms, ranked: list[int]) -> list[Result]:
    found = SearchEntry.objects.filter(Q(space__in=where.spaces) | Q(reach__in=where.reaches), pk__in=ranked)
    entries = found.only("subject_type", "subject_id", "space_id", "kind", "at", "body").in_bulk()
    by_space = {space.pk: space for space in spaces}
    if guests := {entry.space_id for entry in entries.values()} - by_space.keys():
        by_space |= Space.objects.select_related("group", "network").in_bulk(guests)
    things = _readable(person, entries.values())
    results = []
    for pk in ranked:
        entry = entries.get(pk)
        thing = things.get((entry.subject_type, entry.subject_id)) if entry else None
        if entry is None or thing is None:
            continue
        source, kind = sources.named(entry.subject_type), subjects.named(entry.subject_type)
        assert source is not None
        assert kind is not None  # _readable asked both
        results.append(
            Result(
                thing=thing,
                url=kind.url(thing),
                heading=marked(source.heading(thing), terms),
                snippet=snippet(entry.body, terms),
                author=kind.author(thing),
                place=_place(by_space[entry.space_id], where),
                kind=source.kinds.get(entry.kind, ""),
                at=entry.at,
            )
        )
    return results


def _place(space: Space, where: Where) -> str:
    return space.name if space.pk in where.spaces else space.network.municipality


def _readable(person: Person, entries: Any) -> dict[tuple[str, int], Any]:
    """The things themselves, where the person may read them now: one query for each kind."""
    found: dict[tuple[str, int], Any] = {}
    for name in sorted({entry.subject_type for entry in entries}):
        kind = subjects.named(name)
        if kind is None or sources.named(name) is None:
            continue
        ids = [entry.subject_id for entry in entries if entry.subject_type == name]
        for thing in kind.visible_to(person).select_related(*kind.select_related).filter(pk__in=ids):
            found[name, thing.pk] = thing
    return found


def people_named(person: Person, question: Question) -> list[Person]:
    """People whose name is like a word that was looked for, and the one whose words are shown. One query."""
    wanted = Q(pk=question.author_id) if question.author_id else Q()
    for word in question.terms.words:
        if len(word) >= NAME_FROM:
            wanted |= _alike(word)
    if not wanted:
        return []
    people: QuerySet[Person] = Person.objects.visible_to(person)
    return list(people.filter(wanted).order_by("display_name", "pk")[:PEOPLE_OFFERED])


def _alike(word: str) -> Q:
    if connection.vendor != "postgresql":
        return Q(display_name__istartswith=word) | Q(display_name__icontains=f" {word}")
    # Made by the migration: by trigrams where the database has them, else by the plain beginning.
    return Q(Func(Value(word), F("display_name"), function="community_alike", output_field=BooleanField()))
