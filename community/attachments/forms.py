"""Input to clean values: what an upload announces, how a file is described, and which files a form carries."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from community import plain_text
from community.attachments.models import DESCRIPTION_LIMIT, AttachmentKind


class OneLineField(forms.CharField):
    """A line as typed, cleaned of characters that only break things."""

    def to_python(self, value: Any) -> str:
        return super().to_python(" ".join(plain_text.clean(str(value or "")).split())) or ""


class UploadForm(forms.Form):
    client_uuid = forms.UUIDField()
    kind = forms.ChoiceField(choices=AttachmentKind.choices)
    size = forms.IntegerField(min_value=1, max_value=2**31 - 1)


class DescriptionForm(forms.Form):
    description = OneLineField(
        required=False,
        max_length=DESCRIPTION_LIMIT,
        error_messages={"max_length": _("That is longer than fits here. 300 letters do.")},
    )


def uuid_of(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
