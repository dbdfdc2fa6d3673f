from django.db import migrations

from portal.audit.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("outreach", "0003_what_changed_and_what_is_not_the_same")]

    operations = [append_only("outreach_eventchange")]
