"""Where and what the invented vacancies are, and what is drawn for each."""

from jobs.choices import Provision, WagePeriod
from jobs.workflow import State

# Currency, monthly wage from and to, cities, an example rate. Wages and rates are invented, of a believable size.
COUNTRIES = {
    "TW": ("TWD", 20000, 30000, ("Taipei", "Taoyuan", "Kaohsiung"), 520),
    "MY": ("MYR", 1700, 2600, ("Johor Bahru", "Selangor", "Penang"), 3900),
    "JP": ("JPY", 170000, 240000, ("Osaka", "Nagoya", "Tokyo"), 105),
    "HK": ("HKD", 4990, 6000, ("Kowloon", "Sha Tin"), 2100),
    "KR": ("KRW", 2100000, 2800000, ("Busan", "Ulsan", "Incheon"), 11),
    "SG": ("SGD", 550, 900, ("Tampines", "Jurong"), 12600),
    "PL": ("PLN", 3600, 5200, ("Gdansk", "Lodz"), 4500),
    "DE": ("EUR", 2300, 3000, ("Berlin", "Hamburg"), 19000),
    "BN": ("BND", 500, 900, ("Bandar Seri Begawan",), 12600),
}
# Title, English title, ISCO-08, household work or not, the work, language asked for, where such work is offered.
JOBS = (
    ("Perawat lansia di rumah", "Carer for the elderly at home", "5322", True,
     "Membantu satu orang lanjut usia mandi, makan, dan berjalan di rumahnya.", "", ("TW", "HK", "SG")),
    ("Penata laksana rumah tangga", "Domestic worker", "9111", True,
     "Memasak, mencuci, dan membersihkan rumah satu keluarga.", "", ("HK", "SG", "MY", "BN")),
    ("Perawat lansia di panti", "Nursing home assistant", "5321", False,
     "Membantu penghuni panti lanjut usia. Bekerja bergiliran siang dan malam.", "JLPT N4 / JFT A2", ("JP",)),
    ("Operator pabrik elektronik", "Electronics factory operator", "8212", False,
     "Merakit dan memeriksa komponen di pabrik. Bekerja berdiri, dua giliran kerja.", "", ("TW", "MY")),
    ("Pekerja kebun sawit", "Oil palm plantation worker", "6112", False,
     "Memanen dan mengangkut tandan sawit. Bekerja di luar ruangan.", "", ("MY",)),
    ("Juru las", "Welder", "7212", False,
     "Mengelas rangka baja di bengkel dan galangan.", "Bahasa Inggris dasar", ("TW", "KR", "PL")),
    ("Pekerja bangunan", "Construction worker", "9313", False,
     "Mengangkut bahan, mengecor, dan memasang bata.", "", ("MY", "BN")),
    ("Pramusaji hotel", "Hotel waiter", "5131", False,
     "Melayani tamu di restoran hotel. Bekerja bergiliran.", "Bahasa Inggris dasar", ("PL", "BN", "MY")),
    ("Pengolah makanan laut", "Seafood processing worker", "7511", False,
     "Membersihkan, memotong, dan mengemas ikan di ruang dingin.", "JLPT N4 / JFT A2", ("JP",)),
    ("Perawat rumah sakit", "Hospital nurse", "2221", False,
     "Merawat pasien di bangsal bersama perawat setempat.", "Bahasa Jerman B1", ("DE",)),
)  # fmt: skip
# State, how often in a hundred, days since the source, days until it closes (None: not stated).
FATES = (
    (State.OPEN, 35, (3, 60), (10, 120)),
    (State.REPORTED, 35, (3, 200), None),
    (State.REPORTED, 10, (3, 60), (5, 60)),
    (State.REPORTED, 10, (400, 1500), None),
    (State.CLOSED, 5, (60, 200), (-50, -5)),
    (State.EXPIRED, 5, (60, 200), (-50, -5)),
)


def what_is_known(draw, state):
    """Which facts the source tells. Of a vacancy that an officer opened all of them, and its costs stand in a table."""
    shares = (("wage", 0.6), ("cost", 0.3), ("quota", 0.7), ("terms", 0.2))
    knows = {name: draw.random() < share for name, share in shares}
    return dict.fromkeys(knows, True) | {"cost": False} if state == State.OPEN else knows


def pay(draw, wage, currency, knows):
    """Columns of the wage, ``wage`` being its lower end."""
    return {
        "wage_amount_min": wage if knows["wage"] else None,
        "wage_amount_max": int(wage * 1.2) if knows["wage"] and draw.random() < 0.5 else None,
        "currency": currency if knows["wage"] else "",
        "wage_period": WagePeriod.MONTH if knows["wage"] else "",
    }


def terms(draw, is_household, knows):
    """Columns of the contract, the working days, board and lodging, and of whom the employer asks for."""
    knows_more = knows["terms"] and not is_household
    return {
        "contract_months": draw.choice((12, 24, 36, None)),
        "hours_per_day": draw.choice((8, 9)) if knows_more else None,
        "days_per_week": draw.choice((5, 6)) if knows["terms"] else None,
        "accommodation": draw.choice((Provision.FREE, Provision.PAID)) if knows_more else "",
        "meals": Provision.FREE if knows["terms"] and is_household else "",
        "age_min": draw.choice((18, 21, 23, None)),
        "age_max": draw.choice((35, 40, 45, None)),
        "education_min": draw.choice(("SMP", "SMA", "")),
    }
