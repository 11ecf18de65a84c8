"""News: a page that lists them, the newest first, and one page for each."""

from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import PageManager
from wagtail.query import PageQuerySet

from community import clock
from home.pages.models import ProsePage, PublicPage, for_everybody
from home.pages.structured import news_data

#: On one page of the list.
A_PAGE = 10


def today() -> Any:
    return timezone.localdate(clock.now())


class NewsQuerySet(PageQuerySet):
    def told(self) -> "NewsQuerySet":
        """What everybody may read, the newest first."""
        return for_everybody(self.live()).select_related("locale").order_by("-told_on", "-first_published_at", "-pk")


class NewsPage(ProsePage):
    told_on = models.DateField(_("Date"), default=today, help_text=_("It stands above the text and orders the list."))

    objects = PageManager.from_queryset(NewsQuerySet)()

    template = "home/news/news_page.html"
    parent_page_types = ["home.NewsIndexPage"]
    subpage_types: list[str] = []
    content_panels = [*PublicPage.content_panels, FieldPanel("told_on"), FieldPanel("body")]

    class Meta:
        verbose_name = _("news")

    @property
    def structured(self) -> dict[str, Any]:
        return news_data(self)

    @cached_property
    def section(self) -> list[PublicPage]:
        """News lead back to their list, not on to each other."""
        return list(PublicPage.objects.live().filter(path=self.path[: -self.steplen]))


class NewsIndexPage(PublicPage):
    template = "home/news/news_index_page.html"
    subpage_types = ["home.NewsPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("list of news")

    @cached_property
    def section(self) -> list[PublicPage]:
        """The list itself shows what stands under it."""
        return []

    def news(self) -> "NewsQuerySet":
        return NewsPage.objects.child_of(self).told()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """`?page=` goes back in time; what is no page of the list is the nearest one."""
        shown = Paginator(self.news(), A_PAGE).get_page(request.GET.get("page"))
        return super().get_context(request, *args, **kwargs) | {"shown": shown}


def latest_news(language: str, number: int) -> tuple[NewsIndexPage | None, list[NewsPage]]:
    """For the front page: the list, and the newest of it."""
    lists = for_everybody(NewsIndexPage.objects.live()).select_related("locale")
    index = lists.filter(locale__language_code=language).first()
    return index, list(index.news()[:number]) if index else []
