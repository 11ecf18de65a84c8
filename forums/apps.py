from django.apps import AppConfig


class ForumsConfig(AppConfig):
    name = "forums"

    def ready(self) -> None:
        from community import live, subjects
        from community.notifications import kinds
        from community.search import sources
        from community.since_last.blocks import main_blocks
        from community.spaces.operations import openers
        from forums.boards.models import Board
        from forums.boards.operations import open_board
        from forums.topics.models import Topic
        from forums.topics.parts import Part, parts
        from forums.topics.reactions import read_reactions
        from forums.topics.search import POSTS
        from forums.topics.subjects import POST, TOPIC
        from forums.topics.told import REPLY_POSTED
        from forums.topics.views import latest_block

        openers.append(open_board)
        kinds.register(REPLY_POSTED)
        subjects.register(TOPIC)
        subjects.register(POST)
        sources.register(POSTS)
        live.subscribable["board"] = lambda person, pk: Board.objects.visible_to(person).filter(pk=pk).exists()
        live.subscribable["topic"] = lambda person, pk: Topic.objects.visible_to(person).filter(pk=pk).exists()
        main_blocks.append(latest_block)
        parts["reactions"] = Part(read=read_reactions, foot="forums/topics/_reactions.html")
