"""The page tree of the public site. Every kind of page is a real type; what an editor repeats is a StreamField."""

from typing import TYPE_CHECKING, Any, TypeVar

from django.conf import settings
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import StreamField
from wagtail.models import Locale, Page, PageViewRestriction
from wagtail.query import PageQuerySet
from wagtail.search import index
from wagtail.url_routing import RouteResult

from home.page_cache.remembered import Remembered
from home.pages import blocks

if TYPE_CHECKING:
    from home.testimonials.telling import Telling

#: Tree depth of the pages right under a home page.
SECTION_DEPTH = 3
_STEP = Page.steplen


Pages = TypeVar("Pages", bound=PageQuerySet)

locales: Remembered[dict[int, Locale]] = Remembered(lambda _all: Locale.objects.in_bulk())
anything_restricted: Remembered[bool] = Remembered(lambda _all: PageViewRestriction.objects.exists())


def for_everybody(pages: Pages) -> Pages:
    """Those of the pages that stand behind no restriction; asks for none where there is none on the whole site."""
    return pages.public() if anything_restricted.of("") else pages


class PublicPage(Page):
    """What every public page has: a lead, a short name for menus, its place in them, and its other languages."""

    lead = models.TextField(_("Lead"), blank=True, help_text=_("The first lines, a little larger."))
    menu_title = models.CharField(
        _("Name in menus"), max_length=40, blank=True, help_text=_("Empty: the title of the page.")
    )
    in_footer = models.BooleanField(_("Show at the foot of every page"), default=False)

    #: Plain fields, besides the lead and what is repeated, that the search of the site looks through.
    searched: tuple[str, ...] = ()

    is_creatable = False
    content_panels = [*Page.content_panels, FieldPanel("lead")]
    promote_panels = [
        *Page.promote_panels,
        MultiFieldPanel([FieldPanel("menu_title"), FieldPanel("in_footer")], heading=_("Menus of this site")),
    ]
    search_fields = [*Page.search_fields, index.SearchField("lead")]

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.public_page = self  # type: ignore[attr-defined]
        if self.locale_id in (known := locales.of("")):
            self.locale = known[self.locale_id]
        return super().serve(request, *args, **kwargs)

    def get_view_restrictions(self) -> "models.QuerySet[PageViewRestriction]":
        """Asked of every page with all that stand above it, where there mostly is none on the whole site."""
        return super().get_view_restrictions() if anything_restricted.of("") else PageViewRestriction.objects.none()

    @property
    def short_title(self) -> str:
        return self.menu_title or self.title

    @property
    def meta_description(self) -> str:
        """What search engines and shared links say of the page."""
        return self.search_description or self.first_words

    @property
    def first_words(self) -> str:
        return " ".join(self.lead.split())[:200]

    @property
    def absolute_url(self) -> str:
        return settings.BASE_URL.rstrip("/") + (self.url or "/")

    @cached_property
    def languages(self) -> list["PublicPage"]:
        """This page and its live translations, Danish first."""
        return list(
            PublicPage.objects.live()
            .filter(translation_key=self.translation_key)
            .select_related("locale")
            .order_by("locale__language_code")
        )

    @cached_property
    def section(self) -> list["PublicPage"]:
        """The live pages of this page's part of the site, the part's own page first; empty where it has no others."""
        if self.depth < SECTION_DEPTH:
            return []
        pages = PublicPage.objects.live().filter(path__startswith=self.path[: SECTION_DEPTH * _STEP]).order_by("path")
        return list(pages)

    @property
    def above(self) -> "PublicPage | None":
        return next((page for page in self.section if page.depth == SECTION_DEPTH and page.pk != self.pk), None)

    @property
    def beside(self) -> list["PublicPage"]:
        return [page for page in self.section if page.pk != self.pk and page.depth > SECTION_DEPTH]

    @property
    def structured(self) -> dict[str, Any] | None:
        """What search engines read of it."""
        from home.pages.structured import page_data

        return page_data(self)

    @property
    def card_address(self) -> str:
        """The picture that shared links show."""
        from home.pages.cards import card_address

        return card_address(self)

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        """Wagtail fills no alternates, though Django's sitemap prints them."""
        alternates = [
            {"location": page.absolute_url, "lang_code": page.locale.language_code} for page in self.languages
        ]
        return [{"location": self.absolute_url, "lastmod": self.last_published_at, "alternates": alternates}]


class HomePage(PublicPage):
    headline = models.CharField(_("Headline"), max_length=120, blank=True)
    buttons = StreamField([("button", blocks.ButtonBlock())], verbose_name=_("Buttons"), blank=True, max_num=3)
    quoted = models.ForeignKey(
        "home.Testimonial",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Voice that is quoted"),
        help_text=_("Shown while the person's yes stands."),
    )
    principles = models.ForeignKey(
        "home.PrinciplesPage",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Page of the principles"),
    )
    figures_heading = models.CharField(_("Heading of the figures"), max_length=120, blank=True)
    figures_page = models.ForeignKey(
        "home.PublicPage",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Page that tells more about the figures"),
    )
    figures = StreamField([("figure", blocks.FigureBlock())], verbose_name=_("Figures"), blank=True)
    doors_heading = models.CharField(_("Heading of the doors"), max_length=120, blank=True)
    doors_text = models.TextField(_("Text beside the doors"), blank=True)
    doors = StreamField([("door", blocks.PageLinkBlock())], verbose_name=_("Doors"), blank=True)

    #: How many of the news it shows.
    NEWS = 2
    searched = ("headline", "doors_text")
    template = "home/pages/home_page.html"
    parent_page_types = ["wagtailcore.Page"]
    content_panels = [
        *Page.content_panels,
        MultiFieldPanel([FieldPanel("headline"), FieldPanel("lead"), FieldPanel("buttons")], heading=_("Top")),
        FieldPanel("quoted"),
        PageChooserPanel("principles", "home.PrinciplesPage"),
        MultiFieldPanel(
            [FieldPanel("figures_heading"), FieldPanel("figures"), FieldPanel("figures_page")], heading=_("Figures")
        ),
        MultiFieldPanel(
            [FieldPanel("doors_heading"), FieldPanel("doors_text"), FieldPanel("doors")], heading=_("Doors")
        ),
    ]

    class Meta:
        verbose_name = _("home page")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """As Wagtail does, but a page that lies deeper is found at once and not level by level."""
        if len(path_components) > 1:
            # Its last name and place find it among few; the whole address says which of them it is.
            found = self.get_descendants().filter(
                slug=path_components[-1],
                depth=self.depth + len(path_components),
                url_path=f"{self.url_path}{'/'.join(path_components)}/",
            )
            if page := found.first():
                return page.specific.route(request, [])
        return super().route(request, path_components)

    @property
    def voice(self) -> "Telling | None":
        """The voice that is quoted, while it may be shown in the language of the page."""
        from home.testimonials.telling import public_telling

        return public_telling(self.quoted_id, self.locale.language_code) if self.quoted_id else None

    @property
    def news(self) -> "dict[str, Any] | None":
        """The newest of the news, and the way to the others."""
        from home.news.pages import latest_news

        index, news = latest_news(self.locale.language_code, self.NEWS)
        return {"index": index, "latest": news} if news else None


class ProsePage(PublicPage):
    """A page with a body of free text."""

    body = StreamField(blocks.ProseBlock(), verbose_name=_("Body"), blank=True)

    is_creatable = False
    content_panels = [*PublicPage.content_panels, FieldPanel("body")]
    search_fields = [*PublicPage.search_fields, index.SearchField("body")]

    class Meta:
        abstract = True

    @property
    def first_words(self) -> str:
        """The lead, or the beginning of the text, ended at a whole sentence where one ends in time."""
        words = super().first_words
        if words or not self.body:
            return words
        from django.utils.html import strip_tags

        text = " ".join(strip_tags(str(self.body[0].value)).split())[:200]
        return text[: text.rfind(". ") + 1] or text


class StandardPage(ProsePage):
    template = "home/pages/standard_page.html"

    class Meta:
        verbose_name = _("ordinary page")


class PrinciplesPage(ProsePage):
    items = StreamField([("principle", blocks.PrincipleBlock())], verbose_name=_("Principles"), blank=True)

    template = "home/pages/principles_page.html"
    content_panels = [*PublicPage.content_panels, FieldPanel("items"), FieldPanel("body")]

    class Meta:
        verbose_name = _("principles")


class ActivitiesPage(ProsePage):
    items = StreamField([("activity", blocks.ActivityBlock())], verbose_name=_("Activities"), blank=True)

    template = "home/pages/activities_page.html"
    content_panels = [*PublicPage.content_panels, FieldPanel("items"), FieldPanel("body")]

    class Meta:
        verbose_name = _("activities")


class TeamPage(ProsePage):
    staffing = StreamField([("row", blocks.StaffingRowBlock())], verbose_name=_("Staffing table"), blank=True)
    psychologist = models.CharField(_("Psychologist, full-time posts"), max_length=20, blank=True)

    template = "home/pages/team_page.html"
    content_panels = [*ProsePage.content_panels, FieldPanel("staffing"), FieldPanel("psychologist")]

    class Meta:
        verbose_name = _("team")


class MunicipalitiesPage(ProsePage):
    implemented = StreamField(blocks.PLACES, verbose_name=_("Have introduced NExTWORK"), blank=True)
    completed_course = StreamField(blocks.PLACES, verbose_name=_("Have completed a course"), blank=True)

    template = "home/pages/municipalities_page.html"
    content_panels = [
        *PublicPage.content_panels,
        FieldPanel("implemented"),
        FieldPanel("completed_course"),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("municipalities")


class EvaluationPage(ProsePage):
    """Honest about what is known: two counts with their source, and no word of effects before there are results."""

    reached = models.PositiveIntegerField(_("Youths reached, about"), default=0)
    wanted = models.PositiveIntegerField(_("Youths wanted, about"), default=0)
    counted_on = models.DateField(_("Counted on"), null=True, blank=True)
    source = models.CharField(_("Source of the counts"), max_length=200, blank=True)
    note = models.TextField(_("Note"), blank=True)

    searched = ("source", "note")
    template = "home/pages/evaluation_page.html"
    #: How many youths one plant of the drawing stands for.
    per_plant = 100
    content_panels = [
        *ProsePage.content_panels,
        MultiFieldPanel(
            [FieldPanel("reached"), FieldPanel("wanted"), FieldPanel("counted_on"), FieldPanel("source")],
            heading=_("How far"),
        ),
        FieldPanel("note"),
    ]

    class Meta:
        verbose_name = _("evaluation")

    @property
    def plants(self) -> list[int]:
        """One sprout stage per hundred youths: grown for those reached, a seed for those still to come."""
        grown = min(self.reached, self.wanted) // self.per_plant
        return [4 if number < grown else 0 for number in range(self.wanted // self.per_plant)]


class TimelinePage(ProsePage):
    """A possible course of time. Without steps it says so: nobody invents them."""

    steps = StreamField([("step", blocks.StepBlock())], verbose_name=_("Steps"), blank=True)
    empty_text = models.CharField(_("What it says without steps"), max_length=200, blank=True)

    template = "home/pages/timeline_page.html"
    content_panels = [*ProsePage.content_panels, FieldPanel("steps"), FieldPanel("empty_text")]

    class Meta:
        verbose_name = _("timeline")


class AudiencePage(ProsePage):
    """For youths, for companies, for municipalities."""

    ways = StreamField([("way", blocks.PageLinkBlock())], verbose_name=_("Ways on from here"), blank=True)

    template = "home/pages/audience_page.html"
    content_panels = [*ProsePage.content_panels, FieldPanel("ways")]

    class Meta:
        verbose_name = _("page for those who come")


class HouseRulesPage(ProsePage):
    rules = StreamField([("rule", blocks.blocks.TextBlock(label=_("Rule")))], verbose_name=_("Rules"), blank=True)
    spaces = StreamField([("space", blocks.SpaceBlock())], verbose_name=_("Who sees what"), blank=True)

    template = "home/pages/house_rules_page.html"
    content_panels = [*PublicPage.content_panels, FieldPanel("rules"), FieldPanel("spaces"), FieldPanel("body")]

    class Meta:
        verbose_name = _("house rules")
