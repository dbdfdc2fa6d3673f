from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("jobs", "0016_open_search_rows_apart"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="vacancy",
            name="is_redrafted",
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        # Which of these were rewritten nobody has noted until now.
        migrations.RunSQL(
            """UPDATE jobs_vacancy SET is_redrafted = true
               WHERE state IN ('draft', 'submitted', 'in_check', 'verified')""",
            migrations.RunSQL.noop,
        ),
        migrations.AddConstraint(
            model_name="vacancy",
            constraint=models.CheckConstraint(
                condition=~models.Q(state="open") | models.Q(is_redrafted=False),
                name="vacancy_open_was_seen_by_a_second_person",
            ),
        ),
    ]
