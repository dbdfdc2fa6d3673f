import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from portal.audit.append_only import append_only

# A consent to one purpose never points to the text of another.
TEXT_OF_ITS_PURPOSE = """
    ALTER TABLE accounts_policytext ADD CONSTRAINT text_is_of_one_purpose UNIQUE (id, purpose_id);
    ALTER TABLE accounts_consent ADD CONSTRAINT consent_is_to_the_text_of_its_purpose
        FOREIGN KEY (text_id, purpose_id) REFERENCES accounts_policytext (id, purpose_id) DEFERRABLE INITIALLY DEFERRED;
"""
AS_IT_WAS = """
    ALTER TABLE accounts_consent DROP CONSTRAINT consent_is_to_the_text_of_its_purpose;
    ALTER TABLE accounts_policytext DROP CONSTRAINT text_is_of_one_purpose;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0010_claim_codes'),
    ]

    operations = [
        migrations.CreateModel(
            name='Purpose',
            fields=[
                ('code', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('slug', models.SlugField(max_length=40, unique=True)),
                ('place', models.PositiveSmallIntegerField(verbose_name='place in lists')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('name_en', models.CharField(max_length=120, verbose_name='name in English')),
                ('basis', models.CharField(choices=[('law', 'Duty by law'), ('public_duty', 'Public service'), ('consent', 'Your consent')], max_length=20, verbose_name='legal basis')),
                ('article', models.CharField(max_length=120, verbose_name='article')),
                ('is_checked', models.BooleanField(verbose_name='article was checked')),
                ('uses', models.TextField(verbose_name='data used')),
                ('uses_en', models.TextField(verbose_name='data used, in English')),
                ('kept_for', models.CharField(max_length=200, verbose_name='kept for')),
                ('kept_for_en', models.CharField(max_length=200, verbose_name='kept for, in English')),
                ('valid_to', models.DateField(null=True, verbose_name='last day')),
            ],
            options={
                'verbose_name': 'purpose',
                'verbose_name_plural': 'purposes',
                'ordering': ['place'],
                'constraints': [models.CheckConstraint(condition=models.Q(('code__regex', '^[a-z][a-z0-9_]*$')), name='purpose_code_is_a_code'), models.CheckConstraint(condition=models.Q(('basis__in', ['law', 'public_duty', 'consent'])), name='purpose_has_a_legal_basis')],
            },
        ),
        migrations.CreateModel(
            name='PolicyText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='version')),
                ('valid_from', models.DateField(verbose_name='in force from')),
                ('title', models.CharField(max_length=120, verbose_name='title')),
                ('title_en', models.CharField(max_length=120, verbose_name='title in English')),
                ('body', models.TextField(verbose_name='text')),
                ('body_en', models.TextField(verbose_name='text in English')),
                ('legal_basis', models.CharField(max_length=200, verbose_name='legal basis')),
                ('content_hash', models.CharField(max_length=64)),
                ('purpose', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='texts', to='accounts.purpose', verbose_name='purpose')),
            ],
            options={
                'verbose_name': 'version of a text',
                'verbose_name_plural': 'versions of texts',
            },
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='decision')),
                ('is_given', models.BooleanField(verbose_name='given')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='when')),
                ('channel', models.CharField(choices=[('web', 'On this site'), ('counter', 'At the counter'), ('paper', 'On paper')], max_length=10, verbose_name='how')),
                ('language', models.CharField(choices=[('id', 'Indonesia'), ('en', 'English')], max_length=2, verbose_name='language')),
                ('taken_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership', verbose_name='taken by')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consents', to=settings.AUTH_USER_MODEL, verbose_name='account')),
                ('text', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='accounts.policytext', verbose_name='version')),
                ('purpose', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='accounts.purpose', verbose_name='purpose')),
            ],
            options={
                'verbose_name': 'consent',
                'verbose_name_plural': 'consents',
            },
        ),
        migrations.CreateModel(
            name='NoticeShown',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='when')),
                ('channel', models.CharField(choices=[('web', 'On this site'), ('counter', 'At the counter'), ('paper', 'On paper')], max_length=10, verbose_name='how')),
                ('language', models.CharField(choices=[('id', 'Indonesia'), ('en', 'English')], max_length=2, verbose_name='language')),
                ('taken_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership', verbose_name='taken by')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices_shown', to=settings.AUTH_USER_MODEL, verbose_name='account')),
                ('text', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='accounts.policytext', verbose_name='version')),
            ],
            options={
                'verbose_name': 'notice shown',
                'verbose_name_plural': 'notices shown',
                'constraints': [models.UniqueConstraint(fields=('user', 'text'), name='notice_is_shown_once_per_version'), models.CheckConstraint(condition=models.Q(models.Q(('channel', 'web'), ('taken_by', None)), models.Q(('channel__in', ['counter', 'paper']), ('taken_by__isnull', False)), _connector='OR'), name='notice_is_shown_by_an_officer_or_on_the_web'), models.CheckConstraint(condition=models.Q(('language__in', ['id', 'en'])), name='notice_was_shown_in_a_language')],
            },
        ),
        migrations.AddConstraint(
            model_name='policytext',
            constraint=models.UniqueConstraint(fields=('purpose', 'number'), name='text_has_each_version_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='policytext',
            constraint=models.UniqueConstraint(fields=('purpose', 'valid_from'), name='text_has_one_new_version_a_day', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='policytext',
            constraint=models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='text_versions_begin_at_one'),
        ),
        migrations.AddConstraint(
            model_name='policytext',
            constraint=models.CheckConstraint(condition=models.Q(('content_hash__regex', '^[0-9a-f]{64}$')), name='text_has_its_hash'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.UniqueConstraint(fields=('user', 'purpose', 'number'), name='consent_decisions_are_counted'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.CheckConstraint(condition=models.Q(('number__gt', 1), ('is_given', True), _connector='OR'), name='consent_begins_by_being_given'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('channel', 'web'), ('taken_by', None)), models.Q(('channel__in', ['counter', 'paper']), ('taken_by__isnull', False)), _connector='OR'), name='consent_is_taken_by_an_officer_or_on_the_web'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.CheckConstraint(condition=models.Q(('language__in', ['id', 'en'])), name='consent_was_read_in_a_language'),
        ),
        migrations.RunSQL(TEXT_OF_ITS_PURPOSE, AS_IT_WAS),
        append_only("accounts_policytext"),
        append_only("accounts_consent"),
        append_only("accounts_noticeshown"),
    ]
