"""What somebody began to write and has not sent. Only they ever see it."""

from django.db import models
from django.db.models import Q

from community import clock
from community.people.models import Person
from forums.boards.models import Board
from forums.topics.composers import Begun
from forums.topics.models import Post, Topic


class DraftQuerySet(models.QuerySet["Draft"]):
    def visible_to(self, person: Person) -> "DraftQuerySet":
        """One's own, where what it belongs to still stands and may be read; a guest writes in topics of boards that
        they do not see."""
        return self.filter(
            Q(topic=None, board__in=Board.objects.open_to(person)) | Q(topic__in=Topic.objects.visible_to(person)),
            Q(post=None) | Q(post__in=Post.objects.visible_to(person)),
            person_id=person.pk,
            discarded_at=None,
        )


class Draft(models.Model):
    """One for each composer: `key` is its kind and the number of what it hangs on, such as `reply:12`."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="drafts")
    key = models.CharField(max_length=40)
    #: What it belongs to: with them it vanishes.
    board = models.ForeignKey(Board, models.CASCADE, related_name="+")
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="+", null=True)
    post = models.ForeignKey(Post, models.CASCADE, related_name="+", null=True)
    #: Fields of the form by name, each a list of texts.
    values = models.JSONField(default=dict)
    #: Names this state of the words. It comes from the clock, so that no later draft of this key has it again.
    version = models.BigIntegerField()
    #: A number that the browser made for itself.
    device = models.CharField(max_length=40, blank=True)
    saved_at = models.DateTimeField(default=clock.now)
    #: Put away by its person; it can be taken back for a while.
    discarded_at = models.DateTimeField(null=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], name="one_draft_of_a_composer"),
            models.CheckConstraint(condition=~Q(key=""), name="a_draft_has_a_place"),
        ]
        indexes = [models.Index(fields=["saved_at"], name="draft_by_age")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.key}"

    @property
    def begun(self) -> Begun:
        return Begun(self.values, self.version, self.device)
