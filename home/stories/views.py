"""One's own stories: which posts could be shared, which are offered, and the way to decide about each."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from community.permissions import MemberRequest, Refused, has_role, member_page
from community.roles import Role
from forums.topics.models import Post
from home.stories.models import StoryOffer
from home.stories.operations import offer_post, open_story
from home.testimonials.consents import present_consent
from home.testimonials.desk_views import state_of

#: Posts that the page lists, the newest first.
SHOWN = 30


@member_page
@require_safe
def my_stories(request: MemberRequest) -> HttpResponse:
    """For everybody; those who are no youths of a network find nothing to offer here."""
    offers = list(StoryOffer.objects.visible_to(request.user).select_related("testimonial", "post__topic"))
    taken = [offer.post_id for offer in offers if offer.testimonial.erased_at is None]
    posts: list[Post] = []
    if has_role(request.user, Role.YOUTH):
        own = Post.objects.visible_to(request.user).filter(author=request.user, position=0).exclude(body="")
        posts = list(own.exclude(pk__in=taken).select_related("topic").order_by("-pk")[:SHOWN])
    context = {
        "offers": [
            {"offer": offer, "state": state_of(offer.testimonial, present_consent(offer.testimonial))}
            for offer in offers
        ],
        "posts": posts,
    }
    return render(request, "home/stories/my_stories.html", context)


@member_page
@require_POST
def offer_post_view(request: MemberRequest, post_id: int) -> HttpResponse:
    own = Post.objects.visible_to(request.user).filter(author=request.user)
    try:
        offer = offer_post(actor=request.user, post=get_object_or_404(own, pk=post_id))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("my_stories")
    messages.success(request, _("It is offered. Look at it, and decide in your own time."))
    return redirect("my_voice", open_story(actor=request.user, offer=offer))


@member_page
@require_POST
def open_story_view(request: MemberRequest, offer_id: int) -> HttpResponse:
    """On to the page where one says yes or no, under a fresh address."""
    offer = get_object_or_404(StoryOffer.objects.visible_to(request.user), pk=offer_id)
    return redirect("my_voice", open_story(actor=request.user, offer=offer))
