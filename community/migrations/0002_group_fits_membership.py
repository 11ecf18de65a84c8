"""The database itself refuses a membership or invitation in a group of another network or of the wrong kind.

Constraints cannot look into another table, so triggers do; a group's network and kind never change.
"""

from django.db import migrations

FITS = """EXISTS (
    SELECT 1 FROM community_group g WHERE g.id = NEW.group_id AND g.network_id = NEW.network_id AND g.kind = CASE
        WHEN NEW.role = 'youth' THEN 'youth_group' WHEN NEW.role = 'company' THEN 'company_network' ELSE 'team' END)"""
TABLES = ("community_membership", "community_invitation")


def lay(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for table in TABLES:
            for deed in ("INSERT", "UPDATE"):
                schema_editor.execute(
                    f"CREATE TRIGGER {table}_fits_group_{deed.lower()} BEFORE {deed} ON {table} "
                    f"WHEN NEW.group_id IS NOT NULL AND NOT {FITS} "
                    "BEGIN SELECT RAISE(ABORT, 'the group does not fit the role and network'); END"
                )
        schema_editor.execute(
            "CREATE TRIGGER community_group_stays BEFORE UPDATE ON community_group "
            "WHEN NEW.network_id <> OLD.network_id OR NEW.kind <> OLD.kind "
            "BEGIN SELECT RAISE(ABORT, 'a group keeps its network and kind'); END"
        )
        return
    schema_editor.execute(
        f"""CREATE FUNCTION community_group_fits() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF NEW.group_id IS NOT NULL AND NOT {FITS} THEN
                RAISE EXCEPTION 'the group does not fit the role and network' USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NEW;
        END $$"""
    )
    for table in TABLES:
        schema_editor.execute(
            f"CREATE TRIGGER {table}_fits_group BEFORE INSERT OR UPDATE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION community_group_fits()"
        )
    schema_editor.execute(
        """CREATE FUNCTION community_group_stays() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF NEW.network_id <> OLD.network_id OR NEW.kind <> OLD.kind THEN
                RAISE EXCEPTION 'a group keeps its network and kind' USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NEW;
        END $$"""
    )
    schema_editor.execute(
        "CREATE TRIGGER community_group_stays BEFORE UPDATE ON community_group "
        "FOR EACH ROW EXECUTE FUNCTION community_group_stays()"
    )


def lift(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for table in TABLES:
            for deed in ("insert", "update"):
                schema_editor.execute(f"DROP TRIGGER {table}_fits_group_{deed}")
        schema_editor.execute("DROP TRIGGER community_group_stays")
        return
    for table in TABLES:
        schema_editor.execute(f"DROP TRIGGER {table}_fits_group ON {table}")
    schema_editor.execute("DROP TRIGGER community_group_stays ON community_group")
    schema_editor.execute("DROP FUNCTION community_group_fits()")
    schema_editor.execute("DROP FUNCTION community_group_stays()")


class Migration(migrations.Migration):
    dependencies = [("community", "0001_people_and_membership")]

    operations = [migrations.RunPython(lay, lift)]
