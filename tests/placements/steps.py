"""What officers fill in at each step of a placement through a company, as the forms ask it."""

import tomllib

from jobs.reference import DATA
from jobs.way_lines import way_of
from portal.lib import codes
from tests.factories.jobs import days_ago
from tests.factories.opp import OppSessionFactory


def packaged_way(scheme):
    lines = tomllib.loads((DATA / "ways.toml").read_text(encoding="utf-8"))[scheme]
    return way_of(lines)[0]


def day(count=1):
    """So many days ago, as it is typed."""
    return f"{days_ago(count):%d/%m/%Y}"


def behalf(body, name):
    return {"behalf_body": body, "behalf_name": name, "behalf_on": day(2)}


def costs(*lines):
    """Lines of the cost table: (component, payer, amount)."""
    found = {"cost-TOTAL_FORMS": len(lines), "cost-INITIAL_FORMS": 0}
    for place, (component, payer, amount) in enumerate(lines):
        row = {"component": component, "payer": payer, "amount": amount, "currency": "IDR"}
        found |= {f"cost-{place}-{name}": value for name, value in row.items()}
    return found


COMPANY = behalf("p3mi", "PT Contoh Jaya")
SELECTED = {"held_on": day(), "where": "labour_office"} | COMPANY
AGREED = {"signed_on": day(), "number": "PP-1", "copy_given": "on"} | costs(("visa", "EMPLOYER", "700000")) | COMPANY
FIT = {"examined_on": day()} | behalf("clinic", "Klinik Contoh")
SKILLED = {"issued_on": day(), "issuer": "LSP Contoh", "number": "S-1"} | behalf("lsp", "LSP Contoh")
PASSPORT = {"number": "C1234567", "expires_on": day(-1500)} | behalf("immigration", "Kantor Imigrasi Atambua")
INSURED = {"number": "12345678901", "paid_on": day(), "months": "24", "paid": "370.000"} | COMPANY
VISA = {"kind": "work", "number": "V-1", "granted_on": day(), "valid_until": day(-300)}
VISA |= {"is_for_employer": "on", "is_for_job": "on"} | behalf("mission", "TETO Jakarta")
SESSION = codes.spell(codes.OPP_SESSION, "22222222")
SEATED = {"session": SESSION}
ATTENDED = {"certificate_number": "OPP-1", "has_biometrics": "on"}
CONTRACT = {"signed_on": day(), "is_for_job": "on", "pay": "28590", "currency": "TWD", "period": "month"}
CONTRACT |= {"deductions": "0", "hours_per_day": "8", "days_per_week": "6", "place": "Taoyuan", "months": "24"}
CARD = {"e_card_number": "E-77", "planned_departure_on": day(-10)}


def hold_orientation(case):
    """The session of SEATED, at the office of ``case``, under way now."""
    return OppSessionFactory(office=case.office, number=SESSION, is_under_way=True)


TO_THE_CARD = [
    ("shortlist", SELECTED),
    ("sign_placement_agreement", AGREED),
    ("medical_fit", FIT),
    ("train_and_certify", SKILLED),
    ("passport_ok", PASSPORT),
    ("insure", INSURED),
    ("visa_granted", VISA),
    ("schedule_opp", SEATED),
    ("attend", ATTENDED),
    ("sign_work_contract", CONTRACT),
    ("prepare_card", CARD),
]
