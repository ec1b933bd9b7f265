"""Every place of the kiosk under the name by which a session is in it."""

from kiosk.screens.aside import AttractPlace, HelpPlace, SorryPlace
from kiosk.screens.bring import BringPlace
from kiosk.screens.checkin import CheckinPlace
from kiosk.screens.choosing import FieldsPlace, HomePlace, ProceduresPlace
from kiosk.screens.collecting import CollectingPlace, CollectingWayPlace
from kiosk.screens.follow import AnswerPlace, FollowPlace
from kiosk.screens.notice import NoticeFieldsPlace, NoticePagePlace, NoticePlace, NoticeProceduresPlace
from kiosk.screens.number import NumberPlace
from kiosk.screens.people import PeoplePlace
from kiosk.screens.place import Place
from kiosk.screens.priority import PriorityPlace
from kiosk.screens.rating import (
    FacesPlace,
    RatedPlace,
    RatingPlace,
    RatingSendPlace,
    RatingWordsPlace,
    ReasonsPlace,
)
from kiosk.screens.reception import ReceptionPlace
from kiosk.screens.search import SearchPlace
from kiosk.screens.services import PrioritiesPlace, ReportingPlace, ServicesPlace
from kiosk.screens.suggesting import (
    RepliedPlace,
    ReplyPlace,
    SentencesPlace,
    SuggestedPlace,
    SuggestingPlace,
    SuggestionPhonePlace,
    SuggestionWordsPlace,
)

PLACES: dict[str, type[Place]] = {
    "attract": AttractPlace,
    "home": HomePlace,
    "fields": FieldsPlace,
    "procedures": ProceduresPlace,
    "search": SearchPlace,
    "bring": BringPlace,
    "priority": PriorityPlace,
    "reception": ReceptionPlace,
    "number": NumberPlace,
    "follow": FollowPlace,
    "answer": AnswerPlace,
    "services": ServicesPlace,
    "checkin": CheckinPlace,
    "rating": RatingPlace,
    "faces": FacesPlace,
    "reasons": ReasonsPlace,
    "rating_send": RatingSendPlace,
    "rating_words": RatingWordsPlace,
    "rated": RatedPlace,
    "suggesting": SuggestingPlace,
    "sentences": SentencesPlace,
    "suggestion_words": SuggestionWordsPlace,
    "suggestion_phone": SuggestionPhonePlace,
    "suggested": SuggestedPlace,
    "reply": ReplyPlace,
    "replied": RepliedPlace,
    "reporting": ReportingPlace,
    "people": PeoplePlace,
    "collecting": CollectingPlace,
    "collecting_way": CollectingWayPlace,
    "priorities": PrioritiesPlace,
    "notice": NoticePlace,
    "notice_fields": NoticeFieldsPlace,
    "notice_procedures": NoticeProceduresPlace,
    "notice_page": NoticePagePlace,
    "help": HelpPlace,
    "sorry": SorryPlace,
}
