//! The gate: what stands between a recipient and a document.

use crate::{
    Account, Assurance, AuthRequirement, Document, DocumentStatus, EnrolmentRule, Identity,
    Language, Recipient, RecipientId, RecipientState, Timestamp,
};
use alloc::string::String;

/// Who is asking, as far as is known.
#[derive(Clone, Copy, Debug)]
pub enum Requester<'a> {
    /// Nothing is known.
    Anonymous,
    /// A browser that pressed the button behind this recipient's mailed link.
    LinkHolder {
        /// The recipient.
        recipient: RecipientId,
        /// Which of the recipient's links it was.
        generation: u32,
    },
    /// A signed-in account.
    SignedIn(Identity<'a>),
}

/// A request to be let in: who is asking, and what was entered before. A [`Requester`] alone has entered
/// nothing.
#[derive(Clone, Copy, Debug)]
pub struct AccessRequest<'a> {
    /// Who is asking.
    pub requester: Requester<'a>,
    /// The recipient whose access code was entered in this session.
    pub unlocked: Option<RecipientId>,
}

impl<'a> From<Requester<'a>> for AccessRequest<'a> {
    fn from(requester: Requester<'a>) -> Self {
        Self { requester, unlocked: None }
    }
}

impl<'a> From<Identity<'a>> for AccessRequest<'a> {
    fn from(identity: Identity<'a>) -> Self {
        Requester::SignedIn(identity).into()
    }
}

/// Proof that a requester may see the document as this recipient. Only the gate makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Admission {
    recipient: RecipientId,
    assurance: Assurance,
}

impl Admission {
    /// The recipient that the requester was admitted as.
    pub fn recipient(&self) -> RecipientId {
        self.recipient
    }

    /// How the requester was authenticated.
    pub fn assurance(&self) -> &Assurance {
        &self.assurance
    }
}

/// Why the gate stays shut, and so what the requester has to do next.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GateRefusal {
    /// There is nothing here for this recipient: never sent, or the turn has not come.
    #[error("there is nothing here for this recipient")]
    NotAvailable,
    /// The document was cancelled or declined, or the recipient reported to be the wrong person.
    #[error("the document is no longer open to this recipient")]
    Closed,
    /// Enter the access code that the sender told the recipient first.
    #[error("enter the access code first")]
    AccessCode,
    /// Open the mailed link and press its button first.
    #[error("open the mailed link first")]
    LinkRequired,
    /// Sign in first.
    #[error("sign in first")]
    SignIn,
    /// Signed in to an account that is not this recipient's.
    #[error("signed in to an account that is not the recipient's")]
    WrongAccount {
        /// The recipient's address, masked.
        intended: String,
    },
    /// The account has the right address, but its mailbox was never proved.
    #[error("prove the mailbox first")]
    ProveMailbox,
    /// The factor was enrolled after the document was sent, which this rule does not accept.
    #[error("the factor was enrolled too late: {}", .0.name())]
    EnrolledTooLate(EnrolmentRule),
    /// Use a second factor or an identity provider.
    #[error("a second factor or an identity provider is required")]
    SecondFactor,
    /// Sign in with the provider that the sender named; no other way is taken.
    #[error("the provider that the sender named is required")]
    NamedIdp,
}

impl Document {
    /// Whether the requester may see this document as `recipient`.
    ///
    /// A recipient's access code, if there is one, comes first, with the request and without.
    ///
    /// With the request set, or with a provider that the sender named for this recipient, only the
    /// recipient's own account, strongly signed in, may. Otherwise the mailed link is enough once its
    /// button was pressed; a strong sign-in of the recipient's own account does as well and
    /// is what the evidence then says.
    ///
    /// # Errors
    /// [`GateRefusal`].
    pub fn admit<'a>(
        &self,
        recipient: RecipientId,
        access: impl Into<AccessRequest<'a>>,
        now: Timestamp,
    ) -> Result<Admission, GateRefusal> {
        let AccessRequest { requester, unlocked } = access.into();
        let addressee = self.recipient(recipient).ok_or(GateRefusal::NotAvailable)?;
        let asked_at = self.asked_since(addressee, self.open_since(addressee)?);
        let requirement = self.requirement_for(addressee);
        requirement.expect_unlocked(recipient, unlocked)?;
        let assurance = if requirement.is_gated() {
            strongly(addressee, &requirement, requester, asked_at)?
        } else {
            self.by_link(addressee, requester, now)
                .or_else(|_| strongly(addressee, &requirement, requester, asked_at))
                .map_err(|_| GateRefusal::LinkRequired)?
        };
        Ok(Admission { recipient, assurance })
    }

    /// The language in which a reader who prefers this one reads the document.
    pub fn language_for(&self, preferred: Language) -> Language {
        if self.is_japanese_only() { Language::Japanese } else { preferred }
    }

    fn by_link(
        &self,
        addressee: &Recipient,
        requester: Requester<'_>,
        now: Timestamp,
    ) -> Result<Assurance, GateRefusal> {
        match requester {
            Requester::LinkHolder { recipient, generation }
                if recipient == addressee.id
                    && addressee.accepts_link(generation, self.policy.link_life, now) =>
            {
                Ok(Assurance::Mailbox { generation })
            }
            Requester::LinkHolder { .. } | Requester::Anonymous | Requester::SignedIn(_) => {
                Err(GateRefusal::LinkRequired)
            }
        }
    }

    fn open_since(&self, addressee: &Recipient) -> Result<Timestamp, GateRefusal> {
        match &self.status {
            DocumentStatus::Draft => Err(GateRefusal::NotAvailable),
            DocumentStatus::Cancelled { .. } | DocumentStatus::Declined { .. } => {
                Err(GateRefusal::Closed)
            }
            DocumentStatus::AwaitingConsent { sent_at }
            | DocumentStatus::Sealing { sent_at, .. }
            | DocumentStatus::Concluded { sent_at, .. } => {
                addressee.turn_has_come().map(|()| *sent_at)
            }
        }
    }

    /// Since when the recipient's present address is asked: since the sending, or since the correction or forwarding
    /// that brought it in. What was enrolled before was not enrolled by the reader of a mail about this document.
    pub(crate) fn asked_since(&self, addressee: &Recipient, sent_at: Timestamp) -> Timestamp {
        let forwarded = self.recipients.iter().find_map(|from| match from.state {
            RecipientState::Forwarded { at, to } if to == addressee.id => Some(at),
            _ => None,
        });
        let corrected = addressee.corrected.map(|correction| correction.at);
        forwarded.into_iter().chain(corrected).fold(sent_at, Timestamp::max)
    }
}

fn strongly(
    addressee: &Recipient,
    requirement: &AuthRequirement,
    requester: Requester<'_>,
    asked_at: Timestamp,
) -> Result<Assurance, GateRefusal> {
    let Requester::SignedIn(identity) = requester else {
        return Err(GateRefusal::SignIn);
    };
    if !addressee.is_for(identity.account()) {
        return Err(GateRefusal::WrongAccount { intended: addressee.intended() });
    }
    if identity.account().mailbox_proven_at.is_none() {
        return Err(GateRefusal::ProveMailbox);
    }
    let demand = requirement.named_idp.as_ref().map(|named| &named.value);
    if demand.is_some_and(|demand| !identity.sign_in().is_at(demand)) {
        return Err(GateRefusal::NamedIdp);
    }
    let strong = identity.sign_in().strong().map_err(|_| GateRefusal::SecondFactor)?;
    let assurance = Assurance::of(
        strong,
        identity.account(),
        (asked_at, demand),
        &addressee.behind_access_code,
    )
    .ok_or(GateRefusal::SecondFactor)?;
    requirement.expect_enrolled(&assurance)?;
    Ok(assurance)
}

impl Recipient {
    pub(crate) fn turn_has_come(&self) -> Result<(), GateRefusal> {
        use crate::RecipientState::{
            Consented, Declined, Forwarded, Invited, Waiting, WrongRecipient,
        };
        match self.state {
            Waiting => Err(GateRefusal::NotAvailable),
            Declined { .. } | WrongRecipient { .. } | Forwarded { .. } => Err(GateRefusal::Closed),
            Invited { .. } | Consented(_) => Ok(()),
        }
    }

    /// Whether a code that was mailed to this recipient proves the mailbox that the account has now. An earlier address
    /// of the account proves nothing of it: another person may read the mail there by now.
    pub fn proves_mailbox_of(&self, account: &Account) -> bool {
        self.details.email == account.email
    }

    /// What of the recipient's address is told to a reader who is signed in to another account: the masked
    /// address. Of one that was corrected nothing is told, since that reader may be the former recipient.
    pub(crate) fn intended(&self) -> String {
        if self.corrected.is_some() { "***@***".into() } else { self.details.email.masked() }
    }

    /// Whether the document is for this account: the one that passed the gate first, and before
    /// that the one with the address that the sender wrote.
    pub fn is_for(&self, account: &Account) -> bool {
        match self.account {
            Some(bound) => bound == account.id,
            None => account.email == self.details.email,
        }
    }
}
