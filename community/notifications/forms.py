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
        super().__init__(*args, **kwargs)
        off = set(NotificationPreference.objects.filter(person=person, mail=False).values_list("kind", flat=True))
        wanted = self.fields["wanted"]
        assert isinstance(wanted, forms.MultipleChoiceField)
        wanted.choices = [(kind.name, kind.label) for kind in kinds.mailed()]
        wanted.initial = [kind.name for kind in kinds.mailed() if kind.name not in off]
