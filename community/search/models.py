"""What can be found: one row for each thing that is written, kept in the transaction that writes the thing.

The full-text part belongs to the database (the migration makes it): on PostgreSQL the generated column `words` with
the Danish configuration and its GIN index, on SQLite the FTS5 table `community_searchwords` over the stemmed columns,
kept by triggers. A migration that alters this table on SQLite remakes it, and must make the triggers again (fts5.py).
"""

from django.db import models
from django.db.models import Q

from community.people.models import Person
from community.spaces.models import Space


class SearchEntry(models.Model):
    #: The thing, as community.subjects names it.
    subject_type = models.CharField(max_length=20)
    subject_id = models.BigIntegerField()
    space = models.ForeignKey(Space, models.PROTECT, related_name="+")
    #: Who beyond the space's readers may find it, in the words of the room whose thing it is; as a rule nobody. Without
    #: a default, so that SQLite adds the column and remakes no table.
    reach = models.CharField(max_length=20, null=True)
    #: What one can filter by; the source that wrote the row names its kinds.
    kind = models.CharField(max_length=20)
    author = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField()
    title = models.TextField(blank=True)
    body = models.TextField(blank=True)
    #: Each between bars, such as "|lager|kantine|".
    tags = models.TextField(blank=True)
    #: Stems of title and tags, and of the body; filled on SQLite only, which knows no Danish.
    head_stems = models.TextField(blank=True)
    body_stems = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject_type", "subject_id"], name="a_thing_is_found_once"),
            models.CheckConstraint(condition=~Q(subject_type="") & ~Q(kind=""), name="search_entry_says_what_it_is"),
        ]
        indexes = [
            models.Index(fields=["space", "-id"], name="search_entries_of_a_space"),
            models.Index(fields=["-id"], condition=~Q(tags=""), name="search_entries_with_tags"),
            models.Index(
                fields=["reach", "-id"], condition=Q(reach__isnull=False), name="search_entries_shared_across"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_type} {self.subject_id}"
