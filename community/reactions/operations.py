"""Giving a word, taking it back, and choosing the words."""

from typing import Any

from django.db import transaction
from django.db.models import Count, Max
from django.utils.translation import gettext as _

from community import clock
from community.activity.record import record
from community.people.models import Person
from community.permissions import Refused, require
from community.reactions.activity import Reacted, ReactionTakenBack, ReactionWordChanged
from community.reactions.models import BEGINNING_WORDS, WORDS_LIMIT, Reaction, ReactionWord
from community.reactions.policy import can_edit_words_of, can_react
from community.spaces.models import Space
from community.subjects import SubjectKind


class NotThere(LookupError):
    """The thing, or the word, is not there for this person."""


@transaction.atomic
def react(*, actor: Person, kind: SubjectKind, pk: int, word: ReactionWord) -> Any:
    """Give the word; giving it again changes nothing. Returns the thing with its counts as they now stand.

    Open pages show it, and nobody is notified. Raises NotThere where the actor does not see the thing or the word is
    not offered in its space, and Refused for one's own words.
    """
    thing = _locked(actor, kind, pk)
    require(can_react(actor, kind, thing), _("A word is for what somebody else wrote."))
    if not ReactionWord.objects.offered().filter(pk=word.pk, space=kind.space(thing)).exists():
        raise NotThere
    _row, new = Reaction.objects.get_or_create(person=actor, subject_type=kind.name, subject_id=pk, word=word)
    if new:
        keep_counts(kind, thing)
        record(Reacted(actor=None, thing=thing))
    return thing


@transaction.atomic
def take_back_reaction(*, actor: Person, kind: SubjectKind, pk: int, word: ReactionWord) -> Any:
    """Take one's word back, also one that has been retired since; again changes nothing. Returns the thing.

    Raises NotThere where the actor does not see the thing any more.
    """
    thing = _locked(actor, kind, pk)
    gone, _rows = Reaction.objects.filter(person=actor, subject_type=kind.name, subject_id=pk, word=word).delete()
    if gone:
        keep_counts(kind, thing)
        record(ReactionTakenBack(actor=None, thing=thing))
    return thing


def _locked(actor: Person, kind: SubjectKind, pk: int) -> Any:
    """The thing with its row locked: whoever counts next waits here, and counts what stands then."""
    if kind.keep is None:
        raise NotThere
    things = kind.visible_to(actor).select_related(*kind.select_related)
    thing = things.select_for_update(of=("self",), no_key=True).filter(pk=pk).first()
    if thing is None:
        raise NotThere
    return thing


def keep_counts(kind: SubjectKind, thing: Any) -> None:
    counts = (
        Reaction.objects.filter(subject_type=kind.name, subject_id=thing.pk)
        .values_list("word_id")
        .annotate(times=Count("pk"))
        .order_by("word_id")
    )
    thing.reactions = {str(word_id): times for word_id, times in counts}
    assert kind.keep is not None  # _locked asked
    kind.keep(thing.pk, "reactions", thing.reactions)


# --- the words of a space -----------------------------------------------------------------------------------------
def plant_reaction_words(space: Space) -> None:
    """Give a new space the words that every space begins with."""
    ReactionWord.objects.bulk_create(
        ReactionWord(space=space, text=text, position=position)
        for position, text in enumerate(BEGINNING_WORDS, start=1)
    )


def _queue(actor: Person, space: Space) -> list[ReactionWord]:
    """The offered words in order, the space's row locked, so that two consultants do not undo each other."""
    require(can_edit_words_of(actor, space))
    Space.objects.select_for_update(of=("self",)).get(pk=space.pk)
    return list(ReactionWord.objects.offered().filter(space=space))


@transaction.atomic
def add_reaction_word(*, actor: Person, space: Space, text: str) -> ReactionWord:
    """Offer one more word, last in the row. A word that is offered already stays as it is."""
    words = _queue(actor, space)
    if same := next((word for word in words if word.text.lower() == text.lower()), None):
        return same
    if len(words) >= WORDS_LIMIT:
        raise Refused(_("There are as many words as one can take in at a glance. Take one away first."))
    last = ReactionWord.objects.filter(space=space).aggregate(last=Max("position"))["last"] or 0
    word = ReactionWord.objects.create(space=space, text=text, position=last + 1)
    record(ReactionWordChanged(actor=actor, word=word))
    return word


@transaction.atomic
def rename_reaction_word(*, actor: Person, word: ReactionWord, text: str) -> ReactionWord:
    """Offer another word in this one's place. What was given already keeps the word it was given with."""
    words = _queue(actor, word.space)
    word = next((offered for offered in words if offered.pk == word.pk), word)
    require(word.retired_at is None, _("This word is no longer offered."))
    if word.text == text:
        return word
    if any(other.text.lower() == text.lower() for other in words if other.pk != word.pk):
        raise Refused(_("This word is offered already."))
    if Reaction.objects.filter(word=word).exists() and word.text.lower() != text.lower():
        ReactionWord.objects.filter(pk=word.pk).update(retired_at=clock.now())
        word = ReactionWord.objects.create(space=word.space, text=text, position=word.position)
    else:
        word.text = text
        word.save(update_fields=["text"])
    record(ReactionWordChanged(actor=actor, word=word))
    return word


@transaction.atomic
def retire_reaction_word(*, actor: Person, word: ReactionWord) -> None:
    """Offer the word no longer. Where it was given it stays to be read, and can be taken back."""
    if any(offered.pk == word.pk for offered in _queue(actor, word.space)):
        ReactionWord.objects.filter(pk=word.pk).update(retired_at=clock.now())
        record(ReactionWordChanged(actor=actor, word=word))


@transaction.atomic
def move_reaction_word(*, actor: Person, word: ReactionWord) -> None:
    """Move the word one place forward in the row; the first stays where it is."""
    words = _queue(actor, word.space)
    place = next((index for index, offered in enumerate(words) if offered.pk == word.pk), 0)
    if place == 0:
        return
    words[place - 1], words[place] = words[place], words[place - 1]
    for position, offered in enumerate(words, start=1):
        offered.position = position
    ReactionWord.objects.bulk_update(words, ["position"])
    record(ReactionWordChanged(actor=actor, word=word))
