"""What somebody looks for, to a clean question."""

import re
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from community import clock, plain_text
from community.search import sources
from community.search.finding import Place, Question
from community.search.words import Terms
from community.spaces.models import Space

#: Longest question, in characters.
WORDS_LIMIT = 200

PERIODS = {"week": timedelta(days=7), "month": timedelta(days=31), "year": timedelta(days=366)}
_PLACE = re.compile(r"(\d{1,18})\.(\d{1,2})")


class _Line(forms.CharField):
    def to_python(self, value: Any) -> str:
        return super().to_python(" ".join(plain_text.clean(str(value or "")).split())) or ""


class SearchForm(forms.Form):
    words = _Line(
        label=_("What are you looking for?"),
        required=False,
        max_length=WORDS_LIMIT,
        error_messages={"max_length": _("That is more than one can look for at once. A word or two find most.")},
        widget=forms.TextInput(
            attrs={
                "class": "input",
                "type": "search",
                "autocomplete": "off",
                "enterkeyhint": "search",
                "data-search-target": "words",
            }
        ),
    )
    kind = forms.ChoiceField(label=_("What is it?"), required=False)
    space = forms.TypedChoiceField(label=_("Where?"), required=False, coerce=int, empty_value=None)
    since = forms.ChoiceField(
        label=_("When?"),
        required=False,
        choices=[
            ("", _("At any time")),
            ("week", _("The last week")),
            ("month", _("The last month")),
            ("year", _("The last year")),
        ],
    )
    tag = _Line(label=_("Tag"), required=False, max_length=60, widget=forms.TextInput(attrs={"class": "input"}))
    author = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)
    place = forms.RegexField(_PLACE, required=False, max_length=21, widget=forms.HiddenInput)

    def __init__(self, *args: Any, spaces: list[Space], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("Everything")), *sources.kind_choices()]  # type: ignore[attr-defined]
        self.fields["space"].choices = [("", _("Everywhere")), *((space.pk, space.name) for space in spaces)]  # type: ignore[attr-defined]
        if not sources.any_tagged():
            del self.fields["tag"]

    def clean_place(self) -> Place:
        value = self.cleaned_data["place"]
        match = _PLACE.fullmatch(value) if value else None
        if value and match is None:
            raise ValidationError("", code="invalid")
        return Place(int(match[1]), int(match[2])) if match else Place()

    def question(self) -> Question:
        values = self.cleaned_data
        return Question(
            terms=Terms.of(values["words"]),
            kind=values["kind"],
            space_id=values["space"],
            since=clock.now() - PERIODS[values["since"]] if values["since"] else None,
            tag=values.get("tag", ""),
            author_id=values["author"],
            place=values["place"],
        )

    @property
    def is_narrowed(self) -> bool:
        """Whether a filter is set: then the filters stand open."""
        return any(self[name].value() for name in ("kind", "space", "since", "tag") if name in self.fields)
