"""A board: where the topics of a space stand. Who sees it is the space's business alone."""

from collections.abc import Callable

from django.db import models
from django.db.models import Q

from community.people.models import Person
from community.spaces.models import Space

#: On which boards a person who does not read them may put what is read beyond them. Rooms above register theirs in
#: AppConfig.ready().
guests: list[Callable[[Person], Q]] = []


class BoardQuerySet(models.QuerySet["Board"]):
    def visible_to(self, person: Person) -> "BoardQuerySet":
        return self.filter(space__in=Space.objects.visible_to(person))

    def open_to(self, person: Person) -> "BoardQuerySet":
        """Boards on which the person may put something: those they read, and those where they are a guest."""
        seen = Q(space__in=Space.objects.visible_to(person))
        for guest in guests:
            seen |= guest(person)
        return self.filter(seen)


class Board(models.Model):
    space = models.OneToOneField(Space, models.PROTECT, related_name="board")

    objects = BoardQuerySet.as_manager()

    def __str__(self) -> str:
        return self.space.name
