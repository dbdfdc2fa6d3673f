from django.urls import path

from jobs import feed_views, figure_views, views

app_name = "jobs"

urlpatterns = [
    path("lowongan/", views.vacancy_list, name="vacancy_list"),
    path("lowongan/<str:number>/", views.vacancy_detail, name="vacancy_by_number"),
    path("lowongan/<str:number>/<slug:slug>/", views.vacancy_detail, name="vacancy_detail"),
    path("angka/", figure_views.figure_list, name="figure_list"),
    path("angka/provinsi/<str:code>/", figure_views.province_sheet, name="province_sheet"),
    path("feeds/lowongan.atom", feed_views.atom, name="vacancy_atom"),
    path("feeds/lowongan.json", feed_views.as_json, name="vacancy_json"),
    path("negara/", views.destination_list, name="destination_list"),
    path("negara/<str:iso2>/", views.destination_detail, name="destination_detail"),
    path("aturan/", views.rule_list, name="rule_list"),
    path("perusahaan/", views.company_list, name="company_list"),
    path("perusahaan/sanksi/", views.sanction_list, name="sanction_list"),
    path("perusahaan/<slug:slug>/", views.company_detail, name="company_detail"),
]
