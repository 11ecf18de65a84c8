"""Putting on the agenda what was said in the chat: one's own words at once, another's after its author's yes."""

from django.db import transaction
from django.utils.translation import gettext as _

from community.asks.models import Ask
from community.asks.operations import ask_author
from community.asks.purposes import Purpose
from community.chat.activity import url_of
from community.chat.log import quoted
from community.chat.models import Message
from community.membership.models import Group
from community.people.models import Person
from community.permissions import memberships, require
from community.roles import Role
from forums.topics.from_messages import in_a_space
from youth_network.agendas.from_topics import group_name, where_it_lies
from youth_network.agendas.models import TITLE_LIMIT, AgendaItem
from youth_network.agendas.operations import propose_item
from youth_network.agendas.policy import can_propose_item, is_youth_of

NAME = "propose_from_message"


def group_for(person: Person, message: Message) -> Group | None:
    """On whose agenda the person may put it: their own group's, and of a group's own room that group's alone."""
    space = message.room.space
    if space is None or not space.for_youths or not message.words:
        return None
    own = [m.group for m in memberships(person) if m.role == Role.YOUTH and m.network_id == space.network_id]
    return next((group for group in own if group and space.group_id in (None, group.pk)), None)


@transaction.atomic
def propose_from_message(*, actor: Person, message: Message) -> AgendaItem | Ask:
    """Put one's own words on the table of one's group, or ask the author of another's, who is told.

    Returns the item, or the question that now waits. The same message again gives the item that stands. Raises Refused
    for anybody but the group's youths, and after the author said no.
    """
    group = group_for(actor, message)
    allowed = group is not None and can_propose_item(actor, group)
    allowed = allowed and in_a_space(actor).filter(pk=message.pk).exists()
    require(allowed, _("The agenda belongs to the youths of the group."))
    assert group is not None
    if message.author_id == actor.pk:
        return _propose(actor, group, message)
    return ask_author(actor=actor, purpose=PURPOSE, subject=message, place_id=group.pk)


def _propose(proposer: Person, group: Group, message: Message) -> AgendaItem:
    words = " ".join(message.words.split())
    title = words if len(words) <= TITLE_LIMIT else words[: TITLE_LIMIT - 1].rstrip() + "…"
    # The message's own UUID: the same person proposes it once.
    return propose_item(actor=proposer, group=group, title=title, client_uuid=message.client_uuid)


def _may_ask(person: Person, message: Message, group_id: int) -> bool:
    group = group_for(person, message)
    return group is not None and group.pk == group_id and is_youth_of(person, group_id)


def _url(ask: Ask) -> str:
    uuid = Message.objects.filter(pk=ask.subject_id).values_list("client_uuid", flat=True).first()
    item = AgendaItem.objects.filter(group=ask.place_id, client_uuid=uuid).order_by("-pk").first() if uuid else None
    return where_it_lies(item)


PURPOSE = Purpose(
    name=NAME,
    model=Message,
    visible_to=in_a_space,
    author=lambda message: message.author,
    may_ask=_may_ask,
    question=lambda ask, message: (
        _("May what you said, “%(words)s”, be on the agenda of %(group)s, so that they talk about it at their meeting?")
        % {"words": quoted(message), "group": group_name(ask)}
    ),
    who_sees=lambda ask, message: (
        _("The youths of %(group)s, their consultants and the psychologist see it on the agenda.")
        % {"group": group_name(ask)}
    ),
    on_yes=lambda ask, message: _propose(ask.asker, Group.objects.get(pk=ask.place_id), message),
    after_no=lambda ask, message: _("It stays in the chat this time. That is quite all right."),
    thing_url=url_of,
    url=_url,
)
