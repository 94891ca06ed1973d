"""Programmes, courses, classes, learners, attendance. Knows Django only; it could be lifted out (docs/training.md)."""
