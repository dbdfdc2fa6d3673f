import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('registrations', '0016_undoing_of_lists'),
    ]

    operations = [
        migrations.CreateModel(
            name='CorrectionAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=500, verbose_name='why it is right as it is')),
                ('given_at', models.DateTimeField(auto_now_add=True)),
                ('point', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='answer', to='registrations.correctionpoint')),
            ],
            options={
                'verbose_name': 'answer to a point',
                'verbose_name_plural': 'answers to points',
            },
        ),
    ]
