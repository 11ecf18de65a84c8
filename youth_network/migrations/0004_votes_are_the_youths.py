"""The database itself refuses a vote or a role of anybody but a present youth of the group, and an item that says it is
the youths' while it is the team's.

Constraints cannot look into another table, so triggers do. A vote is cast and taken back, never changed, and none is
cast at or after the moment the votes close.
"""

from django.db import migrations

VOTE = """EXISTS (
    SELECT 1 FROM youth_network_agenda a
    JOIN community_meeting t ON t.id = a.meeting_id
    JOIN youth_network_placement p ON p.id = NEW.placement_id
    JOIN community_membership m ON m.id = NEW.membership_id
    WHERE a.meeting_id = NEW.agenda_id AND p.agenda_id = a.meeting_id AND p.practical = {false}
    AND m.role = 'youth' AND m.ended_at IS NULL AND m.group_id = t.group_id
    AND a.phase = 'ahead' AND t.cancelled_at IS NULL AND NEW.cast_at < a.closes_at)"""
ROLE = """EXISTS (
    SELECT 1 FROM community_meeting t JOIN community_membership m ON m.id = NEW.membership_id
    WHERE t.id = NEW.agenda_id AND m.role = 'youth' AND m.ended_at IS NULL AND m.group_id = t.group_id)"""
ITEM = """EXISTS (
    SELECT 1 FROM community_membership m JOIN community_group g ON g.id = NEW.group_id
    WHERE m.id = NEW.proposer_id AND g.kind = 'youth_group' AND (
        m.role = 'youth' AND m.group_id = g.id AND NEW.from_team = {false}
        OR m.role IN ('consultant', 'psychologist') AND m.network_id = g.network_id AND NEW.from_team = {true}))"""
PLACE = """EXISTS (
    SELECT 1 FROM youth_network_agendaitem i JOIN community_meeting t ON t.id = NEW.agenda_id
    WHERE i.id = NEW.item_id AND i.group_id = t.group_id AND i.practical = NEW.practical)"""
SAME_ITEM = """(NEW.group_id = OLD.group_id AND NEW.proposer_id = OLD.proposer_id AND NEW.from_team = OLD.from_team
    AND NEW.practical = OLD.practical)"""
SAME_PLACE = "(NEW.agenda_id = OLD.agenda_id AND NEW.item_id = OLD.item_id AND NEW.practical = OLD.practical)"
#: Table, what must hold of a new row and of a changed one, what is said else. Votes and roles are given and taken back.
RULES = (
    ("youth_network_vote", VOTE, "{false}", "only a youth of the group votes, while the votes are open"),
    ("youth_network_meetingrole", ROLE, "{false}", "only a youth of the group holds a role"),
    ("youth_network_agendaitem", ITEM, SAME_ITEM, "an item is of a youth of the group or marked as the team''s"),
    ("youth_network_placement", PLACE, SAME_PLACE, "an item lies on its own group''s table"),
)


def lay(apps, schema_editor):
    sqlite = schema_editor.connection.vendor == "sqlite"
    for table, new, changed, sentence in RULES:
        for deed, rule in (("INSERT", new), ("UPDATE", changed)):
            name = f"{table}_holds_{deed.lower()}"
            if sqlite:
                schema_editor.execute(
                    f"CREATE TRIGGER {name} BEFORE {deed} ON {table} WHEN NOT {rule.format(false='0', true='1')} "
                    f"BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
                )
                continue
            schema_editor.execute(
                f"""CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF NOT {rule.format(false="FALSE", true="TRUE")} THEN
                        RAISE EXCEPTION '{sentence}' USING ERRCODE = 'integrity_constraint_violation';
                    END IF;
                    RETURN NEW;
                END $$"""
            )
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE {deed} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
            )


def lift(apps, schema_editor):
    for table, *_rest in RULES:
        for deed in ("insert", "update"):
            name = f"{table}_holds_{deed}"
            if schema_editor.connection.vendor == "sqlite":
                schema_editor.execute(f"DROP TRIGGER {name}")
            else:
                schema_editor.execute(f"DROP TRIGGER {name} ON {table}")
                schema_editor.execute(f"DROP FUNCTION {name}()")


class Migration(migrations.Migration):
    dependencies = [("youth_network", "0003_agendas"), ("community", "0010_meetings_rules_and_asks")]

    operations = [migrations.RunPython(lay, lift)]
