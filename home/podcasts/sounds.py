"""The audio of episodes: what was read from a file, and the copies that carry chapters."""

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from community import clock
from community.people.models import Person
from home.podcasts.policy import can_keep_sounds

#: What podcast programs measure: speech that is neither faint nor shouting (EBU R 128, in LUFS).
WANTED_LOUDNESS = (-19.0, -14.0)


class SoundFormat(models.TextChoices):
    """The two that every podcast program plays."""

    MP3 = "mp3", "MP3"
    M4A = "m4a", "M4A (AAC)"

    @property
    def content_type(self) -> str:
        return {"mp3": "audio/mpeg", "m4a": "audio/x-m4a"}[self.value]


class SoundQuerySet(models.QuerySet["Sound"]):
    def visible_to(self, person: Person | AnonymousUser) -> "SoundQuerySet":
        """What belongs to an episode that is out; for those who keep sounds, the others as well."""
        if can_keep_sounds(person):
            return self
        return self.heard()

    def heard(self) -> "SoundQuerySet":
        from home.podcasts.models import EpisodePage

        return self.filter(pk__in=EpisodePage.objects.heard().values("sound"))


class Sound(models.Model):
    """A file of sound. It never changes: another recording is another sound, with another address."""

    title = models.CharField(_("Name"), max_length=120, help_text=_("For the editors; listeners do not see it."))
    language = models.CharField(
        _("Language that is spoken"), max_length=2, choices=[("da", _("Danish")), ("en", _("English"))], default="da"
    )
    machine_read = models.BooleanField(
        _("Read aloud by a machine"), default=False, help_text=_("Listeners are told so wherever it can be heard.")
    )
    #: SHA-256 of the file, and its name in the private storage.
    digest = models.CharField(max_length=64, unique=True, editable=False)
    format = models.CharField(_("Format"), max_length=3, choices=SoundFormat, editable=False)
    byte_length = models.PositiveBigIntegerField(_("Bytes"), editable=False)
    seconds = models.FloatField(_("Length in seconds"), editable=False)
    #: Integrated loudness in LUFS; None where there is nothing but silence.
    loudness = models.FloatField(_("Loudness"), null=True, editable=False)
    #: How loud it is from beginning to end, 0..100.
    waveform = models.JSONField(default=list, editable=False)
    added_at = models.DateTimeField(_("Added"), default=clock.now, editable=False)

    objects = SoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("sound")
        verbose_name_plural = _("sounds")
        ordering = ["-added_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(format__in=SoundFormat.values), name="sound_format_is_known"),
            models.CheckConstraint(condition=Q(byte_length__gt=0, seconds__gt=0), name="a_sound_has_its_measure"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def stored_as(self) -> str:
        return f"podcasts/{self.digest}.{self.format}"

    @property
    def content_type(self) -> str:
        return SoundFormat(self.format).content_type

    @property
    def is_well_heard(self) -> bool:
        """Whether its loudness is what listeners are used to."""
        least, most = WANTED_LOUDNESS
        return self.loudness is not None and least <= self.loudness <= most


def places_problem(end: float, chapters: list[int], bites_end: list[int]) -> str:
    """Why these beginnings of chapters and ends of short pieces do not fit into a sound this long; empty if they do."""
    if any(start >= end for start in chapters) or any(bite > end for bite in bites_end):
        return gettext("A chapter or a short piece lies behind the end of the sound.")
    if len(set(chapters)) < len(chapters):
        return gettext("Two chapters begin at the same moment.")
    return ""


class IssuedSound(models.Model):
    """The file as listeners get it: a sound with the title and chapters of an episode written into it.

    Made when it is first asked for, as Wagtail makes sizes of pictures. Other chapters make another file with another
    address; what stands in somebody's podcast program goes on playing.
    """

    sound = models.ForeignKey(Sound, models.CASCADE, related_name="issues")
    #: SHA-256 of the file.
    digest = models.CharField(max_length=64, unique=True)
    #: SHA-256 of the tag in front of it.
    tag_digest = models.CharField(max_length=64)
    byte_length = models.PositiveBigIntegerField()
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sound", "tag_digest"], name="a_sound_is_issued_once_per_tag")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """ASCII, and never given to other bytes."""
        return f"{self.digest[:24]}.{self.sound.format}"

    @property
    def stored_as(self) -> str:
        return f"podcasts/issued/{self.digest}.{self.sound.format}"
