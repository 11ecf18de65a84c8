"""Input to clean values."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from community import clock, plain_text
from community.house_rules.models import GeneralRule, HouseRule
from community.house_rules.operations import rules_of_a_place
from community.moderation.cases import key_of_rule
from community.moderation.kinds import SAID_KINDS
from community.moderation.models import WORDS_LIMIT, Case
from community.people.models import Person
from community.subjects import named


class WordsField(forms.CharField):
    """A few lines in somebody's own words."""

    def __init__(self, *, rows: int = 3, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", WORDS_LIMIT)
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)

    def clean(self, value: Any) -> str:
        # Before it is asked whether anything stands there: what nobody sees says nothing.
        return super().clean(plain_text.clean(value or "").strip())


class ReportForm(forms.Form):
    """The kinds are the buttons that send it: the second tap."""

    words = WordsField(
        label=_("In your own words"),
        help_text=_("You need not."),
        required=False,
    )
    what = forms.ChoiceField(
        choices=[(kind.value, kind.label) for kind in SAID_KINDS],
        error_messages={"required": _("Press what it is about."), "invalid_choice": _("Press what it is about.")},
    )


class NoteForm(forms.Form):
    words = WordsField(
        label=_("A note for those who look after this"),
        help_text=_("Nobody else reads it."),
        error_messages={"required": _("Write a line first. One is enough.")},
    )


class VersionForm(forms.Form):
    """How the case stood on the page from which the deed comes."""

    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)


class DeedForm(VersionForm):
    """A deed by a house rule: the rules are the buttons that send it."""

    words = WordsField(
        label=_("A few words to the author"), help_text=_("They read them with your name."), required=False
    )
    rule = forms.ChoiceField(
        error_messages={
            "required": _("Press the house rule it is about."),
            "invalid_choice": _("Press the house rule it is about."),
        }
    )
    words_needed = ""

    def __init__(self, *args: Any, case: Case, known: dict[str, Any] | None = None, **kwargs: Any) -> None:
        """`known`: what the page of the case has asked for already (cases.py), so that its forms ask no more."""
        super().__init__(*args, **kwargs)
        self.case = case
        rules = known["house_rules"] if known else rules_of_a_place(case.network_id, case.space)
        self._rules = {key_of_rule(rule): rule for rule in rules}
        self.fields["rule"].choices = [(key, rule.text) for key, rule in self._rules.items()]  # type: ignore[attr-defined]
        if self.words_needed:
            self.fields["words"].required = True
            self.fields["words"].error_messages["required"] = self.words_needed

    def clean_rule(self) -> HouseRule | GeneralRule:
        return self._rules[self.cleaned_data["rule"]]


class ChangeForm(DeedForm):
    words_needed = _("Write what you would like to have changed.")  # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = _("What would you like the author to change?")


class PersonForm(DeedForm):
    """A deed about somebody: they read why."""

    words_needed = _("Write why, as you would say it.")  # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = _("Why? Write it as you would say it")


class PauseForm(PersonForm):
    hours = forms.TypedChoiceField(
        label=_("How long?"),
        coerce=int,
        choices=[
            (2, _("Two hours")),
            (24, _("A day")),
            (72, _("Three days")),
            (168, _("A week")),
        ],
        initial=24,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how long."), "invalid_choice": _("Choose how long.")},
    )
    field_order = ("hours", "words")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if hours := values.pop("hours", None):
            values["until"] = clock.now() + timedelta(hours=hours)
        return values


class MoveForm(DeedForm):
    place = forms.TypedChoiceField(
        label=_("Where does it go?"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose where it goes."), "invalid_choice": _("Choose where it goes.")},
    )
    field_order = ("place", "words")

    def __init__(self, *args: Any, case: Case, known: dict[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, case=case, known=known, **kwargs)
        places = known["places"] if known else self._places(case)
        self.fields["place"].choices = places  # type: ignore[attr-defined]
        self.fields["place"].initial = places[0][0] if places else None

    @staticmethod
    def _places(case: Case) -> list[tuple[int, str]]:
        kind = named(case.subject_type)
        thing = kind.standing_or_hidden(case.subject_id) if kind else None
        return kind.care.places(thing) if kind and kind.care and thing is not None else []


class SpreeForm(DeedForm):
    hours = forms.TypedChoiceField(
        label=_("What they have put up since when?"),
        coerce=int,
        choices=[(1, _("The last hour")), (24, _("The last day")), (168, _("The last week"))],
        initial=24,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose since when."), "invalid_choice": _("Choose since when.")},
    )
    field_order = ("hours", "words")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if hours := values.pop("hours", None):
            since: datetime = clock.now() - timedelta(hours=hours)
            values["since"] = since
        return values


class LetStandForm(VersionForm):
    words = WordsField(label=_("A few words to the author"), required=False)


class HandOverForm(VersionForm):
    to = forms.ModelChoiceField(
        label=_("To whom?"),
        queryset=Person.objects.none(),
        error_messages={"required": _("Choose a psychologist of the network.")},
    )
    words = WordsField(label=_("A note for them"), required=False)

    def __init__(self, *args: Any, people: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = people  # type: ignore[attr-defined]
        self.fields["to"].error_messages["invalid_choice"] = _("Choose a psychologist of the network.")


class AppealForm(forms.Form):
    words = WordsField(
        label=_("What did they not see?"),
        help_text=_("You need not write anything. Somebody else looks in any case."),
        required=False,
    )


class AppealAnswerForm(VersionForm):
    """The two buttons say whether it is taken back."""

    answer = WordsField(
        label=_("Why?"), help_text=_("They read it."), error_messages={"required": _("Write why. They read it.")}
    )
    changed = forms.TypedChoiceField(
        choices=[("yes", _("Take it back")), ("no", _("It stays"))],
        coerce=lambda value: value == "yes",
        error_messages={"required": _("Press one of the two."), "invalid_choice": _("Press one of the two.")},
    )
