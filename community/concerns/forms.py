"""Input to clean values."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from community import plain_text
from community.concerns.models import WORDS_LIMIT
from community.people.models import Person

#: For how long a note may be held back.
HOLDS = ((1, _("One day")), (3, _("Three days")), (7, _("A week")), (14, _("Two weeks, the longest there is")))


class _Words(forms.CharField):
    """A few lines as they were typed."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.Textarea(attrs={"class": "input", "rows": 3, "data-keep-target": "words"})
        super().__init__(max_length=WORDS_LIMIT, widget=widget, **kwargs)

    def clean(self, value: Any) -> str:
        # Before it is asked whether anything stands there: what nobody sees says nothing.
        return super().clean(plain_text.clean(value or "").strip())


class ConcernForm(forms.Form):
    #: The server says what is missing, in a sentence beside the field.
    use_required_attribute = False

    about = forms.ModelChoiceField(
        queryset=Person.objects.none(),
        label=_("Whom is it about?"),
        empty_label=_("Choose a youth"),
        error_messages={"required": _("Choose whom it is about."), "invalid_choice": _("Choose whom it is about.")},
    )
    what = _Words(
        label=_("What worries you?"),
        help_text=_("What you have seen or heard yourself. The youth reads it: write it to be read by them."),
        error_messages={"required": _("Write what worries you.")},
    )
    told_to = _Words(
        label=_("Whom is it told to?"),
        help_text=_("The psychologist, the youth's doctor, the municipality …"),
        error_messages={"required": _("Write whom it is told to, or that it is told to nobody yet.")},
    )
    why = _Words(label=_("Why them?"), error_messages={"required": _("Write why they should know.")})
    next_step = _Words(
        label=_("What is the next step?"), error_messages={"required": _("Write what happens next, and who does it.")}
    )
    hold = forms.BooleanField(label=_("Reading it now would put somebody in danger"), required=False)
    hold_days = forms.TypedChoiceField(
        label=_("How long must it wait?"), choices=HOLDS, coerce=int, required=False, empty_value=None, initial=1
    )
    hold_because = _Words(label=_("What is the danger?"), required=False)
    asked_of = forms.ModelChoiceField(
        queryset=Person.objects.none(),
        label=_("Who of another network signs too?"),
        empty_label=_("Choose somebody"),
        help_text=_("You are alone in your network. Whoever you ask sees this note and nothing else."),
        required=False,
    )

    def __init__(self, *args: Any, youths: Any, deputies: Any = None, **kwargs: Any) -> None:
        """Without `deputies` somebody of the network signs, and nobody is chosen."""
        super().__init__(*args, **kwargs)
        self.fields["about"].queryset = youths  # type: ignore[attr-defined]
        if deputies is None:
            del self.fields["asked_of"]
        else:
            self.fields["asked_of"].queryset = deputies  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not values.pop("hold", False):
            return values | {"hold_days": 0, "hold_because": "", "asked_of": None}
        if not values.get("hold_days"):
            self.add_error("hold_days", _("Choose how long it must wait."))
        if not values.get("hold_because"):
            self.add_error("hold_because", _("Write what the danger is. Whoever signs reads it."))
        if "asked_of" in self.fields and not values.get("asked_of"):
            self.add_error("asked_of", _("Choose who signs too."))
        return values


class ConcernAnswerForm(forms.Form):
    use_required_attribute = False

    answer = _Words(
        label=_("What do you think?"),
        help_text=_("Whoever reads the note reads this too."),
        error_messages={"required": _("Write a line first. One is enough.")},
    )
