# ruff: noqa: S608  (only names of our own stand in these texts)
"""The full-text side of SearchEntry on SQLite: an FTS5 table over the stemmed columns, and the triggers that keep it.

An external-content table is told the old words when they go, so the triggers hand it exactly what it was given.
"""

TABLE = "community_searchwords"

_INSERT = f"INSERT INTO {TABLE}(rowid, head_stems, body_stems) VALUES (new.id, new.head_stems, new.body_stems);"
_DELETE = (
    f"INSERT INTO {TABLE}({TABLE}, rowid, head_stems, body_stems)"
    " VALUES ('delete', old.id, old.head_stems, old.body_stems);"
)

#: Diacritics stay: å is no a.
MAKE = (
    f"CREATE VIRTUAL TABLE {TABLE} USING fts5(head_stems, body_stems, content='community_searchentry',"
    " content_rowid='id', tokenize='unicode61 remove_diacritics 0', prefix='2 3 4')",
    f"CREATE TRIGGER {TABLE}_added AFTER INSERT ON community_searchentry BEGIN {_INSERT} END",
    f"CREATE TRIGGER {TABLE}_gone AFTER DELETE ON community_searchentry BEGIN {_DELETE} END",
    f"CREATE TRIGGER {TABLE}_changed AFTER UPDATE OF id, head_stems, body_stems ON community_searchentry"
    f" BEGIN {_DELETE} {_INSERT} END",
)
UNMAKE = (
    f"DROP TRIGGER {TABLE}_added",
    f"DROP TRIGGER {TABLE}_gone",
    f"DROP TRIGGER {TABLE}_changed",
    f"DROP TABLE {TABLE}",
)
#: Writes the index anew in one piece: words that were taken out lie in older pieces until then.
OPTIMIZE = f"INSERT INTO {TABLE}({TABLE}) VALUES ('optimize')"
#: Reads every row's words again.
REBUILD = f"INSERT INTO {TABLE}({TABLE}) VALUES ('rebuild')"
