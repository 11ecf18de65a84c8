"""The fan-out of the chat as a site in production has it: nginx before two web processes, and not for a moment only.

Beside ours, through the same nginx and on the same processes, a plain Channels consumer per client. TURNS would be over
in seconds; here the two take turns for five minutes with 100 listeners and for five with 500.
"""

import socket
import subprocess
import time
from contextlib import suppress
from dataclasses import replace

import pytest

from tests.load.chat_clients import Client, close_clients, open_clients
from tests.load.test_chat import (
    IN_FLIGHT,
    IN_TIME,
    LATE_AS_BARE,
    LEAST_OF_PLAIN,
    MOST_SENDERS,
    P99_WITHIN,
    Feeds,
    Turns,
    hall,  # noqa: F401
    talk,
    two,  # noqa: F401
)
from tests.support import free_port, needs

pytestmark = [
    pytest.mark.long,
    pytest.mark.processes,
    pytest.mark.django_db,
    pytest.mark.timeout(1800),
    needs("postgresql", "redis", "nginx"),
]

SECONDS = 300
CONFIGURATION = """
worker_rlimit_nofile 16384;
pid {folder}/nginx.pid;
events {{ worker_connections 8192; }}
http {{
  access_log off;
  upstream web {{ least_conn; server 127.0.0.1:{one}; server 127.0.0.1:{other}; }}
  map $http_upgrade $connection_upgrade {{ default upgrade; "" ""; }}
  server {{
    listen 127.0.0.1:{port};
    location / {{
      proxy_pass http://web;
      proxy_http_version 1.1;
      proxy_set_header Host $http_host;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection $connection_upgrade;
      proxy_read_timeout 120s;
    }}
  }}
}}
"""


def answers(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), 5):
        return True
    return False


@pytest.fixture
def behind(two, tmp_path):  # noqa: F811
    """Both processes, where visitors find them."""
    port, file = free_port(), tmp_path / "nginx.conf"
    file.write_text(CONFIGURATION.format(folder=tmp_path, port=port, one=two[0].port, other=two[1].port))
    proxy = subprocess.Popen(["nginx", "-p", tmp_path, "-c", file, "-e", tmp_path / "errors.log", "-g", "daemon off;"])
    try:
        deadline = time.monotonic() + 30
        while not answers(port):
            assert time.monotonic() < deadline, (tmp_path / "errors.log").read_text()
            time.sleep(0.1)
        yield replace(two[0], port=port)
    finally:
        proxy.terminate()
        proxy.wait(30)


@pytest.mark.parametrize("many", [100, 500])
async def test_it_keeps_its_pace_for_five_minutes(behind, capsys, many):
    name, who, feeds = f"{many} in one room", ("ours", "plain"), Feeds(behind)
    listening: dict[str, list[Client]] = {
        one: await open_clients(getattr(behind, one)(behind.hot, number) for number in range(many)) for one in who
    }
    measured = {one: Turns() for one in who}
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        for one, turns in measured.items():
            ours = one == "ours"
            least = IN_FLIGHT[name] if ours else min(IN_FLIGHT[name], MOST_SENDERS)
            room = {behind.hot: listening[one]}
            await talk(getattr(feeds, one), room, least, turns, IN_TIME[name] if ours else 0.0)
    assert not [client for clients in listening.values() for client in clients if client.closed_at]
    for clients in listening.values():
        await close_clients(clients)
    ours, plain = measured["ours"], measured["plain"]
    with capsys.disabled():
        print()
        for one, turns in measured.items():
            print(f"  behind nginx, {name} {one:6} {turns}   {turns.rate / plain.rate:6.2f} times plain")
        tenth = len(ours.rates) // 10 or 1
        first, last = sum(ours.rates[:tenth]) / tenth, sum(ours.rates[-tenth:]) / tenth
        print(f"  {len(ours.rates)} turns each; of the first tenth {first:,.0f} deliveries/s, of the last {last:,.0f}")
    assert ours.rate >= LEAST_OF_PLAIN[name] * plain.rate
    # On a machine that is busy with other things all are late.
    assert ours.p99 <= max(P99_WITHIN, plain.p99 / LATE_AS_BARE)
    assert last >= first / 2
