import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('jobs', '0026_way_of_each_scheme'),
        ('placements', '0003_orientation_sessions'),
        ('places', '0002_phones_that_were_tried'),
        ('registrations', '0027_ground_of_a_dropped_proposal'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='placement',
            name='usual_until',
            field=models.DateField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='placement',
            name='planned_carrier',
            field=models.CharField(blank=True, max_length=60, verbose_name='flight or ship'),
        ),
        migrations.AddField(
            model_name='placement',
            name='planned_port',
            field=models.CharField(blank=True, max_length=100, verbose_name='airport, harbour or border post'),
        ),
        migrations.AddField(
            model_name='placement',
            name='late_after',
            field=models.GeneratedField(db_persist=True, expression=models.Case(models.When(state__in=['departed', 'at_work', 'case_open', 'returned', 'deported', 'deceased', 'purna'], then=models.F('usual_until')), default=django.db.models.functions.comparison.Least('usual_until', 'planned_departure_on')), output_field=models.DateField(null=True)),
        ),
        migrations.AddIndex(
            model_name='placement',
            index=models.Index(fields=['office', 'destination', 'state', 'state_since', 'id'], name='placement_board_by_country'),
        ),
        migrations.AddIndex(
            model_name='placement',
            index=models.Index(fields=['office', 'scheme', 'state', 'state_since', 'id'], name='placement_board_by_scheme'),
        ),
        migrations.AddIndex(
            model_name='placement',
            index=models.Index(condition=models.Q(('late_after__isnull', False)), fields=['office', 'state', 'late_after', 'id'], name='placement_late'),
        ),
        migrations.AddIndex(
            model_name='placement',
            index=models.Index(condition=models.Q(('late_after__isnull', False)), fields=['regency', 'state', 'late_after', 'id'], name='placement_late_of_regency'),
        ),
    ]
