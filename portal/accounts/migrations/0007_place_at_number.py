from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0006_pins'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='place_at_number',
            field=models.PositiveSmallIntegerField(blank=True, editable=False, null=True),
        ),
    ]
