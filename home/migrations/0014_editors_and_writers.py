"""The editors' group gets the rights that came with the contact page and with redirects; writers get a group of their
own, and the one workflow of Wagtail's beginnings, which asked a group without people, asks the editors.

Wagtail's own groups go where nobody is in them: nobody keeps groups in this site's admin."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

EDITORS, WRITERS, READING = "Redaktion", "Skribenter", "Redaktionen læser siden"
FIRST_WORKFLOW, FIRST_GROUPS = "Moderators approval", ("Moderators", "Editors")
#: What an editors' group that stands does not have yet.
NEW = [("wagtailredirects", f"{deed}_redirect") for deed in ("add", "change", "delete", "view")]
NEW += [("home", "view_enquiry"), ("home", "change_enquiry")]
#: What it has had from the beginning, for a site that has none yet.
FIRST = [("wagtailadmin", "access_admin"), ("simple_translation", "submit_translation")]
FIRST += [("home", f"{deed}_{name}") for name in ("helpline", "sound") for deed in ("add", "change", "delete", "view")]
FIRST += [("company_network", f"{deed}_trade") for deed in ("add", "change", "delete", "view")]
FIRST += [("youth_network", "change_hostscript"), ("youth_network", "view_hostscript")]
PAGES = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page", "bulk_delete_page")
FILES = [("wagtailimages", f"{deed}_image") for deed in ("add", "change", "choose")]
FILES += [("wagtaildocs", f"{deed}_document") for deed in ("add", "change", "choose")]
#: The right to enter the admin is written by a migration of its own.
APPS = ("wagtailcore", "wagtailimages", "wagtaildocs", "wagtailredirects", "simple_translation")
APPS += ("home", "company_network", "youth_network")


def give(apps, schema_editor):
    # Rights are rows that Django writes after all migrations; here they are needed before.
    for config in [one for one in apps.get_app_configs() if one.label in APPS]:
        before, config.models_module = getattr(config, "models_module", None), True
        create_permissions(config, apps=apps, using=schema_editor.connection.alias, verbosity=0)
        config.models_module = before
    editors = group(apps, EDITORS, PAGES, FIRST)
    editors.permissions.add(*rights(apps, NEW))
    group(apps, WRITERS, PAGES[:2], FIRST[:1])
    take_over_workflow(apps, editors)
    first = apps.get_model("auth", "Group").objects.filter(name__in=FIRST_GROUPS, user__isnull=True)
    first.delete()


def rights(apps, wanted):
    Permission = apps.get_model("auth", "Permission")
    return [Permission.objects.get(content_type__app_label=app, codename=name) for app, name in wanted]


def group(apps, name, pages, others):
    """The group of this name; one that is made now gets its rights."""
    made, new = apps.get_model("auth", "Group").objects.get_or_create(name=name)
    if new:
        root = apps.get_model("wagtailcore", "Page").objects.get(depth=1)
        folder = apps.get_model("wagtailcore", "Collection").objects.get(depth=1)
        for right in rights(apps, [("wagtailcore", codename) for codename in pages]):
            apps.get_model("wagtailcore", "GroupPagePermission").objects.create(group=made, page=root, permission=right)
        for right in rights(apps, FILES):
            apps.get_model("wagtailcore", "GroupCollectionPermission").objects.create(
                group=made, collection=folder, permission=right
            )
        made.permissions.add(*rights(apps, others))
    return made


def take_over_workflow(apps, editors):
    apps.get_model("wagtailcore", "Workflow").objects.filter(name=FIRST_WORKFLOW).update(name=READING)
    for task in apps.get_model("wagtailcore", "GroupApprovalTask").objects.filter(name=FIRST_WORKFLOW):
        task.name = READING
        task.save()
        task.groups.set([editors])


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0013_news"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
        ("simple_translation", "0001_initial"),
        ("company_network", "0001_companies_and_who_speaks_for_them"),
        ("youth_network", "0003_agendas"),
    ]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
