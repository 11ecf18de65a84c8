"""From an experience to a public story: offering one's post, and opening the page where one decides about it."""

from django.db import transaction
from django.utils.translation import gettext as _

from community import clock
from community.activity.record import record
from community.people.models import Person
from community.permissions import memberships, require
from community.roles import Role
from forums.topics.models import Post
from home.stories.activity import PostOffered
from home.stories.models import StoryOffer
from home.stories.policy import can_offer_post
from home.testimonials.models import Speaker
from home.testimonials.operations import Said, add_claim, close_claims, draft_of

#: Letters of a story that fits a public page.
LONGEST_STORY = 4000


@transaction.atomic
def offer_post(*, actor: Person, post: Post) -> StoryOffer:
    """Offer the words of one's own post as a public story. They are copied as they stand; later changes of either do
    not reach the other. The editors see the copy, and may make another cut of it; nothing is public before the teller
    has said yes to that exact text, and it has rested.

    Raises Refused for a post that is not one's own story, is without words or too long, or is offered already.
    """
    post = Post.objects.select_for_update().get(pk=post.pk)
    require(can_offer_post(actor, post), _("You can offer what you have told yourself."))
    words = post.body.strip()
    require(bool(words), _("There are no words in it that could be shared."))
    require(len(words) <= LONGEST_STORY, _("It is too long for a public page. Talk to an editor about a shorter one."))
    standing = StoryOffer.objects.filter(post=post, testimonial__erased_at=None)
    require(not standing.exists(), _("You have offered it already."))
    place = next((m.network.municipality for m in memberships(actor) if m.role == Role.YOUTH and m.network), "")
    testimonial = draft_of(
        speaker=Speaker.YOUTH,
        municipality=place,
        email=actor.email,
        said=Said(question=post.topic.title, quote=words),
    )
    offer = StoryOffer.objects.create(person=actor, post=post, testimonial=testimonial, offered_at=clock.now())
    record(PostOffered(actor=actor, offer=offer))
    return offer


@transaction.atomic
def open_story(*, actor: Person, offer: StoryOffer) -> str:
    """A fresh personal address for the teller, who is signed in and needs to keep none; those before are closed."""
    require(offer.person_id == actor.pk)
    close_claims(offer.testimonial)
    return add_claim(offer.testimonial)
