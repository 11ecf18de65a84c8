"""Input to clean values."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from community import plain_text
from community.house_rules.models import HouseRule
from youth_network.agendas.models import LEAST_MINUTES, MINUTES, MOST_MINUTES, TITLE_LIMIT, ItemForm

#: Offered at a tap; the host may say any number of minutes later.
OFFERED_MINUTES = (5, 10, 15, 20, 30)


class LineField(forms.CharField):
    """One line as a person typed it."""

    def to_python(self, value: Any) -> str:
        return " ".join((super().to_python(plain_text.clean(str(value or ""))) or "").split())


def _title(**more: Any) -> LineField:
    return LineField(
        max_length=TITLE_LIMIT,
        error_messages={
            "required": _("Write one line about what you want to talk about."),
            "max_length": _("That is longer than fits on the table. Can you say it shorter?"),
        },
        **more,
    )


class ItemProposalForm(forms.Form):
    """An item in one line, with what it needs."""

    title = _title(label=_("What do you want to talk about?"), help_text=_("One line is enough."))
    minutes = forms.TypedChoiceField(
        label=_("How long does it take?"),
        coerce=int,
        choices=[(n, ngettext_lazy("%(n)d min", "%(n)d min", n) % {"n": n}) for n in OFFERED_MINUTES],
        initial=MINUTES,
        widget=forms.RadioSelect,
    )
    form = forms.ChoiceField(
        label=_("How do you want to do it?"),
        choices=ItemForm.choices,
        initial=ItemForm.TALK,
        widget=forms.RadioSelect,
    )
    client_uuid = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, minutes: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if minutes and minutes not in OFFERED_MINUTES:
            # What the host once said stays among the choices.
            choices = self.fields["minutes"].choices  # type: ignore[attr-defined]
            self.fields["minutes"].choices = sorted([*choices, (minutes, f"{minutes} min")])  # type: ignore[attr-defined]


class PracticalForm(forms.Form):
    title = _title(label=_("What is practical to say?"), help_text=_("Five minutes, last on the table. No votes."))


class MinutesForm(forms.Form):
    minutes = forms.IntegerField(
        min_value=LEAST_MINUTES,
        max_value=MOST_MINUTES,
        error_messages={
            "required": _("Between 1 and 90 minutes."),
            "invalid": _("Between 1 and 90 minutes."),
            "min_value": _("Between 1 and 90 minutes."),
            "max_value": _("Between 1 and 90 minutes."),
        },
    )


class ClosingForm(forms.Form):
    """When the group's votes close."""

    days_before = forms.TypedChoiceField(
        label=_("Which day?"),
        coerce=int,
        choices=[
            (0, _("The same day")),
            (1, _("The day before")),
            (2, _("Two days before")),
            (3, _("Three days before")),
        ],
    )
    closes = forms.TimeField(
        label=_("What time?"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={
            "invalid": _("Write a time such as 20:00."),
            "required": _("Write a time such as 20:00."),
        },
    )


class TakingDownForm(forms.Form):
    """A house rule and a reason: without both nothing is taken down."""

    rule = forms.ModelChoiceField(
        label=_("Which house rule?"),
        queryset=HouseRule.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Choose the house rule it is about.")},
    )
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("The group reads it, now and later."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write why. The group reads it.")},
    )

    def clean_reason(self) -> str:
        return plain_text.clean(self.cleaned_data["reason"]).strip()
