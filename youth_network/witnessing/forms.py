"""Input to clean values."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forums.topics.forms import WordsField
from youth_network.witnessing.models import STEP_LIMIT, STEPS


def _step(name: str) -> WordsField:
    return WordsField(
        rows=4,
        max_length=STEP_LIMIT,
        required=False,
        error_messages={"max_length": _("That is longer than fits here. Can you say it in two?")},
        widget=forms.Textarea(attrs={"rows": 4, "data-witness-target": "words", "data-step": name}),
    )


class WitnessForm(forms.Form):
    """The four steps. Each may be empty, but not all of them."""

    expression = _step("expression")
    image = _step("image")
    resonance = _step("resonance")
    transport = _step("transport")
    client_uuid = forms.UUIDField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not self.errors and not any(values[step] for step in STEPS):
            self.add_error("expression", _("Write a line in one of the four steps first. One is enough."))
        return values
