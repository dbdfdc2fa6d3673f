"""Placements per country were kept twice: the second table knew neither period nor place of origin, nor who disagrees."""

from datetime import date

from django.db import migrations


def move(apps, _schema_editor):
    published = apps.get_model("jobs", "PublishedFigure")
    figures = apps.get_model("jobs", "DestinationFigure").objects.select_related("destination__country")
    published.objects.bulk_create(
        [
            published(
                kind="penempatan", country=figure.destination.country, country_name=figure.destination.country.name,
                period_from=str(figure.year), period_to=str(figure.year), sort_day=date(figure.year, 12, 31),
                value=figure.placements, source_name=figure.source_name, source_url=figure.source_url,
                source_date=figure.source_date,
            )
            for figure in figures.exclude(source_name="").order_by("pk")
        ],
        ignore_conflicts=True,
    )  # fmt: skip


class Migration(migrations.Migration):

    dependencies = [
        ('jobs', '0018_rules_of_age_and_validity'),
    ]

    operations = [
        migrations.RunPython(move, migrations.RunPython.noop),
        migrations.DeleteModel(
            name='DestinationFigure',
        ),
    ]
