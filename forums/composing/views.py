"""What a composer asks of the server: how the words will look, and the small faces."""

from allauth.core import ratelimit
from django.db.models import Exists, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from community import plain_text
from community.permissions import MemberRequest, member_page
from community.spaces.models import Space
from community.spaces.naming import naming_in
from forums.composing.emoji import GROUPS
from forums.topics.forms import MeantField
from forums.topics.markup import render as markup
from forums.topics.models import BODY_LIMIT, Reach, Topic


def _space(request: MemberRequest, space_id: int) -> Space:
    """One that the person reads; or one of which they read what was shared beyond it, and answer there."""
    spaces = Space.objects.visible_to(request.user).filter(pk=space_id)
    shared = Topic.objects.visible_to(request.user).filter(~Q(reach=Reach.SPACE), board__space=space_id)
    return spaces.first() or get_object_or_404(Space, Exists(shared), pk=space_id)


@member_page
@require_POST
def preview_words(request: MemberRequest, space_id: int) -> HttpResponse:
    """The words as they will stand in this space, made by what makes them when they are posted. Stores nothing."""
    space = _space(request, space_id)
    if not ratelimit.consume(request, action="preview_words", user=request.user):
        return HttpResponse(_("That was many looks in a short time. Your words still stand here."), status=429)
    body = plain_text.clean(request.POST.get("body", ""))
    if len(body) > BODY_LIMIT:
        return HttpResponse(_("That is longer than fits here. Can you say it in two?"), status=422)
    if "@" not in body:
        return HttpResponse(markup(body))
    meant = MeantField().clean(request.POST.get("meant"))
    return HttpResponse(markup(body, naming_in(space, request.user, meant)))


@member_page
@require_safe
def emoji_picker(request: MemberRequest) -> HttpResponse:
    """The small faces to choose from, each with its name."""
    return render(request, "forums/composing/_emoji.html", {"groups": GROUPS})
