"""The words of outreach (DOMAIN 7). Values are what the ministry's lists call them, so that files can be compared."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    SOSIALISASI = "SOSIALISASI", _("Information day")
    DISEMINASI = "DISEMINASI", _("Dissemination")
    EDUKASI_PRA_PENDAFTARAN = "EDUKASI_PRA_PENDAFTARAN", _("Education before registering")
    PENCEGAHAN_NONPROSEDURAL = "PENCEGAHAN_NONPROSEDURAL", _("Prevention of irregular departure")
    KONSULTASI = "KONSULTASI", _("Consultation")
    JOB_FAIR = "JOB_FAIR", _("Job fair")
    KULIAH_UMUM = "KULIAH_UMUM", _("Public lecture")
    WEBINAR = "WEBINAR", _("Webinar")
    KUNJUNGAN_DESA = "KUNJUNGAN_DESA", _("Visit to a village")


class Mode(models.TextChoices):
    LURING = "luring", _("In person")
    DARING = "daring", _("Online")
    HIBRIDA = "hibrida", _("In person and online")


class Category(models.TextChoices):
    """Who is invited, and as whom somebody came."""

    CPMI = "cpmi", _("Prospective worker")
    PUPIL = "pelajar", _("Pupil")
    STUDENT = "mahasiswa", _("Student")
    VILLAGE_OFFICIAL = "perangkat_desa", _("Village official")
    COMMUNITY_LEADER = "tokoh_masyarakat", _("Community leader")
    RETURNED_WORKER = "pmi_purna", _("Returned worker")
    FAMILY = "keluarga", _("Family of a worker")
    AGENCY_STAFF = "instansi", _("Staff of an agency")
    TRAINING_OR_COMPANY = "lpk_p3mi", _("Training centre or placement company")
    PUBLIC = "umum", _("General public")


class Topic(models.TextChoices):
    """What must be told, by the letters of PP 59/2021 art. 4(4)."""

    RIGHTS = "a", _("Rights and duties")
    VACANCIES = "b", _("Vacancies: kind of work, employer, place, conditions")
    SOCIAL_SECURITY = "c", _("Social security")
    PROCEDURE = "d", _("The official procedure")
    COST = "e", _("Cost")
    RISKS = "f", _("Risks: trafficking, drugs, radicalisation, reproductive and mental health")
    LAW_AND_CULTURE = "g", _("Law and culture of the country")
    CONTRACTS = "h", _("Placement agreement and work contract")
    COMPANIES = "i", _("Placement companies and partners, up to date")
    COUNTRIES = "j", _("Open and closed countries")
    COMPLAINTS = "k", _("Where to complain")


class PartyRole(models.TextChoices):
    ORGANISER = "organiser", _("Organiser")
    CO_ORGANISER = "co_organiser", _("Co-organiser")
    PARTNER = "partner", _("Partner")
    FUNDER = "funder", _("Funder")
    HOST = "host", _("Host")


class PartyKind(models.TextChoices):
    GOVERNMENT = "government", _("Public office")
    ASSOCIATION = "association", _("Association")
    DONOR = "donor", _("Donor")
    CAMPUS = "campus", _("University or college")
    SCHOOL = "school", _("School")
    VILLAGE = "village", _("Village")
    TRAINING = "training", _("Training centre")
    COMPANY = "company", _("Company")
    COMMUNITY = "community", _("Community or faith group")


class LetterKind(models.TextChoices):
    ASSIGNMENT = "surat_tugas", _("Letter of assignment")
    INVITATION = "undangan", _("Invitation")
    DECREE = "sk", _("Decree")


class BudgetSource(models.TextChoices):
    APBN = "apbn", _("State budget (APBN)")
    APBD = "apbd", _("Regional budget (APBD)")
    DONOR = "donor", _("Donor")
    VILLAGE = "desa", _("Village budget")


class VenueKind(models.TextChoices):
    HALL = "aula", _("Hall")
    VILLAGE_OFFICE = "kantor_desa", _("Village office")
    DISTRICT_OFFICE = "kantor_kecamatan", _("District office")
    OFFICE = "kantor", _("Other office")
    SCHOOL = "sekolah", _("School")
    CAMPUS = "kampus", _("Campus")
    HOTEL = "hotel", _("Hotel")
    WORSHIP = "tempat_ibadah", _("Place of worship")
    OPEN_AIR = "lapangan", _("Open air")


class MaterialKind(models.TextChoices):
    LEAFLET = "leaflet", _("Leaflet")
    BOOKLET = "buku", _("Booklet")
    POSTER = "poster", _("Poster")
    SLIDES = "paparan", _("Slides")
    TOOL = "barang", _("Tool or goods")
