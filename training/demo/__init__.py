"""Invented classes for the demo and for benchmarks; places are found by their `code`, people by their `phone`."""
