"""The fields of any form as a draft: checked for size, cleaned of what only breaks things."""

from hashlib import sha256
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from community import plain_text
from forums.drafts.kinds import Values

#: Characters of all fields together, and how many fields of how many values.
VALUES_LIMIT, FIELDS_LIMIT, EACH_LIMIT = 200_000, 40, 40
#: Beside the form's own: what the draft is known by, and buttons.
_NOT_KEPT = {"csrfmiddlewaretoken", "draft_key", "draft_version", "draft_device", "to"}


class DraftForm(forms.Form):
    draft_key = forms.RegexField(r"^[a-z_]+:\d{1,18}$", max_length=40)
    draft_version = forms.IntegerField(min_value=0, max_value=2**53, required=False)
    draft_device = forms.RegexField(r"^[\w-]*$", max_length=40, required=False)

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request.POST)
        self.request = request

    def clean_draft_version(self) -> int:
        return self.cleaned_data["draft_version"] or 0

    def clean_draft_device(self) -> str:
        return self.cleaned_data["draft_device"] or device_of(self.request)

    def clean(self) -> dict[str, Any]:
        values = values_in(self.request)
        if len(values) > FIELDS_LIMIT or sum(len(text) for texts in values.values() for text in texts) > VALUES_LIMIT:
            raise forms.ValidationError(_("That is longer than we can keep. Send a part of it first."))
        return (super().clean() or {}) | {"values": values}


def values_in(request: HttpRequest) -> Values:
    """The fields that were sent, as typed."""
    return {
        plain_text.clean(name)[:60]: [plain_text.clean(text) for text in texts[:EACH_LIMIT]]
        for name, texts in request.POST.lists()
        if name not in _NOT_KEPT and plain_text.clean(name)
    }


def device_of(request: HttpRequest) -> str:
    """A browser without scripts is known by its session."""
    return sha256((request.session.session_key or "").encode()).hexdigest()[:32]
