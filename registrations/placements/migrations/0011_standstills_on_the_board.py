from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('jobs', '0026_way_of_each_scheme'),
        ('placements', '0010_programmes_and_their_batches'),
        ('places', '0002_phones_that_were_tried'),
        ('registrations', '0028_looks_for_protection'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='placement',
            name='stands_still',
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddIndex(
            model_name='placement',
            index=models.Index(condition=models.Q(('stands_still', True)), fields=['office', 'state', 'state_since', 'id'], name='placement_standing_still'),
        ),
    ]
