from django.db import migrations
from django.db.models import F

STEP = 4


def clear_pages(apps, schema_editor):
    """Stories that stood on pages have no consent on file, so they cannot stand: the pages go, with every version of
    them, their index entries and their logs; and the excerpt of one goes from all versions of the front page."""
    TestimonialPage = apps.get_model("home", "TestimonialPage")
    HomePage = apps.get_model("home", "HomePage")
    Page = apps.get_model("wagtailcore", "Page")
    Revision = apps.get_model("wagtailcore", "Revision")
    ContentType = apps.get_model("contenttypes", "ContentType")

    HomePage.objects.update(quoted=None)
    fronts = [str(pk) for pk in HomePage.objects.values_list("pk", flat=True)]
    for revision in Revision.objects.filter(object_id__in=fronts, base_content_type__model="page").iterator():
        if isinstance(revision.content, dict) and revision.content.keys() & {"excerpt", "quoted"}:
            revision.content.pop("excerpt", None)
            revision.content["quoted"] = None
            revision.save(update_fields=["content"])

    stories = list(TestimonialPage.objects.all())
    if not stories:
        return
    keys = [str(story.pk) for story in stories]
    Page.objects.filter(pk__in=keys).update(live_revision=None, latest_revision=None)
    Revision.objects.filter(object_id__in=keys, base_content_type__model="page").delete()
    for app, name in (
        ("wagtailcore", "WorkflowState"),
        ("wagtailcore", "ReferenceIndex"),
        ("wagtailsearch", "IndexEntry"),
    ):
        kinds = ContentType.objects.filter(model__in=("page", "publicpage", "testimonialpage"))
        model = apps.get_model(app, name)
        field = "content_type" if any(f.name == "content_type" for f in model._meta.fields) else "base_content_type"
        model.objects.filter(object_id__in=keys, **{f"{field}__in": kinds}).delete()
    apps.get_model("wagtailcore", "PageLogEntry").objects.filter(page_id__in=keys).delete()
    for story in stories:
        path = story.path
        story.delete()
        Page.objects.filter(path=path[:-STEP]).update(numchild=F("numchild") - 1)


class Migration(migrations.Migration):

    dependencies = [
        ("home", "0005_editions_and_scans"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailsearch", "0010_add_text_fields"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.RunPython(clear_pages, migrations.RunPython.noop),
    ]
