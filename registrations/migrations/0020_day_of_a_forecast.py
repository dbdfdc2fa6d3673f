from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('registrations', '0019_looks_and_undoing_of_lists'),
    ]

    operations = [
        migrations.AddField(
            model_name='paperforecast',
            name='noted_on',
            field=models.DateField(editable=False, null=True),
        ),
    ]
