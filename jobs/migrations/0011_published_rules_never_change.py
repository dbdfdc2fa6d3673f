from django.db import migrations

from jobs.models.rules_sql import guarded_table, keep_published
from portal.audit.append_only import append_only


class Migration(migrations.Migration):

    dependencies = [
        ("jobs", "0010_rules_by_two_people"),
    ]

    operations = [
        keep_published("jobs_placementrule"),
        keep_published("jobs_costrule"),
        guarded_table("jobs_ruledraft", "refuse_change_of_published_draft"),
        append_only("jobs_ruledraftstep"),
    ]
