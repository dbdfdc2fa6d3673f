"""Village clerks and stewards get a village or an event. Until now only demo accounts had these roles: seeding
gives them again, in the new form."""

from django.db import migrations


def drop(apps, schema_editor):
    memberships = apps.get_model("accounts", "Membership").objects
    memberships.filter(role__in=["village_clerk", "steward"], user__is_demo=True).delete()


class Migration(migrations.Migration):
    dependencies = [("accounts", "0011_purposes_texts_and_consents")]
    operations = [migrations.RunPython(drop, migrations.RunPython.noop)]
