from django.db import migrations

from portal.audit.append_only import append_only, may_be_emptied


class Migration(migrations.Migration):
    dependencies = [("outreach", "0001_events_sessions_and_counts")]

    operations = [
        append_only("outreach_eventstep"),
        append_only("outreach_eventstepreason"),
        may_be_emptied("outreach_eventstepreason", "text"),
        append_only("outreach_countchange"),
        may_be_emptied("outreach_countchange", "reason"),
    ]
