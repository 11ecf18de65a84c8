"""Every door through which people write words, and the pages and mails where these are read again.

Each door names the fields it feeds; tests/architecture/test_text_fields.py holds the names against all there are.
"""

from tests.doors import care, companies, members, public, watched
from tests.doors.registry import DOORS, FED

__all__ = ["DOORS", "FED", "care", "companies", "members", "public", "watched"]
