from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class YouthNetworkConfig(AppConfig):
    name = "youth_network"

    def ready(self) -> None:
        from django.urls import reverse

        from community import holders, live, subjects
        from community.asks import purposes
        from community.chat.message_views import FurtherDeed, further_deeds
        from community.meetings import opening
        from community.moderation.mirror import count_of
        from community.notifications import kinds
        from community.pausing import open_to_paused
        from community.roles import GroupKind
        from community.since_last.blocks import main_blocks
        from forums.drafts import kinds as draft_kinds
        from forums.topics.models import PostKind
        from forums.topics.parts import Part, parts
        from forums.topics.reply_looks import ReplyLook, looks
        from forums.writing.wording import wordings
        from youth_network.agendas import from_messages
        from youth_network.agendas.from_topics import PURPOSE
        from youth_network.agendas.models import Agenda
        from youth_network.agendas.own_data import AGENDAS
        from youth_network.agendas.page import own_chairs
        from youth_network.agendas.policy import begun_meetings
        from youth_network.agendas.reading import titles_for
        from youth_network.agendas.subjects import AGENDA_ITEM
        from youth_network.agendas.tables import clear_agenda, move_agenda, on_carrying, open_agenda
        from youth_network.agendas.told import ITEM_PROPOSED, ITEM_TAKEN_DOWN, VOTES_CLOSED
        from youth_network.live_meetings.chairs import chairs_waiting, move_chairs
        from youth_network.live_meetings.own_data import AT_MEETINGS
        from youth_network.live_meetings.subjects import ANSWER, EMPTY_CHAIR
        from youth_network.live_meetings.told import CHAIR_ANSWERED, FRAME_HANDED, MEETING_ENDED
        from youth_network.minutes.own_data import MINUTES as MINUTES_HELD
        from youth_network.minutes.page import counts
        from youth_network.minutes.subjects import MINUTES
        from youth_network.minutes.topic_life import life_of
        from youth_network.witnessing.draft import WITNESS
        from youth_network.witnessing.home_block import envelope_block
        from youth_network.witnessing.models import said_in_a_letter
        from youth_network.witnessing.told import TOPIC_WITNESSED
        from youth_network.witnessing.wording import LETTER

        for holder in (MINUTES_HELD, AT_MEETINGS, AGENDAS):
            holders.register(holder)
        looks[PostKind.WITNESS] = ReplyLook(
            "youth_network/witnessing/_letter.html", ("witness_response",), said_in_a_letter, asks_the_teller=True
        )
        parts["agendas"] = Part(deeds="youth_network/minutes/_topic_life.html", read=life_of)
        purposes.register(PURPOSE)
        purposes.register(from_messages.PURPOSE)
        further_deeds.append(
            FurtherDeed(
                "calendar-days",
                _("On the agenda"),
                lambda message: reverse("propose_from_message", args=[message.pk]),
                lambda person, message: from_messages.group_for(person, message) is not None,
            )
        )
        parts["witnessing"] = Part(ways="youth_network/witnessing/_way.html")
        wordings[PostKind.WITNESS] = LETTER
        kinds.register(TOPIC_WITNESSED)
        draft_kinds.register(WITNESS)
        # The letter comes first: it is the main thing of the page while it waits.
        main_blocks.insert(0, envelope_block)
        opening.meeting_pages[GroupKind.YOUTH_GROUP] = lambda meeting: reverse("agenda", args=[meeting.pk])
        opening.on_the_table.append(titles_for)
        opening.on_opening.append(open_agenda)
        opening.on_moving.append(move_agenda)
        opening.on_cancelling.append(clear_agenda)
        opening.has_begun.append(begun_meetings)
        live.subscribable["agenda"] = lambda person, pk: Agenda.objects.visible_to(person).filter(pk=pk).exists()
        on_carrying.append(move_chairs)
        own_chairs.append(chairs_waiting)
        subjects.register(EMPTY_CHAIR)
        subjects.register(ANSWER)
        subjects.register(AGENDA_ITEM)
        subjects.register(MINUTES)
        counts.append(lambda group: ("community/moderation/_balance.html", count_of(group)))
        open_to_paused.update(
            ("take_back_vote", "withdraw_item", "hand_back_role", "take_chair_back", "take_agreement_back")
        )
        for kind in (ITEM_PROPOSED, ITEM_TAKEN_DOWN, VOTES_CLOSED, FRAME_HANDED, MEETING_ENDED, CHAIR_ANSWERED):
            kinds.register(kind)
