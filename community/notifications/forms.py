"""Which kinds one wants by mail."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from community.notifications import kinds
from community.notifications.models import NotificationPreference
from community.people.models import Person


class MailForm(forms.Form):
    wanted = forms.MultipleChoiceField(label=_("Write to me when"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        off = set(NotificationPreference.objects.filter(person=person, mail=False).values_list("kind", flat=True))
        choices = [(kind.name, kind.label) for kind in kinds.mailed()]
        kwargs["initial"] = {"wanted": [name for name, _label in choices if name not in off]}
        super().__init__(*args, **kwargs)
        self.fields["wanted"].choices = choices  # type: ignore[attr-defined]
