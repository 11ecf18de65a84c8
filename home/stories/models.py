"""A youth's own post that they offer as a public story. The post stays as it is, whatever becomes of the story."""

from django.db import models

from community import clock
from community.people.models import Person
from forums.topics.models import Post
from home.testimonials.models import Testimonial


class StoryOfferQuerySet(models.QuerySet["StoryOffer"]):
    def visible_to(self, person: Person) -> "StoryOfferQuerySet":
        """One's own. Editors see the voice that came of it, and not whose post it was."""
        return self.filter(person=person)


class StoryOffer(models.Model):
    person = models.ForeignKey(Person, models.PROTECT, related_name="story_offers")
    #: Gone once the post is erased; the story has words of its own.
    post = models.ForeignKey(Post, models.SET_NULL, related_name="story_offers", null=True)
    testimonial = models.OneToOneField(Testimonial, models.PROTECT, related_name="story_offer")
    offered_at = models.DateTimeField(default=clock.now)

    objects = StoryOfferQuerySet.as_manager()

    class Meta:
        ordering = ["-offered_at"]

    def __str__(self) -> str:
        return f"story offer {self.pk}"
