"""The database itself refuses to change an entry of the audit, and to erase one before it is two years old; and to
change or erase what was answered in a review of access.

Not even a mistake in our own code can tidy away who opened what. Constraints know nothing of deeds, so triggers do.
"""

from django.db import migrations

#: How long an entry stands, as each database says it (community/audit/operations.py keeps it some hours longer).
OLD = {"sqlite": "OLD.at < datetime('now', '-2 years')", "postgresql": "OLD.at < now() - interval '2 years'"}
NEVER = {"sqlite": "0", "postgresql": "FALSE"}
#: Trigger, deed, table, when it may be, what is said else.
RULES = (
    ("audit_entry_stays", "UPDATE", "community_auditentry", NEVER, "an entry of the audit is never changed"),
    ("audit_entry_is_kept", "DELETE", "community_auditentry", OLD, "an entry of the audit is kept for two years"),
    ("access_answer_stays", "UPDATE", "community_accessanswer", NEVER, "what was answered in a review stands"),
    ("access_answer_is_kept", "DELETE", "community_accessanswer", NEVER, "what was answered in a review is kept"),
)


def lay(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for name, deed, table, may_be, sentence in RULES:
        if vendor == "sqlite":
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE {deed} ON {table} WHEN NOT ({may_be[vendor]}) "
                f"BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
            )
            continue
        schema_editor.execute(
            f"""CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF NOT ({may_be[vendor]}) THEN
                    RAISE EXCEPTION '{sentence}' USING ERRCODE = 'integrity_constraint_violation';
                END IF;
                RETURN {"OLD" if deed == "DELETE" else "NEW"};
            END $$"""
        )
        schema_editor.execute(f"CREATE TRIGGER {name} BEFORE {deed} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")


def lift(apps, schema_editor):
    for name, _deed, table, *_rest in RULES:
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(f"DROP TRIGGER {name}")
        else:
            schema_editor.execute(f"DROP TRIGGER {name} ON {table}")
            schema_editor.execute(f"DROP FUNCTION {name}()")


class Migration(migrations.Migration):
    dependencies = [("community", "0050_audit_concerns_and_distance")]

    operations = [migrations.RunPython(lay, lift)]
