"""A page with nothing but a form that asks for a commune, for the tests of the picker."""

from django import forms
from django.http import HttpResponse
from django.template import Context, Template
from django.urls import include, path

from marketplace.places.fields import CommuneField

PAGE = Template(
    "{% load static %}<!doctype html><html lang=en><title>Address</title><link rel=icon href=data:,>"
    "<link rel=stylesheet href='{% static 'css/site.css' %}'>"
    "{{ form.media }}<form>{{ form.as_div }}<button>Send</button></form>"
    "<output>{{ form.cleaned_data.ward }}</output></html>"
)


class Address(forms.Form):
    ward = CommuneField()


def page(request):
    form = Address(request.GET or None)
    form.is_valid()
    return HttpResponse(PAGE.render(Context({"form": form})))


urlpatterns = [path("", page), path("places/", include("marketplace.places.urls"))]
