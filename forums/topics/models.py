"""Topics and their replies.

Counts, positions and the last activity are kept at writing, so that reading costs the same on every page.
"""

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from community import clock
from community.people.models import Person
from forums.boards.models import Board

#: Longest text of a post, in characters.
BODY_LIMIT = 20_000


class TopicKind(models.TextChoices):
    EXPERIENCE = "experience", _("Experience")
    QUESTION = "question", _("Question")
    SUGGESTION = "suggestion", _("Suggestion")
    CELEBRATION = "celebration", _("Celebration")


class TopicQuerySet(models.QuerySet["Topic"]):
    def visible_to(self, person: Person) -> "TopicQuerySet":
        return self.filter(board__in=Board.objects.visible_to(person))


class Topic(models.Model):
    board = models.ForeignKey(Board, models.PROTECT, related_name="topics")
    author = models.ForeignKey(Person, models.PROTECT, related_name="topics")
    kind = models.CharField(_("What is it?"), max_length=20, choices=TopicKind)
    title = models.CharField(_("Title"), max_length=120)
    body = models.TextField(_("Your words"), blank=True, validators=[MaxLengthValidator(BODY_LIMIT)])
    #: Made by the form, so that a double tap posts once.
    client_uuid = models.UUIDField(null=True, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    last_activity_at = models.DateTimeField(default=clock.now, editable=False)
    last_author = models.ForeignKey(Person, models.PROTECT, related_name="+", editable=False)
    reply_count = models.PositiveIntegerField(default=0, editable=False)

    objects = TopicQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["author", "client_uuid"], name="a_topic_is_posted_once"),
            models.CheckConstraint(condition=Q(kind__in=TopicKind.values), name="topic_kind_is_known"),
            models.CheckConstraint(condition=~Q(title=""), name="topic_has_a_title"),
        ]
        indexes = [models.Index(fields=["board", "-last_activity_at", "-id"], name="topic_by_latest_activity")]

    def __str__(self) -> str:
        return self.title


class ReplyKind(models.TextChoices):
    ANSWER = "answer", _("Answer")
    WITNESS = "witness", _("Bevidning")


class ReplyQuerySet(models.QuerySet["Reply"]):
    def visible_to(self, person: Person) -> "ReplyQuerySet":
        return self.filter(topic__in=Topic.objects.visible_to(person))


class Reply(models.Model):
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="replies")
    author = models.ForeignKey(Person, models.PROTECT, related_name="replies")
    kind = models.CharField(max_length=20, choices=ReplyKind, default=ReplyKind.ANSWER)
    #: Empty only where the kind keeps its words elsewhere.
    body = models.TextField(_("Your words"), blank=True, validators=[MaxLengthValidator(BODY_LIMIT)])
    #: 1, 2, 3 … within the topic, given under the topic's row lock.
    position = models.PositiveIntegerField(editable=False)
    client_uuid = models.UUIDField(null=True, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = ReplyQuerySet.as_manager()

    class Meta:
        ordering = ["topic", "position"]
        constraints = [
            models.UniqueConstraint(fields=["topic", "position"], name="reply_positions_are_unique"),
            models.UniqueConstraint(fields=["author", "client_uuid"], name="a_reply_is_posted_once"),
            models.CheckConstraint(condition=Q(kind__in=ReplyKind.values), name="reply_kind_is_known"),
            models.CheckConstraint(condition=~Q(kind="answer", body=""), name="an_answer_has_words"),
        ]

    def __str__(self) -> str:
        return f"{self.topic_id}.{self.position}"
