import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0001_entries_and_seals"),
    ]

    operations = [
        migrations.AddField(
            "entry",
            "cluster",
            models.BigIntegerField(
                db_default=django.db.models.expressions.RawSQL("(pg_control_system()).system_identifier", []),
                editable=False,
            ),
        ),
        migrations.RemoveIndex("entry", "entry_by_xid"),
        migrations.AddIndex("entry", models.Index(fields=["cluster", "xid"], name="entry_by_xid")),
        migrations.AddField("seal", "cluster", models.BigIntegerField(default=0), preserve_default=False),
    ]
