import community.clock
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('home', '0004_voices_and_consents'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='What is printed')),
                ('made_at', models.DateTimeField(default=community.clock.now)),
                ('printed_on', models.DateField(null=True, verbose_name='Printed on')),
                ('again', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reprints', to='home.edition')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-made_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='ScanCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('number', models.PositiveIntegerField(default=0)),
                ('testimonial', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scans', to='home.testimonial')),
            ],
            options={
                'ordering': ['-day'],
            },
        ),
        migrations.CreateModel(
            name='EditionPlace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='places', to='home.edition')),
                ('testimonial', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='places', to='home.testimonial')),
            ],
            options={
                'ordering': ['edition', 'position'],
            },
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='an_edition_has_a_name'),
        ),
        migrations.AddConstraint(
            model_name='scancount',
            constraint=models.UniqueConstraint(fields=('testimonial', 'day'), name='one_count_of_a_code_a_day'),
        ),
        migrations.AddConstraint(
            model_name='editionplace',
            constraint=models.UniqueConstraint(fields=('edition', 'testimonial'), name='a_code_stands_once_in_an_edition'),
        ),
        migrations.AddConstraint(
            model_name='editionplace',
            constraint=models.UniqueConstraint(fields=('edition', 'position'), name='one_code_in_a_place_of_an_edition'),
        ),
    ]
