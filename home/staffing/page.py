"""How many consultants for how many youths: a page with a table of its own, and a calculator that reads it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from home.pages.models import ProsePage
from home.staffing.calculation import Row, team_for
from home.staffing.forms import YouthsForm

_ONE_OR_MORE = [MinValueValidator(1)]


class TeamRowBlock(blocks.StructBlock):
    consultants = blocks.IntegerBlock(label=_("Youth consultants"), validators=_ONE_OR_MORE)
    least_each = blocks.IntegerBlock(label=_("Youths each, from"), validators=_ONE_OR_MORE)
    most_each = blocks.IntegerBlock(label=_("Youths each, up to"), validators=_ONE_OR_MORE)
    least_all = blocks.IntegerBlock(label=_("Youths in all, from"), validators=_ONE_OR_MORE)
    most_all = blocks.IntegerBlock(
        label=_("Youths in all, up to"), validators=_ONE_OR_MORE, required=False, help_text=_("Empty: and more.")
    )

    class Meta:
        label = _("Row of the table")
        icon = "table"

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        wrong = {}
        if value["most_each"] < value["least_each"]:
            wrong["most_each"] = ValidationError(gettext("Write the larger number here."))
        if value["most_all"] is not None and value["most_all"] < value["least_all"]:
            wrong["most_all"] = ValidationError(gettext("Write the larger number here."))
        if wrong:
            raise blocks.StructBlockValidationError(wrong)
        return value


class StaffingPage(ProsePage):
    table = StreamField(
        [("row", TeamRowBlock())],
        verbose_name=_("Table"),
        help_text=_("From the smallest team to the largest. The calculator reads it."),
    )
    psychologist = models.CharField(_("Psychologist, full-time posts"), max_length=20, blank=True)
    beyond = models.CharField(
        _("What it says beyond the table"), max_length=300, blank=True, help_text=_("Such as whom to ask.")
    )

    template = "home/staffing/staffing_page.html"
    content_panels = [
        *ProsePage.content_panels,
        FieldPanel("table"),
        FieldPanel("psychologist"),
        FieldPanel("beyond"),
    ]

    class Meta:
        verbose_name = _("staffing calculator")

    def clean(self) -> None:
        super().clean()
        sizes = [row.consultants for row in self.rows]
        if sizes != sorted(set(sizes)):
            raise ValidationError({"table": gettext("Order the rows from the smallest team to the largest.")})

    @property
    def rows(self) -> list[Row]:
        return [Row(**block.value) for block in self.table]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """`?youths=` asks the table; the answer stands on the page it was asked from."""
        form = YouthsForm(request.GET if "youths" in request.GET else None)
        team = team_for(form.cleaned_data["youths"], self.rows) if form.is_valid() else None
        return super().get_context(request, *args, **kwargs) | {"form": form, "team": team, "rows": self.rows}
