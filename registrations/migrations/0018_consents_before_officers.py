import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0019_code_for_a_bare_address'),
        ('registrations', '0017_answers_to_points'),
    ]

    operations = [
        migrations.CreateModel(
            name='SpokenConsent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(choices=[('web', 'On this site'), ('counter', 'At the counter'), ('paper', 'On paper')], max_length=10, verbose_name='how')),
                ('language', models.CharField(choices=[('id', 'Indonesia'), ('en', 'English')], max_length=2, verbose_name='language')),
                ('given_at', models.DateTimeField(auto_now_add=True)),
                ('withdrawn_at', models.DateTimeField(editable=False, null=True)),
                ('candidate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='spoken_consents', to='registrations.candidate')),
                ('taken_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                ('text', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.policytext')),
            ],
            options={
                'verbose_name': 'consent before an officer',
                'verbose_name_plural': 'consents before officers',
                'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('candidate', 'text'), name='consent_is_spoken_once_per_version'), models.CheckConstraint(condition=models.Q(('channel__in', ['counter', 'paper'])), name='consent_is_spoken_before_an_officer')],
            },
        ),
    ]
