from django.db import migrations

from portal.audit.append_only import may_be_emptied


class Migration(migrations.Migration):

    dependencies = [
        ('placements', '0014_sex_of_a_taken_place'),
    ]

    operations = [
        may_be_emptied('placements_workcontract', 'place', 'explanation'),
        may_be_emptied('placements_contractdifference', 'promised', 'signed'),
    ]
