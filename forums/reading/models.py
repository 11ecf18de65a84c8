"""How far each person has read, what they follow, and what they saved for later. Nobody else ever sees a row of it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from community import clock
from community.people.models import Person
from forums.boards.models import Board
from forums.topics.models import Post, Topic


class Following(models.TextChoices):
    #: Told of answers where one told or answered something oneself.
    USUAL = "", _("As usual")
    FOLLOW = "follow", _("Follow")
    MUTE = "mute", _("Quiet")


class TopicReading(models.Model):
    """One row for each topic a person has read or chosen something about; the same on all their devices."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="topic_readings")
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="readings")
    #: The position up to which everything was on the person's screen; null before the first reading. Only forward.
    read_position = models.PositiveIntegerField(null=True)
    following = models.CharField(max_length=10, choices=Following, default=Following.USUAL, blank=True)
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["topic", "person"], name="one_reading_of_a_topic"),
            models.CheckConstraint(condition=Q(following__in=Following.values), name="following_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.topic_id}"


class BoardReading(models.Model):
    """What a person chose to be told of a board; no row is "as usual". A topic's own choice goes before it."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="board_readings")
    board = models.ForeignKey(Board, models.CASCADE, related_name="readings")
    #: FOLLOW: told of every new topic. MUTE: of nothing but what is about oneself.
    following = models.CharField(max_length=10, choices=Following, default=Following.USUAL, blank=True)
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["board", "person"], name="one_reading_of_a_board"),
            models.CheckConstraint(condition=Q(following__in=Following.values), name="board_following_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.board_id}"


class SavedPostQuerySet(models.QuerySet["SavedPost"]):
    def visible_to(self, person: Person) -> "SavedPostQuerySet":
        """One's own, of posts that still stand and may be read."""
        return self.filter(person_id=person.pk, post__in=Post.objects.visible_to(person))


class SavedPost(models.Model):
    person = models.ForeignKey(Person, models.CASCADE, related_name="saved_posts")
    post = models.ForeignKey(Post, models.CASCADE, related_name="saves")
    saved_at = models.DateTimeField(default=clock.now)

    objects = SavedPostQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "post"], name="a_post_is_saved_once")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.post_id}"
