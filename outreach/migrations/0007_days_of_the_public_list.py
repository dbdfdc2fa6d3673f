from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("outreach", "0006_sign_ups")]

    operations = [
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                name="event_public_by_day",
                fields=["starts_on", "id", "ends_on"],
                condition=Q(
                    same_as=None,
                    state__in=["cancelled", "checked", "held", "planned", "reported", "returned", "sourced"],
                ),
            ),
        ),
    ]
