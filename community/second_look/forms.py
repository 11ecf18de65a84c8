"""What a second pair of eyes found."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from community import plain_text
from community.second_look.models import SENTENCE_LIMIT, Found


class LookForm(forms.Form):
    found = forms.ChoiceField(
        label=_("What did you find?"),
        choices=Found.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two."), "invalid_choice": _("Choose one of the two.")},
    )
    sentence = forms.CharField(
        label=_("A sentence"),
        help_text=_("What should be looked at? Without names of youths."),
        max_length=SENTENCE_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"class": "input", "rows": 2}),
    )

    def clean_sentence(self) -> str:
        return plain_text.clean(self.cleaned_data["sentence"]).strip()

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("found") == Found.CLOSER and not values.get("sentence"):
            self.add_error("sentence", _("Write in a sentence what should be looked at."))
        return values
