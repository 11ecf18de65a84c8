"""Writing to us, to clean values."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from community.membership.models import Network
from home.enquiries.models import About
from home.enquiries.stamps import Stamp, new_stamp, read_stamp
from home.testimonials.forms import Words

#: Letters of what is written, and addresses of other sites in it; who sells something has more.
LONGEST_WORDS, MOST_LINKS = 4000, 3

_LINK = re.compile(r"https?://|www\.", re.I)
_PHONE = re.compile(r"[0-9+() /.-]*")


class EnquiryForm(forms.Form):
    about = forms.ChoiceField(
        label=_("Who writes, and about what?"),
        choices=About.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the one that fits best.")},
    )
    network = forms.ChoiceField(
        label=_("Municipality"),
        required=False,
        help_text=_("If you choose one, the consultants of its network read it too."),
    )
    name = Words(
        label=_("Your name"),
        max_length=80,
        help_text=_("A first name will do."),
        error_messages={"required": _("Write a name that we can use when we answer.")},
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = forms.CharField(
        label=_("Or your telephone number"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    words = Words(
        label=_("What would you like to say?"),
        max_length=LONGEST_WORDS,
        rows=6,
        error_messages={"required": _("Write what you would like to say. A line is enough.")},
    )
    #: Machines fill in every field they find; people neither see nor reach it.
    homepage = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    stamp = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        networks = Network.objects.order_by("municipality", "name").values_list("pk", "municipality")
        self.fields["network"].choices = [("", _("None in particular")), *networks]  # type: ignore[attr-defined]

    @classmethod
    def fresh(cls) -> "EnquiryForm":
        return cls(initial={"stamp": new_stamp()})

    @property
    def trap(self) -> forms.BoundField:
        return self["homepage"]

    def clean_network(self) -> Network | None:
        chosen = self.cleaned_data["network"]
        return Network.objects.filter(pk=chosen).first() if chosen else None

    def clean_phone(self) -> str:
        phone: str = self.cleaned_data["phone"].strip()
        if not _PHONE.fullmatch(phone) or (phone and sum(sign.isdigit() for sign in phone) < 8):
            raise ValidationError(_("Write the whole number, with eight digits or more."))
        return phone

    def clean_words(self) -> str:
        words: str = self.cleaned_data["words"]
        if len(_LINK.findall(words)) > MOST_LINKS:
            raise ValidationError(_("Write three addresses of other sites at the most."))
        return words

    def clean_homepage(self) -> str:
        if self.cleaned_data["homepage"]:
            raise ValidationError(_("This field must be empty. Your browser may have filled it in: take it out."))
        return ""

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not {"email", "phone"} & self.errors.keys() and not (values.get("email") or values.get("phone")):
            self.add_error("email", _("Write your e-mail address or your telephone number, so that we can answer."))
        stamp = read_stamp(values.get("stamp", ""))
        if stamp is None or stamp.is_too_old:
            self._stamp_anew()
            raise ValidationError(_("The form has been open for too long. Look it through, and send it once more."))
        if stamp.is_too_fresh:
            raise ValidationError(_("That went very fast. Look it through, and send it once more."))
        values["stamp"] = stamp
        return values

    def _stamp_anew(self) -> None:
        """The form that goes back gets a stamp that holds."""
        self.data = {**self.data.dict(), "stamp": new_stamp()}  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """What `send_enquiry` takes."""
        stamp: Stamp = self.cleaned_data["stamp"]
        names = ("about", "name", "words", "email", "phone", "network")
        return {"form_id": stamp.form_id, **{name: self.cleaned_data[name] for name in names}}
