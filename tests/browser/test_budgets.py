"""What a cold visit costs: bytes on the wire, compressed as served."""

import pytest

from tests.support import needs

pytestmark = [pytest.mark.browser, needs("chromium")]

#: The public home under 100 KB before images (fonts included), a member page under 45 KB of code, headers counted too.
HOME_BYTES = 100_000
MEMBER_BYTES = 45 * 1024
CODE = ("Document", "Stylesheet", "Script")


def transferred(page, path: str) -> dict[str, int]:
    """Bytes on the wire by type of resource, in a context whose cache is empty."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    kinds, sizes = {}, {}
    session.on("Network.responseReceived", lambda event: kinds.update({event["requestId"]: event["type"]}))
    session.on(
        "Network.loadingFinished", lambda event: sizes.update({event["requestId"]: int(event["encodedDataLength"])})
    )
    page.goto(path, wait_until="networkidle")
    total: dict[str, int] = {}
    for request, size in sizes.items():
        kind = kinds.get(request, "Other")
        total[kind] = total.get(kind, 0) + size
    return total


def test_the_public_home_is_light(visit):
    total = transferred(visit(), "/")
    assert sum(size for kind, size in total.items() if kind != "Image") < HOME_BYTES, total
    assert "Script" not in total


@pytest.mark.parametrize("path", ["/since-last/", "/network/"])
def test_a_member_page_is_light(visit, path):
    total = transferred(visit("freja"), path)
    assert sum(total.get(kind, 0) for kind in CODE) < MEMBER_BYTES, total
