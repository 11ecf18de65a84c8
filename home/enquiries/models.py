"""What people write to us through the contact page. Kept until it is answered and a little longer, then erased."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from community import clock
from community.membership.models import Network
from community.people.models import Person
from community.permissions import memberships
from community.roles import Role
from home.rights import holds

#: How long one is kept that has been answered.
ANSWERED_KEPT_FOR = timedelta(days=30)


def kept_for() -> timedelta:
    """How long one is kept at the most."""
    return timedelta(days=settings.ENQUIRIES_KEEP_DAYS)


class About(models.TextChoices):
    YOUTH = "youth", _("I am young, or write for somebody who is")
    COMPANY = "company", _("I am from a company")
    MUNICIPALITY = "municipality", _("I am from a municipality")
    PRESS = "press", _("I am from a newspaper, radio or research")
    SITE = "site", _("Something on this site is in my way or wrong")
    OTHER = "other", _("Something else")


class EnquiryQuerySet(models.QuerySet["Enquiry"]):
    def visible_to(self, person: Person) -> "EnquiryQuerySet":
        """Editors see all, consultants those about their own municipality's network."""
        if not person.is_authenticated or not person.is_active:
            return self.none()
        own = [m.network_id for m in memberships(person) if m.role == Role.CONSULTANT]
        return self.filter(holds(person, "home.view_enquiry") | Q(network__in=own))

    def waiting(self) -> "EnquiryQuerySet":
        return self.filter(answered_at=None)

    def over(self) -> "EnquiryQuerySet":
        """What has been kept for as long as we say."""
        now = clock.now()
        return self.filter(Q(sent_at__lte=now - kept_for()) | Q(answered_at__lte=now - ANSWERED_KEPT_FOR))


class Enquiry(models.Model):
    #: Of the form that was filled in: sent twice, it is one.
    form_id = models.UUIDField(unique=True)
    about = models.CharField(max_length=12, choices=About)
    #: The network whose consultants read it too, where somebody chose a municipality.
    network = models.ForeignKey(Network, models.CASCADE, related_name="+", null=True)
    name = models.CharField(max_length=80)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=30, blank=True)
    words = models.TextField()
    #: Of the page it was written on.
    language = models.CharField(max_length=2)
    sent_at = models.DateTimeField(default=clock.now)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Person, models.SET_NULL, related_name="+", null=True)

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at", "-pk"]
        verbose_name = _("enquiry")
        constraints = [
            models.CheckConstraint(condition=~Q(words="") & ~Q(name=""), name="an_enquiry_has_words_and_a_name"),
            models.CheckConstraint(condition=~Q(email="") | ~Q(phone=""), name="an_enquiry_can_be_answered"),
            models.CheckConstraint(condition=Q(about__in=About.values), name="what_an_enquiry_is_about_is_known"),
            models.CheckConstraint(
                condition=Q(answered_by=None) | Q(answered_at__isnull=False), name="who_answered_has_answered"
            ),
        ]

    def __str__(self) -> str:
        return f"enquiry {self.pk}"
