"""Input to clean values."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from community import plain_text
from community.attachments.choosing import ChosenFiles
from company_network.companies.models import Company
from company_network.practices.models import FIELD_LIMIT, FIELDS, LINE_LIMIT, label_of
from forums.tags.forms import TagsField
from forums.topics.forms import TITLE_FROM_BODY, WordsField, add_faults
from forums.topics.models import Reach


def _field(help_text: Any) -> WordsField:
    return WordsField(rows=3, max_length=FIELD_LIMIT, required=False, help_text=help_text)


def _line(**kwargs: Any) -> WordsField:
    return WordsField(widget=forms.TextInput(attrs={"class": "input"}), **kwargs)


class PracticeWordsForm(forms.Form):
    """The words: a title, the four fields and the tags. Each field may be empty, but not all of them and no file."""

    title = _line(
        label=_("A title that makes a colleague curious"),
        max_length=120,
        error_messages={"required": _("Write a line first. One is enough.")},
    )
    situation = _field(_("What was it like before?"))
    did = _field(_("Two lines are fine."))
    happened = _field(_("Also what did not work: that helps the next one most."))
    advice = _field(_("What would you say to a colleague who begins tomorrow?"))
    tags = TagsField()

    #: Files that come with the words; set by the view.
    carried: ChosenFiles | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in FIELDS:
            self.fields[name].label = label_of(name)

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for name in FIELDS:
            values[name] = (values.get(name) or "").strip()
        if not self.errors and not self.carried and not any(values[name] for name in FIELDS):
            self.add_error("did", _("Write a line in one of the four fields first. One is enough."))
        return values


class PracticeForm(PracticeWordsForm):
    """Practice that is shared for the first time: without a title it borrows one from the words."""

    reach = forms.ChoiceField(label=_("Who may read it?"), choices=Reach.choices, widget=forms.RadioSelect)
    company = forms.ModelChoiceField(label=_("Which workplace?"), queryset=Company.objects.none(), required=False)
    client_uuid = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, reaches: list[Reach], companies: list[Company], carried: ChosenFiles, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.carried = carried
        self.fields["title"].required = False
        labels = {
            Reach.ACROSS: _("Companies and staff in all networks"),
            Reach.ACROSS_STAFF: _("Staff in all networks"),
        }
        self.fields["reach"].choices = [(reach.value, labels.get(reach, _("Only our network"))) for reach in reaches]  # type: ignore[attr-defined]
        self.fields["reach"].initial = reaches[0].value
        if len(reaches) == 1:
            del self.fields["reach"]
        self.only_reach = reaches[0]
        if len(companies) > 1:
            own = Company.objects.filter(pk__in=[company.pk for company in companies])
            self.fields["company"].queryset = own  # type: ignore[attr-defined]
            self.fields["company"].required = True
            self.fields["company"].empty_label = None  # type: ignore[attr-defined]
        else:
            del self.fields["company"]
        self.only_company = companies[0] if len(companies) == 1 else None

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        assert self.carried is not None
        add_faults(self, self.carried)
        if not values.get("title"):
            words = next(filter(None, map(values.get, ("did", "situation", "happened", "advice"))), "")
            if words:
                values["title"] = plain_text.shorten(" ".join(words.split("\n", 1)[0].split()), TITLE_FROM_BODY)
            else:
                # Kept for all readers, so in the site's own language.
                with translation.override(settings.LANGUAGE_CODE):
                    values["title"] = self.carried.title()
        return {"reach": self.only_reach, "company": self.only_company} | values


class TriedForm(forms.Form):
    line = _line(label=_("How did it go? A line, if you like."), max_length=LINE_LIMIT, required=False)
    company = forms.ModelChoiceField(label=_("Which workplace?"), queryset=Company.objects.none(), required=False)

    def __init__(self, *args: Any, companies: list[Company], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = Company.objects.filter(pk__in=[company.pk for company in companies])
        self.fields["company"].queryset = own  # type: ignore[attr-defined]
        self.fields["company"].required = len(companies) > 1
        self.fields["company"].empty_label = None  # type: ignore[attr-defined]

    def clean_line(self) -> str:
        return " ".join(self.cleaned_data["line"].split())


class RoundUpForm(forms.Form):
    title = _line(
        label=_("Title"), max_length=120, error_messages={"required": _("Write a line first. One is enough.")}
    )
    intro = WordsField(label=_("A few words first"), max_length=FIELD_LIMIT, rows=4, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10**9)


class RoundUpItemForm(forms.Form):
    line = _line(label=_("Why one should read it"), max_length=LINE_LIMIT, required=False)
    chosen = forms.BooleanField(label=_("In the round-up"), required=False)
