"""What the Wagtail admin leaves out. Wagtail looks for this file by its name."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks


@hooks.register("construct_settings_menu")
def without_people(request: HttpRequest, items: list[Any]) -> None:
    """People come by invitation and roles by membership: the admin shows no list of them, not even to superusers."""
    items[:] = [item for item in items if item.name not in ("users", "groups", "user")]


@hooks.register("register_rich_text_features", order=100)
def plain_rich_text(features: Any) -> None:
    """Where nothing else is said, rich text is words, links and lists."""
    features.default_features = ["bold", "italic", "link", "document-link", "ul", "ol"]
