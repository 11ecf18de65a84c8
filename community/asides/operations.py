"""Hiding what stands on many pages: its words are put aside, and a neutral line stands in their place everywhere.

For short things that pages, minutes and reminders show by their fields. The line is in the house's language, since all
read the same. Whose words it is, and who looks after them, read them where the deed stands (community/moderation).
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.utils import translation

from community.asides.models import Aside

#: Field -> what stands in it meanwhile; a function is asked in the house's language.
Neutral = Mapping[str, Any]


def aside_of(subject_type: str, pk: int) -> dict[str, Any] | None:
    """What the thing says by itself, where it is put aside."""
    return Aside.objects.filter(subject_type=subject_type, subject_id=pk).values_list("values", flat=True).first()


def is_put_aside(subject_type: str, pk: int) -> bool:
    return Aside.objects.filter(subject_type=subject_type, subject_id=pk).exists()


def said_by_itself(subject_type: str, thing: Any, field: str) -> Any:
    """The words of a field, also while they are put aside."""
    aside = aside_of(subject_type, thing.pk)
    return aside[field] if aside else getattr(thing, field)


def hiding_of(
    subject_type: str, model: type[Model], neutral: Neutral, then: Callable[[Any], object]
) -> Callable[[int, bool], None]:
    """A hook for `Care.hide`: puts the fields of such a thing aside, or back. `then` is called with the thing where
    something changed, so that open pages follow."""

    def hide(pk: int, hidden: bool) -> None:
        thing: Any = model._default_manager.select_for_update(of=("self",)).filter(pk=pk).first()
        if thing is None:
            # Its author erased it meanwhile: nothing is left to hide or to show.
            Aside.objects.filter(subject_type=subject_type, subject_id=pk).delete()
            return
        aside = Aside.objects.filter(subject_type=subject_type, subject_id=pk).first()
        if (aside is not None) == hidden:
            return
        if aside is None:
            values = {name: getattr(thing, name) for name in neutral}
            Aside.objects.create(subject_type=subject_type, subject_id=pk, values=values)
            with translation.override(settings.LANGUAGE_CODE):
                standing = {name: value() if callable(value) else value for name, value in neutral.items()}
        else:
            standing = aside.values
            aside.delete()
        for name, value in standing.items():
            setattr(thing, name, value)
        thing.save(update_fields=list(standing))
        then(thing)

    return hide
