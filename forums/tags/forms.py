"""Tags as somebody types them, to clean words."""

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from community import plain_text
from forums.tags.models import TAG_LIMIT, TAGS_LIMIT

_BETWEEN = re.compile(r"[,;\n]")
#: Room for five long ones as typed.
_TYPED_LIMIT = 240


def as_tag(typed: str) -> str:
    """One word or a few, in small letters; empty where nothing was said."""
    # Bars stand between tags in the search's index; "#" is a habit from elsewhere.
    plain = plain_text.clean(typed).replace("|", " ").lower().lstrip("# ")
    return " ".join(unicodedata.normalize("NFC", plain).split())


class TagsField(forms.Field):
    """Plain text with commas between; the page's script makes chips and suggestions of it (tags_controller.js)."""

    def __init__(self, **kwargs: Any) -> None:
        said = {
            "data-controller": "tags",
            "data-tags-most-value": TAGS_LIMIT,
            "data-tags-longest-value": TAG_LIMIT,
            "data-tags-remove-value": _("Take away"),
            "data-tags-chosen-value": _("Chosen tags"),
            "data-tags-offered-value": _("Tags that others use here"),
            "data-tags-full-value": _("Five tags are as many as fit. Take one away to choose another."),
        }
        kwargs.setdefault("label", _("Tags, if you like"))
        kwargs.setdefault("help_text", _("A word or two that the others can find it by. Put a comma between them."))
        widget = forms.TextInput(
            attrs={"class": "input", "autocomplete": "off", "maxlength": _TYPED_LIMIT, "enterkeyhint": "done", **said}
        )
        super().__init__(required=False, widget=widget, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list | tuple) else value

    def to_python(self, value: Any) -> list[str]:
        tags = [tag for typed in _BETWEEN.split(str(value or "")) if (tag := as_tag(typed))]
        tags = list(dict.fromkeys(tags))
        if len(tags) > TAGS_LIMIT:
            raise ValidationError(_("Five tags are as many as fit. Take the least important ones away."))
        if any(len(tag) > TAG_LIMIT for tag in tags):
            raise ValidationError(_("A tag is a word or two. Make the long one shorter, or put a comma in it."))
        return tags


class TagNameForm(forms.Form):
    """A tag's new name."""

    name = forms.CharField(max_length=10 * TAG_LIMIT, error_messages={"required": _("Write a word or two.")})

    def clean_name(self) -> str:
        name = as_tag(self.cleaned_data["name"].replace(",", " "))
        if not 1 <= len(name) <= TAG_LIMIT:
            raise ValidationError(_("A tag is a word or two of at most 30 letters."))
        return name


class MergeForm(forms.Form):
    gone = forms.IntegerField(min_value=1, max_value=2**63 - 1)
    into = forms.IntegerField(min_value=1, max_value=2**63 - 1)
