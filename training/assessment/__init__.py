"""Quizzes, practical tasks, and the rule by which a course is completed."""
