"""The rules room, below /petugas/aturan/."""

from django.urls import path

from jobs.rules_room import views

app_name = "rules_room"

urlpatterns = [
    path("", views.rules, name="rules"),
    path("baru/<slug:kind>/", views.new, name="new"),
    path("<slug:kind>/<int:pk>/akhiri/", views.end, name="end"),
    path("<slug:kind>/<int:pk>/cek/", views.check, name="check"),
    path("usulan/<int:pk>/", views.draft, name="draft"),
    path("usulan/<int:pk>/ubah/", views.edit, name="edit"),
    path("usulan/<int:pk>/terbitkan/", views.publish, name="publish"),
    path("usulan/<int:pk>/kembalikan/", views.send_back, name="return"),
    path("usulan/<int:pk>/langkah/<slug:event>/", views.move, name="move"),
]
