"""Youths who read, tell, answer, talk, vote and send pictures through the proxy of a production set-up, and keep books.

What a member is told is stored is written down; at the end the database is asked whether it stands there once. Every
word carries the number of the group it is for, so that a page that shows another group's is a leak.
"""

import asyncio
import http.client
import io
import json
import random
import re
import ssl
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode
from uuid import UUID, uuid4

import websockets

from tests.nginx import tls_line

#: Youths of one group.
GROUP_OF = 15
#: Items on each group's table.
ITEMS = 6
#: Requests at once; the members wait their turn as phones do.
LINES = 24
#: Stands before a number in everything that is written: the group's, or 0 for all.
MARK = "kanarie"
_MARK = re.compile(rb"kanarie-(\d+)-")
#: Seconds after which a request counts as lost, and between two tries of what was not acknowledged.
PATIENCE, AGAIN = 30, 1.0


@dataclass
class Member:
    number: int
    pk: int
    name: str
    headers: dict[str, str]
    group: int
    board: int
    rooms: list[int]
    meeting: int
    placements: list[int]
    #: Entries of the room of all, by number, as socket and log told them.
    heard: dict[int, str] = field(default_factory=dict)
    last_seq: int = 0
    cut: int = 0


@dataclass
class Crowd:
    domain: str
    port: int
    context: ssl.SSLContext
    in_window: Callable[[float], bool]
    members: list[Member] = field(default_factory=list)
    hot_room: int = 0
    topics: list[int] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)
    #: Kind of writing -> client UUIDs that were acknowledged.
    kept: dict[str, set[UUID]] = field(default_factory=lambda: {"message": set(), "reply": set(), "topic": set()})
    pictures: set[str] = field(default_factory=set)
    #: Pictures that their owner was shown, by address.
    shown: list[tuple[Member, str]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    in_windows: Counter[str] = field(default_factory=Counter)
    again: int = 0

    # --- who they are -------------------------------------------------------------------------------------------------
    @classmethod
    def made(cls, count: int, domain: str, port: int, context: ssl.SSLContext, in_window: Callable) -> "Crowd":
        """Make a network with so many youths in groups of fifteen, a topic and a table of items in each."""
        from django.conf import settings
        from django.test import Client

        from community import clock
        from community.chat.models import Room
        from community.meetings.operations import open_meeting
        from community.membership.operations import begin_membership, found_network, make_group
        from community.roles import GroupKind, Role
        from forums.boards.models import Board
        from forums.topics.operations import post_topic
        from tests.personas import make_person, sign_in
        from youth_network.agendas.models import Placement
        from youth_network.agendas.operations import propose_item

        crowd = cls(domain, port, context, in_window)
        head = make_person("production.head")
        begin_membership(actor=None, person=head, role=Role.PROGRAMME)
        network = found_network(actor=head, name="NExTWORK Prøve", municipality="Prøve")
        consultant = make_person("production.consultant")
        team = network.groups.get(kind=GroupKind.TEAM)
        begin_membership(actor=head, person=consultant, role=Role.CONSULTANT, group=team)
        crowd.hot_room = Room.objects.get(space__network=network, space__kind="youth_forum").pk
        for first in range(0, count, GROUP_OF):
            group = make_group(actor=consultant, network=network, name=f"Hold {first // GROUP_OF + 1}")
            youths = [make_person(f"production.ung{number}") for number in range(first, min(first + GROUP_OF, count))]
            for youth in youths:
                begin_membership(actor=consultant, person=youth, role=Role.YOUTH, group=group)
            board = Board.objects.get(space__group=group)
            room = Room.objects.get(space__group=group)
            meeting = open_meeting(
                actor=consultant, group=group, starts_at=clock.now() + timedelta(days=3), minutes=90, place="Huset"
            )
            for item in range(ITEMS):
                propose_item(actor=youths[item % len(youths)], group=group, title=f"{MARK}-{group.pk}-punkt {item}")
            topic = post_topic(
                actor=youths[0],
                board=board,
                kind="experience",
                wish="tried",
                title="Min første dag",
                body=f"{MARK}-{group.pk}- Min første dag.",
                client_uuid=uuid4(),
            )
            crowd.topics.append(getattr(topic, "pk", None) or topic[0].pk)
            placements = list(
                Placement.objects.filter(agenda__meeting=meeting).order_by("pk").values_list("pk", flat=True)
            )
            for youth in youths:
                client = sign_in(Client(headers={"host": domain, "x-forwarded-proto": "https"}), youth)
                client.get("/since-last/", secure=True)
                headers = {
                    "Host": domain,
                    "Origin": f"https://{domain}",
                    "Referer": f"https://{domain}/",
                    "Cookie": "; ".join(f"{name}={one.value}" for name, one in client.cookies.items()),
                    "X-CSRFToken": client.cookies[settings.CSRF_COOKIE_NAME].value,
                }
                crowd.members.append(
                    Member(
                        len(crowd.members),
                        youth.pk,
                        youth.display_name,
                        headers,
                        group.pk,
                        board.pk,
                        [crowd.hot_room, room.pk],
                        meeting.pk,
                        placements,
                    )
                )
        return crowd

    # --- asking -------------------------------------------------------------------------------------------------------
    def ask(
        self, member: Member, method: str, path: str, body: bytes = b"", kind: str = "application/x-www-form-urlencoded"
    ) -> tuple[int, bytes]:
        """One request on a line of its own. Status 0 where none came. Looks through every answer for others' words."""
        headers = dict(member.headers)
        if method == "POST":
            headers |= {"Content-Type": kind, "Accept": "application/json"}
        began = time.monotonic()
        line = tls_line(self.port, self.context, PATIENCE)
        try:
            line.request(method, path, body=body or None, headers=headers)
            answer = line.getresponse()
            status, content = answer.status, answer.read()
        except (OSError, http.client.HTTPException):
            status, content = 0, b""
        finally:
            line.close()
        self.statuses[f"{status // 100}xx" if status else "none"] += 1
        if status == 0 or status >= 500:
            where = re.sub(r"\d+|[0-9a-f-]{36}", "n", path)
            if self.in_window(began) or self.in_window(time.monotonic()):
                self.in_windows[f"{status or 'no answer'}"] += 1
            else:
                self.faults.append(f"{method} {where} answered {status or 'nothing'} outside of any window")
        for group in set(_MARK.findall(content)):
            if int(group) not in (0, member.group):
                self.faults.append(f"a member of group {member.group} was shown words of group {int(group)} at {path}")
        return status, content

    def write(self, member: Member, kind: str, path: str, said: dict[str, str]) -> bool:
        """Send until it is acknowledged, with the same UUID each time, as the phone's outbox does."""
        uuid = uuid4()
        body = urlencode(said | {"client_uuid": str(uuid)}).encode()
        for _try in range(120):
            status, content = self.ask(member, "POST", path, body)
            if status in (200, 201, 302):
                self.kept[kind].add(uuid)
                return True
            if status in (400, 403, 404, 409, 422):
                self.faults.append(f"{kind} was refused with {status}: {content[:200]!r}")
                return False
            self.again += 1
            time.sleep(AGAIN)
        self.faults.append(f"a {kind} was never acknowledged")
        return False

    # --- what they do -------------------------------------------------------------------------------------------------
    def deed(self, member: Member, dice: random.Random) -> None:
        match dice.choices(
            ("home", "board", "topic", "public", "say", "say here", "answer", "tell", "vote", "come", "picture"),
            (10, 20, 20, 6, 14, 8, 7, 2, 6, 4, 3),
        )[0]:
            case "home":
                self.ask(member, "GET", "/since-last/")
            case "board":
                self.ask(member, "GET", f"/network/{member.board}/")
            case "topic":
                self.ask(member, "GET", f"/topics/{self.topic_of(member)}/")
            case "public":
                self.ask(member, "GET", dice.choice(("/", "/help/", "/en/")))
            case "say":
                words = f"{MARK}-0-{member.number} {dice.random()}"
                self.write(member, "message", f"/chat/{self.hot_room}/send/", {"body": words})
            case "say here":
                words = f"{MARK}-{member.group}-{member.number} {dice.random()}"
                self.write(member, "message", f"/chat/{member.rooms[1]}/send/", {"body": words})
            case "answer":
                words = f"{MARK}-{member.group}- Ring til dem, {dice.random()}"
                if member.number % GROUP_OF == 0:
                    # Whose topic it is answers in other ways.
                    return
                self.write(
                    member, "reply", f"/topics/{self.topic_of(member)}/reply/", {"kind": "experience", "body": words}
                )
            case "tell":
                words = f"{MARK}-{member.group}- En dag til, {dice.random()}"
                said = {"kind": "experience", "wish": "tried", "body": words}
                self.write(member, "topic", f"/network/{member.board}/new/", said)
            case "vote":
                place = dice.choice(member.placements)
                self.ask(member, "POST", f"/agenda/{place}/vote/")
                self.ask(member, "POST", f"/agenda/{place}/take-back-vote/")
            case "come":
                self.ask(member, "POST", f"/meetings/{member.meeting}/answer/", b"answer=coming")
            case "picture":
                self.picture(member, dice)

    def topic_of(self, member: Member) -> int:
        return self.topics[member.number // GROUP_OF]

    def picture(self, member: Member, dice: random.Random) -> None:
        from PIL import Image

        made = io.BytesIO()
        Image.new("RGB", (320, 240), tuple(dice.randrange(256) for _one in range(3))).save(made, "JPEG")
        data = made.getvalue()
        said = urlencode({"client_uuid": str(uuid4()), "kind": "picture", "size": len(data)}).encode()
        for _try in range(20):
            status, content = self.ask(member, "POST", "/files/", said)
            if status in (200, 201):
                break
            if status == 429:
                return
            time.sleep(AGAIN)
        else:
            return
        uuid = json.loads(content)["uuid"]
        for _try in range(30):
            at = json.loads(content).get("offset", 0) if 0 < status < 300 else 0
            status, content = self.ask(
                member, "POST", f"/files/{uuid}/bytes/?offset={at}", data[at:], "application/octet-stream"
            )
            if status == 200 and json.loads(content)["state"] == "ready":
                self.pictures.add(uuid)
                stored, _bytes = self.ask(member, "GET", json.loads(content)["url"])
                if stored == 200:
                    self.shown.append((member, json.loads(content)["url"]))
                if stored not in (200, 0) and stored < 500:
                    self.faults.append(f"an own picture answered {stored}")
                other = self.members[(member.number + GROUP_OF) % len(self.members)]
                if self.ask(other, "GET", json.loads(content)["url"])[0] == 200:
                    self.faults.append("a picture of one's own was served to somebody else")
                return
            if status == 422:
                self.faults.append(f"a picture was refused: {content[:200]!r}")
                return
            time.sleep(AGAIN)

    # --- the run ------------------------------------------------------------------------------------------------------
    async def live(self, *, until: float, pace: float) -> None:
        loop = asyncio.get_running_loop()
        with ThreadPoolExecutor(LINES, "member") as threads:

            async def act(member: Member) -> None:
                dice = random.Random(member.number)
                await asyncio.sleep(dice.random() * pace)
                while time.monotonic() < until:
                    began = time.monotonic()
                    await loop.run_in_executor(threads, self.deed, member, dice)
                    await asyncio.sleep(max(pace * (0.5 + dice.random()) - (time.monotonic() - began), 0.01))

            listening = [asyncio.create_task(self.listen(member, threads)) for member in self.members]
            await asyncio.gather(*(act(member) for member in self.members))
            # A moment for what is under way, then everybody asks the log once more.
            await asyncio.sleep(3)
            for task in listening:
                task.cancel()
            await asyncio.gather(*listening, return_exceptions=True)
            await asyncio.gather(*(loop.run_in_executor(threads, self.catch_up, member) for member in self.members))

    async def listen(self, member: Member, threads: ThreadPoolExecutor) -> None:
        """One socket, opened again with growing patience; after each opening the log is asked for what was missed."""
        loop, wait = asyncio.get_running_loop(), 0.5
        while True:
            try:
                async with websockets.connect(
                    f"wss://{self.domain}:{self.port}/ws/",
                    host="127.0.0.1",
                    port=self.port,
                    ssl=self.context,
                    origin=f"https://{self.domain}",
                    additional_headers={"Cookie": member.headers["Cookie"]},
                    open_timeout=20,
                ) as socket:
                    await socket.send(json.dumps({"type": "subscribe", "key": f"room:{self.hot_room}"}))
                    await socket.send(json.dumps({"type": "subscribe", "key": f"room:{member.rooms[1]}"}))
                    wait = 0.5
                    await loop.run_in_executor(threads, self.catch_up, member)
                    async for frame in socket:
                        await self.hear(member, frame, socket, threads)
            except (OSError, websockets.WebSocketException, TimeoutError, EOFError):
                pass
            member.cut += 1
            await asyncio.sleep(wait + random.random())
            wait = min(wait * 2, 8)

    async def hear(self, member: Member, frame: str | bytes, socket, threads: ThreadPoolExecutor) -> None:
        said = json.loads(frame)
        for one in said if isinstance(said, list) else [said]:
            if one.get("type") == "acknowledge":
                await socket.send(json.dumps({"type": "ack", "n": one["n"]}))
            if one.get("type") != "entries":
                continue
            for entry in one["entries"]:
                mark = _MARK.search(str(entry.get("body", "")).encode())
                if mark and int(mark[1]) not in (0, member.group):
                    self.faults.append(f"a socket of group {member.group} heard words of group {int(mark[1])}")
            if one.get("key") == f"room:{self.hot_room}":
                new = sorted(one["entries"], key=lambda entry: entry["seq"])
                if new and new[0]["seq"] > member.last_seq + 1:
                    await asyncio.get_running_loop().run_in_executor(threads, self.catch_up, member)
                self.merge(member, new)

    def merge(self, member: Member, entries: list[dict]) -> None:
        for entry in entries:
            uuid = entry.get("client_uuid", "")
            before = member.heard.setdefault(entry["seq"], uuid)
            if before != uuid:
                self.faults.append(f"number {entry['seq']} of the room is two different messages")
            if entry["seq"] == member.last_seq + 1:
                member.last_seq += 1
        while member.last_seq + 1 in member.heard:
            member.last_seq += 1

    def catch_up(self, member: Member) -> None:
        for _page in range(200):
            status, content = self.ask(member, "GET", f"/chat/{self.hot_room}/log/?after={member.last_seq}&limit=200")
            if status != 200:
                return
            said = json.loads(content)
            self.merge(member, said["entries"])
            if not said["more"]:
                return

    # --- the books ----------------------------------------------------------------------------------------------------
    def examine(self) -> list[str]:
        """Hold what was acknowledged against the database, and print the counts."""
        from django.db import connection

        from community.attachments.models import Attachment
        from community.chat.models import Message, Room
        from forums.topics.models import Post, Topic

        # Ours died with the database that was restarted.
        connection.close()
        connection.close_pool()  # type: ignore[attr-defined]
        faults = list(dict.fromkeys(self.faults))
        for kind, model in (("message", Message), ("reply", Post), ("topic", Topic)):
            found = Counter(model.objects.filter(client_uuid__in=self.kept[kind]).values_list("client_uuid", flat=True))
            lost = self.kept[kind] - set(found)
            doubled = [uuid for uuid, times in found.items() if times > 1]
            print(f"  {kind:8} {len(self.kept[kind]):6} acknowledged, {len(lost)} lost, {len(doubled)} doubled")
            if lost or doubled:
                faults.append(f"{kind}: {len(lost)} lost, {len(doubled)} doubled")
        lost_pictures = self.pictures - {
            str(uuid) for uuid in Attachment.objects.filter(uuid__in=self.pictures).values_list("uuid", flat=True)
        }
        print(f"  pictures {len(self.pictures):6} acknowledged, {len(lost_pictures)} lost")
        if lost_pictures:
            faults.append(f"{len(lost_pictures)} pictures lost")
        for room in Room.objects.filter(last_seq__gt=0):
            numbers = list(room.messages.order_by("seq").values_list("seq", flat=True))
            if numbers != list(range(1, room.last_seq + 1)):
                faults.append(f"the log of room {room.pk} has holes")
        hot = dict(Message.objects.filter(room=self.hot_room).values_list("seq", "client_uuid"))
        wanted = {seq: str(uuid) for seq, uuid in hot.items()}
        behind = [member.number for member in self.members if member.heard != wanted]
        if behind:
            faults.append(f"{len(behind)} members do not hold the room as the database does")
        print(
            f"  the room of all holds {len(wanted)} messages; {len(self.members) - len(behind)} members hold them all"
        )
        cuts = sum(member.cut for member in self.members)
        print(f"  sockets were opened again {cuts} times; {self.again} sendings were tried again")
        print(f"  answers {dict(sorted(self.statuses.items()))}; in stated windows {dict(self.in_windows)}")
        return faults

    def words_no_log_may_hold(self, log: Path) -> list[str]:
        text = b""
        with suppress(OSError):
            text = log.read_bytes()
        words = [MARK.encode(), b"production.ung", b"@nextwork", *(m.name.encode() for m in self.members[:40])]
        words += [m.headers["Cookie"].partition("=")[2].partition(";")[0].encode() for m in self.members]
        return sorted({word.decode() for word in words if word in text})
