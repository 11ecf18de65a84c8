"""Who is named in a post: people who could read it when it was written."""

from django.db import models

from community.people.models import Person
from forums.topics.models import Post


class Mention(models.Model):
    post = models.ForeignKey(Post, models.CASCADE, related_name="mentions")
    person = models.ForeignKey(Person, models.CASCADE, related_name="mentions")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "person"], name="a_person_is_named_once_in_a_post")]

    def __str__(self) -> str:
        return f"{self.post_id} {self.person_id}"
