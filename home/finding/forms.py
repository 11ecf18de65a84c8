"""What a visitor looks for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from community import plain_text

LONGEST = 200


class Line(forms.CharField):
    def to_python(self, value: Any) -> str:
        return super().to_python(" ".join(plain_text.clean(str(value or "")).split())) or ""


class FindingForm(forms.Form):
    words = Line(
        label=_("What are you looking for?"),
        required=False,
        max_length=LONGEST,
        error_messages={"max_length": _("That is more than one can look for at once. A word or two find most.")},
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "enterkeyhint": "search"}),
    )
