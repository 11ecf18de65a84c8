"""The show and its episodes, in each language a page of its own; both may share one recording."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.coreutils import string_to_ascii
from wagtail.fields import RichTextField
from wagtail.models import Orderable, PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index
from wagtail.url_routing import RouteResult

from home.pages.models import PublicPage
from home.podcasts.artwork import picture_problem
from home.podcasts.sounds import Sound, places_problem
from home.podcasts.timecodes import SecondsField, as_timecode
from home.podcasts.transcripts import Transcript, validate_transcript

#: Longest names that the podcast namespace allows.
NAME_LIMIT = 128
#: Bytes of a description that podcast programs show.
DESCRIPTION_LIMIT = 4000
#: What the address of an episode's page in others' frames ends with.
EMBEDDED = "embed"
#: Seconds of a soundbite.
BITE = (15, 120)
#: Show notes are words, lists and links: what every podcast program draws.
NOTES_FEATURES = ["bold", "italic", "link", "ul", "ol"]
#: Apple's names, letter for letter; the part behind the sign is the category within.
CATEGORIES = [
    "Society & Culture",
    "Society & Culture > Documentary",
    "Society & Culture > Personal Journals",
    "Business > Careers",
    "Business > Non-Profit",
    "Education",
    "Education > Self-Improvement",
    "Government",
    "Health & Fitness > Mental Health",
    "News",
]


class CreditRole(models.TextChoices):
    """Of the podcast taxonomy, what this house has use for."""

    HOST = "host", _("Host")
    GUEST = "guest", _("Guest")
    NARRATOR = "narrator", _("Narrator")
    EDITOR = "editor", _("Editor")
    PRODUCER = "producer", _("Producer")


class ShowPage(PublicPage):
    author = models.CharField(_("Who makes it"), max_length=NAME_LIMIT)
    owner_name = models.CharField(
        _("Who answers for it"), max_length=NAME_LIMIT, help_text=_("Podcast directories write to them.")
    )
    owner_email = models.EmailField(
        _("Their e-mail address"), help_text=_("It stands in the feed for everybody: a mailbox of a role, no person's.")
    )
    picture = models.ForeignKey(
        "home.PublicImage",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("Picture"),
        help_text=_("Square, at least 1400 and at most 3000 pixels wide."),
    )
    category = models.CharField(
        _("Category"), max_length=60, choices=[(one, one) for one in CATEGORIES], default=CATEGORIES[0]
    )
    order = models.CharField(
        _("Order of the episodes"),
        max_length=10,
        choices=[("episodic", _("Each stands alone; newest first")), ("serial", _("To be heard from the first"))],
        default="episodic",
    )
    explicit = models.BooleanField(_("Strong language or content"), default=False)
    copyright = models.CharField(_("Copyright"), max_length=200)
    licence = models.CharField(
        _("Licence"), max_length=NAME_LIMIT, blank=True, help_text=_("Its short name, or words of your own.")
    )
    licence_url = models.URLField(_("Address of the licence"), blank=True)
    municipality = models.CharField(
        _("Municipality it is made in"),
        max_length=NAME_LIMIT,
        blank=True,
        help_text=_("Never a more precise place: no place where the youths meet."),
    )
    blocked = models.BooleanField(_("Keep the show out of podcast directories"), default=False)
    moved_to = models.URLField(
        _("New address of the feed"),
        blank=True,
        help_text=_("When the show has moved elsewhere. Podcast programs are sent there; take it away to come back."),
    )

    template = "home/podcasts/show_page.html"
    subpage_types = ["home.EpisodePage"]

    class Meta:
        verbose_name = _("podcast")

    def clean(self) -> None:
        super().clean()
        problems: dict[str, str] = {}
        if len(self.lead.encode()) > DESCRIPTION_LIMIT:
            problems["lead"] = gettext("Podcast programs show 4000 bytes at most. Make it shorter.")
        if self.licence and not self.licence_url:
            problems["licence_url"] = gettext("Say where the licence can be read.")
        if self.picture and (problem := picture_problem(self.picture)):
            problems["picture"] = problem
        if problems:
            raise ValidationError(problems)

    def episodes(self) -> "EpisodeQuerySet":
        """What can be heard, newest first, or from the first where that is the show's order."""
        episodes = EpisodePage.objects.child_of(self).heard().select_related("sound", "locale", "picture")
        newest = episodes.order_by("-issued_at", "-first_published_at", "-pk")
        return newest if self.order == "episodic" else newest.reverse()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from home.podcasts.pages import show_context

        return {**super().get_context(request, *args, **kwargs), **show_context(self, request)}

    def season_name(self, number: int) -> str:
        return next((season.name for season in self.seasons.all() if season.number == number), "")


class Season(Orderable):
    page = ParentalKey(ShowPage, on_delete=models.CASCADE, related_name="seasons")
    number = models.PositiveSmallIntegerField(_("Number"), validators=[MinValueValidator(1)])
    name = models.CharField(_("Name"), max_length=NAME_LIMIT)

    class Meta(Orderable.Meta):
        verbose_name = _("season")
        constraints = [models.CheckConstraint(condition=Q(number__gte=1), name="seasons_count_from_one")]

    def __str__(self) -> str:
        return self.name


class Credit(Orderable):
    name = models.CharField(_("Name"), max_length=NAME_LIMIT, help_text=_("As the person wants to be called."))
    role = models.CharField(_("Role"), max_length=10, choices=CreditRole, default=CreditRole.HOST)
    link = models.URLField(_("Page about them"), blank=True)

    class Meta(Orderable.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.name


class ShowCredit(Credit):
    page = ParentalKey(ShowPage, on_delete=models.CASCADE, related_name="credits")


class EpisodeCredit(Credit):
    """Those of an episode stand in place of those of the show."""

    page = ParentalKey("home.EpisodePage", on_delete=models.CASCADE, related_name="credits")


class Feed(models.Model):
    """The address and the name of a show's feed: given once, and kept whatever the page is called later."""

    show = models.OneToOneField(ShowPage, models.CASCADE, related_name="feed")
    name = models.SlugField(max_length=80, unique=True)
    #: Where the feed stood when it was named.
    first_address = models.URLField(max_length=300)
    #: podcast:guid, made of the first address.
    guid = models.UUIDField(unique=True)
    #: SHA-256 of what it last said, and since when it says so: pages that are taken back leave no date behind.
    digest = models.CharField(max_length=64, blank=True, default="")
    changed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class EpisodeQuerySet(PageQuerySet):
    def heard(self) -> "EpisodeQuerySet":
        """What the public may hear: out, with its sound and with its words, and closed to nobody."""
        return self.live().public().filter(sound__isnull=False).exclude(transcript="")


EpisodeManager = PageManager.from_queryset(EpisodeQuerySet)


class EpisodePage(PublicPage):
    #: How fast one may hear it.
    SPEEDS = (0.75, 1, 1.25, 1.5, 1.75, 2)

    class Kind(models.TextChoices):
        FULL = "full", _("Episode")
        TRAILER = "trailer", _("Trailer")
        BONUS = "bonus", _("Extra")

    kind = models.CharField(_("Kind"), max_length=10, choices=Kind, default=Kind.FULL)
    number = models.PositiveIntegerField(_("Number"), null=True, blank=True, validators=[MinValueValidator(1)])
    season_number = models.PositiveSmallIntegerField(_("Season"), null=True, blank=True)
    sound = models.ForeignKey(Sound, models.PROTECT, null=True, related_name="+", verbose_name=_("Sound"))
    notes = RichTextField(_("Show notes"), blank=True, features=NOTES_FEATURES)
    picture = models.ForeignKey(
        "home.PublicImage",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Picture of its own"),
        help_text=_("Square, at least 1400 and at most 3000 pixels wide."),
    )
    issued_at = models.DateTimeField(
        _("Came out"), null=True, blank=True, help_text=_("Empty: when the page was first published.")
    )
    explicit = models.BooleanField(_("Strong language or content"), default=False)
    blocked = models.BooleanField(_("Keep the episode out of podcast directories"), default=False)
    may_be_embedded = models.BooleanField(
        _("May be embedded elsewhere"),
        default=False,
        db_default=False,
        help_text=_("Others can put its player into their pages, with its title and a link back to this page."),
    )
    #: WebVTT in the language of the page: the master of everything that is shown of it.
    transcript = models.TextField(_("Transcript (WebVTT)"), validators=[validate_transcript])
    transcript_read_by = models.CharField(
        _("Who has compared it with the sound"),
        max_length=120,
        help_text=_("A person who has heard the whole and read along. Not shown to listeners."),
    )

    objects = EpisodeManager()

    template = "home/podcasts/episode_page.html"
    parent_page_types = ["home.ShowPage"]
    subpage_types: list[str] = []
    search_fields = [
        *PublicPage.search_fields,
        index.SearchField("notes"),
        index.SearchField("transcript"),
    ]

    class Meta:
        verbose_name = _("episode")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["full", "trailer", "bonus"]), name="episode_kind_is_known"),
            models.CheckConstraint(condition=Q(number=None) | Q(number__gte=1), name="episodes_count_from_one"),
        ]

    @cached_property
    def show(self) -> ShowPage:
        return ShowPage.objects.select_related("locale", "picture").get(path=self.path[: -self.steplen])

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        if self.live and self.may_be_embedded and path_components == [EMBEDDED]:
            return RouteResult(self, kwargs={"embedded": True})
        return super().route(request, path_components)

    def serve(self, request: HttpRequest, *args: Any, embedded: bool = False, **kwargs: Any) -> HttpResponse:
        if not embedded:
            return super().serve(request, *args, **kwargs)
        from home.podcasts.embedding import embedded_page

        return embedded_page(self, request)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from home.podcasts.pages import episode_context

        return {**super().get_context(request, *args, **kwargs), **episode_context(self, request)}

    @property
    def guid(self) -> UUID:
        """What podcast programs know the episode by. Made of what never changes and no other page has."""
        return uuid5(self.translation_key, self.locale.language_code)

    @property
    def came_out(self) -> datetime | None:
        return self.issued_at or self.first_published_at

    @cached_property
    def script(self) -> Transcript:
        return Transcript(self.transcript)

    @property
    def ordered_chapters(self) -> "list[Chapter]":
        return sorted(self.chapters.all(), key=lambda chapter: chapter.start)

    @cached_property
    def recordings_languages(self) -> list["EpisodePage"]:
        """This page and its translations that speak of the same recording, this one's own language first."""
        pages = (
            EpisodePage.objects.heard()
            .filter(translation_key=self.translation_key, sound=self.sound_id)
            .select_related("locale")
        )
        return sorted(pages, key=lambda page: (page.pk != self.pk, page.locale.language_code))

    @property
    def file_name(self) -> str:
        """What a download is called, without an ending: letters that every disk and every program knows."""
        return slugify(string_to_ascii(self.slug)) or "episode"

    def url_at(self, seconds: float) -> str:
        """The page with its player at this moment."""
        return f"{self.url}?t={int(seconds)}"

    def clean(self) -> None:
        super().clean()
        problems: dict[str, str] = {}
        if self.picture and (problem := picture_problem(self.picture)):
            problems["picture"] = problem
        if self.sound:
            end = self.sound.seconds
            starts = [chapter.start for chapter in self.chapters.all()]
            if problem := places_problem(end, starts, [bite.end for bite in self.soundbites.all()]):
                problems["sound"] = problem
            if self.transcript:
                words = Transcript.read_or_none(self.transcript)
                if words and words.cues and words.cues[-1].end > end + 1:
                    problems["transcript"] = gettext("The transcript goes on after the end of the sound.")
        if problems:
            raise ValidationError(problems)


class Chapter(Orderable):
    page = ParentalKey(EpisodePage, on_delete=models.CASCADE, related_name="chapters")
    start = SecondsField(_("Begins at"))
    title = models.CharField(_("Title"), max_length=NAME_LIMIT)
    link = models.URLField(_("Address"), blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("chapter")

    def __str__(self) -> str:
        return f"{as_timecode(self.start)} {self.title}"


class Soundbite(Orderable):
    """A short piece that podcast programs may play as a taste."""

    page = ParentalKey(EpisodePage, on_delete=models.CASCADE, related_name="soundbites")
    start = SecondsField(_("Begins at"))
    seconds = models.PositiveSmallIntegerField(
        _("Length in seconds"), validators=[MinValueValidator(BITE[0]), MaxValueValidator(BITE[1])]
    )
    title = models.CharField(_("Title"), max_length=NAME_LIMIT, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("short piece")
        constraints = [
            models.CheckConstraint(
                condition=Q(seconds__gte=BITE[0], seconds__lte=BITE[1]), name="a_soundbite_is_short_but_not_too_short"
            )
        ]

    def __str__(self) -> str:
        return self.title or as_timecode(self.start)

    @property
    def end(self) -> int:
        return self.start + self.seconds
