"""What stood in a field while a neutral line stands there."""

import community.clock
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('community', '0032_general_rules_for_every_network'),
    ]

    operations = [
        migrations.CreateModel(
            name='Aside',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject_type', models.CharField(max_length=20)),
                ('subject_id', models.BigIntegerField()),
                ('values', models.JSONField()),
                ('at', models.DateTimeField(default=community.clock.now)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('subject_type', 'subject_id'), name='a_thing_is_put_aside_once'), models.CheckConstraint(condition=models.Q(('subject_type', ''), _negated=True), name='an_aside_names_its_subject')],
            },
        ),
    ]
