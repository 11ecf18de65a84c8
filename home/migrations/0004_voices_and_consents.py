import community.clock
import django.db.models.deletion
import home.podcasts.timecodes
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('home', '0003_podcasts'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ConsentWording',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(unique=True)),
                ('danish', models.TextField()),
                ('english', models.TextField()),
                ('made_at', models.DateTimeField(default=community.clock.now)),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-version'],
            },
        ),
        migrations.CreateModel(
            name='Testimonial',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=5, unique=True)),
                ('speaker', models.CharField(choices=[('youth', 'Youth'), ('staff', 'Staff'), ('company', 'Company')], max_length=10, verbose_name='Who speaks')),
                ('municipality', models.CharField(blank=True, max_length=80, verbose_name='Municipality')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='E-mail address')),
                ('made_at', models.DateTimeField(default=community.clock.now)),
                ('hidden_at', models.DateTimeField(null=True)),
                ('taken_down_at', models.DateTimeField(null=True)),
                ('erased_at', models.DateTimeField(null=True)),
                ('wished_voice', models.CharField(blank=True, choices=[('own', 'Own voice'), ('altered', 'Altered voice'), ('read', 'Read by somebody else'), ('machine', 'Read by a machine')], max_length=10)),
                ('strays', models.JSONField(default=list)),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'voice',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Cut',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('question', models.CharField(max_length=200)),
                ('question_en', models.CharField(blank=True, max_length=200)),
                ('quote', models.TextField()),
                ('quote_en', models.TextField(blank=True)),
                ('excerpt', models.TextField(blank=True)),
                ('excerpt_en', models.TextField(blank=True)),
                ('content_note', models.CharField(blank=True, max_length=200)),
                ('voice', models.CharField(blank=True, choices=[('own', 'Own voice'), ('altered', 'Altered voice'), ('read', 'Read by somebody else'), ('machine', 'Read by a machine')], max_length=10)),
                ('sound', models.CharField(blank=True, max_length=40)),
                ('sound_digest', models.CharField(blank=True, max_length=64)),
                ('seconds', models.FloatField(default=0)),
                ('waveform', models.JSONField(default=list)),
                ('starts_at', home.podcasts.timecodes.SecondsField(blank=True, null=True, verbose_name='Begins at')),
                ('transcript', models.TextField(blank=True)),
                ('transcript_en', models.TextField(blank=True)),
                ('made_at', models.DateTimeField(default=community.clock.now)),
                ('episode', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='cuts', to='home.episodepage')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('testimonial', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cuts', to='home.testimonial')),
            ],
            options={
                'ordering': ['testimonial', '-number'],
            },
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cut_digest', models.CharField(max_length=64)),
                ('language', models.CharField(choices=[('da', 'Dansk'), ('en', 'English')], max_length=2)),
                ('how', models.CharField(choices=[('self', 'By the person, at the personal address'), ('paper', 'On paper'), ('signature', 'By electronic signature'), ('oral', 'Orally, recorded'), ('source', 'Published before by those who spoke')], max_length=10)),
                ('given_at', models.DateTimeField()),
                ('opens_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('name_form', models.CharField(choices=[('role', 'No name, only what I am (such as “Youth in NExTWORK”)'), ('pseudonym', 'A name that I make up'), ('first_name', 'My first name'), ('full_name', 'My whole name')], default='role', max_length=12)),
                ('shown_name', models.CharField(blank=True, max_length=60)),
                ('next_name_form', models.CharField(blank=True, choices=[('role', 'No name, only what I am (such as “Youth in NExTWORK”)'), ('pseudonym', 'A name that I make up'), ('first_name', 'My first name'), ('full_name', 'My whole name')], max_length=12)),
                ('next_name', models.CharField(blank=True, max_length=60)),
                ('next_name_at', models.DateTimeField(null=True)),
                ('released_at', models.DateTimeField(null=True)),
                ('reminded_at', models.DateTimeField(null=True)),
                ('ran_out_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('receipt', models.CharField(max_length=12, unique=True)),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('released_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('wording', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='home.consentwording')),
                ('cut', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='consents', to='home.cut')),
                ('testimonial', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consents', to='home.testimonial')),
            ],
            options={
                'ordering': ['testimonial', '-given_at'],
            },
        ),
        migrations.CreateModel(
            name='Claim',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token_digest', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField(default=community.clock.now)),
                ('revoked_at', models.DateTimeField(null=True)),
                ('testimonial', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='home.testimonial')),
            ],
        ),
        migrations.CreateModel(
            name='ConsentScope',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scope', models.CharField(choices=[('site_da', 'On this site in Danish'), ('site_en', 'On this site in English'), ('municipality', 'With the name of my municipality'), ('qr', 'As a QR code on paper that leads to the clip'), ('print', 'My words printed, such as in a brochure'), ('search', 'So that search engines can find it'), ('social', 'With my words in what one sees when the link is shared'), ('podcast_apps', 'In podcast apps (copies there cannot be called back)'), ('press', 'Handed to newspapers and radio (copies there cannot be called back)')], max_length=14)),
                ('opens_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('consent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scopes', to='home.consent')),
            ],
            options={
                'ordering': ['consent', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('consent', 'scope'), name='one_open_tick_of_a_kind')],
            },
        ),
        migrations.AddConstraint(
            model_name='consentwording',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('danish', ''), _negated=True), models.Q(('english', ''), _negated=True)), name='a_wording_has_words'),
        ),
        migrations.AddConstraint(
            model_name='testimonial',
            constraint=models.CheckConstraint(condition=models.Q(('erased_at', None), models.Q(('email', ''), ('municipality', '')), _connector='OR'), name='nothing_personal_after_erasing'),
        ),
        migrations.AddConstraint(
            model_name='cut',
            constraint=models.UniqueConstraint(fields=('testimonial', 'number'), name='one_cut_of_each_number'),
        ),
        migrations.AddConstraint(
            model_name='cut',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('quote', ''), _negated=True), models.Q(('question', ''), _negated=True)), name='a_cut_says_something'),
        ),
        migrations.AddConstraint(
            model_name='cut',
            constraint=models.CheckConstraint(condition=models.Q(('sound', ''), models.Q(models.Q(('transcript', ''), _negated=True), models.Q(('voice', ''), _negated=True)), _connector='OR'), name='sound_has_its_transcript_and_voice'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('cut',), name='one_consent_for_a_cut'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.CheckConstraint(condition=models.Q(('opens_at__gt', models.F('given_at'))), name='a_yes_rests_before_it_opens'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('opens_at'))), name='a_consent_ends_after_it_opens'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('how', 'self'), ('recorded_by', None)), models.Q(('how', 'self'), _negated=True), _connector='OR'), name='recorded_by_staff_or_said_oneself'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('name_form', 'role'), ('shown_name', '')), models.Q(('name_form', 'role'), _negated=True), _connector='OR'), name='no_name_kept_where_none_is_shown'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.CheckConstraint(condition=models.Q(('ended_at', None), models.Q(('name_form', 'role'), ('next_name', '')), _connector='OR'), name='no_name_kept_after_the_end'),
        ),
    ]
