"""From the chat to the agenda."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from community.chat.bringing import bring
from community.permissions import MemberRequest, member_page
from forums.topics.from_messages import in_a_space
from youth_network.agendas.from_messages import group_for, propose_from_message
from youth_network.agendas.views import said_where


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def propose_from_message_view(request: MemberRequest, message_id: int) -> HttpResponse:
    """Put on the agenda of one's group what was said, or ask its author for it."""
    message = get_object_or_404(in_a_space(request.user), pk=message_id)
    group = group_for(request.user, message)
    if group is None:
        raise Http404
    mine = message.author_id == request.user.pk
    name = message.author.display_name
    words = {
        "heading": _("Put it on the agenda"),
        "sentence": _("It lies on the table of %(group)s for the next meeting. It stays in the chat too.")
        % {"group": group.name}
        if mine
        else _("%(name)s is asked first. With a yes it lies on the table of %(group)s for the next meeting.")
        % {"name": name, "group": group.name},
        "button": _("Put it on the agenda") if mine else _("Ask %(name)s") % {"name": name},
        "who_sees": _("The youths of %(group)s, their consultants and the psychologist see it on the agenda.")
        % {"group": group.name},
    }
    return bring(
        request,
        message,
        deed=lambda: propose_from_message(actor=request.user, message=message),
        done=lambda item: said_where(request, item),
        words=words,
    )
