"""What a post said before it was changed: for its author and the network's consultants."""

from django.db import models

from community import clock
from forums.topics.models import Post


class PostVersion(models.Model):
    post = models.ForeignKey(Post, models.CASCADE, related_name="versions")
    #: The words as they stood, by the name of the field.
    words = models.JSONField()
    replaced_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.post_id} {self.replaced_at:%Y-%m-%d %H:%M}"
