"""The database itself refuses a vote on house rules by anybody but a present youth of the group, and a rule's words
never change. Groups that exist get the rules every group begins with.

Constraints cannot look into another table, so triggers do.
"""

from django.db import migrations

#: What a group begins with, as it was when this ran (community/house_rules/starter.py).
STARTER = (
    "Det, der bliver sagt her, bliver her.",
    "Man må altid springe over og siger ikke hvorfor.",
    "Vi taler ud fra os selv og giver kun råd, når nogen vil have dem.",
    "Vi nævner ikke folk eller steder ved navn, når det er noget svært.",
    "Ingen bliver gjort til grin, heller ikke for sjov.",
)

VOTE = """EXISTS (
    SELECT 1 FROM community_houserules r JOIN community_membership m ON m.id = NEW.membership_id
    WHERE r.id = NEW.rules_id AND m.role = 'youth' AND m.ended_at IS NULL AND m.group_id = r.group_id
    AND r.adopted_at IS NULL AND r.fell_at IS NULL AND r.proposed_by_id IS NOT NULL)"""
UNDECIDED = """EXISTS (
    SELECT 1 FROM community_houserules r WHERE r.id = NEW.rules_id AND r.adopted_at IS NULL AND r.fell_at IS NULL)"""
#: Trigger, deed, table, what must hold, what is said else.
RULES = (
    ("house_rules_vote_insert", "INSERT", "community_houserulesvote", VOTE, "only a youth of the group votes on its rules"),
    ("house_rules_vote_update", "UPDATE", "community_houserulesvote", "{false}", "a vote on rules is never changed"),
    ("house_rule_joins", "INSERT", "community_houserule", UNDECIDED, "a version that is decided keeps its rules"),
    ("house_rule_stays", "UPDATE", "community_houserule", "{false}", "the words of a house rule never change"),
)


def lay(apps, schema_editor):
    sqlite = schema_editor.connection.vendor == "sqlite"
    for name, deed, table, rule, sentence in RULES:
        if sqlite:
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE {deed} ON {table} WHEN NOT {rule.format(false='0')} "
                f"BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
            )
            continue
        schema_editor.execute(
            f"""CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF NOT {rule.format(false="FALSE")} THEN
                    RAISE EXCEPTION '{sentence}' USING ERRCODE = 'integrity_constraint_violation';
                END IF;
                RETURN NEW;
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


def plant(apps, schema_editor):
    group, rules, rule = (apps.get_model("community", name) for name in ("Group", "HouseRules", "HouseRule"))
    for one in group.objects.filter(kind="youth_group", house_rules=None):
        first = rules.objects.create(group=one, version=1)
        rule.objects.bulk_create(rule(rules=first, position=at, text=text) for at, text in enumerate(STARTER, 1))


class Migration(migrations.Migration):
    dependencies = [("community", "0012_answers_are_the_groups")]

    operations = [migrations.RunPython(plant, migrations.RunPython.noop), migrations.RunPython(lay, lift)]
