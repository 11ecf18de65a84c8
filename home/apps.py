from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "home"

    def ready(self) -> None:
        from django.db import connections
        from django.db.models.signals import post_migrate
        from django.utils.translation import gettext_lazy as _

        from community import holders, ledger
        from community.notifications import kinds
        from community.pausing import open_to_paused
        from community.people.my_pages import MyPage, my_pages
        from community.since_last.blocks import main_blocks
        from home.editions.counting import count_scan
        from home.editions.operations import paper_uses
        from home.enquiries.home_block import enquiries_block
        from home.enquiries.own_data import WRITTEN_TO_US
        from home.enquiries.told import ENQUIRY_SENT
        from home.help_lines.models import next_line_to_check
        from home.help_lines.told import LINES_TO_CHECK
        from home.page_cache import kept
        from home.page_cache.watching import lay_watches
        from home.pages.home_block import editing_block
        from home.pages.own_data import EDITING
        from home.podcasts import admin as podcasts_admin
        from home.stories.own_data import VOICES, replay_voices
        from home.testimonials import claim_views, views
        from home.testimonials.keeping import next_change_by_the_clock
        from home.testimonials.told import STRAYS_FOUND

        open_to_paused.update(("withdraw_consent", "hide_voice", "change_consent", "demo_sign_in", "wagtailcore_login"))

        def after_migrating(using: str, **kwargs: object) -> None:
            lay_watches(connections[using])

        main_blocks += [editing_block, enquiries_block]
        kinds.register(ENQUIRY_SENT)
        for holder in (VOICES, EDITING, WRITTEN_TO_US):
            holders.register(holder)
        ledger.replays["voice"] = replay_voices
        my_pages.append(MyPage(_("Share a story with everybody"), "my_stories", "book-open"))
        views.on_visit.append(count_scan)
        claim_views.uses.append(paper_uses)
        podcasts_admin.set_up_editor()
        kept.moments += [next_change_by_the_clock, next_line_to_check]
        post_migrate.connect(after_migrating, sender=self, weak=False, dispatch_uid="watch_public_tables")
        kinds.register(LINES_TO_CHECK)
        kinds.register(STRAYS_FOUND)
