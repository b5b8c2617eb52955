//! What pages read: one function for each page or list, with its authorisation inside.
//!
//! A query writes nothing. It takes the [`Caller`] that the session's cookie was resolved to and
//! answers [`Error::NotSignedIn`] without one, [`Error::FactorDemanded`] where the organisation demands
//! a second factor that was not used, and [`Error::NotFound`] for everything that is not the caller's:
//! to that caller it does not exist.

mod account;
pub(crate) mod deleted;
mod document;
mod idp;
mod kept;
mod late_enrolment;
mod managed;
mod operator;
mod organisation;
mod own_address;
mod parties;
mod received;
mod recipient;
mod recipient_reading;
mod recipient_steps;
mod security;
mod service;
mod templates;

pub use account::{
    CONSENTS_A_PAGE, OwnAccount, OwnConsent, OwnConsents, own_account, own_consents,
};
pub use document::{
    DocumentSelection, SentDocument, document_file, id_token_file, own_document, own_documents,
    passkey_evidence_file, sent_document,
};
pub use idp::{PendingFirstLogin, idp_connection, idp_connections, pending_first_login};
pub use kept::{
    KeptKind, KeptPage, KeptRow, KeptSelection, KeptSide, kept_document, kept_documents,
    sent_by_number,
};
pub use late_enrolment::{AcceptedFactor, LateEnrolment, late_enrolment};
pub use managed::{
    ManagedDocumentPage, managed_document_page, managed_documents, managed_documents_up_to,
    managed_sent_document, managed_size,
};
pub use operator::{
    all_idp_connections, export_history, idp_connection_as_operator, newest_checkpoint,
    organisation_of_address, verify_audit,
};
pub use organisation::{
    InvitationPage, MembersPage, another_member, invitation, members, organisation_settings,
};
pub use own_address::{OwnAddressPage, own_address};
pub use parties::{Parties, parties};
pub use received::{ReceivedPage, ReceivedRow, ReceivedSelection, received_documents};
pub use recipient::{
    AccessCodeForm, Landing, LandingPage, PreflightPage, ProviderChoice, RecipientQuery,
    access_code_form, invited_recipient, landing, provider_of_recipient, unlocked_recipient,
};
pub use recipient_reading::{ReadingRule, SenderLooks, reading_rule, sender_logo};
pub use recipient_steps::{
    ConsentProvider, ConsentStep, ForwardStep, consent_step, forward_step, next_step,
};
pub use security::{
    LinkedProvider, SecuritySettings, awaited_factors, has_factor, must_save_backup_codes,
    own_factors, own_provider, security_settings,
};
pub use service::is_first_run;
pub use templates::{ListedTemplate, managed_template, templates};

use crate::{Caller, Error, Result};
use wariin_domain::{Account, Organisation, Role};

/// The account that is signed in, whatever its organisation demands.
fn expect_signed_in(caller: Option<&Caller>) -> Result<&Account> {
    Ok(caller.ok_or(Error::NotSignedIn)?.signed_in()?.account())
}

/// The account that may work in its organisation, and the organisation.
fn expect_member(caller: Option<&Caller>) -> Result<(&Account, &Organisation)> {
    let member = caller.ok_or(Error::NotSignedIn)?.member()?;
    Ok((member.identity.account(), member.organisation))
}

/// The member with this role; for every other member there is nothing here.
pub(crate) fn expect_role(
    caller: Option<&Caller>,
    role: Role,
) -> Result<(&Account, &Organisation)> {
    let (account, organisation) = expect_member(caller)?;
    if account.membership.has_role(role) {
        Ok((account, organisation))
    } else {
        Err(Error::NotFound)
    }
}
