"""A board: where the topics of a space stand. Who sees it is the space's business alone."""

from django.db import models

from community.people.models import Person
from community.spaces.models import Space


class BoardQuerySet(models.QuerySet["Board"]):
    def visible_to(self, person: Person) -> "BoardQuerySet":
        return self.filter(space__in=Space.objects.visible_to(person))


class Board(models.Model):
    space = models.OneToOneField(Space, models.PROTECT, related_name="board")

    objects = BoardQuerySet.as_manager()

    def __str__(self) -> str:
        return self.space.name
