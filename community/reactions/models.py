"""Answering with a word. Who gave a word is kept so that it can be taken back, and is shown to nobody."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from community import clock
from community.people.models import Person
from community.permissions import memberships
from community.roles import Role
from community.spaces.models import Space

#: Longest word, and how many a space offers at once: a set that one takes in at a glance.
TEXT_LIMIT = 30
WORDS_LIMIT = 6
#: What every space begins with; its consultants then make the set their own.
BEGINNING_WORDS = ("Det kender jeg", "Godt gået", "Tak fordi du skrev")


class ReactionWordQuerySet(models.QuerySet["ReactionWord"]):
    def offered(self) -> "ReactionWordQuerySet":
        """Words one can give now; retired ones stand only where they were given."""
        return self.filter(retired_at=None)

    def editable_by(self, person: Person) -> "ReactionWordQuerySet":
        """The words of spaces in the networks where the person is a consultant."""
        networks = [m.network_id for m in memberships(person) if m.role == Role.CONSULTANT]
        return self.filter(space__network_id__in=networks)


class ReactionWord(models.Model):
    """A word that may be given in a space."""

    space = models.ForeignKey(Space, models.PROTECT, related_name="reaction_words", editable=False)
    text = models.CharField(_("Word"), max_length=TEXT_LIMIT)
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    retired_at = models.DateTimeField(null=True, editable=False)

    objects = ReactionWordQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                "space", Lower("text"), condition=Q(retired_at=None), name="a_space_offers_a_word_once"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="reaction_word_says_something"),
        ]

    def __str__(self) -> str:
        return self.text


class Reaction(models.Model):
    """One person's word to one thing. The thing keeps the counts; these rows are what the counts are made of."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    #: The thing, as community.subjects names it.
    subject_type = models.CharField(max_length=20)
    subject_id = models.BigIntegerField()
    word = models.ForeignKey(ReactionWord, models.PROTECT, related_name="reactions")
    given_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id", "word", "person"], name="a_word_is_given_once"
            ),
            models.CheckConstraint(condition=~Q(subject_type=""), name="reaction_names_its_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.subject_type} {self.subject_id}"
