"""Input to clean values."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from community import plain_text
from community.membership.models import Membership
from youth_network.agendas.forms import LineField
from youth_network.agendas.models import Agenda, Placement
from youth_network.live_meetings.models import CHAIR_LIMIT, LINE_LIMIT, AgreementState

_TOO_LONG = _("That is longer than fits here. Can you say it shorter?")


class PersonField(forms.ModelChoiceField):
    """Somebody of the group, by name."""

    def label_from_instance(self, membership: Membership) -> str:
        return membership.person.display_name


class TakeawayForm(forms.Form):
    takeaway = LineField(
        label=_("We take with us"),
        max_length=LINE_LIMIT,
        required=False,
        error_messages={"max_length": _TOO_LONG},
        widget=forms.TextInput(attrs={"placeholder": _("One line is enough"), "autocomplete": "off"}),
    )


class AgreementForm(forms.Form):
    what = LineField(
        label=_("What do we agree?"),
        max_length=LINE_LIMIT,
        error_messages={"required": _("Write what you agree."), "max_length": _TOO_LONG},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    owner = PersonField(label=_("Who sees to it?"), queryset=Membership.objects.none(), required=False)
    due = forms.DateField(
        label=_("By when?"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": _("Choose a day in the calendar, or leave it empty.")},
    )
    client_uuid = forms.UUIDField(widget=forms.HiddenInput)
    #: The item it was begun at; the meeting may have gone on while it was written.
    placement = forms.ModelChoiceField(queryset=Placement.objects.none(), required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, agenda: Agenda, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["placement"].queryset = agenda.placements.all()  # type: ignore[attr-defined]
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]
        self.fields["owner"].empty_label = _("All of us")  # type: ignore[attr-defined]


class SettlingForm(forms.Form):
    state = forms.ChoiceField(choices=AgreementState.choices)
    became = LineField(required=False, max_length=LINE_LIMIT, error_messages={"max_length": _TOO_LONG})


class ChairForm(forms.Form):
    """A line or a clip for an item, and who reads it."""

    words = forms.CharField(
        label=_("What do you want to say?"),
        max_length=CHAIR_LIMIT,
        required=False,
        error_messages={"max_length": _TOO_LONG},
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    reader = PersonField(
        label=_("Who shall read it out?"), queryset=Membership.objects.none(), required=False, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reader"].queryset = people  # type: ignore[attr-defined]
        self.fields["reader"].empty_label = _("Whoever hosts")  # type: ignore[attr-defined]

    def clean_words(self) -> str:
        return plain_text.clean(self.cleaned_data["words"]).strip()


class ChairAnswerForm(forms.Form):
    answer = forms.CharField(
        label=_("Our answer"),
        max_length=CHAIR_LIMIT,
        error_messages={"required": _("Write a line to the one who was not there."), "max_length": _TOO_LONG},
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean_answer(self) -> str:
        return plain_text.clean(self.cleaned_data["answer"]).strip()


class RoundForm(forms.Form):
    """Who tells and who witnesses. Ask them first."""

    teller = PersonField(
        label=_("Who tells?"),
        queryset=Membership.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who tells.")},
    )
    witnesses = forms.ModelMultipleChoiceField(
        label=_("Who witnesses?"),
        queryset=Membership.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose one to three who witness.")},
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["teller"].queryset = people  # type: ignore[attr-defined]
        field: Any = self.fields["witnesses"]
        field.queryset = people
        field.label_from_instance = lambda membership: membership.person.display_name
