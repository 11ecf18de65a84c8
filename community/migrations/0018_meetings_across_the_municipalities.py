"""Meetings of a team for the staff of all networks, and a link for those who meet on a screen.

SQLite would remake the table of meetings for the new columns, and with it lose the trigger that stands on it and break
those of the youths' votes, which look into it; there the columns are added as they are. The answers' trigger learns of
meetings across: staff of any network and the programme say whether they come.
"""

from django.db import migrations, models

_OWN = """EXISTS (
    SELECT 1 FROM community_meeting m JOIN community_membership p ON p.group_id = m.group_id
    WHERE m.id = NEW.meeting_id AND p.id = NEW.membership_id)"""
_ACROSS = f"""({_OWN} OR EXISTS (
    SELECT 1 FROM community_meeting m JOIN community_group g ON g.id = m.group_id
    JOIN community_membership p ON p.id = NEW.membership_id
    WHERE m.id = NEW.meeting_id AND m.across = {{true}} AND g.kind = 'team'
    AND p.role IN ('consultant', 'psychologist', 'programme')))"""


def _answers(schema_editor, rule):
    if schema_editor.connection.vendor == "sqlite":
        for deed in ("INSERT", "UPDATE"):
            schema_editor.execute(f"DROP TRIGGER community_attendance_of_group_{deed.lower()}")
            schema_editor.execute(
                f"CREATE TRIGGER community_attendance_of_group_{deed.lower()} BEFORE {deed} ON community_attendance "
                f"WHEN NOT {rule.format(true='1')} "
                "BEGIN SELECT RAISE(ABORT, 'only the members of the group answer'); END"
            )
        return
    schema_editor.execute(
        f"""CREATE OR REPLACE FUNCTION community_attendance_of_group() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF NOT {rule.format(true="true")} THEN
                RAISE EXCEPTION 'only the members of the group answer' USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NEW;
        END $$"""
    )


def _fields():
    across, link = models.BooleanField(default=False), models.URLField(max_length=300, blank=True, default="")
    for name, field in (("across", across), ("link", link)):
        field.set_attributes_from_name(name)
        yield field


def add(apps, schema_editor):
    meeting = apps.get_model("community", "Meeting")
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("ALTER TABLE community_meeting ADD COLUMN across bool NOT NULL DEFAULT 0")
        schema_editor.execute("ALTER TABLE community_meeting ADD COLUMN link varchar(300) NOT NULL DEFAULT ''")
    else:
        for field in _fields():
            schema_editor.add_field(meeting, field)
    _answers(schema_editor, _ACROSS)


def remove(apps, schema_editor):
    _answers(schema_editor, _OWN)
    for name in ("across", "link"):
        schema_editor.execute(f"ALTER TABLE community_meeting DROP COLUMN {name}")


class Migration(migrations.Migration):
    dependencies = [("community", "0017_found_beyond_its_space")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(add, remove)],
            state_operations=[
                migrations.AddField("meeting", "across", models.BooleanField(default=False, editable=False)),
                migrations.AddField(
                    "meeting", "link", models.URLField(blank=True, max_length=300, verbose_name="Link")
                ),
            ],
        ),
        migrations.AddIndex(
            "meeting",
            models.Index(condition=models.Q(("across", True)), fields=["starts_at"], name="meetings_across"),
        ),
    ]
