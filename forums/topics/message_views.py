"""From the chat to the forum."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from community.chat.bringing import bring
from community.permissions import MemberRequest, member_page
from community.undo import say_with_undo
from forums.topics.from_messages import in_a_space, make_topic_from_message
from forums.topics.models import Topic


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def make_topic_from_message_view(request: MemberRequest, message_id: int) -> HttpResponse:
    """Tell in the forum what was said, or ask its author for it."""
    message = get_object_or_404(in_a_space(request.user), pk=message_id)
    space = message.room.space
    assert space is not None
    mine = message.author_id == request.user.pk
    name = message.author.display_name

    def done(topic: Topic) -> HttpResponse:
        story = topic.posts.get(position=0)
        say_with_undo(request, _("Your words are on the board."), reverse("undo_post", args=[story.pk]))
        return redirect("topic", topic.pk)

    words = {
        "heading": _("Make it a topic in the forum"),
        "sentence": _("It becomes a topic of yours, so that more can answer, also next week. It stays in the chat too.")
        if mine
        else _("%(name)s is asked first. With a yes it becomes a topic of %(name)s's, so that more can answer.")
        % {"name": name},
        "button": _("Make it a topic") if mine else _("Ask %(name)s") % {"name": name},
        "who_sees": space.who_sees(),
    }
    return bring(
        request,
        message,
        deed=lambda: make_topic_from_message(actor=request.user, message=message),
        done=done,
        words=words,
    )
