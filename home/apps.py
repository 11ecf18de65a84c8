from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "home"

    def ready(self) -> None:
        from community.since_last.blocks import main_blocks
        from home.pages.home_block import editing_block

        main_blocks.append(editing_block)
