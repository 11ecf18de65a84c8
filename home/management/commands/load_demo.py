"""Load the demo content, once."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from home.demo.loading import load_demo


class Command(BaseCommand):
    help = "Load the demo people, their posts and the public pages. Loading again changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("DEMO is off: the demo content lets anybody sign in and has no place here.")
        load_demo(self.stdout.write)
        self.stdout.write("Demo: loaded")
