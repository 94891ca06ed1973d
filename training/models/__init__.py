from training.models.attendance import Attendance, AttendanceMark, MarkState, OnlineArrival, WalkIn
from training.models.classes import Session, SessionChange, TrainingClass
from training.models.courses import Course, Curriculum, Lesson, Material, Programme
from training.models.imports import ImportDraft
from training.models.learners import Enrolment, Learner, LearnerMerge
from training.models.staff import SentNotice, StaffAssignment

__all__ = [
    "Attendance",
    "AttendanceMark",
    "Course",
    "Curriculum",
    "Enrolment",
    "ImportDraft",
    "Learner",
    "LearnerMerge",
    "Lesson",
    "MarkState",
    "Material",
    "OnlineArrival",
    "Programme",
    "SentNotice",
    "Session",
    "SessionChange",
    "StaffAssignment",
    "TrainingClass",
    "WalkIn",
]
