"""Stories from youths, staff and companies: a question and the words somebody gave in answer, never altered."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.search import index

from home.pages.models import PublicPage


class TestimonialIndexPage(PublicPage):
    template = "home/testimonials/testimonial_index_page.html"
    subpage_types = ["home.TestimonialPage"]

    class Meta:
        verbose_name = _("stories")

    def voices(self) -> list[tuple[str, list["TestimonialPage"]]]:
        """The stories by kind of speaker, youths first; kinds without stories are left out."""
        stories = list(TestimonialPage.objects.child_of(self).live().order_by("path"))
        kinds = TestimonialPage.Speaker
        return [(kind.heading, told) for kind in kinds if (told := [one for one in stories if one.speaker == kind])]


class TestimonialPage(PublicPage):
    class Speaker(models.TextChoices):
        YOUTH = "youth", _("Youth")
        STAFF = "staff", _("Staff")
        COMPANY = "company", _("Company")

        @property
        def heading(self) -> str:
            headings = {
                "youth": _("From the youths"),
                "staff": _("From the staff"),
                "company": _("From the companies"),
            }
            return str(headings[self.value])

    speaker = models.CharField(_("Who speaks"), max_length=10, choices=Speaker, default=Speaker.YOUTH)
    question = models.CharField(_("Question"), max_length=200)
    quote = models.TextField(_("Quotation"), help_text=_("The person's own words, in the language they spoke."))
    translated_quote = models.TextField(
        _("Translation of the quotation"), blank=True, help_text=_("Only where the page is in another language.")
    )
    source = models.CharField(_("Source"), max_length=120, help_text=_("As the person wants to be called."))

    template = "home/testimonials/testimonial_page.html"
    parent_page_types = ["home.TestimonialIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        *Page.content_panels,
        *[FieldPanel(name) for name in ("speaker", "question", "quote", "translated_quote", "source")],
    ]
    search_fields = [*PublicPage.search_fields, index.SearchField("quote"), index.SearchField("translated_quote")]

    class Meta:
        verbose_name = _("story")

    @property
    def words(self) -> str:
        """The quotation in the language of the page."""
        return self.translated_quote or self.quote

    @property
    def first_words(self) -> str:
        return f"{self.question} {self.words}"[:300]
