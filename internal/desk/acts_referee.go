package desk

import "vouchdesk/internal/journal"

// The acts on a referee.
const (
	actRefereeSet              journal.Act = "referee-set"
	actRefereeRemoved          journal.Act = "referee-removed"
	actRefereeRestored         journal.Act = "referee-restored"
	actRefereeTold             journal.Act = "referee-told"
	actRefereeEvidencePut      journal.Act = "referee-evidence-put"
	actRefereeEvidenceRemoved  journal.Act = "referee-evidence-removed"
	actRefereeEvidenceRestored journal.Act = "referee-evidence-restored"
	actRefereeLikeness         journal.Act = "referee-likeness-set"
	actRefereeCheck            journal.Act = "referee-check-received"
	actRefereeWithdrawn        journal.Act = "referee-withdrawn"
	actStatementMade           journal.Act = "referee-statement-made"
)
