"""Input about voices and consents, to clean values."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from community import clock, plain_text
from community.attachments.cleaning import Busy, UnusableFile, clean
from community.membership.models import Network
from community.people.names import clean_name
from home.podcasts.models import EpisodePage
from home.podcasts.timecodes import TimecodeField
from home.testimonials.models import Cut, How, NameForm, Scope, Speaker, Voice
from home.testimonials.operations import Said, Sound

#: Bytes of a recording before it is made small.
MOST_SOUND = 20 * 1024 * 1024
#: Letters of a quotation, and of a transcript of two minutes.
LONGEST_QUOTE, LONGEST_TRANSCRIPT = 4000, 8000


class Words(forms.CharField):
    """Text as typed, without what only breaks things."""

    def __init__(self, *, rows: int = 0, **options: Any) -> None:
        if rows:
            options["widget"] = forms.Textarea(attrs={"rows": rows})
        super().__init__(**options)

    def to_python(self, value: Any) -> str:
        return str(super().to_python(plain_text.clean(str(super().to_python(value) or ""))) or "")


class VoiceForm(forms.Form):
    """Who speaks, and how to reach them later."""

    speaker = forms.ChoiceField(label=_("Who speaks?"), choices=Speaker.choices, widget=forms.RadioSelect)
    municipality = forms.ChoiceField(
        label=_("Municipality"), required=False, help_text=_("Shown only if the person says yes to that.")
    )
    email = forms.EmailField(
        label=_("E-mail address of the person"),
        required=False,
        max_length=254,
        help_text=_("Only for the reminder before the yes runs out. Never shown."),
    )
    told_before = forms.BooleanField(
        label=_(
            "The person was told before the recording what it is for, where it may be shared, and that a no is fine at"
            " any time"
        ),
        error_messages={"required": _("Tell the person first. Who does not know what it is for cannot say yes to it.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = sorted(set(Network.objects.values_list("municipality", flat=True)))
        self.fields["municipality"].choices = [("", "–"), *[(place, place) for place in places]]  # type: ignore[attr-defined]


class CutForm(forms.Form):
    """The words and the sound of a cut."""

    question = Words(label=_("Question"), max_length=200)
    quote = Words(
        label=_("Quotation"),
        max_length=LONGEST_QUOTE,
        rows=4,
        help_text=_("Word for word as it is said in the sound. Mark words left out with (...)."),
    )
    sound_file = forms.FileField(
        label=_("Sound"), required=False, help_text=_("At most two minutes. Empty: the sound of the last cut, or none.")
    )
    voice = forms.ChoiceField(label=_("Whose voice is heard?"), required=False, choices=[("", "–"), *Voice.choices])
    transcript = Words(
        label=_("Transcript"),
        required=False,
        max_length=LONGEST_TRANSCRIPT,
        rows=6,
        help_text=_(
            "All that is said, as WebVTT, or a line for each sentence that begins with its time: 0:04 I take …"
        ),
    )
    content_note = Words(
        label=_("What to know before listening"),
        required=False,
        max_length=200,
        help_text=_("Such as “Speaks of a time that was hard”."),
    )
    excerpt = Words(
        label=_("The part for the front page"),
        required=False,
        max_length=LONGEST_QUOTE,
        rows=2,
        help_text=_("Word for word from the quotation. Empty: all of it."),
    )
    episode = forms.ModelChoiceField(
        EpisodePage.objects.none(), label=_("Episode it is a part of"), required=False, empty_label="–"
    )
    starts_at = TimecodeField(label=_("Begins there at"), required=False, help_text=_("Minutes and seconds, as 1:23."))
    question_en = Words(label=_("Question in English"), required=False, max_length=200)
    quote_en = Words(label=_("Quotation in English"), required=False, max_length=LONGEST_QUOTE, rows=4)
    excerpt_en = Words(label=_("The part for the front page, in English"), required=False, max_length=1000, rows=2)
    transcript_en = Words(label=_("Transcript in English"), required=False, max_length=LONGEST_TRANSCRIPT, rows=4)

    def __init__(self, *args: Any, last: Cut | None = None, **kwargs: Any) -> None:
        if last is not None:
            kwargs["initial"] = {name: getattr(last, name) for name in Said.__dataclass_fields__}
        super().__init__(*args, **kwargs)
        self.fields["episode"].queryset = EpisodePage.objects.order_by("number", "pk")  # type: ignore[attr-defined]

    def clean_sound_file(self) -> Sound | None:
        file = self.cleaned_data["sound_file"]
        if not file:
            return None
        if file.size > MOST_SOUND:
            raise forms.ValidationError(gettext("This recording is too large. At most 20 MB."))
        try:
            cleaned = clean("voice", file.read())
        except UnusableFile as refusal:
            raise forms.ValidationError(str(refusal)) from None
        except Busy:
            raise forms.ValidationError(gettext("Too many files are being checked. Try again in a moment.")) from None
        return Sound(cleaned.files["clip.m4a"], cleaned.seconds or 0, cleaned.waveform)

    @property
    def said(self) -> Said:
        return Said(**{name: self.cleaned_data[name] for name in Said.__dataclass_fields__})


class ConsentForm(forms.Form):
    """A yes, tick by tick: to this cut, by this text. Nothing is ticked beforehand."""

    cut = forms.IntegerField(widget=forms.HiddenInput)
    wording = forms.IntegerField(widget=forms.HiddenInput)
    scopes = forms.MultipleChoiceField(
        label=_("Where may it be shared?"),
        choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one, or say no.")},
    )
    name_form = forms.ChoiceField(
        label=_("What do you want to be called?"), choices=NameForm.choices, widget=forms.RadioSelect
    )
    shown_name = Words(
        label=_("The name, or your own words"),
        required=False,
        max_length=60,
        help_text=_("Only if you chose a name or words of your own. Exactly as it is shown."),
    )

    def clean_shown_name(self) -> str:
        name = self.cleaned_data["shown_name"]
        if self.cleaned_data.get("name_form") == NameForm.OWN_WORDS:
            # "Participant, 22 years" is what the person says of themself, and no name with a role put beside it.
            return " ".join(name.split())
        return clean_name(name) if name else ""

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        named = values.get("name_form") not in (None, NameForm.ROLE)
        if named and not values.get("shown_name") and "shown_name" not in self.errors:
            self.add_error("shown_name", gettext("Write what is to be shown."))
        if values.get("scopes") and not {Scope.SITE_DA, Scope.SITE_EN} & set(values["scopes"]):
            self.add_error("scopes", gettext("Choose at least one language it may be shown in."))
        return values


class ChangeForm(ConsentForm):
    """Where one is shown and what one is called, changed later."""

    cut = None  # type: ignore[assignment]
    wording = None  # type: ignore[assignment]


class RecordForm(ConsentForm):
    """A yes that was given outside this site, written down by staff."""

    how = forms.ChoiceField(
        label=_("How was the yes given?"),
        choices=[(how.value, how.label) for how in (How.PAPER, How.SIGNATURE, How.ORAL)],
        widget=forms.RadioSelect,
    )
    given_on = forms.DateField(label=_("On which day?"), widget=forms.DateInput(attrs={"type": "date"}))
    asked_freely = forms.BooleanField(
        label=_("The person was asked by somebody who has nothing to do with their case, and knows that a no is fine"),
        error_messages={"required": _("Otherwise the yes is not free, and does not count.")},
    )

    def clean_given_on(self) -> datetime:
        day = self.cleaned_data["given_on"]
        now = clock.now()
        today = timezone.localdate(now)
        if day > today:
            raise forms.ValidationError(gettext("A yes that is still to come cannot be written down."))
        if (today - day).days > 365:
            raise forms.ValidationError(gettext("That yes has run out. Ask again."))
        return now if day == today else timezone.make_aware(datetime.combine(day, time(12)))


class ReleaseForm(forms.Form):
    """What an editor has looked for before a voice is let go."""

    checked = forms.BooleanField(
        label=_("I have listened to all of it, and nobody else is named or can be recognised"),
        error_messages={"required": _("Listen first. Others have not said yes.")},
    )
    sensitive = forms.BooleanField(
        label=_(
            "Nothing in it is about health, faith, sexuality, origin, politics or crime, or the person has said an"
            " express yes to just that being heard"
        ),
        error_messages={"required": _("Ask the person first. That may only be shared with an express yes to it.")},
    )


class WishForm(forms.Form):
    voice = forms.ChoiceField(
        label=_("Which voice would you rather have?"), choices=Voice.choices, widget=forms.RadioSelect
    )


class WordingForm(forms.Form):
    danish = Words(label=_("In Danish"), max_length=8000, rows=16)
    english = Words(label=_("In English"), max_length=8000, rows=16)
