from django.apps import AppConfig


class ForumsConfig(AppConfig):
    name = "forums"

    def ready(self) -> None:
        from community.spaces.operations import openers
        from forums.boards.operations import open_board

        openers.append(open_board)
