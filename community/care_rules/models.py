"""How a network looks after its people: whom a worry calls, who judges where nobody here may, what waits to be seen."""

from django.db import models
from django.db.models import Q

from community.membership.models import Network
from community.people.models import Person
from community.questions import ask

#: Most first posts that wait, and the longest list of words to look twice at.
MOST_FIRST_POSTS, HINTS_LIMIT = 5, 2000


class CareRules(models.Model):
    """How a network looks after its people; without a row, as it stands here."""

    network = models.OneToOneField(Network, models.CASCADE, primary_key=True, related_name="care_rules")
    #: Whom a worry calls: at first, after a quarter of an hour, and on call from then on and outside staffed hours.
    first = models.ForeignKey(Person, models.SET_NULL, related_name="+", null=True, blank=True)
    second = models.ForeignKey(Person, models.SET_NULL, related_name="+", null=True, blank=True)
    on_call = models.ForeignKey(Person, models.SET_NULL, related_name="+", null=True, blank=True)
    #: A consultant of another network.
    deputy = models.ForeignKey(Person, models.SET_NULL, related_name="+", null=True, blank=True)
    #: How many of a new member's first posts wait until somebody has looked; 0: none.
    first_posts = models.PositiveSmallIntegerField(default=0)
    #: Words to look twice at, one a line. They are marked in a case and decide nothing.
    hints = models.TextField(blank=True, max_length=HINTS_LIMIT)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(first_posts__range=(0, MOST_FIRST_POSTS)), name="few_first_posts_are_held"
            )
        ]

    def __str__(self) -> str:
        return f"care rules {self.pk}"

    @classmethod
    def of(cls, network_id: int) -> "CareRules":
        return next(iter(ask(_of_network, network=network_id)), None) or cls(network_id=network_id)

    def hint_words(self) -> list[str]:
        return [word for line in self.hints.splitlines() if (word := " ".join(line.lower().split()))]


def _of_network(network: int) -> "models.QuerySet[CareRules]":
    return CareRules.objects.filter(network=network)
