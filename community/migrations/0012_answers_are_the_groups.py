"""The database itself refuses an answer of somebody who does not belong to the group that meets.

Constraints cannot look into another table, so triggers do; a meeting never changes its group.
"""

from django.db import migrations

FITS = """EXISTS (
    SELECT 1 FROM community_meeting m JOIN community_membership p ON p.group_id = m.group_id
    WHERE m.id = NEW.meeting_id AND p.id = NEW.membership_id)"""


def lay(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for deed in ("INSERT", "UPDATE"):
            schema_editor.execute(
                f"CREATE TRIGGER community_attendance_of_group_{deed.lower()} BEFORE {deed} ON community_attendance "
                f"WHEN NOT {FITS} BEGIN SELECT RAISE(ABORT, 'only the members of the group answer'); END"
            )
        schema_editor.execute(
            "CREATE TRIGGER community_meeting_stays BEFORE UPDATE ON community_meeting "
            "WHEN NEW.group_id <> OLD.group_id BEGIN SELECT RAISE(ABORT, 'a meeting keeps its group'); END"
        )
        return
    schema_editor.execute(
        f"""CREATE FUNCTION community_attendance_of_group() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF NOT {FITS} THEN
                RAISE EXCEPTION 'only the members of the group answer' USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NEW;
        END $$"""
    )
    schema_editor.execute(
        "CREATE TRIGGER community_attendance_of_group BEFORE INSERT OR UPDATE ON community_attendance "
        "FOR EACH ROW EXECUTE FUNCTION community_attendance_of_group()"
    )
    schema_editor.execute(
        """CREATE FUNCTION community_meeting_stays() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF NEW.group_id <> OLD.group_id THEN
                RAISE EXCEPTION 'a meeting keeps its group' USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NEW;
        END $$"""
    )
    schema_editor.execute(
        "CREATE TRIGGER community_meeting_stays BEFORE UPDATE ON community_meeting "
        "FOR EACH ROW EXECUTE FUNCTION community_meeting_stays()"
    )


def lift(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for deed in ("insert", "update"):
            schema_editor.execute(f"DROP TRIGGER community_attendance_of_group_{deed}")
        schema_editor.execute("DROP TRIGGER community_meeting_stays")
        return
    schema_editor.execute("DROP TRIGGER community_attendance_of_group ON community_attendance")
    schema_editor.execute("DROP TRIGGER community_meeting_stays ON community_meeting")
    schema_editor.execute("DROP FUNCTION community_attendance_of_group()")
    schema_editor.execute("DROP FUNCTION community_meeting_stays()")


class Migration(migrations.Migration):
    dependencies = [("community", "0011_meeting_news")]

    operations = [migrations.RunPython(lay, lift)]
