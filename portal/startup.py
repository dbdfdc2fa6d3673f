"""What the portal refuses to start with. Settings say no to unsafe values; here, no to an unfit database."""

import sys

from django.apps import apps
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, OperationalError, connections
from django.db.migrations.executor import MigrationExecutor


def unapplied_migrations():
    """Names such as ``audit.0002_…`` that the code brings and the database hasn't seen."""
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def holds_demo_accounts():
    # Asked of the registry: Celery imports this module before models may be.
    return apps.get_model("accounts.User").objects.filter(is_demo=True).exists()


def holds_notice():
    return apps.get_model("accounts.PolicyText").objects.notices().exists()


def refuse_unfit_database():
    """End this process with a sentence where the database can't be reached or is older than the code.

    In production also where it holds demo accounts, or no privacy notice, without which nobody may sign up.
    """
    try:
        missing = unapplied_migrations()
        is_checked = not (missing or settings.LAPTOP)
        demo_accounts = is_checked and holds_demo_accounts()
        no_notice = is_checked and not holds_notice()
    except OperationalError as error:
        sys.exit(f"The database can't be reached: {str(error).strip().splitlines()[-1]}")
    finally:
        # Forked workers must not inherit this connection.
        connections.close_all()
    if missing:
        sys.exit(f"The database lacks {len(missing)} migrations, the first {missing[0]}. Run: manage.py migrate")
    if no_notice:
        sys.exit("The database lacks the privacy notice. Run: manage.py sync_consent_texts")
    if demo_accounts:
        sys.exit("The database holds demo accounts, made for trying things out. Production doesn't start with them.")
