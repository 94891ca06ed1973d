from catalogue_ext.models.listings import AttributeText, CategoryText, Listing, OcopCertificate
from catalogue_ext.models.revisions import ReviewEvent, Revision, RevisionPicture
from catalogue_ext.models.sheets import Sheet, SheetRow
from catalogue_ext.models.talk import ListingVisits, ReviewReply

__all__ = [
    "AttributeText",
    "CategoryText",
    "Listing",
    "ListingVisits",
    "OcopCertificate",
    "ReviewEvent",
    "ReviewReply",
    "Revision",
    "RevisionPicture",
    "Sheet",
    "SheetRow",
]
