"""All addresses. Indonesian has no prefix, English has /en/; the language comes from the path alone."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from portal.pages import api, sitemap

handler400 = "portal.pages.errors.bad_request"
handler403 = "portal.pages.errors.permission_denied"
handler404 = "portal.pages.errors.page_not_found"
handler429 = "portal.pages.errors.too_many_requests"  # allauth looks for this name
handler500 = "portal.pages.errors.server_error"

urlpatterns = i18n_patterns(
    path(f"{settings.ADMIN_PATH}/", admin.site.urls),
    path("", include("portal.pages.urls")),
    path("", include("portal.places.urls")),
    path("lowongan/", include("jobs.fit.urls")),
    path("lowongan/", include("jobs.share.urls")),
    path("", include("jobs.saved.urls")),
    path("", include("jobs.urls")),
    path("panduan/", include("jobs.guide.urls")),
    path("saya/persetujuan/", include("portal.accounts.consent.urls")),
    path("saya/pesan/pengaturan/", include("portal.mailroom.preferences.urls")),
    path("saya/pesan/", include("portal.mailroom.inbox.urls")),
    path("", include("registrations.papers.urls")),
    path("program/", include("registrations.placements.programmes.urls")),
    path("saya/program/", include("registrations.placements.programmes.own_urls")),
    path("saya/lamar/", include("registrations.placements.applying.urls")),
    path("saya/tawaran/", include("registrations.placements.offers.urls")),
    path("saya/lamaran/", include("registrations.placements.contracts.own_urls")),
    path("", include("registrations.placements.abroad.urls")),
    path("", include("registrations.placements.home.urls")),
    path("saya/lamaran/", include("registrations.placements.path.urls")),
    path("saya/lamaran/", include("registrations.placements.opp.own_urls")),
    path("saya/", include("registrations.own.urls")),
    path("petugas/", include("registrations.own.staff_urls")),
    path("", include("registrations.tracker.urls")),
    path("akun/", include("portal.accounts.urls")),
    path("daftar/", include("registrations.wizard.urls")),
    path("henti/", include("portal.mailroom.refusals.urls")),
    path("", include("outreach.signing_up.urls")),
    path("", include("outreach.public.urls")),
    path("petugas/berkas/kembar/", include("registrations.duplicates.urls")),
    path("petugas/menunggu-anda/", include("registrations.head_desk.urls")),
    path("petugas/berkas/siskop2mi/", include("registrations.official.urls")),
    path("petugas/berkas/daftar/", include("registrations.lists.urls")),
    path("petugas/berkas/", include("registrations.desk.urls")),
    path("petugas/berkas/", include("registrations.register_checks.urls")),
    path("petugas/penempatan/kontrol/", include("registrations.placements.control.urls")),
    path("petugas/penempatan/", include("registrations.placements.contracts.urls")),
    path("petugas/penempatan/", include("registrations.placements.boards.urls")),
    path("petugas/program/", include("registrations.placements.programmes.staff_urls")),
    path("petugas/penempatan/", include("registrations.placements.judging.urls")),
    path("petugas/penempatan/", include("registrations.placements.recording.urls")),
    path("petugas/tidak-beres/", include("registrations.placements.concerns.urls")),
    path("petugas/kegiatan/", include("outreach.plan.urls")),
    path("petugas/opp/", include("registrations.placements.opp.urls")),
    path("petugas/lowongan/", include("jobs.drafts.urls")),
    path("petugas/lowongan/", include("jobs.check_room.urls")),
    path("petugas/loket/", include("portal.accounts.counter.urls")),
    path("petugas/bantu-daftar/", include("registrations.assisted.urls")),
    path("petugas/impor/", include("jobs.import_room.urls")),
    path("petugas/pindaian/", include("jobs.scans.urls")),
    path("petugas/aturan/", include("jobs.rules_room.urls")),
    path("petugas/", include("jobs.company_room.urls")),
    path("", include("registrations.letters.urls")),
    path("petugas/kabar/", include("portal.mailroom.compose.urls")),
    path("petugas/kiriman/", include("portal.mailroom.log.urls")),
    path("petugas/pesan/", include("portal.mailroom.inbox.office_urls")),
    path("petugas/beri-tahu/", include("portal.mailroom.by_hand.urls")),
    path("petugas/anggota/", include("portal.accounts.staff_room.urls")),
    prefix_default_language=False,
)
# For machines, in no one language.
urlpatterns += [
    path("api/v1/", api.urls()),
    path("gerbang/", include("portal.messaging.urls")),
    path("robots.txt", sitemap.robots, name="robots"),
    path("sitemap.xml", sitemap.index, name="sitemap"),
    path("sitemap-<slug:name>.xml", sitemap.part, name="sitemap_part"),
]
