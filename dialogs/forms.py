"""Every form there is, by its id, and what makes each of them work."""

from dialogs import agency, answering, deciding, declaring, notify
from dialogs.session import Filling

FILLINGS: dict[str, Filling] = {
    "notification": notify.NOTIFICATION,
    "declare": declaring.DECLARATIONS,
    "decline": declaring.DECLINING,
    "ruling": declaring.RULINGS,
    "acknowledge": agency.ACKNOWLEDGING,
    "nil_return": answering.NIL,
    "summary": answering.SUMMARISING,
    "ballot": deciding.BALLOT,
    "criteria": deciding.CRITERIA,
    "decision": deciding.DECISION,
    "settlement": deciding.SETTLING,
    "panel": deciding.PANEL_RECORD,
}
