from django.apps import AppConfig, apps
from django.utils.translation import gettext_lazy as _


class CommunityConfig(AppConfig):
    name = "community"
    verbose_name = _("Community")

    def ready(self) -> None:
        from django.contrib.sessions.models import Session
        from django.db.models.signals import post_delete

        from community import jobs, live, subjects
        from community.access_review.home_block import review_block
        from community.access_review.told import KINDS as ACCESS_REVIEW_KINDS
        from community.activity import record
        from community.asks.home_block import asks_block
        from community.asks.told import ASK_GRANTED, ASK_MADE
        from community.audit import verbs
        from community.backups.entered import BACKUP_MADE
        from community.breaks.policy import can_take_break
        from community.chat.models import Room
        from community.chat.operations import open_room
        from community.chat.subjects import MESSAGE
        from community.chat.told import MESSAGE_NAMED, MESSAGE_SENT
        from community.concerns.entered import CONCERN_READ
        from community.concerns.home_block import concerns_block, signatures_block
        from community.concerns.policy import has_concerns_page
        from community.concerns.told import KINDS as CONCERN_KINDS
        from community.house_rules.models import HouseRules
        from community.house_rules.operations import plant_house_rules, recount_after_leaving
        from community.house_rules.subjects import HOUSE_RULES
        from community.house_rules.told import HOUSE_RULES_ADOPTED, HOUSE_RULES_PROPOSED
        from community.keeping_away.policy import may_keep_people_away
        from community.meetings.home_block import next_meeting_block
        from community.meetings.models import Meeting
        from community.meetings.told import TOLD
        from community.membership import operations as membership
        from community.membership.entered import MEMBERS_LISTED
        from community.membership.home_block import duties_block, group_block
        from community.moderation import registering as moderation
        from community.moderation.entered import CASE_READ
        from community.notifications import kinds
        from community.notifications.operations import tell
        from community.own_data import registering as own_data
        from community.people.my_pages import MyPage, my_pages
        from community.people.operations import end_access_of_session
        from community.reactions.home_block import words_block
        from community.reactions.operations import plant_reaction_words
        from community.second_look.home_block import looks_block
        from community.second_look.told import KINDS as SECOND_LOOK_KINDS
        from community.since_last.blocks import main_blocks, side_blocks
        from community.spaces.operations import open_space, openers

        post_delete.connect(end_access_of_session, sender=Session, dispatch_uid="end_access_of_session")
        membership.groundwork.append(lambda network, group: open_space(network=network, group=group))
        main_blocks.append(signatures_block)
        main_blocks.append(asks_block)
        main_blocks.append(duties_block)
        main_blocks.append(concerns_block)
        main_blocks.append(looks_block)
        main_blocks.append(review_block)
        main_blocks.append(words_block)
        side_blocks.insert(0, next_meeting_block)
        side_blocks.append(group_block)
        openers.append(open_room)
        openers.append(plant_house_rules)
        openers.append(plant_reaction_words)
        live.subscribable["room"] = lambda person, pk: Room.objects.visible_to(person).filter(pk=pk).exists()
        live.transient["room"] = lambda person: {"id": person.pk, "name": person.display_name}
        live.subscribable["meeting"] = lambda person, pk: Meeting.objects.visible_to(person).filter(pk=pk).exists()
        record.listeners.append(tell)
        record.listeners.append(recount_after_leaving)
        subjects.register(MESSAGE)
        subjects.register(HOUSE_RULES)
        kinds.register(MESSAGE_NAMED)
        kinds.register(MESSAGE_SENT)
        kinds.register(ASK_MADE)
        kinds.register(ASK_GRANTED)
        kinds.register(HOUSE_RULES_PROPOSED)
        kinds.register(HOUSE_RULES_ADOPTED)
        live.subscribable["house_rules"] = lambda person, pk: (
            HouseRules.objects.visible_to(person).filter(group=pk).exists()
        )
        for kind in (*TOLD, *CONCERN_KINDS, *SECOND_LOOK_KINDS, *ACCESS_REVIEW_KINDS):
            kinds.register(kind)
        for verb in (MEMBERS_LISTED, CONCERN_READ, BACKUP_MADE, CASE_READ):
            verbs.register(verb)
        my_pages.append(MyPage(_("Meetings in my calendar"), "my_calendar", "calendar-days"))
        my_pages.append(MyPage(_("Who has seen something about me"), "who_has_seen", "eye"))
        my_pages.append(MyPage(_("Notes about me"), "my_concerns", "heart-handshake", has_concerns_page))
        my_pages.append(MyPage(_("Whom I keep away"), "kept_away", "shield", may_keep_people_away))
        my_pages.append(MyPage(_("Take a break"), "take_break", "pause", can_take_break))
        my_pages.append(MyPage(_("My data"), "my_data", "file-text"))
        own_data.register()
        # Only oneself: what is new for a person is that person's business.
        live.subscribable["person"] = lambda person, pk: person.is_active and person.pk == pk
        moderation.register()
        for app in apps.get_app_configs():
            jobs.discover(app)
