"""Tags of topics: the words by which a space finds its own stories again.

A tag belongs to one space, so that what youths call things is never offered to a company, another group or another
network. Names are made small and plain before they come here (forms.py), so that the database compares them as they
stand: taggit's TAGGIT_CASE_INSENSITIVE would ask SQLite, which knows no big Æ.
"""

from typing import Any

from django.db import models
from django.db.models import Q
from taggit.models import ItemBase

from community import clock
from community.people.models import Person
from community.permissions import memberships
from community.roles import Role
from community.spaces.models import Space
from forums.topics.models import Topic

#: Longest tag, and how many a topic can bear: a few that say something.
TAG_LIMIT = 30
TAGS_LIMIT = 5


class TagQuerySet(models.QuerySet["Tag"]):
    def visible_to(self, person: Person) -> "TagQuerySet":
        """Tags of topics that stand where the person reads."""
        return self.filter(space__in=Space.objects.visible_to(person), topic_count__gt=0)

    def editable_by(self, person: Person) -> "TagQuerySet":
        """The tags of spaces in the networks where the person is a consultant."""
        networks = [m.network_id for m in memberships(person) if m.role == Role.CONSULTANT and m.network_id]
        return self.visible_to(person).filter(space__network_id__in=networks)


class Tag(models.Model):  # type: ignore[django-manager-missing]
    space = models.ForeignKey(Space, models.PROTECT, related_name="tags", editable=False)
    name = models.CharField(max_length=TAG_LIMIT)
    #: Topics that stand with it: kept, so that suggestions count nothing.
    topic_count = models.PositiveIntegerField(default=0, editable=False)

    objects = TagQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["space", "name"], name="a_tag_stands_once_in_a_space"),
            models.CheckConstraint(condition=~Q(name=""), name="tag_says_something"),
        ]
        indexes = [
            models.Index(fields=["space", "-topic_count", "name"], name="tags_of_a_space_by_use"),
            models.Index(fields=["name"], name="tags_by_name"),
        ]

    def __str__(self) -> str:
        return self.name


class TopicTag(ItemBase):
    content_object = models.ForeignKey(Topic, models.CASCADE, related_name="topic_tags")
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="items")
    #: False while the story is taken back: its tags wait with its words for "undo", and nobody sees them.
    standing = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["content_object", "tag"], name="a_topic_bears_a_tag_once")]
        indexes = [models.Index(fields=["tag", "content_object"], name="topics_of_a_tag")]


class TagRemoval(models.Model):
    """A tag that a consultant merged into another or took away, as it was: for undo, and for nothing else."""

    space = models.ForeignKey(Space, models.CASCADE, related_name="+")
    name = models.CharField(max_length=TAG_LIMIT)
    #: What it was merged into; None where it was taken away.
    into = models.ForeignKey(Tag, models.CASCADE, related_name="+", null=True)
    #: The topics that bore it, and those of them that bore `into` only by the merging.
    topics: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    moved: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.space_id} {self.at:%Y-%m-%d %H:%M}"
