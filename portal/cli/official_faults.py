"""Why rows of files of the official record are refused, in plain English for the command line."""

from portal.cli.faults import Reasons
from portal.evaluation.official.domain import OfficialFault

REASONS: Reasons = {
    OfficialFault.OLDER_FORM: "this is the older form '{detail}', which is not read into a plan of "
    "today",
    OfficialFault.OTHER_FORM: "this sheet is '{detail}' and holds nothing for this import",
    OfficialFault.UNKNOWN_FORM: "this sheet is no form that is known; it was not read",
    OfficialFault.HIDDEN_SHEET: "the sheet is hidden and was not read",
    OfficialFault.PERIOD_UNREADABLE: "no period such as '1 JANUARI SD 31 DESEMBER TAHUN 2026' is "
    "on the sheet of {detail}",
    OfficialFault.NO_RESULTS: "no result was found on the sheet of {detail}",
    OfficialFault.NUMBER_MISSING: "the staff number (NIP) is missing",
    OfficialFault.NOT_A_STAFF_NUMBER: "'{detail}' is no staff number",
    OfficialFault.NUMBER_LOST_DIGITS: "'{detail}' has lost its last digits in a spreadsheet, which "
    "keeps 15; make the column text and type the number again",
    OfficialFault.UNKNOWN_PERSON: "nobody within reach has the staff number of {detail}; take the "
    "person in first",
    OfficialFault.TWICE: "the days of {detail} stand in the file already",
    OfficialFault.MISSING_VALUE: "must be filled in",
    OfficialFault.TOO_LONG: "longer than {detail} characters",
    OfficialFault.UNKNOWN_WORD: "'{detail}' is none of the words of this column",
    OfficialFault.NOT_A_DATE: "'{detail}' is no day such as 2026-11-21 or 21/11/2026",
    OfficialFault.NOT_A_NUMBER: "'{detail}' is no number that fits here",
    OfficialFault.NO_RESULT_ABOVE: "there is no result in this row or above it",
    OfficialFault.NOT_A_LINK: "'{detail}' is no https address",
    OfficialFault.NOT_A_TIME: "'{detail}' is no time such as 08:00",
    OfficialFault.ENDS_BEFORE_IT_BEGINS: "ends before it begins",
    OfficialFault.NO_OPEN_CYCLE: "no cycle is open for the days of {detail}",
    OfficialFault.OTHER_DAYS: "{detail} has a plan here for other days; give the same days",
    OfficialFault.SENT_ALREADY: "the plan of {detail} was sent and says something else; let the "
    "appraiser return it first",
    OfficialFault.AGREED_BY_BOTH: "both sides agreed the plan of {detail}, and the file says "
    "something else; let one of them begin an amendment, then import again",
    OfficialFault.OVER: "the plan of {detail} is over and says something else",
    OfficialFault.NO_PLAN: "{detail} has no plan here for these days",
    OfficialFault.DAY_AHEAD: "the day is still to come",
    OfficialFault.DAY_CLOSED: "the day is no longer open for entries",
    OfficialFault.DAY_WITHOUT_POST: "{detail} held no post on that day",
    OfficialFault.ACTIVITY_SENT: "the activity was sent and says something else",
}
