"""The one question of the calculator."""

from django import forms
from django.utils.translation import gettext_lazy as _

#: More youths than any municipality has to offer it to.
MOST = 5000


class YouthsForm(forms.Form):
    youths = forms.IntegerField(
        label=_("How many young people would you like to offer NExTWORK?"),
        min_value=1,
        max_value=MOST,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "required": _("Write a number, such as 50."),
            "invalid": _("Write a number, such as 50."),
            "min_value": _("Write a number, such as 50."),
            "max_value": _("Write a number under %(limit_value)s."),
        },
    )
