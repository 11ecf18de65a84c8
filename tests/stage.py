"""Where hostile words are spoken: people who post through the doors of the site, and the pages that then show it.

What a door answered is kept as a document, to be judged all at once. Nothing here knows which strings they are.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle, islice
from typing import Any
from urllib.parse import quote

from django.core.mail import EmailMultiAlternatives
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from community import plain_text
from tests.dom import Document
from tests.personas import World, sign_in

#: Characters of a long text here: fits a letter's step and a message.
PACK = 3_800
#: What else than a page of members stands at addresses with this part.
KINDS = {"/admin/": "admin", "/preview/": "words", "/help/": "public", "/offline/": "public"}
KINDS |= {"/k/": "public", "/my-voice/": "public", "/contact/": "public", "/kontakt/": "public"}
FORM = "application/x-www-form-urlencoded"


def encoded(data: dict[str, Any]) -> bytes:
    """A form as bytes, lone surrogates and all: what a browser never sends."""
    pairs = [(name, one) for name, value in data.items() for one in (value if isinstance(value, list) else [value])]
    coded = (tuple(quote(str(part).encode("utf-8", "surrogatepass"), safe="") for part in pair) for pair in pairs)
    return "&".join(f"{name}={value}" for name, value in coded).encode()


def shown(text: str) -> str:
    """The text as it may be read afterwards."""
    # Bytes that are no text come in as the mark for it.
    received = text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    return plain_text.clean(received)


def enough(texts: Sequence[str], least: int) -> list[str]:
    """The texts, over again until there are so many."""
    return list(islice(cycle(texts), max(len(texts), least)))


def fit(text: str, limit: int) -> str:
    return text[:limit]


def groups(texts: Sequence[str], size: int) -> Iterator[list[str]]:
    for at in range(0, len(texts), size):
        yield list(texts[at : at + size])


@dataclass
class Stage:
    world: World
    texts: Sequence[str]
    #: One text in so many goes into a field of one line, from this one on; so many go into a long field together.
    every: int = 1
    begin: int = 0
    #: After so many posts somebody looks at the page that shows them.
    look: int = 1
    documents: list[Document] = field(default_factory=list)
    _clients: dict[str, Client] = field(default_factory=dict)

    @property
    def sample(self) -> Sequence[str]:
        return self.texts[self.begin % self.every :: self.every]

    @property
    def packed(self) -> list[str]:
        """All texts, several in one, each beginning a line; none longer than the shortest of the long fields."""
        packs: list[list[str]] = []
        for text in (fit(text, PACK) for text in self.texts):
            if packs and len(packs[-1]) < self.every and sum(map(len, packs[-1])) + len(text) < PACK:
                packs[-1].append(text)
            else:
                packs.append([text])
        return ["\n\n".join(pack) for pack in packs]

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Every long text beside a short one."""
        return list(zip(cycle(self.sample), self.packed, strict=False))

    def some(self, most: int) -> Sequence[str]:
        """No more than so many, for doors that few people ever see."""
        return self.sample[:: -(-len(self.sample) // most)]

    def looks(self, number: int) -> bool:
        return number % self.look == 0

    def client(self, who: str) -> Client:
        if who not in self._clients:
            client = Client()
            self._clients[who] = client if who == "visitor" else sign_in(client, self.world.people[who])
        return self._clients[who]

    def post(
        self, who: str, name: str, *args: Any, data: dict[str, Any], read: Sequence[str] = (), look: bool = True
    ) -> HttpResponse:
        """Post through the door; with `look` go where it leads and keep what stands there. Django raises here what
        would be a 500."""
        client = self.client(who)
        body, address = encoded(data), reverse(name, args=args)
        answer = client.post(address, body, content_type=FORM, follow=look)  # type: ignore[arg-type]
        assert answer.status_code < 500, (name, data)
        if look and answer.get("Content-Type", "").startswith("text/html"):
            led_to = answer.resolver_match.url_name if answer.resolver_match else name
            self._keep(f"{led_to} {answer.status_code} after {name}", answer, read if answer.status_code == 200 else ())
        elif not look:
            # What the next page would say is read by nobody.
            client.cookies.pop("messages", None)
        return answer

    def ask(self, who: str, name: str, *args: Any, **query: str) -> None:
        """A question in an address, as a script of the page asks it; a fragment is kept."""
        answer = self.client(who).get(f"{reverse(name, args=args)}?{encoded(query).decode()}")
        assert answer.status_code < 500, (name, query)
        if answer.get("Content-Type", "").startswith("text/html"):
            self._keep(name, answer, ())

    def page(self, who: str, name: str, *args: Any, query: str = "", read: Sequence[str] = ()) -> HttpResponse:
        answer = self.client(who).get(reverse(name, args=args) + query)
        assert answer.status_code == 200, (name, args, answer.status_code)
        self._keep(name, answer, read)
        return answer

    def _keep(self, name: str, answer: HttpResponse, read: Sequence[str]) -> None:
        address = answer.request["PATH_INFO"]  # type: ignore[attr-defined]
        kind = next((kind for part, kind in KINDS.items() if part in address), "page")
        self.documents.append(Document(name, answer.content.decode(), kind, [shown(text) for text in read]))

    def mail(self, name: str, message: EmailMultiAlternatives, read: Sequence[str] = ()) -> None:
        """Both forms of a mail, with a subject and headers of one line each."""
        whole = message.message()
        assert all("\n" not in str(value).replace("\n ", "") for value in whole.values()), message.subject
        assert len(whole.keys()) == len(set(whole.keys())), "a header stands twice"
        assert "Bcc" not in whole
        html = message.alternatives[0][0] if message.alternatives else ""
        self.documents.append(Document(name, str(html), "mail", [shown(text) for text in read]))
