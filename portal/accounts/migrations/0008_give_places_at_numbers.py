from django.db import migrations

# In the order in which they came. A seventh account at a number would be refused by the constraint that follows.
GIVE = """
    UPDATE accounts_user SET place_at_number = ordered.place
    FROM (SELECT id, row_number() OVER (PARTITION BY phone ORDER BY date_joined, id) AS place
          FROM accounts_user WHERE phone IS NOT NULL) AS ordered
    WHERE ordered.id = accounts_user.id
"""


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0007_place_at_number'),
    ]

    operations = [
        migrations.RunSQL(GIVE, "UPDATE accounts_user SET place_at_number = NULL"),
    ]
