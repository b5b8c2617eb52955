//! What an organisation demands of the recipients of its documents, whatever the sender sets.

use super::settings::choices;
use crate::{Amount, EmailAddress, EmailDomain, EnrolmentRule};
use alloc::vec::Vec;

/// What an organisation demands of the recipients of its documents. A draft follows the present settings; a
/// document that was sent keeps those of its time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecipientPolicy {
    /// Which documents carry the advanced authentication request without the sender's doing.
    pub request: RequestRule,
    /// When the factor of a recipient who has to sign in strongly must be enrolled, at the least.
    pub enrolment: EnrolmentRule,
    /// Whether a recipient who has to sign in strongly does so at the provider of the own organisation.
    pub own_idp: OwnIdpRule,
    /// What becomes of a consent by a factor that is younger than the document.
    pub new_factor: NewFactorRule,
}

/// Which documents carry the request: those to which one of these applies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RequestRule {
    /// All of them, or only those that the rest of the rule names.
    pub documents: RequestedDocuments,
    /// Those of this amount (取引金額) or more, and those whose amount is not known.
    pub from_amount: Option<Amount>,
    /// Those with a recipient outside the organisation.
    pub outside: OutsideRecipients,
    /// The domains of the organisation's own addresses, exactly as they stand behind the `@`. Without one, every
    /// recipient is outside.
    pub own_domains: Vec<EmailDomain>,
}

/// Whether all documents of an organisation carry the request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RequestedDocuments {
    /// The sender decides, unless another part of the rule applies.
    #[default]
    Chosen,
    /// All of them.
    All,
}

/// Whether a recipient outside the organisation means that the document carries the request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OutsideRecipients {
    /// No.
    #[default]
    Free,
    /// Yes.
    Requested,
}

/// Whether a recipient whose address is served by a connected provider has to sign in there (class E4).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OwnIdpRule {
    /// The sender decides for each recipient.
    #[default]
    Chosen,
    /// Yes, by that provider and no other way, where the recipient has to sign in strongly.
    Demanded,
}

/// What becomes of a consent by a factor, or a link to a provider, that is younger than the document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NewFactorRule {
    /// It counts, and is marked.
    #[default]
    Mark,
    /// It is marked, and held until the sender releases it.
    Hold,
}

choices! {
    RequestedDocuments { Chosen = "chosen", All = "all" }
    OutsideRecipients { Free = "free", Requested = "requested" }
    OwnIdpRule { Chosen = "chosen", Demanded = "demanded" }
    NewFactorRule { Mark = "mark", Hold = "hold" }
}

/// Why the organisation's settings demand the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestReason {
    /// All documents carry it.
    Always,
    /// The amount reaches this one.
    Amount(Amount),
    /// The amount is not known, and from this one on the request is demanded.
    AmountUnknown(Amount),
    /// A recipient is outside the organisation.
    OutsideRecipient,
}

impl RequestRule {
    /// How many domains the organisation may name as its own.
    pub const MAX_DOMAINS: usize = 50;

    /// Why a document of this amount with recipients of these addresses carries the request; `None` where the
    /// sender decides.
    pub fn reason<'a>(
        &self,
        amount: Option<Amount>,
        recipients: impl IntoIterator<Item = &'a EmailAddress>,
    ) -> Option<RequestReason> {
        if self.documents == RequestedDocuments::All {
            return Some(RequestReason::Always);
        }
        match (self.from_amount, amount) {
            (Some(from), None) => return Some(RequestReason::AmountUnknown(from)),
            (Some(from), Some(amount)) if amount >= from => {
                return Some(RequestReason::Amount(from));
            }
            (Some(_), Some(_)) | (None, _) => {}
        }
        let mut recipients = recipients.into_iter();
        recipients.any(|to| self.is_for(to)).then_some(RequestReason::OutsideRecipient)
    }

    /// Whether the request is demanded because this recipient is outside the organisation.
    pub fn is_for(&self, address: &EmailAddress) -> bool {
        match self.outside {
            OutsideRecipients::Free => false,
            OutsideRecipients::Requested => !self.own_domains.contains(&address.domain()),
        }
    }
}
