from django.apps import AppConfig


class YouthNetworkConfig(AppConfig):
    name = "youth_network"

    def ready(self) -> None:
        from community.notifications import kinds
        from community.since_last.blocks import main_blocks
        from forums.topics.models import PostKind
        from forums.topics.parts import Part, parts
        from forums.topics.reply_looks import ReplyLook, looks
        from forums.writing.wording import wordings
        from youth_network.witnessing.home_block import envelope_block
        from youth_network.witnessing.models import said_in_a_letter
        from youth_network.witnessing.told import TOPIC_WITNESSED
        from youth_network.witnessing.wording import LETTER

        looks[PostKind.WITNESS] = ReplyLook(
            "youth_network/witnessing/_letter.html", ("witness_response",), said_in_a_letter
        )
        parts["witnessing"] = Part(ways="youth_network/witnessing/_way.html")
        wordings[PostKind.WITNESS] = LETTER
        kinds.register(TOPIC_WITNESSED)
        # The letter comes first: it is the main thing of the page while it waits.
        main_blocks.insert(0, envelope_block)
