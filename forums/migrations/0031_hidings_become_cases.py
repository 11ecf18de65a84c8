"""Words in which somebody said that a youth is named, hidden until a consultant has looked, are cases like all else that
is said to be wrong (community/moderation): what was said, by whom nobody learns, and what was done."""

from django.db import migrations

NAMES, DANGER_OF_NAMES = "names", 2
#: The general rule about naming youths (community migration 0032).
RULE_ABOUT_NAMES = 2
UNTIL_SEEN = "Hvor voksne skriver om unge, skjules ord, der måske nævner en, til en konsulent har set på dem."


def become_cases(apps, schema_editor):
    Hiding = apps.get_model("forums", "Hiding")
    Case, Report, Deed, GeneralRule = (
        apps.get_model("community", name) for name in ("Case", "Report", "Deed", "GeneralRule")
    )
    for hiding in Hiding.objects.select_related("post__topic__board__space").order_by("pk"):
        post = hiding.post
        space = post.topic.board.space
        by = hiding.looked_by_id if hiding.looked_by_id != post.author_id else None
        case = Case.objects.create(
            network_id=space.network_id,
            subject_type="post",
            subject_id=post.pk,
            author_id=post.author_id,
            space_id=space.pk,
            danger=DANGER_OF_NAMES,
            opened_at=hiding.reported_at,
            reported_at=hiding.reported_at,
            taken_by_id=by,
            taken_at=hiding.looked_at if by else None,
            closed_at=hiding.looked_at if hiding.state == "restored" else None,
            waits_for_author=hiding.state == "kept",
        )
        Report.objects.create(
            case=case, reporter_id=hiding.reported_by_id, kind=NAMES, said=post.body[:4000], made_at=hiding.reported_at
        )
        Deed.objects.create(
            case=case, kind="until_seen", person_id=post.author_id, rule_text=UNTIL_SEEN, at=hiding.reported_at
        )
        rule = GeneralRule.objects.filter(network=space.network_id, position=RULE_ABOUT_NAMES).first()
        if by and hiding.state == "kept" and rule:
            Deed.objects.create(
                case=case,
                kind="ask_change",
                by_id=by,
                person_id=post.author_id,
                general_rule=rule,
                rule_text=rule.text,
                words=hiding.sentence,
                at=hiding.looked_at,
            )
        elif by and hiding.state == "restored":
            Deed.objects.create(case=case, kind="let_stand", by_id=by, person_id=post.author_id, at=hiding.looked_at)


class Migration(migrations.Migration):
    dependencies = [
        ("forums", "0030_closed_topics"),
        ("community", "0032_general_rules_for_every_network"),
    ]

    operations = [migrations.RunPython(become_cases, migrations.RunPython.noop)]
