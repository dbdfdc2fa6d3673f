import pytest

# The transactions of this database alone. The sealer waits for those of the whole cluster, and another process
# of the test run has its own database in the same one.
OLDEST_RUNNING_HERE = """coalesce(
    (SELECT min(backend_xid::text::bigint) FROM pg_stat_activity WHERE datname = current_database()),
    pg_snapshot_xmax(pg_current_snapshot())::text::bigint
)"""


@pytest.fixture(autouse=True)
def own_transactions_only(monkeypatch):
    monkeypatch.setattr("portal.audit.sealing.OLDEST_RUNNING", OLDEST_RUNNING_HERE)


@pytest.fixture(autouse=True)
def heads_folder(settings, tmp_path):
    settings.AUDIT_HEADS_FOLDER = tmp_path / "heads"
    return settings.AUDIT_HEADS_FOLDER
