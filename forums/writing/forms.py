"""Changing one's words: input to clean values."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forums.tags.forms import TagsField
from forums.topics.forms import MeantField, WordsField


class ReplyWordsForm(forms.Form):
    body = WordsField(
        label=_("Your words"),
        rows=5,
        error_messages={"required": _("Write a line first. One is enough.")},
    )
    meant = MeantField()


class StoryWordsForm(forms.Form):
    title = WordsField(
        label=_("Title"),
        max_length=120,
        widget=forms.TextInput(attrs={"class": "input"}),
        error_messages={"required": _("Write a line first. One is enough.")},
    )
    body = WordsField(label=_("Your words"), rows=9, required=False)
    tags = TagsField()
    meant = MeantField()

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        return values | {"body": values.get("body", "").strip()}
