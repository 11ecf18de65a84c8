"""Input to clean values."""

from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from community import plain_text
from community.chat.models import BODY_LIMIT, Room, Tells
from community.membership.models import Membership
from community.people.models import Person
from community.roles import Role


def days() -> list[tuple[int, str]]:
    """The days of the week, Monday first, as they begin a line."""
    return [(day, capfirst(str(name))) for day, name in WEEKDAYS.items()]


class MessageForm(forms.Form):
    body = forms.CharField(
        label=_("Write to the room"),
        max_length=BODY_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"class": "input", "rows": 1}),
        error_messages={"max_length": _("That is longer than fits here. Can you say it in two?")},
    )
    client_uuid = forms.UUIDField(widget=forms.HiddenInput)
    #: The number of the message that is answered.
    reply_to = forms.IntegerField(min_value=1, max_value=2**63 - 1, required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        if data is not None:
            data = data.copy()
            data["body"] = plain_text.clean(data.get("body", ""))
        super().__init__(data, **kwargs)


class EditForm(forms.Form):
    body = forms.CharField(
        label=_("Your words"),
        max_length=BODY_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"class": "input", "rows": 4}),
        error_messages={"max_length": _("That is longer than fits here. Can you say it in two?")},
    )


class ReadForm(forms.Form):
    seq = forms.IntegerField(min_value=0, max_value=2**63 - 1)


class TellsForm(forms.Form):
    tells = forms.ChoiceField(
        label=_("What do you want to hear of this room?"), choices=Tells, widget=forms.RadioSelect
    )


class HoursForm(forms.Form):
    """When somebody of the team reads along."""

    host = forms.ModelChoiceField(label=_("Who reads along?"), queryset=Person.objects.none(), empty_label=None)
    weekdays = forms.TypedMultipleChoiceField(
        label=_("On which days?"),
        choices=days,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose a day of the week.")},
    )
    begins = forms.TimeField(label=_("From"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    ends = forms.TimeField(label=_("Until"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))

    def __init__(self, data: Any = None, *, room: Room, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        staff = Membership.objects.current().filter(
            network=room.network_id, role__in=[Role.CONSULTANT, Role.PSYCHOLOGIST]
        )
        host = self.fields["host"]
        assert isinstance(host, forms.ModelChoiceField)
        host.queryset = Person.objects.filter(pk__in=staff.values("person")).order_by("display_name")
