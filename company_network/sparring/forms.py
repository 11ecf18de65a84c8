"""Input to clean values."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from community.attachments.choosing import ChosenFiles
from company_network.sparring.models import OUTCOME_LIMIT
from forums.topics.forms import MeantField, WordsField, add_faults


class SparringForm(forms.Form):
    question = WordsField(
        label=_("What would you like to ask the others?"),
        help_text=_("One question, as you would ask it in the van. For example: Who takes over when the buddy is off?"),
        max_length=120,
        error_messages={
            "required": _("Write the question first. One line is enough."),
            "max_length": _("That is longer than a question. Put the rest below."),
        },
        widget=forms.TextInput(attrs={"class": "input", "data-keep-target": "words", "autocomplete": "off"}),
    )
    body = WordsField(
        label=_("A few more words, if they help"),
        help_text=_("Write “an intern”, and no name: nobody but you needs to know who it is."),
        required=False,
        rows=4,
    )
    meant = MeantField()
    client_uuid = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, carried: ChosenFiles | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Not `or`: what carries no file may carry what was wrong with one.
        self.carried = carried if carried is not None else ChosenFiles()

    def clean_question(self) -> str:
        return " ".join(self.cleaned_data["question"].split())

    def clean(self) -> dict[str, Any]:
        add_faults(self, self.carried)
        return super().clean() or {}


class OutcomeForm(forms.Form):
    outcome = WordsField(
        label=_("This is what we did"),
        help_text=_("One line. It stands first, and others find it when they have the same question."),
        max_length=OUTCOME_LIMIT,
        error_messages={"required": _("Write a line first. One is enough.")},
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
    )

    def clean_outcome(self) -> str:
        return " ".join(self.cleaned_data["outcome"].split())
