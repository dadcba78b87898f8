package policy

import (
	"slices"
	"strings"
)

// The document types of the UK DVS data schema 1.0 (predefined lists,
// document_type), and behind them those that the list has no code for: a Blue
// Badge is not to be stated as a bus pass, nor a council's letter as a tax bill.
var documentTypes = strings.Fields(`passport id_card passport_card driving_permit military_id veterans_card
	proof_of_age_id home_office_travel_document bus_pass education_certificate rental_agreement purchase_agreement
	pass_card freedom_pass voter_id bank_statement utility_statement mortgage_statement loan_statement tax_statement
	social_security_statement pilot_permit birth_certificate adoption_certificate marriage_certificate
	civil_partnership_certificate firearm_certificate
	blue_badge council_letter insurance_papers visa`)

// The record types of the same schema (record_type) that a desk can have
// checked: the account itself, never a paper about it.
var recordTypes = strings.Fields(`social_security_record bank_account building_society_account credit_union_account
	current_account student_loan_account credit_account mortgage_account loan_account utility_account tax_record`)

// IsDocumentType reports whether a code names a type of document.
func IsDocumentType(code string) bool { return slices.Contains(documentTypes, code) }

// IsRecordType reports whether a code names a type of electronic record.
func IsRecordType(code string) bool { return slices.Contains(recordTypes, code) }

// IsRecord reports whether what is checked is a record kept elsewhere and not a
// paper in hand.
func (d Document) IsRecord() bool { return IsRecordType(d.IDA) }
