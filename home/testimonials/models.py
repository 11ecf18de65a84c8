"""Voices of youths, staff and companies, and the consents that alone make them public.

What somebody said stands in a Cut, which never changes: whoever says yes has said it to that exact form. A Consent is
about one cut. Every public output reads through `Testimonial.objects.public(...)`, which is a query over the consents
that stand at this moment; there is no flag of being public that somebody could forget to clear.
"""

from datetime import timedelta
from typing import Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from community import clock
from community.people.models import Person
from home.podcasts.timecodes import SecondsField
from home.rights import holds
from home.testimonials.index_page import TestimonialIndexPage
from home.testimonials.policy import KEEPING

__all__ = ["Claim", "Consent", "ConsentScope", "ConsentWording", "Cut", "Testimonial", "TestimonialIndexPage"]

#: How long a yes rests before anything is shown, and how long it holds.
PAUSE = timedelta(hours=72)
HOLDS = timedelta(days=365)


class Speaker(models.TextChoices):
    YOUTH = "youth", _("Youth")
    STAFF = "staff", _("Staff")
    COMPANY = "company", _("Company")

    @property
    def heading(self) -> str:
        headings = {"youth": _("From the youths"), "staff": _("From the staff"), "company": _("From the companies")}
        return str(headings[self.value])

    @property
    def role(self) -> str:
        """How somebody is named who shows no name."""
        roles = {"youth": _("Youth in NExTWORK"), "staff": _("Staff in NExTWORK"), "company": _("Company in NExTWORK")}
        return str(roles[self.value])


class Voice(models.TextChoices):
    OWN = "own", pgettext_lazy("voice", "Own voice")
    ALTERED = "altered", pgettext_lazy("voice", "Altered voice")
    READ = "read", pgettext_lazy("voice", "Read by somebody else")
    MACHINE = "machine", pgettext_lazy("voice", "Read by a machine")


class NameForm(models.TextChoices):
    ROLE = "role", _("No name, only what I am (such as “Youth in NExTWORK”)")
    OWN_WORDS = "own_words", _("No name, but what I am in my own words (such as “Participant, 22 years”)")
    PSEUDONYM = "pseudonym", _("A name that I make up")
    FIRST_NAME = "first_name", _("My first name")
    FULL_NAME = "full_name", _("My whole name")

    @property
    def openness(self) -> int:
        return list(NameForm).index(self)


class Scope(models.TextChoices):
    """What somebody says yes to, one by one."""

    SITE_DA = "site_da", _("On this site in Danish")
    SITE_EN = "site_en", _("On this site in English")
    MUNICIPALITY = "municipality", _("With the name of my municipality")
    QR = "qr", _("As a QR code on paper that leads to the clip")
    PRINT = "print", _("My words printed, such as in a brochure")
    SEARCH = "search", _("So that search engines can find it")
    SOCIAL = "social", _("With my words in what one sees when the link is shared")
    PODCAST_APPS = "podcast_apps", _("In podcast apps (copies there cannot be called back)")
    PRESS = "press", _("Handed to newspapers and radio (copies there cannot be called back)")


SITE = {"da": Scope.SITE_DA, "en": Scope.SITE_EN}


class How(models.TextChoices):
    """How the yes was given, as it can be shown later."""

    SELF = "self", _("By the person, at the personal address")
    PAPER = "paper", _("On paper")
    SIGNATURE = "signature", _("By electronic signature")
    ORAL = "oral", _("Orally, recorded")
    SOURCE = "source", _("Published before by those who spoke")


class ConsentWording(models.Model):
    """The text that somebody said yes to, in versions. A version never changes."""

    version = models.PositiveIntegerField(unique=True)
    danish = models.TextField()
    english = models.TextField()
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.CheckConstraint(condition=~Q(danish="") & ~Q(english=""), name="a_wording_has_words"),
        ]

    def __str__(self) -> str:
        return f"consent wording {self.version}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        _never_changes(self)
        super().save(*args, **kwargs)


class TestimonialQuerySet(models.QuerySet["Testimonial"]):
    def visible_to(self, person: Person) -> "TestimonialQuerySet":
        """The desk's: whoever keeps voices sees every one that is being worked on, and nobody else any."""
        return self.filter(holds(person, *KEEPING))

    def with_strays(self) -> "TestimonialQuerySet":
        """Those whose words stand typed by hand somewhere. Compared as text: what is new is counted on every page of a
        member's by a question that is kept (community/prepared.py), and a value in JSON is like no other."""
        return self.alias(stray_text=Cast("strays", models.TextField())).exclude(stray_text="[]")

    def public(self, language: str, *scopes: str) -> "TestimonialQuerySet":
        """What may be shown to everybody at this moment, in this language, and for these purposes too.

        Each comes with the consent that allows it (`consent`), and the cut that it was given for. Everything that
        leaves the house asks here: pages, lists, files, transcripts, feeds, maps, share pictures, print.
        """
        standing = Consent.objects.standing().allowing(SITE[language], *scopes)
        loaded = standing.select_related("cut").prefetch_related("scopes")
        return self.filter(Exists(standing.filter(testimonial=OuterRef("pk")))).prefetch_related(
            Prefetch("consents", queryset=loaded, to_attr="standing")
        )

    def once_public(self, language: str) -> "TestimonialQuerySet":
        """What was shown at some time in this language: its address answers that it is shared no longer."""
        now = clock.now()
        said = ConsentScope.objects.filter(scope=SITE[language], opens_at__lte=now).filter(
            Q(ended_at=None) | Q(ended_at__gt=F("opens_at"))
        )
        opened = Consent.objects.filter(opens_at__lte=now, released_at__lte=now, scopes__in=said).filter(
            Q(ended_at=None) | Q(ended_at__gt=F("opens_at")) & Q(ended_at__gt=F("released_at"))
        )
        return self.filter(Exists(opened.filter(testimonial=OuterRef("pk"))))


class Testimonial(models.Model):
    """One voice with its short address, which is never given to another. The row outlives its words."""

    code = models.CharField(max_length=5, unique=True)
    speaker = models.CharField(_("Who speaks"), max_length=10, choices=Speaker)
    municipality = models.CharField(_("Municipality"), max_length=80, blank=True)
    #: Where the person is reminded before the consent ends. Erased with the words.
    email = models.EmailField(_("E-mail address"), blank=True)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    made_at = models.DateTimeField(default=clock.now)
    #: Hidden by the person, until they show it again.
    hidden_at = models.DateTimeField(null=True)
    #: Taken down by an editor; the consent stands, and letting it go again shows it.
    taken_down_at = models.DateTimeField(null=True)
    #: When words, sound, names and addresses were erased.
    erased_at = models.DateTimeField(null=True)
    #: What the person would rather have heard than the voice in the cut; empty where they are content.
    wished_voice = models.CharField(max_length=10, choices=Voice, blank=True)
    #: Titles of pages on which words that were withdrawn still stand, typed by hand, for the editors to clear.
    strays = models.JSONField(default=list)
    #: By what those words are known again, though they are kept nowhere: gone with the last of these pages.
    stray_prints = models.JSONField(null=True)

    objects = TestimonialQuerySet.as_manager()
    #: Filled by `public()` alone: the consents that allow what is shown.
    standing: list["Consent"]

    class Meta:
        ordering = ["pk"]
        verbose_name = _("voice")
        constraints = [
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(email="", municipality=""), name="nothing_personal_after_erasing"
            ),
        ]

    def __str__(self) -> str:
        return f"k/{self.code} · {self.get_speaker_display()}"

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("A voice is erased and its code kept, so that no other is ever found under it.")

    @property
    def consent(self) -> "Consent":
        return self.standing[0]


class CutQuerySet(models.QuerySet["Cut"]):
    def update(self, **values: Any) -> int:
        raise TypeError("A cut never changes: make a new one and ask for a yes to it.")


class Cut(models.Model):
    """The exact form of what was said: words, sound, transcript. A change is a new cut, and needs a yes of its own."""

    testimonial = models.ForeignKey(Testimonial, models.PROTECT, related_name="cuts")
    number = models.PositiveIntegerField()
    question = models.CharField(max_length=200)
    question_en = models.CharField(max_length=200, blank=True)
    quote = models.TextField()
    quote_en = models.TextField(blank=True)
    #: The part of the quotation that the front page shows; empty for all of it.
    excerpt = models.TextField(blank=True)
    excerpt_en = models.TextField(blank=True)
    #: What one should know before listening.
    content_note = models.CharField(max_length=200, blank=True)
    voice = models.CharField(max_length=10, choices=Voice, blank=True)
    #: Folder of the sound in the private storage; empty for words without sound.
    sound = models.CharField(max_length=40, blank=True)
    sound_digest = models.CharField(max_length=64, blank=True)
    seconds = models.FloatField(default=0)
    waveform = models.JSONField(default=list)
    #: Where the whole conversation can be heard, and where in it the clip begins.
    episode = models.ForeignKey("home.EpisodePage", models.SET_NULL, related_name="cuts", null=True, blank=True)
    starts_at = SecondsField(_("Begins at"), null=True, blank=True)
    #: WebVTT; the person speaks in it as `transcript.THE_PERSON`.
    transcript = models.TextField(blank=True)
    transcript_en = models.TextField(blank=True)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    made_at = models.DateTimeField(default=clock.now)

    objects = CutQuerySet.as_manager()

    class Meta:
        ordering = ["testimonial", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["testimonial", "number"], name="one_cut_of_each_number"),
            models.CheckConstraint(condition=~Q(quote="") & ~Q(question=""), name="a_cut_says_something"),
            models.CheckConstraint(
                condition=Q(sound="") | (~Q(transcript="") & ~Q(voice="")), name="sound_has_its_transcript_and_voice"
            ),
        ]

    def __str__(self) -> str:
        return f"cut {self.testimonial_id}.{self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        _never_changes(self)
        super().save(*args, **kwargs)


def _begun() -> Q:
    """Said, rested and released by now, and not ended."""
    now = clock.now()
    return Q(opens_at__lte=now, released_at__lte=now, ended_at=None, cut__isnull=False)


def _later() -> "ConsentQuerySet":
    """For a question about consents: those to a later cut of the same voice that have not ended."""
    return Consent.objects.filter(
        testimonial=OuterRef("testimonial"), cut__number__gt=OuterRef("cut__number"), ended_at=None
    )


class ConsentQuerySet(models.QuerySet["Consent"]):
    def standing(self) -> "ConsentQuerySet":
        """Consents by which something is shown at this moment: said, rested, released, and not ended, run out, hidden
        or replaced."""
        shown = Q(testimonial__hidden_at=None, testimonial__taken_down_at=None, testimonial__erased_at=None)
        return self.filter(_begun(), shown, expires_at__gt=clock.now()).unreplaced()

    def unreplaced(self) -> "ConsentQuerySet":
        """Those that have not ended, without the ones in whose place one for a later cut has come to stand. That one
        running out brings none of them back."""
        return self.filter(~Exists(_later().filter(_begun())), ended_at=None, cut__isnull=False)

    def newest(self) -> "ConsentQuerySet":
        """The last that each person has given and that has not ended, whether it shows anything yet or not."""
        return self.filter(~Exists(_later()), ended_at=None, cut__isnull=False)

    def allowing(self, *scopes: str) -> "ConsentQuerySet":
        """Those that cover every one of these."""
        found = self
        for scope in scopes:
            found = found.filter(Exists(ConsentScope.objects.open().filter(consent=OuterRef("pk"), scope=scope)))
        return found


class Consent(models.Model):
    """A person's yes to one cut: how, when, by which text, under which name, until when."""

    testimonial = models.ForeignKey(Testimonial, models.PROTECT, related_name="consents")
    #: Gone once the words were erased; its digest stays as a proof of what the yes was to.
    cut = models.ForeignKey(Cut, models.SET_NULL, related_name="consents", null=True)
    cut_digest = models.CharField(max_length=64)
    wording = models.ForeignKey(ConsentWording, models.PROTECT, related_name="+")
    language = models.CharField(max_length=2, choices=[("da", "Dansk"), ("en", "English")])
    how = models.CharField(max_length=10, choices=How)
    #: The member of staff who wrote it down; nobody where the person did it themself.
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    #: Whoever wrote it down vouches that the person was asked by somebody outside their case, and free to say no.
    asked_freely = models.BooleanField(default=False, db_default=False)
    given_at = models.DateTimeField()
    opens_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    name_form = models.CharField(max_length=12, choices=NameForm, default=NameForm.ROLE)
    shown_name = models.CharField(max_length=60, blank=True)
    #: A more open name rests like a yes does; until then the one above is shown.
    next_name_form = models.CharField(max_length=12, choices=NameForm, blank=True)
    next_name = models.CharField(max_length=60, blank=True)
    next_name_at = models.DateTimeField(null=True)
    #: When an editor let it go on the site, having looked for other people who are named.
    released_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    reminded_at = models.DateTimeField(null=True)
    #: When the job wrote down that its time was over; the query knew it in the second itself.
    ran_out_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    receipt = models.CharField(max_length=12, unique=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        ordering = ["testimonial", "-given_at"]
        constraints = [
            models.UniqueConstraint(fields=["cut"], condition=Q(ended_at=None), name="one_consent_for_a_cut"),
            models.CheckConstraint(condition=Q(opens_at__gt=F("given_at")), name="a_yes_rests_before_it_opens"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("opens_at")), name="a_consent_ends_after_it_opens"),
            models.CheckConstraint(
                condition=Q(how=How.SELF, recorded_by=None) | ~Q(how=How.SELF), name="recorded_by_staff_or_said_oneself"
            ),
            models.CheckConstraint(
                condition=Q(name_form=NameForm.ROLE, shown_name="") | ~Q(name_form=NameForm.ROLE),
                name="no_name_kept_where_none_is_shown",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(name_form=NameForm.ROLE, next_name=""), name="no_name_kept_after_the_end"
            ),
        ]

    def __str__(self) -> str:
        return f"consent {self.receipt}"

    @property
    def name(self) -> tuple[str, str]:
        """The form of the name and the name that hold at this moment."""
        if self.next_name_at and self.next_name_at <= clock.now():
            return self.next_name_form, self.next_name
        return self.name_form, self.shown_name

    def covers(self, scope: str) -> bool:
        now = clock.now()
        return any(one.scope == scope and one.opens_at <= now and one.ended_at is None for one in self.scopes.all())


class ConsentScopeQuerySet(models.QuerySet["ConsentScope"]):
    def open(self) -> "ConsentScopeQuerySet":
        return self.filter(opens_at__lte=clock.now(), ended_at=None)


class ConsentScope(models.Model):
    """One tick. Taken away it ends at once and stays written down; given later it rests like a yes does."""

    consent = models.ForeignKey(Consent, models.PROTECT, related_name="scopes")
    scope = models.CharField(max_length=14, choices=Scope)
    opens_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = ConsentScopeQuerySet.as_manager()

    class Meta:
        ordering = ["consent", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["consent", "scope"], condition=Q(ended_at=None), name="one_open_tick_of_a_kind"
            ),
        ]

    def __str__(self) -> str:
        return self.scope


class Claim(models.Model):
    """A secret address of the person who spoke. It opens without an account; only its digest is kept."""

    testimonial = models.ForeignKey(Testimonial, models.PROTECT, related_name="claims")
    token_digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=clock.now)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"claim {self.pk}"


def _never_changes(row: models.Model) -> None:
    if row.pk is not None:
        raise TypeError(f"A {row._meta.verbose_name} never changes.")
