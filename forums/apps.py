from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ForumsConfig(AppConfig):
    name = "forums"

    def ready(self) -> None:
        from django.urls import reverse

        from community import holders, ledger, live, subjects
        from community.asks import purposes
        from community.audit import verbs
        from community.chat.message_views import FurtherDeed, further_deeds
        from community.notifications import kinds
        from community.pausing import open_to_paused
        from community.people.my_pages import MyPage, my_pages
        from community.search import sources
        from community.search.operations import index_thing
        from community.since_last.blocks import main_blocks
        from community.spaces.operations import openers
        from forums.boards.models import Board
        from forums.boards.operations import open_board
        from forums.care.operations import hold_first_post, look_at_it_again
        from forums.care.page import care_of
        from forums.care.quotes import leave_hidden_out, without_hidden
        from forums.care.subjects import POST
        from forums.drafts.operations import discard_edited, discard_posted
        from forums.drafts.own_data import DRAFTS
        from forums.drafts.page import find_begun, letters_begun, replies_begun, set_begun
        from forums.folding.page import audience as kept_away_audience
        from forums.folding.page import folded_posts, folded_topics
        from forums.mentions.operations import name_people
        from forums.mentions.own_data import NAMED
        from forums.mentions.told import MENTION_POSTED
        from forums.news.home_block import news_block
        from forums.reading.operations import read_own_words
        from forums.reading.own_data import READING
        from forums.reading.page import (
            audience,
            board_followers,
            board_readings_of,
            readings_of,
            saved,
            saves_of,
        )
        from forums.tags.page import add_tags, tags_block, tags_field
        from forums.topics import from_messages
        from forums.topics.activity import audiences, board_audiences
        from forums.topics.composers import finders
        from forums.topics.models import Topic, reaches_open_to
        from forums.topics.operations import after_posting
        from forums.topics.parts import Part, parts
        from forums.topics.quoting import quotable
        from forums.topics.reactions import reactions_of
        from forums.topics.search import POSTS
        from forums.topics.subjects import TOPIC
        from forums.topics.told import FOLLOWED_TOPIC_ANSWERED, REPLY_POSTED, TOPIC_POSTED, tellable
        from forums.writing.entered import POST_HISTORY_READ
        from forums.writing.operations import after_changing, after_editing
        from forums.writing.own_data import WRITTEN, replay_posts
        from forums.writing.page import keeps_words

        openers.append(open_board)
        # What others quote and call is found by the words and the name: both go after it.
        for holder in (NAMED, DRAFTS, WRITTEN, READING):
            holders.register(holder)
        ledger.replays["post"] = replay_posts
        purposes.register(from_messages.PURPOSE)
        further_deeds.append(
            FurtherDeed(
                "message-square",
                _("Make it a topic"),
                lambda message: reverse("make_topic_from_message", args=[message.pk]),
                from_messages.may_become_topic,
            )
        )
        # Before anybody is told of it.
        after_posting.append(hold_first_post)
        # First who is named, so that whoever is named and told of the answer too hears of the name.
        after_posting.append(name_people)
        # Before it is found by its words.
        after_posting.append(leave_hidden_out)
        after_posting.append(index_thing)
        after_posting.append(read_own_words)
        after_posting.append(discard_posted)
        after_editing.append(discard_edited)
        after_changing.append(leave_hidden_out)
        tellable.append(without_hidden)
        after_changing.append(look_at_it_again)
        finders.append(find_begun)
        audiences.append(audience)
        audiences.append(kept_away_audience)
        board_audiences.append(board_followers)
        parts["reading"] = Part(
            topics=readings_of,
            posts=saves_of,
            boards=board_readings_of,
            stance=saved,
            foot="forums/reading/_foot.html",
            deeds="forums/reading/_follow.html",
            end="forums/reading/_seen.html",
            board="forums/reading/_follow_board.html",
        )
        parts["files"] = Part(composer="community/attachments/_composer.html")
        parts["composing"] = Part(foot="forums/composing/_foot.html", stance=quotable)
        parts["writing"] = Part(foot="forums/writing/_foot.html", stance=keeps_words)
        parts["care"] = Part(foot="forums/care/_foot.html", stance=care_of)
        parts["folding"] = Part(topics=folded_topics, posts=folded_posts)
        parts["drafts"] = Part(topics=replies_begun, posts=letters_begun, read=set_begun)
        kinds.register(MENTION_POSTED)
        kinds.register(REPLY_POSTED)
        kinds.register(TOPIC_POSTED)
        kinds.register(FOLLOWED_TOPIC_ANSWERED)
        open_to_paused.update(
            (
                *("remove_post", "mark_topic_read", "follow_topic", "follow_board", "save_post"),
                *("save_draft", "discard_draft", "restore_draft", "undo_post"),
            )
        )
        verbs.register(POST_HISTORY_READ)
        my_pages.append(MyPage(_("Drafts"), "drafts", "pencil"))
        my_pages.append(MyPage(_("Saved for later"), "saved_posts", "bookmark"))
        subjects.register(TOPIC)
        subjects.register(POST)
        sources.register(POSTS)
        sources.reaches_open_to.append(reaches_open_to)
        live.subscribable["board"] = lambda person, pk: Board.objects.visible_to(person).filter(pk=pk).exists()
        live.subscribable["topic"] = lambda person, pk: Topic.objects.visible_to(person).filter(pk=pk).exists()
        parts["tags"] = Part(fields=tags_field, add=add_tags, about="forums/tags/_field.html")
        main_blocks.append(news_block)
        main_blocks.append(tags_block)
        parts["reactions"] = Part(
            stance=reactions_of,
            foot="forums/topics/_reactions.html",
            deeds="forums/topics/_reactions_live.html",
        )
