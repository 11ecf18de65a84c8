from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ForumsConfig(AppConfig):
    name = "forums"

    def ready(self) -> None:
        from community import live, subjects
        from community.notifications import kinds
        from community.people.my_pages import MyPage, my_pages
        from community.search import sources
        from community.search.operations import index_thing
        from community.since_last.blocks import main_blocks
        from community.spaces.operations import openers
        from forums.boards.models import Board
        from forums.boards.operations import open_board
        from forums.reading.operations import read_own_words
        from forums.reading.page import audience, readers_sentence, readings_of, saves_of
        from forums.topics.activity import audiences
        from forums.topics.models import Topic
        from forums.topics.operations import after_posting
        from forums.topics.parts import Part, parts
        from forums.topics.reactions import read_reactions
        from forums.topics.search import POSTS
        from forums.topics.subjects import POST, TOPIC
        from forums.topics.told import REPLY_POSTED
        from forums.topics.views import latest_block
        from forums.writing.page import may_see_history

        openers.append(open_board)
        after_posting.append(index_thing)
        after_posting.append(read_own_words)
        audiences.append(audience)
        parts["reading"] = Part(
            topics=readings_of,
            posts=saves_of,
            read=readers_sentence,
            foot="forums/reading/_foot.html",
            deeds="forums/reading/_follow.html",
            end="forums/reading/_seen.html",
        )
        parts["writing"] = Part(foot="forums/writing/_foot.html", read=may_see_history)
        kinds.register(REPLY_POSTED)
        my_pages.append(MyPage(_("Saved for later"), "saved_posts", "bookmark"))
        subjects.register(TOPIC)
        subjects.register(POST)
        sources.register(POSTS)
        live.subscribable["board"] = lambda person, pk: Board.objects.visible_to(person).filter(pk=pk).exists()
        live.subscribable["topic"] = lambda person, pk: Topic.objects.visible_to(person).filter(pk=pk).exists()
        main_blocks.append(latest_block)
        parts["reactions"] = Part(
            read=read_reactions, foot="forums/topics/_reactions.html", deeds="forums/topics/_reactions_live.html"
        )
