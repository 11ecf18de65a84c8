"""What was said to be wrong, what was done, and how a network looks after its people."""

import community.clock
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("community", "0030_pauses_and_hidden_messages")]

    operations = [
        migrations.CreateModel(
            name='Case',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject_type', models.CharField(max_length=20)),
                ('subject_id', models.BigIntegerField()),
                ('danger', models.PositiveSmallIntegerField()),
                ('worried', models.BooleanField(default=False)),
                ('opened_at', models.DateTimeField(default=community.clock.now)),
                ('reported_at', models.DateTimeField(default=community.clock.now)),
                ('taken_at', models.DateTimeField(null=True)),
                ('waits_for_author', models.BooleanField(default=False)),
                ('author_changed_at', models.DateTimeField(null=True)),
                ('alarm_at', models.DateTimeField(null=True)),
                ('alarm_step', models.PositiveSmallIntegerField(default=0)),
                ('closed_at', models.DateTimeField(null=True)),
                ('version', models.PositiveIntegerField(default=0)),
                ('erased_at', models.DateTimeField(null=True)),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('deputy', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('handed_to', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('network', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='community.network')),
                ('space', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='community.space')),
                ('taken_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Alarm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.PositiveSmallIntegerField()),
                ('raised_at', models.DateTimeField(default=community.clock.now)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='alarms', to='community.case')),
            ],
        ),
        migrations.CreateModel(
            name='CaseNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.TextField(validators=[django.core.validators.MaxLengthValidator(1000)])),
                ('at', models.DateTimeField(default=community.clock.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='community.case')),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Deed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('hide', 'Hidden'), ('let_stand', 'Let stand'), ('ask_change', 'Asked to change it'), ('close_topic', 'Closed'), ('move_topic', 'Moved'), ('pause', 'A pause'), ('end_membership', 'Membership ended'), ('hand_over', 'Handed to the psychologist'), ('hide_all', 'Much hidden at once'), ('close_case', 'Looked at, nothing to do'), ('until_seen', 'Hidden until somebody has looked'), ('held', 'Held until somebody has looked')], max_length=16)),
                ('rule_text', models.CharField(blank=True, max_length=300)),
                ('words', models.TextField(blank=True, validators=[django.core.validators.MaxLengthValidator(1000)])),
                ('at', models.DateTimeField(default=community.clock.now)),
                ('until', models.DateTimeField(null=True)),
                ('about', models.JSONField(default=dict)),
                ('undone_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deeds', to='community.case')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('rule', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='community.houserule')),
                ('undone_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Appeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.TextField(blank=True, validators=[django.core.validators.MaxLengthValidator(1000)])),
                ('made_at', models.DateTimeField(default=community.clock.now)),
                ('changed', models.BooleanField(null=True)),
                ('answer', models.TextField(blank=True, validators=[django.core.validators.MaxLengthValidator(1000)])),
                ('answered_at', models.DateTimeField(null=True)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('deed', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='appeal', to='community.deed')),
            ],
        ),
        migrations.CreateModel(
            name='GeneralRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('text', models.CharField(max_length=300, verbose_name='Rule')),
                ('made_at', models.DateTimeField(default=community.clock.now)),
                ('retired_at', models.DateTimeField(null=True)),
                ('network', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='general_rules', to='community.network')),
            ],
            options={
                'ordering': ['network', 'position', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='deed',
            name='general_rule',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='community.generalrule'),
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('worried', 'I am worried about somebody'), ('hurts', 'It hurts someone'), ('names', 'It names someone'), ('other', 'Something else'), ('advertising', 'It is advertising'), ('first_words', "A new member's first words")], max_length=12)),
                ('words', models.TextField(blank=True, validators=[django.core.validators.MaxLengthValidator(1000)])),
                ('said', models.TextField(blank=True, max_length=4000)),
                ('made_at', models.DateTimeField(default=community.clock.now)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='community.case')),
                ('reporter', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['made_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='CareRules',
            fields=[
                ('network', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='care_rules', serialize=False, to='community.network')),
                ('first_posts', models.PositiveSmallIntegerField(default=0)),
                ('hints', models.TextField(blank=True, max_length=2000)),
                ('deputy', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('first', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('on_call', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('second', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('first_posts__range', (0, 5))), name='few_first_posts_are_held')],
            },
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('closed_at', None)), fields=['network', 'danger', '-reported_at'], name='open_cases'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('alarm_at__isnull', False)), fields=['alarm_at'], name='alarms_due'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['subject_type', 'subject_id'], name='cases_of_a_thing'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['author', 'network'], name='cases_of_an_author'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.UniqueConstraint(condition=models.Q(('closed_at', None)), fields=('subject_type', 'subject_id'), name='one_open_case_about_a_thing'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(('subject_type', ''), _negated=True), name='a_case_names_its_subject'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(('alarm_at', None), models.Q(('closed_at', None), ('taken_at', None), ('worried', True)), _connector='OR'), name='alarms_are_for_worries_nobody_took'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(('closed_at', None), ('closed_at__gte', models.F('opened_at')), _connector='OR'), name='a_case_closes_after_it_opened'),
        ),
        migrations.AddConstraint(
            model_name='alarm',
            constraint=models.UniqueConstraint(fields=('case', 'person', 'step'), name='one_call_a_step'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at', None), ('answered_by', None), ('changed', None)), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False), ('changed__isnull', False), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='an_answered_appeal_says_why'),
        ),
        migrations.AddConstraint(
            model_name='generalrule',
            constraint=models.UniqueConstraint(condition=models.Q(('retired_at', None)), fields=('network', 'position'), name='one_general_rule_per_position'),
        ),
        migrations.AddConstraint(
            model_name='generalrule',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='a_general_rule_has_words'),
        ),
        migrations.AddIndex(
            model_name='deed',
            index=models.Index(fields=['person', '-at'], name='deeds_of_a_person'),
        ),
        migrations.AddIndex(
            model_name='deed',
            index=models.Index(fields=['at'], name='deeds_by_time'),
        ),
        migrations.AddConstraint(
            model_name='deed',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['hide', 'let_stand', 'ask_change', 'close_topic', 'move_topic', 'pause', 'end_membership', 'hand_over', 'hide_all', 'close_case', 'until_seen', 'held'])), name='deed_kind_is_known'),
        ),
        migrations.AddConstraint(
            model_name='deed',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['hide', 'ask_change', 'close_topic', 'move_topic', 'pause', 'end_membership', 'hide_all']), _negated=True), models.Q(models.Q(('rule_text', ''), _negated=True), ('by__isnull', False), models.Q(models.Q(('general_rule', None), ('rule__isnull', False)), models.Q(('general_rule__isnull', False), ('rule', None)), _connector='OR')), _connector='OR'), name='a_deed_against_somebody_has_a_rule'),
        ),
        migrations.AddConstraint(
            model_name='deed',
            constraint=models.CheckConstraint(condition=models.Q(('by__isnull', False), ('kind__in', ['until_seen', 'held']), _connector='OR'), name='only_protection_is_nobodys'),
        ),
        migrations.AddConstraint(
            model_name='deed',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'pause'), _negated=True), ('until__isnull', False), _connector='OR'), name='a_pause_has_an_end'),
        ),
        migrations.AddConstraint(
            model_name='deed',
            constraint=models.CheckConstraint(condition=models.Q(('by', None), models.Q(('by', models.F('person')), _negated=True), _connector='OR'), name='nobody_acts_on_themselves'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.UniqueConstraint(fields=('case', 'reporter', 'kind'), name='a_thing_is_said_once'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['worried', 'hurts', 'names', 'other', 'advertising', 'first_words'])), name='report_kind_is_known'),
        ),
    ]
