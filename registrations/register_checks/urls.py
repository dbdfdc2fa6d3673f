from django.urls import path

from registrations.register_checks import views

app_name = "register_checks"

urlpatterns = [path("<str:number>/register/", views.checks, name="checks")]
