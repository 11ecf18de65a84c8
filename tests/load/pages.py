"""How fast a running site answers, beside the least that it can answer:

    python -m tests.load.fill … > places
    python -m tests.load.pages http://127.0.0.1:8000 places

Asks from 16 connections, in turns: the pages of the places, as their reader; the front page and the sign-in page,
signed out; and a file of a few letters (robots.txt), which is the limit that the ratios are of.
"""

import argparse
import sys
from pathlib import Path
from urllib.parse import urlsplit

from tests.load.measure import in_turns

LEAST = "/robots.txt"
SIGNED_OUT = ("/", "/accounts/login/")


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("base_url")
    parser.add_argument("places", nargs="?", type=Path, help="what tests.load.fill printed")
    told = parser.parse_args(arguments)
    site = urlsplit(told.base_url)
    if site.scheme != "http" or site.hostname not in ("127.0.0.1", "localhost", "::1"):
        parser.error("A site on this machine, by http: the load goes to nobody else.")
    lines = [line.split(" ", 1) for line in told.places.read_text().splitlines()] if told.places else []
    signed_in = {"Cookie": next((value for kind, value in lines if kind == "cookie"), "")}
    pages = [path for kind, path in lines if kind == "page"]
    requests = {
        path: lambda number, path=path: ("GET", path, None, signed_in if path in pages else {})
        for path in (*pages, *SIGNED_OUT, LEAST)
    }
    measured = in_turns(site.port or 80, requests)
    for path, one in measured.items():
        print(f"{path:40} {one}   {one.rate / measured[LEAST].rate:.3f} of {LEAST}")


if __name__ == "__main__":
    main(sys.argv[1:])
