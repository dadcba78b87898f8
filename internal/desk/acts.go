package desk

import (
	"vouchdesk/internal/casework"
	"vouchdesk/internal/journal"
	"vouchdesk/internal/vault"
)

// The acts of the journal. Codes never change their meaning.
const (
	actDeskStarted      journal.Act = "desk-started"
	actDeskStopped      journal.Act = "desk-stopped"
	actDeskEnrolled     journal.Act = "desk-enrolled"
	actClockDoubted     journal.Act = "clock-doubted"
	actClockTrusted     journal.Act = "clock-trusted"
	actListReplaced     journal.Act = "list-replaced"
	actListRefused      journal.Act = "list-refused"
	actPolicyAnnounced  journal.Act = "policy-announced"
	actLettersReceived  journal.Act = "letters-received"
	actLeaseTaken       journal.Act = "lease-taken"
	actSettingsChanged  journal.Act = "settings-changed"
	actActsDisclosed    journal.Act = "acts-disclosed"
	actJournalExported  journal.Act = "journal-exported"
	actStaffAdded       journal.Act = "staff-added"
	actSlotCleared      journal.Act = "slot-cleared"
	actSignedIn         journal.Act = "signed-in"
	actPassphrase       journal.Act = "passphrase-refused"
	actSignedOut        journal.Act = "signed-out"
	actIdleLocked       journal.Act = "idle-locked"
	actCaseOpened       journal.Act = "case-opened"
	actCaseReassessed   journal.Act = "case-reassessed"
	actChangeRead       journal.Act = "policy-change-read"
	actCaseClosed       journal.Act = "case-closed"
	actCaseParked       journal.Act = "case-parked"
	actCaseResumed      journal.Act = "case-resumed"
	actCaseReopened     journal.Act = "case-reopened"
	actCaseLapsed       journal.Act = "case-lapsed"
	actReturnAnswered   journal.Act = "return-answered"
	actRetryAllowed     journal.Act = "retry-allowed"
	actRetryOpened      journal.Act = "retry-opened"
	actCorrectionOpened journal.Act = "correction-opened"
	actReplaced         journal.Act = "vouch-replaced"
	actVouchVoid        journal.Act = "vouch-void"
	actLetterSet        journal.Act = "letter-set"
	actLetterReleased   journal.Act = "letter-released"
	actLetterNone       journal.Act = "letter-none"
	actResidentSet      journal.Act = "resident-set"
	actPurposeSet       journal.Act = "purpose-set"
	actEvidencePut      journal.Act = "evidence-put"
	actEvidenceRemoved  journal.Act = "evidence-removed"
	actEvidenceRestored journal.Act = "evidence-restored"
	actNameLinkSet      journal.Act = "name-link-set"
	actNameLinkRemoved  journal.Act = "name-link-removed"
	actCaptureAdded     journal.Act = "capture-added"
	actCaptureShown     journal.Act = "capture-shown"
	actCaptureRemoved   journal.Act = "capture-removed"
	actLikenessSet      journal.Act = "likeness-set"
	actCheckReceived    journal.Act = "check-received"
	actIntent           journal.Act = "vouch-intended"
	actIntentVoid       journal.Act = "vouch-intent-void"
	actProposed         journal.Act = "vouch-proposed"
	actApproved         journal.Act = "vouch-approved"
	actReturned         journal.Act = "vouch-returned"
	actRefused          journal.Act = "vouch-refused"
	actReceived         journal.Act = "vouch-received"
	actParcelRetried    journal.Act = "parcel-retried"
	actParcelRefused    journal.Act = "parcel-refused"
)

// particulars is one act by whoever is signed in, now.
func (s *state) particulars(act journal.Act, subject casework.ID, details map[string]string) journal.Particulars {
	p := journal.Particulars{Time: s.now(), Act: act, Subject: journal.Subject(subject), Details: details}
	if s.session != nil {
		p.Actor = journal.Person(s.session.Person.ID)
	}
	return p
}

// append journals an act in a transaction.
func (s *state) append(tx *vault.Tx, act journal.Act, subject casework.ID, details map[string]string) error {
	_, err := tx.Append(s.particulars(act, subject, details))
	return err
}

// note journals something that happened rather than something that was asked
// for: nobody waits for an answer, so a failure is logged here.
func (s *state) note(act journal.Act, details map[string]string, also func(*vault.Tx) error) {
	err := s.d.vault.Update(func(tx *vault.Tx) error {
		if also != nil {
			if err := also(tx); err != nil {
				return err
			}
		}
		if act == "" {
			return nil
		}
		return s.append(tx, act, "", details)
	})
	if err != nil {
		s.d.c.Log.Error("journal", "act", string(act), "err", err)
	}
}
