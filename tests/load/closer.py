"""What a rehearsal of the production set-up looks at closer once its traffic is over: clients that say half of what
they have to say, the headers as they leave the proxy, and what the doctor says of it all."""

import re
import socket
import ssl
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING

from tests.nginx import DOMAIN, Answer, tls_line

if TYPE_CHECKING:
    from tests.load.members import Crowd
    from tests.load.production import SetUp

#: Clients that begin a header, and as many that begin a body, and say no more.
SLOW = 300
#: Seconds within which others are answered meanwhile, and after which the proxy has let go of all of them: what it
#: gives a header (15) and a body (30), and a little.
OTHERS_WITHIN, LET_GO_WITHIN = 2.0, 45.0
#: Seconds for jobs that met a restart to be done again, as the worker does each minute.
DOCTOR_WITHIN = 150


def slow_clients(here: "SetUp", crowd: "Crowd") -> list[str]:
    """They hold a place at the proxy, which has many, and none at the site; and not for long."""
    context, faults = here.context(), []
    halves = (
        b"GET /help/ HTTP/1.1\r\nHost: nextwork.example\r\nX-Slow: ",
        b"POST /contact/ HTTP/1.1\r\nHost: nextwork.example\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        b"Content-Length: 4000\r\n\r\nwords=",
    )
    with ExitStack() as stack:
        slow: list[ssl.SSLSocket] = []
        for half in halves:
            for _one in range(SLOW):
                line = context.wrap_socket(
                    socket.create_connection(("127.0.0.1", here.port), 30), server_hostname=DOMAIN
                )
                stack.callback(line.close)
                line.sendall(half)
                slow.append(line)
        began, taken = time.monotonic(), []
        for _time in range(10):
            asked = time.monotonic()
            answer = here.ask("/help/")
            taken.append(time.monotonic() - asked)
            if answer.status != 200:
                faults.append(f"/help/ answered {answer.status} beside slow clients")
        print(f"  {len(slow)} slow clients; /help/ took {max(taken):.2f} s at the most beside them")
        if max(taken) > OTHERS_WITHIN:
            faults.append(f"/help/ took {max(taken):.1f} s beside slow clients")
        for line in slow:
            line.settimeout(max(began + LET_GO_WITHIN - time.monotonic(), 0.01))
            try:
                while line.recv(4096):
                    pass
            except TimeoutError:
                faults.append("the proxy still holds a client that says nothing")
                break
            except OSError:
                pass  # it was cut, which is what we wait for
        else:
            print(f"  all of them were let go after {time.monotonic() - began:.0f} s")
    return faults


def grades(here: "SetUp", crowd: "Crowd") -> list[str]:
    """The headers of a page, of a member's page, of a static file and of a member's file, as they leave the proxy."""
    from tests.architecture.test_header_grade import A_PLUS, grade

    member = crowd.members[0]
    page = here.ask("/help/")
    sheet = re.search(r'href="(/static/[^"]+\.css)"', page.body.decode())
    asked = {
        "a page": page,
        "a member's page": here.ask("/since-last/", member.headers["Cookie"]),
        "a static file": here.ask(sheet[1] if sheet else "/static/none"),
    }
    if crowd.shown:
        owner, address = crowd.shown[-1]
        picture = here.ask(address, owner.headers["Cookie"])
        asked["a member's picture"] = picture
        asked["what is not there"] = here.ask(address + "x", owner.headers["Cookie"])
    faults = [] if crowd.shown else ["no picture was taken, so none was graded"]
    for name, answer in asked.items():
        worth = grade(answer)
        print(f"  {name}: {answer.status}, graded {worth}")
        if worth < A_PLUS or (name != "a static file" and not answer.headers.get("X-Request-ID")):
            faults.append(f"{name} is graded {worth}: {dict(answer.headers)}")
        if answer.status != (404 if name == "what is not there" else 200):
            faults.append(f"{name} answered {answer.status}")
        if name == "a member's picture":
            faults += _of_a_members_file(answer)
    return faults


def _of_a_members_file(answer: Answer) -> list[str]:
    wanted = {
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Referrer-Policy": "same-origin",
    }
    wrong = {name: answer.headers.get_all(name) for name, value in wanted.items() if answer.headers[name] != value}
    if "sandbox" not in answer.headers.get("Content-Security-Policy", ""):
        wrong["Content-Security-Policy"] = answer.headers.get_all("Content-Security-Policy")
    if "X-Accel-Redirect" in answer.headers:
        wrong["X-Accel-Redirect"] = answer.headers.get_all("X-Accel-Redirect")
    return [f"a member's picture through the proxy: {wrong}"] if wrong else []


def doctor(here: "SetUp", crowd: "Crowd") -> list[str]:
    """The last steps of docs/operations.md: somebody who may do everything, a first network, a backup; then green."""
    from tests.load.production import manage

    boss = "production.drift@example.com"
    for command in (
        ("createsuperuser", "--noinput", "--email", boss, "--display_name", "Drift"),
        (
            "shell",
            "-c",
            "from community.models import Person; from community.membership.operations import begin_membership; "
            f"begin_membership(actor=None, person=Person.objects.get(email='{boss}'), role='programme')",
        ),
        ("backup", "--keep", "14"),
    ):
        done = manage(here.environment, *command)
        if done.returncode:
            return [f"manage.py {command[0]} ended with {done.returncode}: {done.stderr[-600:]}"]
    faults = _first_network(here, boss)
    deadline = time.monotonic() + DOCTOR_WITHIN
    while (said := manage(here.environment, "doctor")).returncode and time.monotonic() < deadline:
        time.sleep(5)
    print("\n".join(f"    {line}" for line in said.stdout.splitlines()))
    if said.returncode:
        faults.append(f"the doctor ends with {said.returncode}: {said.stderr[-600:]}")
    return faults


def _first_network(here: "SetUp", boss: str) -> list[str]:
    from django.conf import settings
    from django.db import connection
    from django.test import Client

    from community.models import Network, Person
    from tests.personas import sign_in

    # This thread may be one whose line died with the database that was restarted.
    connection.close()
    client = sign_in(Client(headers={"host": DOMAIN, "x-forwarded-proto": "https"}), Person.objects.get(email=boss))
    client.get("/networks/", secure=True)
    headers = {
        "Cookie": "; ".join(f"{name}={one.value}" for name, one in client.cookies.items()),
        "X-CSRFToken": client.cookies[settings.CSRF_COOKIE_NAME].value,
        "Origin": f"https://{DOMAIN}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    line = tls_line(here.port, here.context())
    line.request("POST", "/networks/", body="name=NExTWORK+Start&municipality=Start", headers=headers)
    answer = Answer.of(line)
    line.close()
    if answer.status != 302 or not Network.objects.filter(name="NExTWORK Start").exists():
        return [f"the first network was not founded: {answer.status}"]
    return []
