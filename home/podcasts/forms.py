"""Input to clean values, in the editor: a sound that is brought, and an episode that is made ready."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm

from community.attachments.cleaning import Busy, UnusableFile
from home.podcasts.operations import ReadSound, keep_sound, read_sound
from home.podcasts.sounds import Sound, places_problem
from home.podcasts.transcripts import validate_transcript

#: Bytes of a transcript that is brought as a file.
_LARGEST_TRANSCRIPT = 2_000_000
#: "11. …", "#11 …", "Afsnit 11: …"
_NUMBERED = re.compile(r"\s*(#\s*)?\d+\s*[.:)–-]|\s*(#|afsnit|episode)\s*\d", re.IGNORECASE)


class SoundForm(WagtailAdminModelForm):
    """A file and what a file cannot say of itself. Format, bytes, length and loudness are read from it."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("MP3 or M4A (AAC), at most 150 MB. It is read from beginning to end; that takes a while."),
    )
    read: ReadSound | None = None

    class Meta:
        model = Sound
        fields = ("title", "language", "machine_read")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            # Another recording is another sound, with another address.
            self.fields.pop("file")

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        try:
            self.read = read_sound(file.read())
        except UnusableFile as refusal:
            raise forms.ValidationError(str(refusal)) from None
        except Busy:
            raise forms.ValidationError(
                gettext("Too many files are being read at once. Try again in a moment.")
            ) from None
        return file

    def save(self, commit: bool = True) -> Sound:
        if self.instance.pk or self.read is None:
            return super().save(commit)
        # Wagtail counts the file among the fields of the model.
        values = {name: self.cleaned_data[name] for name in ("title", "language", "machine_read")}
        return keep_sound(actor=self.for_user, read=self.read, **values)


class EpisodeForm(WagtailAdminPageForm):
    """What podcast programs would stumble over is said before it is published."""

    transcript_file = forms.FileField(
        label=_("Transcript as a file"),
        required=False,
        help_text=_("A .vtt file takes the place of what stands in the field."),
    )

    def clean_transcript_file(self) -> Any:
        file = self.cleaned_data["transcript_file"]
        if file and file.size > _LARGEST_TRANSCRIPT:
            raise forms.ValidationError(gettext("This transcript is longer than we can take."))
        return file

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if file := values.get("transcript_file"):
            self._take_transcript(file.read())
        title, show = values.get("title", ""), self.parent_page.specific
        if _NUMBERED.match(title):
            self.add_error("title", gettext("Leave the number out of the title: podcast programs show it beside it."))
        elif title.casefold().startswith(show.title.casefold()):
            self.add_error("title", gettext("Leave the name of the podcast out of the title: it stands above it."))
        season = values.get("season_number")
        if season and season not in [one.number for one in show.seasons.all()]:
            self.add_error("season_number", gettext("The podcast has no season of this number."))
        if sound := values.get("sound"):
            bites = [one["start"] + one["seconds"] for one in self._rows("soundbites", "start", "seconds")]
            starts = [one["start"] for one in self._rows("chapters", "start")]
            if problem := places_problem(sound.seconds, starts, bites):
                self.add_error("sound", problem)
        return values

    def _rows(self, name: str, *wanted: str) -> list[dict[str, Any]]:
        """What stands in the rows of an inline panel that are filled in and stay."""
        rows = [form.cleaned_data for form in self.formsets[name].forms if form.is_valid()]
        return [row for row in rows if not row.get("DELETE") and all(row.get(field) is not None for field in wanted)]

    def _take_transcript(self, data: bytes) -> None:
        try:
            words = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            self.add_error("transcript_file", gettext("This file is not written in UTF-8. Save it as UTF-8."))
            return
        try:
            validate_transcript(words)
        except forms.ValidationError as problem:
            self.add_error("transcript_file", problem)
            return
        self.errors.pop("transcript", None)
        self.cleaned_data["transcript"] = words
