"""Programmes, classes, attendance, certificates: Django only, so that it can stand without the marketplace."""
