import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("home", "0006_stories_without_a_consent")]

    operations = [
        migrations.RemoveField(
            model_name='testimonialpage',
            name='publicpage_ptr',
        ),
        migrations.RemoveField(
            model_name='homepage',
            name='excerpt',
        ),
        migrations.AlterField(
            model_name='homepage',
            name='quoted',
            field=models.ForeignKey(blank=True, help_text="Shown while the person's yes stands.", null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='home.testimonial', verbose_name='Voice that is quoted'),
        ),
        migrations.DeleteModel(
            name='TestimonialPage',
        ),
    ]
