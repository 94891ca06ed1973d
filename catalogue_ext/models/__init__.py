from catalogue_ext.models.listings import CategoryText, Listing, OcopCertificate
from catalogue_ext.models.revisions import ReviewEvent, Revision, RevisionPicture
from catalogue_ext.models.talk import ListingVisits, Question, ReviewReply

__all__ = [
    "CategoryText",
    "Listing",
    "ListingVisits",
    "OcopCertificate",
    "Question",
    "ReviewEvent",
    "ReviewReply",
    "Revision",
    "RevisionPicture",
]
