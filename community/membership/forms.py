"""Input about networks and invitations, to clean values."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from community.membership.models import Group, Invitation, Network
from community.membership.policy import can_invite
from community.people.models import Person
from community.people.names import clean_name
from community.roles import GROUP_KIND_OF_ROLE, STAFF_ROLES, GroupKind, Role

#: How somebody wants to sign in.
BY_CODE, BY_PASSKEY, BY_APP = "code", "passkey", "app"


class NetworkForm(forms.ModelForm):
    class Meta:
        model = Network
        fields = ("name", "municipality")
        help_texts = {
            "name": _("Such as “NExTWORK Roskilde”."),
            "municipality": _("Such as “Roskilde”."),
        }


class GroupForm(forms.ModelForm):
    class Meta:
        model = Group
        fields = ("name",)
        labels = {"name": _("What is the group called?")}

    def __init__(self, *args: Any, network: Network, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.network = network

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        if self.network.groups.filter(name__iexact=name).exists():
            raise forms.ValidationError(gettext("There is already a group of that name."))
        return name


class MoveForm(forms.Form):
    group = forms.ModelChoiceField(Group.objects.none(), label=_("Move to"))

    def __init__(self, *args: Any, network: Network, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = network.groups.filter(kind=GroupKind.YOUTH_GROUP)  # type: ignore[attr-defined]


class InviteForm(forms.Form):
    """Which place in the network, and for whom. Offers only what the inviter may hand out."""

    place = forms.ChoiceField(label=_("What are they invited as?"))
    invited_name = forms.CharField(
        label=_("Who is it for?"),
        max_length=60,
        help_text=_("First name. It stands in your list and on the card; they choose for themselves what others see."),
    )
    title = forms.CharField(
        label=_("Title or workplace"),
        max_length=80,
        required=False,
        help_text=_("If it helps the others, such as “team lead” or the name of the company."),
    )

    def __init__(self, *args: Any, actor: Person, network: Network | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._places = {f"{role}:{group.pk if group else ''}": (role, group) for role, group in places(actor, network)}
        self.fields["place"].choices = [  # type: ignore[attr-defined]
            (key, _place_label(role, group)) for key, (role, group) in self._places.items()
        ]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("place"):
            values["role"], values["group"] = self._places[values["place"]]
        return values


def places(actor: Person, network: Network | None) -> list[tuple[Role, Group | None]]:
    """Every role and group the actor may invite into, in the network or (None) into the programme."""
    groups: list[Group | None] = list(network.groups.all()) if network else [None]
    roles = list(GROUP_KIND_OF_ROLE) if network else [Role.PROGRAMME]
    return [
        (role, group)
        for role in roles
        for group in groups
        if (group is None or group.kind == GROUP_KIND_OF_ROLE[role]) and can_invite(actor, network, role, group)
    ]


def _place_label(role: Role, group: Group | None) -> str:
    return f"{role.label}, {group.name}" if group else str(role.label)


class AcceptForm(forms.Form):
    """What somebody coming in says about themselves. Role and group are not asked: the invitation says them."""

    display_name = forms.CharField(
        label=_("What do you want to be called?"),
        max_length=60,
        help_text=_("The name the others see. First name is fine, and so is a nickname."),
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        help_text=_("For signing in. The others do not see it."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    way = forms.ChoiceField(label=_("How do you want to sign in?"), widget=forms.RadioSelect)
    language = forms.ChoiceField(label=_("Language"), choices=Person.Language.choices, initial=Person.Language.DANISH)

    def clean_display_name(self) -> str:
        return clean_name(self.cleaned_data["display_name"])

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        way = self.fields["way"]
        passkey = (BY_PASSKEY, _("With finger, face or PIN on this device (a passkey)"))
        if invitation.role in STAFF_ROLES or invitation.role == Role.COMPANY:
            way.label = _("Besides the code by e-mail you need one thing more. Which?")
            way.choices = [passkey, (BY_APP, _("With a code from an app on my phone"))]  # type: ignore[attr-defined]
        else:
            way.choices = [(BY_CODE, _("With a code by e-mail each time")), passkey]  # type: ignore[attr-defined]
        way.initial = way.choices[0][0]  # type: ignore[attr-defined]

    def clean_email(self) -> str:
        return self.cleaned_data["email"].strip().lower()
