"""The register of every encrypted column of the evaluation: a change of the key renews them."""

from portal.complaints.intake.key_rotation import EncryptedTexts
from portal.evaluation.cycles.models import CycleException
from portal.evaluation.plans.models import PlanEvent, PlanExpectation, PlanVersion

ENCRYPTED_OF_EVALUATION = (
    EncryptedTexts(CycleException.reason, (CycleException.cycle_id, CycleException.person_id)),
    EncryptedTexts(PlanVersion.change_reason, (PlanVersion.id,)),
    EncryptedTexts(PlanEvent.reason, (PlanEvent.id,)),
    EncryptedTexts(PlanExpectation.text, (PlanExpectation.version_id, PlanExpectation.value)),
)
