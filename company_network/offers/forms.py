"""Input about offers, to clean values."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from company_network.companies.forms import line
from company_network.offers.models import MOST_PLACES, OFFER_LIMIT, Noise, OfferState, Pace
from forums.topics.forms import WordsField

_CHOOSE = dict.fromkeys(("required", "invalid_choice"), _("Choose one of the buttons."))


def _hour(label: Any, **kwargs: Any) -> WordsField:
    return WordsField(label=label, required=False, rows=2, max_length=OFFER_LIMIT, **kwargs)


class OfferForm(forms.Form):
    """An offer in plain words; the day stands in it as hours, since that is what one asks first."""

    title = line(
        label=_("What is it?"), help_text=_("As one would say it, such as “Help in the bakery”."), max_length=80
    )
    at_8 = _hour(_("What happens at 8?"))
    at_10 = _hour(_("At 10?"))
    at_12 = _hour(_("At 12?"), help_text=_("Say also where one eats, and with whom."))
    places = forms.IntegerField(
        label=_("How many places?"),
        min_value=1,
        max_value=MOST_PLACES,
        initial=1,
        widget=forms.NumberInput(attrs={"class": "input", "inputmode": "numeric"}),
    )
    where = line(label=_("Where?"), required=False, max_length=160)
    noise = forms.ChoiceField(
        label=_("How loud is it?"), choices=Noise.choices, widget=forms.RadioSelect, error_messages=_CHOOSE
    )
    pace = forms.ChoiceField(
        label=_("How fast does it go?"), choices=Pace.choices, widget=forms.RadioSelect, error_messages=_CHOOSE
    )
    need_not = WordsField(
        label=_("What one need not be able to do"),
        help_text=_("This line lets people dare. “You need not have a driving licence. We show you everything.”"),
        required=False,
        rows=2,
        max_length=OFFER_LIMIT,
    )
    client_uuid = forms.UUIDField(required=False, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        values["title"] = " ".join(values.get("title", "").split())
        if not values["title"] and "title" not in self.errors:
            self.add_error("title", gettext("Write a line first. One is enough."))
        if not self.errors and not any(values.get(hour) for hour in ("at_8", "at_10", "at_12")):
            self.add_error("at_8", gettext("Say of one hour at least what happens then."))
        return values


class StateForm(forms.Form):
    state = forms.ChoiceField(choices=OfferState.choices)


class KeepForm(forms.Form):
    keep = forms.BooleanField(required=False)
