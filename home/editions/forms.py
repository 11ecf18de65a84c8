"""Input about editions, to clean values."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from community import clock
from home.editions.models import Edition
from home.editions.operations import printable
from home.testimonials.forms import Words


class EditionForm(forms.Form):
    name = Words(
        label=_("What is printed?"), max_length=120, help_text=_("Such as “Brochure, autumn 2026, second run”.")
    )


class PlacesForm(forms.Form):
    """Which codes stand in the edition: those that may, and those that stand there already."""

    codes = forms.MultipleChoiceField(label=_("Which voices?"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        standing = [place.testimonial for place in edition.places.select_related("testimonial")]
        self.offered = {one.code: one for one in [*standing, *printable()]}
        kwargs.setdefault("initial", {"codes": [one.code for one in standing]})
        super().__init__(*args, **kwargs)
        words = {one.code: one.consent.cut for one in printable()}
        self.fields["codes"].choices = [  # type: ignore[attr-defined]
            (code, f"{cut.question} ({code})" if (cut := words.get(code)) else code) for code in self.offered
        ]

    def chosen(self) -> list[Any]:
        return [self.offered[code] for code in self.cleaned_data["codes"]]


class PrintedForm(forms.Form):
    printed_on = forms.DateField(label=_("Printed on"), widget=forms.DateInput(attrs={"type": "date"}))

    def clean_printed_on(self) -> date:
        day = self.cleaned_data["printed_on"]
        if day > timezone.localdate(clock.now()):
            raise forms.ValidationError(gettext("Write it down when it has been printed."))
        return day
