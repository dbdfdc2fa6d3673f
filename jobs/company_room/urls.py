"""Companies, their decisions and permits, partner agencies and exchange rates, below /petugas/."""

from django.urls import path

from jobs.company_room import views

app_name = "company_room"

urlpatterns = [
    path("perusahaan/", views.company_list, name="companies"),
    path("perusahaan/tambah/", views.add_company, name="add_company"),
    path("perusahaan/<slug:slug>/", views.company, name="company"),
    path("perusahaan/<slug:slug>/keputusan/", views.decision, name="decision"),
    path("perusahaan/<slug:slug>/masa-izin/", views.licence, name="licence"),
    path("perusahaan/<slug:slug>/sip2mi/", views.permit, name="permit"),
    path("perusahaan/<slug:slug>/sip2mi/<int:pk>/akhiri/", views.end_permit, name="end_permit"),
    path("mitra/", views.agencies, name="agencies"),
    path("kurs/", views.rates, name="rates"),
]
