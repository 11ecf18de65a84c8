"""A board's topics with one tag, suggestions while somebody types, and the consultants' page of tags."""

from typing import Any

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from community.membership.models import Network
from community.people.limits import may_ask
from community.permissions import MemberRequest, Refused, member_page
from community.spaces.models import Space
from community.undo import say_with_undo
from forums.boards.models import Board
from forums.tags.forms import MergeForm, TagNameForm, as_tag
from forums.tags.models import TAG_LIMIT, Tag, TagRemoval, TopicTag
from forums.tags.operations import TagGone, merge_tags, remove_tag, rename_tag, restore_tag
from forums.tags.policy import can_edit_tags
from forums.topics.views import boards_of, page_of_topics

#: Suggestions at a time.
SUGGESTED = 8
#: Tags of a space on the consultants' page: the most used.
TAGS_SHOWN = 200
#: Below this many topics the page says "few" and no number.
FEW = 5


@member_page
@require_safe
def board_tag(request: MemberRequest, board_id: int, tag_id: int) -> HttpResponse:
    """The board's topics that bear the tag, by latest activity. The address holds numbers and no member's word."""
    boards = boards_of(request)
    board = next((b for b in boards if b.pk == board_id), None)
    if board is None:
        raise Http404
    tag = get_object_or_404(Tag.objects.visible_to(request.user), pk=tag_id, space_id=board.space_id)
    borne = Exists(TopicTag.objects.filter(tag=tag, content_object=OuterRef("pk"), standing=True))
    context = {"board": board, "tag": tag, **page_of_topics(request, board, which=borne)}
    return render(request, "forums/tags/board_tag.html", context)


@member_page
@require_safe
def suggest_tags(request: MemberRequest, board_id: int) -> HttpResponse:
    """What the board's space calls things, the most used first: at most eight that begin with `?begins=`."""
    board = get_object_or_404(Board.objects.visible_to(request.user), pk=board_id)
    if not may_ask(request, "suggest_tags"):
        return JsonResponse({"tags": []}, status=429)
    begins = as_tag(request.GET.get("begins", "")[: 4 * TAG_LIMIT])
    tags = Tag.objects.visible_to(request.user).filter(space_id=board.space_id, name__startswith=begins)
    names = tags.order_by("-topic_count", "name").values_list("name", flat=True)
    return JsonResponse({"tags": list(names[:SUGGESTED])})


# --- the consultants' page ----------------------------------------------------------------------------------------
@member_page
@require_safe
def edit_tags(request: MemberRequest, network_id: int) -> HttpResponse:
    """The tags of each space of the network, with the deeds that keep them in order."""
    network = get_object_or_404(Network, pk=network_id)
    if not can_edit_tags(request.user, network):
        raise Http404
    tags = Tag.objects.visible_to(request.user).filter(space__network=network).order_by("-topic_count", "name")
    by_space: dict[int, list[Tag]] = {}
    for tag in tags:
        tag.few = tag.topic_count < FEW  # type: ignore[attr-defined]
        by_space.setdefault(tag.space_id, []).append(tag)
    spaces = Space.objects.visible_to(request.user).filter(network=network).select_related("group", "network")
    sets = [{"space": space, "tags": by_space.get(space.pk, [])[:TAGS_SHOWN]} for space in spaces]
    return render(request, "forums/tags/edit_tags.html", {"network": network, "sets": sets})


def _tag(request: MemberRequest, tag_id: int) -> Tag:
    return get_object_or_404(Tag.objects.editable_by(request.user).select_related("space"), pk=tag_id)


def _back(space: Space) -> HttpResponse:
    return redirect(reverse("edit_tags", args=[space.network_id]) + f"#space-{space.pk}")


def _try(request: MemberRequest, deed: Any) -> Any:
    """The deed's answer, or None with a sentence for the next page where it was refused."""
    try:
        return deed()
    except TagGone:
        raise Http404 from None
    except Refused as refusal:
        messages.error(request, str(refusal))
        return None


@member_page
@require_POST
def rename_tag_view(request: MemberRequest, tag_id: int) -> HttpResponse:
    tag = _tag(request, tag_id)
    form = TagNameForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(form.errors["name"]))
    elif _try(request, lambda: rename_tag(actor=request.user, tag=tag, name=form.cleaned_data["name"])):
        messages.success(request, _("The tag has its new name everywhere."))
    return _back(tag.space)


@member_page
@require_POST
def merge_tags_view(request: MemberRequest, space_id: int) -> HttpResponse:
    """Merge `gone` into `into`; a line with "undo" stands on the page that follows."""
    space = get_object_or_404(Space.objects.visible_to(request.user), pk=space_id)
    if not can_edit_tags(request.user, space.network_id):
        raise Http404
    form = MergeForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose two different tags of the same board."))
        return _back(space)
    gone, into = _tag(request, form.cleaned_data["gone"]), _tag(request, form.cleaned_data["into"])
    removal = _try(request, lambda: merge_tags(actor=request.user, gone=gone, into=into))
    if removal:
        sentence = _("“%(gone)s” is now “%(into)s” everywhere.") % {"gone": gone.name, "into": into.name}
        say_with_undo(request, sentence, reverse("restore_tag", args=[removal.pk]))
    return _back(space)


@member_page
@require_POST
def remove_tag_view(request: MemberRequest, tag_id: int) -> HttpResponse:
    """Take a tag away at once; a line with "undo" stands on the page that follows."""
    tag = _tag(request, tag_id)
    name = tag.name
    removal = _try(request, lambda: remove_tag(actor=request.user, tag=tag))
    if removal:
        sentence = _("“%(tag)s” is taken away from all topics.") % {"tag": name}
        say_with_undo(request, sentence, reverse("restore_tag", args=[removal.pk]))
    return _back(tag.space)


@member_page
@require_POST
def restore_tag_view(request: MemberRequest, removal_id: int) -> HttpResponse:
    """Undo a merging or a removal."""
    removal = get_object_or_404(TagRemoval.objects.select_related("space"), pk=removal_id)
    if not can_edit_tags(request.user, removal.space.network_id):
        raise Http404
    if _try(request, lambda: restore_tag(actor=request.user, removal=removal)):
        messages.success(request, _("The tag is as it was."))
    return _back(removal.space)
