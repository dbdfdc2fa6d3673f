from django.urls import path

from portal.mailroom.log import views

app_name = "log"

urlpatterns = [
    path("", views.failed, name="failed"),
    path("kabar/<uuid:key>/", views.of_announcement, name="of_announcement"),
    path("<uuid:key>/", views.message, name="message"),
    path("<uuid:key>/orang/", views.of_person, name="of_person"),
    path("<uuid:key>/ulang/", views.try_again, name="try_again"),
]
