"""A word for the row, to a clean value."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from community import plain_text
from community.reactions.models import TEXT_LIMIT


class OneLineField(forms.CharField):
    """A line as typed, cleaned of characters that only break things."""

    def to_python(self, value: Any) -> str:
        return super().to_python(" ".join(plain_text.clean(str(value or "")).split())) or ""


class WordForm(forms.Form):
    text = OneLineField(
        label=_("A new word"),
        max_length=TEXT_LIMIT,
        error_messages={"required": _("Write a word or two.")},
        widget=forms.TextInput(attrs={"class": "input"}),
    )
