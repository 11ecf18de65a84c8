"""Input about such meetings, to clean values."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from company_network.agenda.models import NOTES_LIMIT, WORDS_LIMIT, PointKind
from company_network.companies.forms import line
from forums.topics.forms import WordsField


class PointForm(forms.Form):
    kind = forms.ChoiceField(choices=PointKind.choices, widget=forms.HiddenInput)
    title = line(label=_("In a line"), max_length=120)
    words = WordsField(
        label=_("What do you want to talk about?"),
        help_text=_("Write no names of youths; “an intern” is enough."),
        required=False,
        rows=3,
        max_length=WORDS_LIMIT,
    )
    client_uuid = forms.UUIDField(widget=forms.HiddenInput)

    def clean_title(self) -> str:
        title = " ".join(self.cleaned_data["title"].split())
        if not title:
            raise forms.ValidationError(gettext("Write a line first. One is enough."))
        return title


class NotesForm(forms.Form):
    text = WordsField(
        label=_("What do we take along?"),
        help_text=_("Everybody the meeting was for can write on. Write no names of youths."),
        required=False,
        rows=10,
        max_length=NOTES_LIMIT,
    )
    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
