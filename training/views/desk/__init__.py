"""The trainer's desk: pages for people with a role in training (training/access.py)."""
