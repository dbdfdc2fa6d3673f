"""What demo events are made of: words, shares, and how many come. All names are invented."""

from outreach.choices import Category, Kind, PartyKind, Topic, VenueKind
from outreach.workflow import State

# Kind, title, English title, for whom, what about; {place}: where.
SUBJECTS = (
    (Kind.SOSIALISASI, "Sosialisasi kerja aman di luar negeri di {place}", "Information day on safe work abroad in {place}",
     (Category.CPMI, Category.PUBLIC), (Topic.VACANCIES, Topic.PROCEDURE, Topic.RISKS)),
    (Kind.EDUKASI_PRA_PENDAFTARAN, "Edukasi sebelum mendaftar di {place}", "What to know before registering, {place}",
     (Category.CPMI, Category.FAMILY), (Topic.PROCEDURE, Topic.COST, Topic.CONTRACTS)),
    (Kind.PENCEGAHAN_NONPROSEDURAL, "Kenali calo sebelum terlambat, {place}", "Know a broker before it is too late, {place}",
     (Category.VILLAGE_OFFICIAL, Category.COMMUNITY_LEADER), (Topic.RISKS, Topic.COMPLAINTS)),
    (Kind.KONSULTASI, "Konsultasi berkas di {place}", "Have your papers looked at in {place}",
     (Category.CPMI,), (Topic.PROCEDURE, Topic.COST)),
    (Kind.KUNJUNGAN_DESA, "Petugas datang ke {place}", "Officers visit {place}",
     (Category.PUBLIC, Category.FAMILY, Category.RETURNED_WORKER), (Topic.RIGHTS, Topic.COMPLAINTS)),
    (Kind.SOSIALISASI, "Kerja ke luar negeri setelah lulus, {place}", "Work abroad after school, {place}",
     (Category.PUPIL, Category.STUDENT), (Topic.VACANCIES, Topic.COUNTRIES, Topic.LAW_AND_CULTURE)),
    (Kind.JOB_FAIR, "Bursa kerja luar negeri di {place}", "Job fair for work abroad in {place}",
     (Category.CPMI, Category.TRAINING_OR_COMPANY), (Topic.VACANCIES, Topic.COMPANIES)),
    (Kind.WEBINAR, "Webinar perawat ke Jepang dan Jerman", "Webinar: nurses to Japan and Germany",
     (Category.STUDENT,), (Topic.VACANCIES, Topic.LAW_AND_CULTURE)),
)  # fmt: skip
COUNTRIES = ("TW", "HK", "MY", "JP", "KR", "SG")
# State, how many of twenty, from how many to how many days before (below 0) or after today.
FATES = (
    (State.PLANNED, 6, (1, 45)),
    (State.DRAFT, 1, (5, 60)),
    (State.CANCELLED, 1, (-20, 30)),
    (State.HELD, 3, (-20, -1)),
    (State.REPORTED, 2, (-40, -5)),
    (State.RETURNED, 1, (-40, -5)),
    (State.CHECKED, 6, (-700, -30)),
)
# The first ones are so whatever the draw, so that each state can be tried.
FIRST = (
    State.PLANNED,
    State.PLANNED,
    State.HELD,
    State.REPORTED,
    State.CHECKED,
    State.CANCELLED,
    State.RETURNED,
    State.DRAFT,
)
# The steps that led to each state.
STEPS_TO = {
    State.DRAFT: (),
    State.PLANNED: ("publish",),
    State.CANCELLED: ("publish", "cancel"),
    State.HELD: ("publish", "hold"),
    State.REPORTED: ("publish", "hold", "hand_in"),
    State.RETURNED: ("publish", "hold", "hand_in", "return"),
    State.CHECKED: ("publish", "hold", "hand_in", "check"),
}
REASONS = {
    "cancel": "Gedung dipakai untuk acara lain. Tanggal baru menyusul.",
    "return": "Jumlah peserta perempuan dan laki-laki belum diisi.",
}
# Name, kind, way without steps, toilet for wheelchairs (None: nobody has looked), seats; {village}, {district}, {regency}.
VENUES = (
    ("Kantor Desa {village}", VenueKind.VILLAGE_OFFICE, True, False, 60),
    ("Aula Kantor Kecamatan {district}", VenueKind.DISTRICT_OFFICE, True, True, 150),
    ("Balai pertemuan {village}", VenueKind.HALL, False, False, 80),
    ("SMK Contoh {district}", VenueKind.SCHOOL, None, None, 200),
    ("Gereja Contoh {village}", VenueKind.WORSHIP, False, None, 120),
    ("Hotel Contoh {regency}", VenueKind.HOTEL, True, True, 250),
)
SPEAKERS = ("Maria Contoh", "Yosef Contoh", "Fransiska Contoh", "Ahmad Contoh", "Kadek Contoh", "Hendrik Contoh")
POSITIONS = ("Pengantar kerja", "Kepala seksi penempatan", "Penyuluh hukum", "Purna pekerja migran")
PARTNERS = (
    ("Yayasan Contoh Migran", PartyKind.COMMUNITY),
    ("SMK Contoh", PartyKind.SCHOOL),
    ("Universitas Contoh", PartyKind.CAMPUS),
    ("Asosiasi Contoh", PartyKind.ASSOCIATION),
    ("Desa Contoh", PartyKind.VILLAGE),
)
CAMPUSES = tuple(f"Kampus Contoh {number}" for number in range(1, 14))
