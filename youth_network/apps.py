from django.apps import AppConfig


class YouthNetworkConfig(AppConfig):
    name = "youth_network"

    def ready(self) -> None:
        from forums.topics.models import PostKind
        from forums.topics.reply_looks import ReplyLook, looks

        looks[PostKind.WITNESS] = ReplyLook("youth_network/witnessing/_letter.html", ("witness_response",))
