from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0002_cluster_of_the_transaction'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='seal',
            index=models.Index(fields=['cluster', 'below_xid', 'number'], name='seal_by_transaction'),
        ),
    ]
