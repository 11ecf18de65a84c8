"""Input about meetings, to clean values."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.db.models import QuerySet
from django.utils.dates import WEEKDAYS
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from community import plain_text
from community.meetings.models import Answer, Meeting
from community.meetings.occurrences import ZONE, moment
from community.meetings.operations import LEAST_MINUTES, MOST_MINUTES
from community.membership.models import Group
from community.roles import GroupKind


def _weekdays() -> list[tuple[int, str]]:
    return [(number, capfirst(name)) for number, name in WEEKDAYS.items()]


def _day_widget() -> forms.DateInput:
    # Browsers show it as their language does, and want it like this.
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class _TimeAndPlace(forms.Form):
    begins = forms.TimeField(
        label=_("From"),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages=dict.fromkeys(("required", "invalid"), _("Write a time such as 13:00.")),
    )
    minutes = forms.IntegerField(
        label=_("How many minutes?"),
        min_value=LEAST_MINUTES,
        max_value=MOST_MINUTES,
        initial=90,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), _("A meeting lasts from 15 minutes to 8 hours.")
        ),
    )
    place = forms.CharField(
        label=_("Where?"), max_length=120, required=False, help_text=_("Such as the name of the room.")
    )

    def clean_place(self) -> str:
        return plain_text.clean(self.cleaned_data["place"])


class SeriesForm(_TimeAndPlace):
    """The weekly rhythm of a group."""

    weekday = forms.TypedChoiceField(label=_("Which day?"), choices=_weekdays, coerce=int)
    first_day = forms.DateField(
        label=_("From which day on?"),
        required=False,
        widget=_day_widget(),
        help_text=_("If it is to begin later than now. Within eight weeks."),
    )
    field_order = ("weekday", "begins", "minutes", "place", "first_day")


class MeetingForm(_TimeAndPlace):
    """One meeting's day, hour and place."""

    day = forms.DateField(
        label=_("Which day?"),
        widget=_day_widget(),
        error_messages=dict.fromkeys(("required", "invalid"), _("Choose a day in the calendar.")),
    )
    link = forms.URLField(
        label=_("A link, if you meet on a screen"),
        max_length=300,
        required=False,
        assume_scheme="https",
        validators=[URLValidator(["https"], message=_("Write a link that begins with https://."))],
        help_text=_("Whoever sees the meeting sees the link. It stands in no mail and no calendar."),
    )
    field_order: Any = ("day", "begins", "minutes", "place", "link")

    def __init__(self, *args: Any, group: Group, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if group.kind == GroupKind.YOUTH_GROUP:
            # The youths meet in a room.
            del self.fields["link"]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        day: date | None = values.get("day")
        if day and "begins" in values:
            values["starts_at"] = moment(day, values["begins"])
        return values

    @staticmethod
    def time_and_place(values: dict[str, Any]) -> dict[str, Any]:
        """What opening and moving a meeting ask for, of the clean values."""
        return {name: values[name] for name in ("starts_at", "minutes", "place", "link") if name in values}

    @staticmethod
    def begun_with(meeting: Meeting) -> dict[str, Any]:
        starts = meeting.starts_at.astimezone(ZONE)
        when = {"day": starts.date(), "begins": starts.time(), "minutes": meeting.minutes}
        return when | {"place": meeting.place, "link": meeting.link}


class AcrossForm(MeetingForm):
    """A meeting for the staff of all networks: at home with one of the teams."""

    group = forms.ModelChoiceField(Group.objects.none(), label=_("Which team are the hosts?"), empty_label=None)
    field_order: Any = ("group", "day", "begins", "minutes", "place", "link")

    def __init__(self, *args: Any, groups: QuerySet[Group], **kwargs: Any) -> None:
        super().__init__(*args, group=Group(kind=GroupKind.TEAM), **kwargs)
        self.fields["group"].queryset = groups  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if not self.errors and not values.get("place") and not values.get("link"):
            self.add_error("place", _("Say where: a place, or a link."))
        return values


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Why?"),
        max_length=300,
        help_text=_("One line. Everybody in the group reads it."),
        strip=True,
        error_messages={"required": _("Say why, in a line."), "max_length": _("Say it in a line.")},
    )

    def clean_reason(self) -> str:
        reason = plain_text.clean(self.cleaned_data["reason"]).strip()
        if not reason:
            raise forms.ValidationError(_("Say why, in a line."))
        return reason


#: The pages with the two buttons, by the name that the form gives.
PAGES = ("", "list", "answer", "home")


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(choices=Answer.choices)


class BackForm(forms.Form):
    """Which page to go back to; the meeting's own where it says nothing."""

    back = forms.ChoiceField(choices=[(page, page) for page in PAGES], required=False)
