import django.contrib.postgres.fields
import django.db.models.expressions
import django.utils.timezone
from django.db import migrations, models

from portal.audit.append_only import append_only
from portal.audit.months import make_partitions

# Django makes plain tables only, so its table is made once more, empty, as a partitioned one. The key has to
# hold the partition's column; the sequence alone keeps ``id`` unique. (Identity columns of partitioned
# tables came with PostgreSQL 17, hence the sequence.)
PARTITION_BY_MONTH = """
    CREATE TABLE audit_entry_by_month (LIKE audit_entry INCLUDING DEFAULTS INCLUDING CONSTRAINTS)
        PARTITION BY RANGE (at);
    DROP TABLE audit_entry;
    ALTER TABLE audit_entry_by_month RENAME TO audit_entry;
    ALTER TABLE audit_entry ADD PRIMARY KEY (id, at);
    CREATE SEQUENCE audit_entry_id_seq OWNED BY audit_entry.id;
    ALTER TABLE audit_entry ALTER COLUMN id SET DEFAULT nextval('audit_entry_id_seq');
    ALTER TABLE audit_entry ADD CONSTRAINT entry_fields_are_names
        CHECK (array_to_string(fields, ',', '') ~ '^([a-z][a-z0-9_.]*(,[a-z][a-z0-9_.]*)*)?$');
"""


def make_first_partitions(apps, schema_editor):
    make_partitions(django.utils.timezone.now(), schema_editor.connection)


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='when')),
                ('user_id', models.BigIntegerField(null=True, verbose_name='account')),
                ('membership_id', models.BigIntegerField(null=True, verbose_name='membership')),
                ('role', models.CharField(blank=True, max_length=30, verbose_name='role')),
                ('office_id', models.BigIntegerField(null=True, verbose_name='office')),
                ('system', models.CharField(blank=True, max_length=40, verbose_name='system')),
                ('ip', models.GenericIPAddressField(null=True, verbose_name='network address')),
                ('action', models.CharField(max_length=60, verbose_name='action')),
                ('subject_kind', models.CharField(blank=True, max_length=60, verbose_name='kind of subject')),
                ('subject_id', models.CharField(blank=True, max_length=40, verbose_name='number of the subject')),
                ('fields', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), default=list, size=None, verbose_name='fields')),
                ('reason_code', models.CharField(blank=True, max_length=40, verbose_name='reason')),
                ('xid', models.BigIntegerField(db_default=django.db.models.expressions.RawSQL('(pg_current_xact_id()::text)::bigint', []), editable=False)),
            ],
            options={
                'verbose_name': 'audit entry',
                'verbose_name_plural': 'audit entries',
                'constraints': [models.CheckConstraint(condition=models.Q(('action__regex', '^[a-z][a-z0-9_.]*$')), name='entry_action_is_a_code'), models.CheckConstraint(condition=models.Q(('reason_code__regex', '^([a-z][a-z0-9_.]*)?$')), name='entry_reason_is_a_code'), models.CheckConstraint(condition=models.Q(('subject_id__regex', '^[A-Za-z0-9._-]*$'), models.Q(('subject_id__regex', '^[0-9]{16}$'), _negated=True)), name='entry_subject_is_an_id')],
            },
        ),
        migrations.RunSQL(PARTITION_BY_MONTH, migrations.RunSQL.noop),
        migrations.AddIndex('entry', models.Index(fields=['subject_kind', 'subject_id', '-at'], name='entry_by_subject')),
        migrations.AddIndex('entry', models.Index(fields=['user_id', '-at'], name='entry_by_user')),
        migrations.AddIndex('entry', models.Index(fields=['xid'], name='entry_by_xid')),
        append_only('audit_entry'),
        migrations.RunPython(make_first_partitions, migrations.RunPython.noop),
        migrations.CreateModel(
            name='Seal',
            fields=[
                ('number', models.BigIntegerField(primary_key=True, serialize=False)),
                ('at', models.DateTimeField(verbose_name='sealed')),
                ('month', models.DateField(verbose_name='month of the entries')),
                ('below_xid', models.BigIntegerField()),
                ('entry_ids', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ('entry_hashes', models.BinaryField()),
                ('hash', models.BinaryField()),
                ('key_id', models.CharField(max_length=16)),
                ('signature', models.BinaryField()),
            ],
            options={
                'verbose_name': 'seal',
                'verbose_name_plural': 'seals',
                'constraints': [models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='seal_numbers_begin_at_one')],
            },
        ),
        append_only('audit_seal'),
    ]
