"""Input to clean values. Control characters that no keyboard makes are dropped, the rest stays as typed."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from community import plain_text
from community.attachments.choosing import ChosenFiles
from forums.topics.models import BODY_LIMIT, TOLD_KINDS, Meant, PostKind, TopicKind, Wish

#: A one-line topic shows its line as the title; a longer text lends its beginning, up to this many characters.
TITLE_FROM_BODY = 80


class WordsField(forms.CharField):
    """Text as a person typed it, of several lines, cleaned of characters that only break things."""

    def __init__(self, *, rows: int = 5, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", BODY_LIMIT)
        too_long = {"max_length": _("That is longer than fits here. Can you say it in two?")}
        kwargs["error_messages"] = too_long | kwargs.get("error_messages", {})
        kwargs.setdefault("widget", forms.Textarea(attrs={"class": "input", "rows": rows, "data-keep-target": "words"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        return super().to_python(plain_text.clean(str(value or ""))) or ""


class MeantField(forms.CharField):
    """Whom the writer chose from the list of people: a line for each, "Freja Holm:17". Made by a script, so what cannot
    be read is passed over; whether these people can be named here is asked later."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False, strip=False)

    def clean(self, value: Any) -> Meant:
        meant: Meant = {}
        for line in str(value or "").splitlines()[:100]:
            name, _sep, pk = plain_text.clean(line).rpartition(":")
            if name.strip() and pk.isdecimal() and len(pk) < 18:
                meant.setdefault(name.strip().lower(), set()).add(int(pk))
        return meant


def add_faults(form: forms.Form, carried: ChosenFiles) -> None:
    """What is wrong with the files, said above the form; the words stay in it."""
    for sentence in carried.faults:
        form.add_error(None, sentence)


class TopicForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=[(kind.value, kind.label) for kind in TOLD_KINDS],
        initial=TopicKind.EXPERIENCE,
        widget=forms.RadioSelect,
    )
    body = WordsField(
        label=_("What happened at work this week?"), help_text=_("One line is enough."), required=False, rows=7
    )
    title = WordsField(
        label=_("A title, if you have one"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"class": "input"}),
    )
    wish = forms.ChoiceField(
        label=_("What do you want from us?"), choices=Wish.choices, initial=Wish.TRIED, widget=forms.RadioSelect
    )
    meant = MeantField()
    client_uuid = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        for_youths: bool = True,
        more: dict[str, forms.Field] | None = None,
        carried: ChosenFiles | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields.update(more or {})
        # Not `or`: what carries no file may carry what was wrong with one.
        self.carried = carried if carried is not None else ChosenFiles()
        if not for_youths:
            self.fields["body"].label = _("What would you like to share or ask?")
            del self.fields["wish"]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        title = " ".join(values.get("title", "").split())
        body = values.get("body", "").strip()
        add_faults(self, self.carried)
        if not title and not body and not self.carried and not self.errors:
            self.add_error("body", _("Write a line first. One is enough."))
        if not title and not body and self.carried:
            # Kept for all readers, so in the site's own language.
            with translation.override(settings.LANGUAGE_CODE):
                title = self.carried.title()
        if body and not title:
            first = " ".join(body.split("\n", 1)[0].split())
            title = plain_text.shorten(first, TITLE_FROM_BODY)
            # A single short line is its own title, and need not stand twice.
            body = "" if title == body else body
        return values | {"title": title, "body": body}


#: Kinds that are written in the short form under a topic; others have a way of their own.
SHORT_KINDS = (PostKind.ANSWER, PostKind.EXPERIENCE, PostKind.ADVICE)


class ReplyForm(forms.Form):
    #: A picture or a voice is an answer too: the browser must not insist on words. The server says what is missing.
    use_required_attribute = False

    kind = forms.ChoiceField(label=_("What do you answer with?"), required=False, widget=forms.RadioSelect)
    body = WordsField(
        label=_("Answer shortly"),
        rows=3,
        error_messages={"required": _("Write a line first. One is enough.")},
    )
    #: The position of the post that is answered, where it is not the story.
    answers_to = forms.IntegerField(required=False, min_value=1, max_value=10**9, widget=forms.HiddenInput)
    meant = MeantField()
    client_uuid = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, kinds: tuple[PostKind, ...], carried: ChosenFiles | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        # Not `or`: what carries no file may carry what was wrong with one.
        self.carried = carried if carried is not None else ChosenFiles()
        # A picture or a voice speaks alone.
        self.fields["body"].required = not self.carried
        short = [kind for kind in kinds if kind in SHORT_KINDS]
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in short]  # type: ignore[attr-defined]
        if short:
            self.fields["kind"].initial = short[0].value
        if len(short) == 1:
            self.fields["kind"].widget = forms.HiddenInput()
        #: Whether any answer is taken yet, and whether anything short may be said: where one only wants to be heard,
        #: there is no such form.
        self.takes_answers = bool(kinds)
        self.is_open = bool(short)

    def clean_kind(self) -> str:
        """Whoever names no kind means the first that is open."""
        return self.cleaned_data["kind"] or self.fields["kind"].initial

    def clean(self) -> dict[str, Any]:
        if not self.takes_answers:
            self.add_error(None, _("This takes no more answers. Your words are below, so that you can use them."))
        elif not self.is_open:
            self.add_error(None, _("The teller only wants to be heard. Here you can answer with a bevidning."))
        add_faults(self, self.carried)
        return super().clean() or {}
