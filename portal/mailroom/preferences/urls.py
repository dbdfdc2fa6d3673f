from django.urls import path

from portal.mailroom.preferences import views

app_name = "preferences"

urlpatterns = [path("", views.own, name="own")]
