"""The mark of the public pages: another one whenever anything that they show has changed."""

from django.db import models
from django.db.models import Q


class PublicMark(models.Model):
    """One row. Triggers write a new random mark into it, in the transaction of the change itself (watching.py).

    Random and not counted, so that a database that was put back never comes to a mark again that stood for something
    else.
    """

    #: The only row there is.
    ONLY = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY)
    mark = models.CharField(max_length=32)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="the_public_pages_have_one_mark")]

    def __str__(self) -> str:
        return self.mark
