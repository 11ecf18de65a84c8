"""Files that members send: pictures and voice clips, private, each seen by whoever sees the thing it hangs on."""

import secrets
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from community import clock, subjects
from community.people.models import Person

#: Longest description of a picture, or of what is said in a clip.
DESCRIPTION_LIMIT = 300
#: Bytes of a file: the photos of today's phones, and two minutes of any browser's recorder with room to spare.
LARGEST = {"picture": 15 * 1024 * 1024, "voice": 8 * 1024 * 1024}
#: What one thing carries: a grid that one takes in, and one voice.
MOST_OF_A_THING = {"picture": 6, "voice": 1}


class AttachmentKind(models.TextChoices):
    PICTURE = "picture", _("Picture")
    VOICE = "voice", _("Voice clip")


class AttachmentState(models.TextChoices):
    #: Bytes are still on their way.
    ARRIVING = "arriving", _("Arriving")
    #: All bytes are here, and somebody looks at them now.
    CHECKING = "checking", _("Being checked")
    READY = "ready", _("Ready")


#: Asked with a person and the name of a kind: the numbers of those of its things that the person has before them
#: otherwise than where they stand; None where there are none. Cases register here: whoever looks after one sees what
#: hangs on what it is about, and on nothing beside it.
before_them: "list[Callable[[Person, str], QuerySet[Any] | None]]" = []


def new_folder() -> str:
    """A name nobody can guess, and that nobody is ever told."""
    return secrets.token_urlsafe(24)


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def visible_to(self, person: Person) -> "AttachmentQuerySet":
        """One's own while it hangs on nothing; else whatever hangs on a thing that the person sees now, where it stands
        or in a case."""
        if not person.is_authenticated or not person.is_active:
            return self.none()
        seen = Q(owner=person, subject_type="")
        for kind in subjects.kinds():
            if kind.keep is None:
                # Things that keep no files beside them carry none.
                continue
            seen |= Q(subject_type=kind.name, subject_id__in=kind.visible_to(person).values("pk"))
            for numbers_of in before_them:
                if (numbers := numbers_of(person, kind.name)) is not None:
                    seen |= Q(subject_type=kind.name, subject_id__in=numbers)
        return self.filter(seen)

    def waiting(self) -> "AttachmentQuerySet":
        """What hangs on nothing yet."""
        return self.filter(subject_type="")

    def of(self, subject_type: str, subject_id: int) -> "AttachmentQuerySet":
        """What hangs on this thing, in its order."""
        return self.filter(subject_type=subject_type, subject_id=subject_id).order_by("position", "pk")


class Attachment(models.Model):
    #: The only name in addresses.
    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    owner = models.ForeignKey(Person, models.PROTECT, related_name="+", editable=False)
    #: Made by the browser, so that an upload begun twice is one.
    client_uuid = models.UUIDField(editable=False)
    kind = models.CharField(max_length=10, choices=AttachmentKind)
    state = models.CharField(max_length=10, choices=AttachmentState, default=AttachmentState.ARRIVING, editable=False)
    #: Bytes that were announced, and how many of them are here.
    size = models.PositiveIntegerField(editable=False)
    received = models.PositiveIntegerField(default=0, editable=False)
    #: When somebody began to look at it; one that was killed meanwhile is followed by another.
    checked_since = models.DateTimeField(null=True, editable=False)
    #: Alt text, or what is said.
    description = models.CharField(max_length=DESCRIPTION_LIMIT, blank=True, validators=[MaxLengthValidator(300)])
    #: Of the largest size.
    width = models.PositiveIntegerField(null=True, editable=False)
    height = models.PositiveIntegerField(null=True, editable=False)
    #: Width and height of each size, by its name.
    sizes = models.JSONField(default=dict, editable=False)
    seconds = models.FloatField(null=True, editable=False)
    #: How loud it is from beginning to end, 0..100.
    waveform = models.JSONField(default=list, editable=False)
    #: Where its files lie in the private storage.
    folder = models.CharField(max_length=40, default=new_folder, unique=True, editable=False)
    #: Names of the files that are served.
    files = models.JSONField(default=list, editable=False)
    #: The thing it hangs on, as community.subjects names it; empty while it hangs on nothing.
    subject_type = models.CharField(max_length=20, blank=True, default="", editable=False)
    subject_id = models.BigIntegerField(null=True, editable=False)
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    begun_at = models.DateTimeField(default=clock.now, editable=False)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "client_uuid"], name="an_upload_is_begun_once"),
            models.CheckConstraint(condition=Q(kind__in=AttachmentKind.values), name="attachment_kind_is_known"),
            models.CheckConstraint(condition=Q(state__in=AttachmentState.values), name="attachment_state_is_known"),
            models.CheckConstraint(
                condition=Q(received__lte=F("size"), size__gt=0), name="an_upload_brings_what_it_said"
            ),
            models.CheckConstraint(
                condition=Q(subject_type="", subject_id=None)
                | (~Q(subject_type="") & Q(subject_id__isnull=False, state="ready")),
                name="only_what_is_ready_hangs_on_a_thing",
            ),
            models.CheckConstraint(
                condition=~Q(state="ready")
                | Q(kind="picture", width__gt=0, height__gt=0, seconds=None)
                | Q(kind="voice", seconds__gt=0, width=None, height=None),
                name="a_ready_file_has_its_measure",
            ),
        ]
        indexes = [
            models.Index(
                fields=["subject_type", "subject_id", "position"],
                condition=~Q(subject_type=""),
                name="attachment_of_a_thing",
            ),
            models.Index(fields=["owner", "begun_at"], condition=Q(subject_type=""), name="attachment_that_waits"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.uuid}"

    @property
    def hangs_on_something(self) -> bool:
        return bool(self.subject_type)


class EmptiedFolder(models.Model):
    """A folder whose row is gone: its files are deleted after the commit, and once more an hour later, so that neither
    a killed process nor one that was still writing leaves anything behind."""

    folder = models.CharField(max_length=40, unique=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["at"], name="emptied_folder_by_age")]

    def __str__(self) -> str:
        return str(self.pk)
