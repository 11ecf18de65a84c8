"""Stands on the bench in a test and takes more memory than there is."""

from community.attachments.bench import MOST_MEMORY, bound

bound()
bytearray(MOST_MEMORY)
