"""How often mail of each kind comes, and when none does."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from community.notifications import kinds
from community.notifications.models import MailTimes, NotificationPreference
from community.notifications.rhythm import Rhythm, is_quiet
from community.people.models import Person

HOURS = [(hour, f"{hour:02}.00") for hour in range(24)]

_PREFIX = "rhythm_"


def _hour(label: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, choices=HOURS, coerce=int, required=False, empty_value=None)


class MailForm(forms.Form):
    has_quiet_hours = forms.BooleanField(label=_("No mails in my quiet hours"), required=False)
    quiet_from = _hour(_("From"))
    quiet_until = _hour(_("Until"))
    digest_hour = _hour(_("At what time"))
    digest_weekday = forms.TypedChoiceField(
        label=_("Weekly mail"),
        choices=[(number, name) for number, name in WEEKDAYS.items()],
        coerce=int,
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        times = MailTimes.of(person)
        kwargs["initial"] = {
            "has_quiet_hours": times.quiet_from is not None,
            # Where there are none, the usual ones stand ready to be taken.
            "quiet_from": MailTimes().quiet_from if times.quiet_from is None else times.quiet_from,
            "quiet_until": MailTimes().quiet_until if times.quiet_until is None else times.quiet_until,
            "digest_hour": times.digest_hour,
            "digest_weekday": times.digest_weekday,
        }
        super().__init__(*args, **kwargs)
        self.fields["digest_hour"].required = True
        chosen = NotificationPreference.objects.filter(person=person)
        rhythms = dict(chosen.values_list("kind", "rhythm"))
        for kind in kinds.mailed():
            assert kind.mail is not None
            if not kind.concerns(person):
                continue
            self.fields[_PREFIX + kind.name] = forms.ChoiceField(
                label=kind.label,
                choices=Rhythm.choices,
                initial=rhythms.get(kind.name, kind.mail.rhythm),
                widget=forms.RadioSelect,
            )

    def each_kind(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith(_PREFIX)]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        begins, ends = given.get("quiet_from"), given.get("quiet_until")
        given["quiet"] = None
        if given.get("has_quiet_hours"):
            if begins is None or ends is None or begins == ends:
                raise ValidationError(
                    {"quiet_until": _("Choose when your quiet hours begin and when they end, at two different times.")}
                )
            given["quiet"] = (begins, ends)
            hour = given.get("digest_hour")
            if hour is not None and is_quiet(hour, begins=begins, ends=ends):
                raise ValidationError(
                    {"digest_hour": _("That lies in your quiet hours. Choose a time outside them, or change those.")}
                )
        return given

    def choice(self) -> dict[str, Any]:
        """What `choose_mail` takes."""
        given = self.cleaned_data
        return {
            "rhythms": {name.removeprefix(_PREFIX): given[name] for name in self.fields if name.startswith(_PREFIX)},
            "quiet": given["quiet"],
            "digest_hour": given["digest_hour"],
            "digest_weekday": given["digest_weekday"],
        }
