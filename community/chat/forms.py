"""Input to clean values."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from community import plain_text
from community.chat.models import BODY_LIMIT


class MessageForm(forms.Form):
    body = forms.CharField(
        label=_("Write to the room"),
        max_length=BODY_LIMIT,
        widget=forms.Textarea(attrs={"class": "input", "rows": 1}),
        error_messages={
            "required": _("Write a line first. One is enough."),
            "max_length": _("That is longer than fits here. Can you say it in two?"),
        },
    )
    client_uuid = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        if data is not None:
            data = data.copy()
            data["body"] = plain_text.clean(data.get("body", ""))
        super().__init__(data, **kwargs)


class ReadForm(forms.Form):
    seq = forms.IntegerField(min_value=0, max_value=2**63 - 1)
