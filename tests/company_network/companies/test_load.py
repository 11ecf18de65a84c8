"""Two thousand companies: the directory costs hardly more than with a hundred."""

import statistics
import time

import pytest
from django.db import connection
from django.urls import reverse

from company_network.companies.models import Company, Trade

pytestmark = pytest.mark.long

# As few as fill a page of one trade: otherwise the longer page would be compared with the shorter.
FEW, MANY, TIMES = 600, 2_000, 40
AT_MOST = 1.3


def _make(world, first, last):
    trades = [Trade.objects.get_or_create(name=f"Branche {number}")[0] for number in range(20)]
    Company.objects.bulk_create(
        Company(
            network=world.roskilde,
            name=f"Firma {number:05}",
            trade=trades[number % 20],
            about="Vi reparerer det, andre vil smide ud.",
            tries=["reparation", "butik"],
            made_by=world.people["ellen"],
        )
        for number in range(first, last)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _seconds(client, addresses):
    """The median of each address, asked in turns."""
    spent = {address: [] for address in addresses}
    for _time in range(TIMES):
        for address in addresses:
            began = time.perf_counter()
            assert client.get(address).status_code == 200
            spent[address].append(time.perf_counter() - began)
    return {address: statistics.median(times) for address, times in spent.items()}


def test_the_directory_of_two_thousand_is_as_quick_as_that_of_a_hundred(world, browse):
    _make(world, 0, FEW)
    client, trade = browse("mona"), Trade.objects.get(name="Branche 3").pk
    middle = Company.objects.get(name="Firma 00050").pk
    addresses = [reverse("companies") + query for query in ("", f"?trade={trade}", f"?after={middle}")]
    _seconds(client, addresses)
    few = _seconds(client, addresses)
    _make(world, FEW, MANY)
    many = _seconds(client, addresses)
    for address in addresses:
        print(f"{address}: {few[address] * 1000:.1f} ms, then {many[address] * 1000:.1f} ms")
        assert many[address] < few[address] * AT_MOST, address
