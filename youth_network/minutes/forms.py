"""Input to clean values."""

from django import forms
from django.utils.translation import gettext_lazy as _

from community import plain_text


class CorrectionForm(forms.Form):
    """A line as it shall stand, and as it stood when it was read."""

    line = forms.CharField(max_length=40, widget=forms.HiddenInput)
    before = forms.CharField(required=False, max_length=1000, widget=forms.HiddenInput, strip=False)
    words = forms.CharField(
        required=False,
        max_length=1000,
        error_messages={"max_length": _("That is longer than fits here. Can you say it shorter?")},
    )

    def clean_before(self) -> str:
        # Browsers send lines parted as they are parted nowhere else.
        return self.cleaned_data["before"].replace("\r\n", "\n").replace("\r", "\n")

    def clean_words(self) -> str:
        words = plain_text.clean(self.cleaned_data["words"]).strip()
        one_line = self.cleaned_data.get("line") != "remark"
        if one_line:
            words = " ".join(words.split())
            if len(words) > 300:
                raise forms.ValidationError(_("That is longer than fits here. Can you say it shorter?"))
        return words
