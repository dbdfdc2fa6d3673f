from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registrations", "0021_calls_to_silent_people"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="registration", name="registration_heads_turn"),
        migrations.AddField(
            model_name="registration",
            name="is_held_back",
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.AlterField(
            model_name="flag",
            name="kind",
            field=models.CharField(
                choices=[
                    ("nik_mismatch", "NIK and birth date or sex say different things"),
                    ("looks_alike", "May be the same person as another file"),
                    ("paper_doubted", "A paper looks changed"),
                    ("did_not_sign", "Somebody says that they did not sign"),
                    ("trafficking", "Signs of trafficking"),
                    ("held_before", "Ended while it was on hold"),
                ],
                max_length=15,
                verbose_name="kind",
            ),
        ),
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(
                condition=models.Q(
                    ("state", "on_hold"),
                    ("is_held_back", True),
                    models.Q(("rejection_proposed_by__isnull", False), ("state", "in_review")),
                    _connector="OR",
                ),
                fields=["office", "state_since", "id"],
                name="registration_heads_turn",
            ),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_held_back", False), ("state__in", ["returned", "verified"]), _connector="OR"),
                name="registration_is_held_back_from_coming_to_the_office",
            ),
        ),
    ]
