"""Why somebody opens what the others cannot read: one of a few kinds, never words of their own."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from community.audit import verbs


class ReasonForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Why do you open it?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why."), "invalid_choice": _("Choose why.")},
    )

    def __init__(self, *args: Any, verb: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = verbs.named(verb)
        assert known is not None
        self.fields["reason"].choices = [(reason.value, reason.label) for reason in known.reasons]  # type: ignore[attr-defined]
