"""Input about companies, to clean values."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from community import plain_text
from community.attachments.choosing import ChosenFiles
from community.attachments.models import AttachmentKind
from community.membership.models import Membership, Network
from community.people.models import Person
from community.roles import Role
from company_network.companies.models import TEXT_LIMIT, TRIES, TRY_LIMIT, Company, Representative, Trade
from forums.topics.forms import WordsField, add_faults

#: As people write numbers: digits in groups, with a country code or without.
_PHONE = RegexValidator(r"^\+?[\d ()-]{6,24}$", _("Write a telephone number, such as 12 34 56 78."))


def line(**kwargs: Any) -> WordsField:
    """One line of text."""
    kwargs.setdefault("widget", forms.TextInput(attrs={"class": "input"}))
    kwargs.setdefault("error_messages", {"required": _("Write a line first. One is enough.")})
    return WordsField(**kwargs)


class LinesField(WordsField):
    """Short lines, one thing on each; a list."""

    def __init__(self, *, most: int, longest: int, **kwargs: Any) -> None:
        super().__init__(rows=4, **kwargs)
        self.most, self.longest = most, longest

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        found = [" ".join(part.split()) for part in super().clean(value).splitlines()]
        lines = list(dict.fromkeys(filter(None, found)))
        if len(lines) > self.most:
            raise forms.ValidationError(
                gettext("%(most)s lines fit here. Which are the most important?") % {"most": self.most}
            )
        for one in lines:
            if len(one) > self.longest:
                raise forms.ValidationError(
                    gettext("“%(line)s” is long. Say it in %(longest)s characters or fewer.")
                    % {"line": plain_text.shorten(one, 40), "longest": self.longest}
                )
        return lines


class CompanyForm(forms.Form):
    """The page of a company. Who the contact is stands in it for consultants only."""

    name = line(label=_("Name of the workplace"), max_length=80)
    trade = forms.ModelChoiceField(
        Trade.objects.all(),
        label=_("Trade"),
        empty_label=_("Choose a trade"),
        widget=forms.Select,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose a trade")),
    )
    about = WordsField(
        label=_("The workplace in a line or two"),
        help_text=_("As you would say it to somebody who comes in at the door."),
        required=False,
        rows=3,
        max_length=TEXT_LIMIT,
    )
    tries = LinesField(
        label=_("What can one try?"),
        help_text=_("One thing on each line, such as “measuring” or “serving customers”."),
        required=False,
        most=TRIES,
        longest=TRY_LIMIT,
    )
    day = WordsField(
        label=_("What is a day like?"),
        help_text=_("Who is there in the morning, when do you eat, when is it quiet?"),
        required=False,
        rows=5,
        max_length=TEXT_LIMIT,
    )
    address = line(
        label=_("Address"), help_text=_("In one line, and how one gets there."), required=False, max_length=160
    )
    contact = forms.ModelChoiceField(
        Person.objects.none(), label=_("Contact person in the team"), empty_label=_("Nobody yet"), required=False
    )
    contact_phone = line(
        label=_("Their telephone"),
        help_text=_("The company's people see it, not the youths."),
        required=False,
        max_length=24,
        validators=[_PHONE],
        widget=forms.TextInput(attrs={"class": "input", "inputmode": "tel"}),
    )
    version = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        network: Network,
        company: Company | None = None,
        keeps_contact: bool,
        carried: ChosenFiles | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.network, self.company = network, company
        self.carried = carried if carried is not None else ChosenFiles()
        if keeps_contact:
            staff = Membership.objects.current().filter(network=network, role=Role.CONSULTANT)
            people = Person.objects.filter(pk__in=staff.values("person_id")).order_by("display_name")
            self.fields["contact"].queryset = people  # type: ignore[attr-defined]
        else:
            del self.fields["contact"], self.fields["contact_phone"]

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if not name:
            raise forms.ValidationError(gettext("What is the workplace called?"))
        others = Company.objects.filter(network=self.network)
        if self.company:
            others = others.exclude(pk=self.company.pk)
        # Compared here, since SQLite knows only the letters of English.
        if name.casefold() in (other.casefold() for other in others.values_list("name", flat=True)):
            raise forms.ValidationError(gettext("There is already a company of that name in the network."))
        return name

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        add_faults(self, self.carried)
        for attachment in self.carried.attachments:
            if attachment.kind == AttachmentKind.VOICE:
                self.add_error(None, gettext("Only photos fit here. Take the recording away."))
            elif not attachment.description:
                self.add_error(None, gettext("Say of each photo what is to be seen: not everybody can see it."))
                break
        return values


class RepresentativeForm(forms.Form):
    """For whom an invitation to speak for a company is."""

    invited_name = line(
        label=_("Who is it for?"),
        max_length=60,
        help_text=_("First name. It stands in your list and on the card; they choose for themselves what others see."),
    )
    title = line(
        label=_("What are they there?"),
        max_length=40,
        required=False,
        help_text=_("Such as “foreman” or “daily manager”. It stands beside their name."),
    )


class SpeakerForm(forms.Form):
    """Somebody of the company network who is there already."""

    membership = forms.ModelChoiceField(
        Membership.objects.none(), label=_("Somebody who is in the company network already"), widget=forms.Select
    )

    def __init__(self, *args: Any, company: Company, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = Representative.objects.current().filter(company=company)
        others = Membership.objects.current().filter(network=company.network_id, role=Role.COMPANY)
        field = self.fields["membership"]
        field.queryset = others.exclude(represents__in=here).select_related("person").order_by("person__display_name")  # type: ignore[attr-defined]
        field.label_from_instance = lambda membership: ", ".join(  # type: ignore[attr-defined]
            filter(None, (membership.person.display_name, membership.title))
        )
