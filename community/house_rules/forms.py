"""Input to clean values."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from community import plain_text
from community.house_rules.operations import LONGEST_RULE, MOST_RULES


class HouseRulesForm(forms.Form):
    """One rule a line."""

    rules = forms.CharField(
        label=_("Our rules"),
        help_text=_("One rule a line, at most twelve."),
        max_length=MOST_RULES * (LONGEST_RULE + 2),
        widget=forms.Textarea(attrs={"rows": 9, "data-keep-target": "words"}),
        error_messages={"required": _("Write at least one rule.")},
    )

    def clean_rules(self) -> list[str]:
        text: Any = plain_text.clean(self.cleaned_data["rules"])
        lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
        if not lines:
            raise forms.ValidationError(_("Write at least one rule."))
        if len(lines) > MOST_RULES:
            raise forms.ValidationError(_("More than twelve rules nobody remembers. Which ones matter most?"))
        if any(len(line) > LONGEST_RULE for line in lines):
            raise forms.ValidationError(_("One of the rules is too long for the door. Can you say it shorter?"))
        return lines
