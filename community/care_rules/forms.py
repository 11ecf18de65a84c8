"""Input to clean values."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from community import plain_text
from community.care_rules.models import HINTS_LIMIT
from community.care_rules.policy import ONLY_CONSULTANT
from community.membership.models import Membership, Network
from community.people.models import Person
from community.roles import TEAM_ROLES, Role


class PersonField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.label) if hasattr(obj, "label") else obj.display_name


class LinesField(forms.CharField):
    def clean(self, value: Any) -> str:
        # Before the field looks at it: what no keyboard makes is dropped, not refused.
        return super().clean(plain_text.clean(value or "").strip())


def _people(held: "QuerySet[Membership]") -> "QuerySet[Person]":
    return Person.objects.filter(pk__in=held.values("person_id")).order_by("display_name", "pk")


class CareRulesForm(forms.Form):
    first = PersonField(
        label=_("Who is called first?"),
        help_text=_("Without anybody: the consultants who read along at that moment, or else all."),
        queryset=Person.objects.none(),
        required=False,
    )
    second = PersonField(
        label=_("Who is called after a quarter of an hour?"),
        help_text=_("Without anybody: all consultants and psychologists."),
        queryset=Person.objects.none(),
        required=False,
    )
    on_call = PersonField(
        label=_("Who is on call?"),
        help_text=_("After half an hour, and at once while nobody reads along. All of the team are called too."),
        queryset=Person.objects.none(),
        required=False,
    )
    deputy = PersonField(
        label=_("Who looks, where nobody of you may?"),
        help_text=_(
            "A consultant of another network. They see that one case: an appeal against the only consultant, or a case "
            "about them."
        ),
        queryset=Person.objects.none(),
        required=False,
    )
    first_posts = forms.TypedChoiceField(
        label=_("A new member's first posts"),
        help_text=_("On boards, never in the chat. Whoever is new is told so."),
        coerce=int,
        choices=[
            (0, _("Stand at once")),
            (1, _("The first one waits until somebody has looked")),
            (3, _("The first three wait until somebody has looked")),
        ],
        error_messages={"invalid_choice": _("Choose one of these.")},
    )
    hints = LinesField(
        label=_("Words to look twice at"),
        help_text=_("One a line. They are marked where you look at a case, and decide nothing."),
        max_length=HINTS_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(self, *args: Any, network: Network, chooses_deputy: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = Membership.objects.current()
        team = _people(held.filter(network=network, role__in=TEAM_ROLES))
        for name in ("first", "second", "on_call"):
            self.fields[name].queryset = team  # type: ignore[attr-defined]
            self.fields[name].empty_label = _("Nobody in particular")  # type: ignore[attr-defined]
        elsewhere = held.filter(role=Role.CONSULTANT).exclude(network=network)
        here = held.filter(network=network).values("person_id")
        self.fields["deputy"].queryset = _people(elsewhere).exclude(pk__in=here)  # type: ignore[attr-defined]
        self.fields["deputy"].empty_label = _("Nobody yet")  # type: ignore[attr-defined]
        if not chooses_deputy:
            self.fields["deputy"].disabled = True
            self.fields["deputy"].help_text = ONLY_CONSULTANT
        for field in self.fields.values():
            if isinstance(field, PersonField):
                field.error_messages["invalid_choice"] = _("Choose one of these.")
