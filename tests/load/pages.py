"""How fast a running site answers, beside the least that it can answer:

    python -m tests.load.fill … > places
    python -m tests.load.pages http://127.0.0.1:8000 places

Asks from 16 connections, in turns: the pages of the places, as their reader; the front page and the sign-in page,
signed out; and a file of a few letters (robots.txt), which is the limit that the ratios are of.

    python -m tests.load.pages http://127.0.0.1:8000 places --beside http://127.0.0.1:8001 other-places

asks the pages of two sites in turns, and says how many times as long as the other's those of the first take: of one
with many posts beside one with few, say.
"""

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from tests.load.measure import TURNS, Measured, in_turns, load

LEAST = "/robots.txt"
SIGNED_OUT = ("/", "/accounts/login/")


Asked = Callable[[int], tuple[str, str, None, dict[str, str]]]


@dataclass
class Site:
    port: int
    cookie: dict[str, str]
    pages: list[str]

    def ask(self, path: str) -> Asked:
        headers = self.cookie if path in self.pages else {}
        return lambda _number: ("GET", path, None, headers)


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("base_url")
    parser.add_argument("places", nargs="?", type=Path, help="what tests.load.fill printed")
    parser.add_argument("--beside", nargs=2, metavar=("URL", "PLACES"), help="another site, and its places")
    told = parser.parse_args(arguments)
    if told.beside:
        if not told.places:
            parser.error("Of both sites it must be known where their pages are.")
        print_beside(_site(parser, told.base_url, told.places), _site(parser, told.beside[0], Path(told.beside[1])))
    else:
        print_ratios(_site(parser, told.base_url, told.places))


def _site(parser: argparse.ArgumentParser, base_url: str, places: Path | None) -> Site:
    site = urlsplit(base_url)
    if site.scheme != "http" or site.hostname not in ("127.0.0.1", "localhost", "::1"):
        parser.error("A site on this machine, by http: the load goes to nobody else.")
    lines = [line.split(" ", 1) for line in places.read_text().splitlines()] if places else []
    cookie = {"Cookie": next((value for kind, value in lines if kind == "cookie"), "")}
    return Site(site.port or 80, cookie, [path for kind, path in lines if kind == "page"])


def print_ratios(site: Site) -> None:
    measured = in_turns(site.port, {path: site.ask(path) for path in (*site.pages, *SIGNED_OUT, LEAST)})
    for path, one in measured.items():
        print(f"{path:40} {one}   {one.rate / measured[LEAST].rate:.3f} of {LEAST}")


def print_beside(site: Site, other: Site) -> None:
    for path, its, one, beside in pages_beside(site, other):
        times = one.percentile(50) / beside.percentile(50)
        print(f"{path:30} {one}\n{its:30} {beside}   {times:.2f} times as long\n")


def pages_beside(site: Site, other: Site) -> list[tuple[str, str, Measured, Measured]]:
    """The pages of both, each a short while in turn; the first turn fills what a process keeps, and is not counted."""
    pairs = [(path, its, Measured(), Measured()) for path, its in zip(site.pages, other.pages, strict=True)]
    for turn in range(TURNS + 1):
        for path, its, one, beside in pairs:
            load(site.port, site.ask(path), one if turn else Measured())
            load(other.port, other.ask(its), beside if turn else Measured())
    return pairs


if __name__ == "__main__":
    main(sys.argv[1:])
