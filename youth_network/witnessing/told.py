"""How letters are told to people: in the app, and by mail."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from community.notifications.kinds import Mail
from forums.topics.told import REPLY_POSTED
from youth_network.witnessing.activity import TopicWitnessed

TOPIC_WITNESSED = replace(
    REPLY_POSTED,
    activity=TopicWitnessed,
    label=_("Somebody writes me a letter (bevidning)"),
    retell=lambda post: TopicWitnessed(actor=post.author, post=post),
    mail=Mail(subject=_("A letter for you"), general=_("Somebody has written you a letter.")),
)
