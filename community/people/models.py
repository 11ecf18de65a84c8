"""Person: the user model. An e-mail address signs in; a display name is what others see."""

from typing import TYPE_CHECKING, Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.files.storage import storages
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from community import clock
from community.questions import ask
from community.roles import TEAM_ROLES, Role

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from community.membership.models import Membership


def private_storage() -> Any:
    return storages["private"]


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, person: "Person") -> "PersonQuerySet":
        """People who share a space with the person (community.spaces, asked about people), and oneself.

        Youths and companies never see each other; the team of a network sees both.
        """
        if not person.is_authenticated or not person.is_active:
            return self.none()
        shared = models.Q(pk=person.pk)
        for membership in person.current_memberships():
            present = {"memberships__network_id": membership.network_id, "memberships__ended_at": None}
            match membership.role:
                case Role.YOUTH:
                    shared |= models.Q(memberships__role__in=[Role.YOUTH, *TEAM_ROLES], **present)
                case Role.COMPANY:
                    shared |= models.Q(memberships__role__in=[Role.COMPANY, *TEAM_ROLES], **present)
                case Role.CONSULTANT | Role.PSYCHOLOGIST:
                    shared |= models.Q(**present)
        return self.filter(shared, is_active=True).distinct()


class PersonManager(BaseUserManager["Person"]):
    def get_queryset(self) -> PersonQuerySet:
        return PersonQuerySet(self.model, using=self._db)

    def visible_to(self, person: "Person") -> PersonQuerySet:
        return self.get_queryset().visible_to(person)

    def create_user(self, email: str, display_name: str = "", **fields: Any) -> "Person":
        person = self.model(email=self.normalize_email(email).strip().lower(), display_name=display_name, **fields)
        person.set_unusable_password()
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, display_name: str = "", password: str | None = None) -> "Person":
        # The password Django asks for is not kept: everybody signs in by code or passkey.
        return self.create_user(email, display_name or email.partition("@")[0], is_superuser=True)

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email__iexact=username)


class Person(AbstractBaseUser, PermissionsMixin):  # type: ignore[django-manager-missing]
    """Somebody with an account. Accounts come by invitation only (community/membership)."""

    class Language(models.TextChoices):
        DANISH = "da", _("Danish")
        ENGLISH = "en", _("English")

    email = models.EmailField(_("E-mail address"), max_length=254, unique=True)
    display_name = models.CharField(_("Name that others see"), max_length=60)
    about = models.CharField(_("A line about yourself"), max_length=200, blank=True)
    portrait = models.ImageField(_("Portrait"), storage=private_storage, upload_to="portraits", blank=True)
    language = models.CharField(_("Language"), max_length=2, choices=Language, default=Language.DANISH)
    #: Since when it is hidden from others by a deed of care (community/moderation).
    portrait_hidden_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(
        null=True, editable=False
    )
    #: Private: shown to nobody but the person until a deed of theirs says otherwise.
    phone = models.CharField(_("Telephone"), max_length=24, blank=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=clock.now, editable=False)
    #: Since when the person takes a break (community/breaks): nothing is told or mailed to them until they come back.
    paused_at = models.DateTimeField(null=True, editable=False)
    #: When the person left for good (community/own_data): nothing but a number is kept of them.
    left_at = models.DateTimeField(null=True, blank=True, editable=False)
    #: When the person last looked at "since last", and where the visit before that one ended (since_last/visits.py).
    seen_at = models.DateTimeField(null=True, blank=True, editable=False)
    news_since = models.DateTimeField(null=True, blank=True, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["display_name"]

    objects = PersonManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="person_email_unique_whatever_its_case"),
            models.CheckConstraint(condition=~models.Q(display_name=""), name="person_has_a_display_name"),
            models.CheckConstraint(condition=models.Q(language__in=["da", "en"]), name="person_language_is_known"),
        ]

    def __str__(self) -> str:
        return self.display_name

    def get_full_name(self) -> str:
        return self.display_name

    def get_short_name(self) -> str:
        return self.display_name

    @property
    def is_staff(self) -> bool:
        """Django's word for "may open the admin"; here a permission decides."""
        return self.is_superuser

    @property
    def portrait_shown(self) -> str:
        """The name of the file that others see; empty without one, and while it is hidden."""
        return "" if self.portrait_hidden_at else str(self.portrait.name or "")

    @property
    def portrait_url(self) -> str:
        """Where the portrait is served to those who may see it; empty where others see none."""
        return self.own_portrait_url if self.portrait_shown else ""

    @property
    def own_portrait_url(self) -> str:
        """The same for the person, and for whoever looks into a case about them, also while it is hidden."""
        return reverse("portrait", args=[self.pk]) if self.portrait else ""

    #: Not there before they are read.
    _current_memberships: "list[Membership]"

    def current_memberships(self) -> "list[Membership]":
        """Present memberships with network and group, read once per instance. A fresh instance reads afresh."""
        if not hasattr(self, "_current_memberships"):
            read_memberships([self])
        return self._current_memberships

    def forget_memberships(self) -> None:
        """Drop what `current_memberships` read; operations that change memberships call it."""
        self.__dict__.pop("_current_memberships", None)


def read_memberships(people: "Sequence[Person]") -> None:
    """Read the present memberships of these people afresh, in one question for all of them."""
    found: dict[int, list[Membership]] = {person.pk: [] for person in people}
    known = {person.pk: person for person in people}
    numbered = {f"person_{number}": pk for number, pk in enumerate(found)}
    for membership in ask(_memberships_of, at=clock.now(), **numbered):
        membership.person = known[membership.person_id]
        found[membership.person_id].append(membership)
    for person in people:
        person._current_memberships = found[person.pk]


def _memberships_of(at: "datetime", **people: int) -> "models.QuerySet[Membership]":
    memberships = Person.memberships.rel.related_model.objects  # type: ignore[attr-defined]
    return memberships.filter(person__in=list(people.values())).current(at).select_related("network", "group")


class AccessEnding(models.Model):
    """Something that ends open sockets: written in the transaction that ends the access, read by every web process.

    `session_digest` empty means every session of the person; otherwise only that one.
    """

    class Reason(models.TextChoices):
        SIGNED_OUT = "signed_out", _("Signed out")
        DEACTIVATED = "deactivated", _("Deactivated")
        MEMBERSHIP_ENDED = "membership_ended", _("Membership ended")
        PAUSED = "paused", _("Takes a break")

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    session_digest = models.CharField(max_length=64, blank=True)
    reason = models.CharField(max_length=20, choices=Reason)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["at"], name="access_ending_at")]

    def __str__(self) -> str:
        return f"{self.reason} {self.person_id}"
