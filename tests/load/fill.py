"""A long-lived network in a database of your choice, to measure on:

    DATABASE_URL=postgres://… python -m tests.load.fill --people 2000 --topics 20000 --posts 1000000

The database must be migrated. Says which cookie signs the reader in and where the pages are, as `tests.load.pages`
reads it.
"""

import argparse
import os
import sys
from dataclasses import asdict
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).parents[2] / "platform"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from community.membership.models import Network  # noqa: E402
from tests.load.generate import Made, Size, generate  # noqa: E402
from tests.personas import sign_in  # noqa: E402


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, value in asdict(Size()).items():
        parser.add_argument(f"--{name}", type=int, default=value, help=f"{value} unless told")
    parser.add_argument("--name", default="load", help="of the network; another one each time")
    told = parser.parse_args(arguments)
    size = Size(told.people, told.topics, told.posts, told.longest)
    if size.people < 12 or size.topics < 2 or size.posts < size.topics + size.longest:
        parser.error("At least 12 people, 2 topics, and a post for each topic besides the longest one's.")
    if Network.objects.filter(name=f"NExTWORK {told.name}").exists():
        parser.error(f"A network of the name {told.name} is in this database already.")
    say_where(generate(size, told.name))


def say_where(made: Made) -> None:
    session = sign_in(Client(), made.reader).cookies[settings.SESSION_COOKIE_NAME].value
    last = made.long_topic.last_position // 25 * 25 - 25
    long = reverse("topic", args=[made.long_topic.pk])
    print(f"cookie {settings.SESSION_COOKIE_NAME}={session}")
    for path in (
        reverse("board", args=[made.board.pk]),
        reverse("topic", args=[made.plain_topic.pk]),
        long,
        f"{long}?after={last // 50 * 25}",
        f"{long}?after={last}",
    ):
        print(f"page {path}")


if __name__ == "__main__":
    main(sys.argv[1:])
