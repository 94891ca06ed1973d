"""Certificates: made, signed, given, checked, revoked."""
