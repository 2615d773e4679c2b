"""Every form there is, by its id, and what makes each of them work."""

from dialogs import hours, scheduling
from dialogs.declaration import declaring
from dialogs.group import actions, meeting, membership, minutes, papers, spoken, template
from dialogs.keeping import keeping
from dialogs.notification import correcting, notify
from dialogs.outcome import deciding, decisions, deferring, disagreement, reconsidering
from dialogs.outward import informing, panel
from dialogs.returns import acknowledging, amending, answering, chasing, escalating, extending, securing, sharing
from dialogs.session import Filling
from dialogs.trust import breaches, freezing, glass, mis_sends
from rapid_review.notification.correcting import CORRECTION
from rapid_review.returns.escalation import Rung

FILLINGS: dict[str, Filling] = {
    "notification": notify.NOTIFICATION,
    "declare": declaring.DECLARATIONS,
    "decline": declaring.DECLINING,
    "ruling": declaring.RULINGS,
    CORRECTION: correcting.CORRECTING,
    "replace": declaring.REPLACING,
    "coopt": membership.COOPTING,
    "name_decider": membership.NAMING,
    "advice": membership.ADVISING,
    "acknowledge": acknowledging.ACKNOWLEDGING,
    "secure": securing.SECURING,
    "extension": extending.EXTENDING,
    "extension_answer": extending.ANSWERING,
    "nil_return": answering.NIL,
    "summary": answering.SUMMARISING,
    "amendment": amending.AMENDING,
    "sufficiency": amending.JUDGING,
    "child_death": amending.CHILD_DEATH,
    "sharing": sharing.RECORDING,
    "told": chasing.TELLING,
    "escalation": escalating.STEPS,
    "step_group": escalating.answering(Rung.GROUP),
    "step_lead": escalating.answering(Rung.LEAD),
    "step_partners": escalating.answering(Rung.PARTNERS),
    "tabling": papers.TABLING_FILLING,
    "convene": meeting.CONVENING,
    "attendance": meeting.ATTENDING,
    "spoken": spoken.SPEAKING,
    "points": minutes.NOTING,
    "correction": minutes.CORRECTING,
    "template": template.COMPLETING,
    "differs": template.DIFFERING,
    "action": actions.ACTIONS,
    "evidence": actions.EVIDENCING,
    "hand_off": actions.HANDING_OFF,
    "ballot": deciding.BALLOT,
    "criteria": decisions.CRITERIA,
    "decision": decisions.DECISION,
    "deferral": deferring.DEFERRING,
    "settlement": disagreement.SETTLING,
    "panel": panel.OUTCOME,
    "pending": panel.TELLING_PENDING,
    "panel_response": reconsidering.RESPONDING,
    "reconsideration": reconsidering.WEIGHING,
    **informing.INFORMING,
    **keeping.KEEPING,
    "hours": hours.HOURS_FILLING,
    "variation": scheduling.VARYING,
    "late": scheduling.EXPLAINING,
    "sin": scheduling.NOTIFYING,
    "mute": scheduling.MUTING,
    "glass": glass.BREAKING,
    "freeze": freezing.FREEZING,
    "mis_send": mis_sends.REPORTING,
    "breach_step": breaches.STEPPING,
}
