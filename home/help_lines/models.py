"""Whom one can call or write to right now. Editable content; a person checks every line before launch and again."""

from datetime import UTC, datetime, time, timedelta

from django.db import models
from django.db.models import Exists
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import TranslatableMixin
from wagtail.snippets.models import register_snippet

from community import clock
from community.people.models import Person
from home.help_lines.policy import keepers_of_lines

#: A line that nobody has checked for this long is marked on the page.
CHECKED_FOR = timedelta(days=90)


@register_snippet
class HelpLine(TranslatableMixin, models.Model):
    name = models.CharField(_("Name"), max_length=80)
    number = models.CharField(_("Telephone number"), max_length=30, blank=True)
    link = models.URLField(_("Address of a chat"), blank=True)
    hours = models.CharField(_("Opening hours"), max_length=120, blank=True)
    when_to_call = models.CharField(_("When to call"), max_length=200)
    urgent = models.BooleanField(_("For danger: stands first and large"), default=False)
    order = models.PositiveSmallIntegerField(_("Order"), default=0)
    reviewed_on = models.DateField(
        _("Checked on"),
        null=True,
        blank=True,
        help_text=_("The day somebody called and checked number and hours. Empty: not checked yet."),
    )

    panels = [
        MultiFieldPanel([FieldPanel("name"), FieldPanel("number"), FieldPanel("link")], heading=_("Who")),
        MultiFieldPanel([FieldPanel("when_to_call"), FieldPanel("hours")], heading=_("When")),
        FieldPanel("urgent"),
        FieldPanel("order"),
        FieldPanel("reviewed_on"),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("help line")
        verbose_name_plural = _("help lines")
        ordering = ["-urgent", "order", "pk"]

    def __str__(self) -> str:
        return f"{self.name} {self.number}".strip()

    @property
    def dialled(self) -> str:
        return "".join(sign for sign in self.number if sign.isdigit() or sign == "+")

    @property
    def needs_checking(self) -> bool:
        return self.reviewed_on is None or clock.now().date() - self.reviewed_on > CHECKED_FOR


def next_line_to_check(now: datetime) -> datetime | None:
    """When the next line has gone unchecked for so long that its page says so."""
    first = (
        HelpLine.objects.filter(reviewed_on__gte=now.date() - CHECKED_FOR)
        .order_by("reviewed_on")
        .values_list("reviewed_on", flat=True)
        .first()
    )
    return datetime.combine(first + CHECKED_FOR + timedelta(days=1), time(), UTC) if first else None


class LineCheckQuerySet(models.QuerySet["LineCheck"]):
    def visible_to(self, person: Person) -> "LineCheckQuerySet":
        """Whoever keeps the numbers."""
        return self.filter(Exists(keepers_of_lines().filter(pk=person.pk)))


class LineCheck(models.Model):
    """That the editors were asked to check the lines, and when: once in a while, not every day."""

    asked_on = models.DateField(unique=True)

    objects = LineCheckQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.asked_on}"
