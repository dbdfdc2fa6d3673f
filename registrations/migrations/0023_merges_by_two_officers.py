import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registrations", "0022_held_back"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveField(model_name="merge", name="took_account"),
        migrations.AddField(
            model_name="suspicion",
            name="merged_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="suspicion",
            name="needs_two",
            field=models.BooleanField(
                db_default=False, default=False, editable=False, verbose_name="two officers have to decide"
            ),
        ),
        migrations.AddField(
            model_name="suspicion",
            name="proposed_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="suspicion",
            name="proposed_staying",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="registrations.candidate",
            ),
        ),
        migrations.AddConstraint(
            model_name="suspicion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("proposed_by", None),
                    ("merged_by", None),
                    models.Q(("proposed_by", models.F("merged_by")), _negated=True),
                    _connector="OR",
                ),
                name="suspicion_merged_by_another_than_who_proposed",
            ),
        ),
        migrations.AddConstraint(
            model_name="suspicion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "same"), _negated=True),
                    ("needs_two", False),
                    ("proposed_by__isnull", False),
                    _connector="OR",
                ),
                name="suspicion_merged_by_two_where_needed",
            ),
        ),
    ]
