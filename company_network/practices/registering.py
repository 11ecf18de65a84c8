"""What practice adds to the rooms below: called once, from AppConfig.ready()."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from community import live, subjects
from community.asks import purposes
from community.notifications import kinds
from community.pausing import open_to_paused
from community.since_last.blocks import main_blocks
from company_network.front.blocks import Card, cards
from company_network.practices import draft, sharing, told, wording
from company_network.practices.home_block import practice_block
from company_network.practices.lists import tag_url
from company_network.practices.page import LOOK, practice_of, stands_to_practice
from company_network.practices.policy import keeps_practice, team_boards_of_all
from company_network.practices.subjects import TRIED_HERE
from forums.boards.models import guests
from forums.drafts import kinds as draft_kinds
from forums.topics.activity import topic_keys
from forums.topics.homes import Home, homes
from forums.topics.models import PostKind, Topic, TopicKind
from forums.topics.parts import Part, parts
from forums.topics.reply_looks import looks
from forums.writing.policy import keepers
from forums.writing.wording import wordings


def register() -> None:
    looks[PostKind.PRACTICE] = LOOK
    wordings[PostKind.PRACTICE] = wording.PRACTICE
    keepers[PostKind.PRACTICE] = keeps_practice
    cards[TopicKind.PRACTICE] = Card("company_network/practices/_whole.html", ("practice__company",))
    homes[TopicKind.PRACTICE] = Home(
        url=lambda: reverse("practices"),
        label=_("Good practice"),
        tag_url=tag_url,
    )
    guests.append(team_boards_of_all)
    parts["practices"] = Part(
        read=practice_of,
        stance=stands_to_practice,
        foot="company_network/practices/_foot.html",
        ways="company_network/practices/_way.html",
        deeds="company_network/practices/_tried.html",
        side="company_network/practices/_side.html",
        board="company_network/practices/_board.html",
    )
    topic_keys.append("practice")
    subjects.register(TRIED_HERE)
    open_to_paused.add("take_back_tried")
    main_blocks.append(practice_block)
    draft_kinds.register(draft.PRACTICE)
    purposes.register(sharing.PURPOSE)
    for kind in told.KINDS:
        kinds.register(kind)
    live.subscribable["practice"] = lambda person, pk: (
        Topic.objects.visible_to(person).filter(kind=TopicKind.PRACTICE, pk=pk).exists()
    )
