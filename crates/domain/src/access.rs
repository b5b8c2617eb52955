//! The gate: what stands between a recipient and a document.

use crate::{
    Account, Assurance, Document, DocumentStatus, Exclusion, Language, Recipient, RecipientId,
    SignIn, Timestamp,
};
use alloc::string::String;

/// Who is asking, as far as is known.
#[derive(Clone, Copy, Debug)]
pub enum Requester<'a> {
    /// Nothing is known.
    Stranger,
    /// Somebody who pressed the button behind this recipient's mailed link.
    ByMail {
        /// The recipient.
        recipient: RecipientId,
        /// Which of the recipient's links it was.
        generation: u32,
    },
    /// Somebody who is signed in.
    SignedIn {
        /// The account.
        account: &'a Account,
        /// What was proved.
        sign_in: &'a SignIn,
    },
}

/// A visitor at a gate, with what was typed before: a [`Visitor`] alone has typed nothing.
#[derive(Clone, Copy, Debug)]
pub struct AccessRequest<'a> {
    /// Who is asking.
    pub requester: Requester<'a>,
    /// The recipient whose access code was typed in this session.
    pub unlocked: Option<RecipientId>,
}

impl<'a> From<Requester<'a>> for AccessRequest<'a> {
    fn from(requester: Requester<'a>) -> Self {
        Self { requester, unlocked: None }
    }
}

/// Proof that a visitor may see the document as this recipient. Only the gate makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Admission {
    recipient: RecipientId,
    assurance: Assurance,
}

impl Admission {
    /// The recipient as whom the visitor was admitted.
    pub fn recipient(&self) -> RecipientId {
        self.recipient
    }

    /// How the visitor was authenticated.
    pub fn assurance(&self) -> &Assurance {
        &self.assurance
    }
}

/// Why the gate stays shut, and so what the visitor has to do next.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GateRefusal {
    /// There is nothing here for this recipient: never sent, or the turn has not come.
    #[error("there is nothing here for this recipient")]
    NotAvailable,
    /// The document was cancelled or declined, or the recipient said to be somebody else.
    #[error("the document is no longer open to this recipient")]
    Closed,
    /// Type the access code that the sender told first.
    #[error("type the access code first")]
    AccessCode,
    /// Open the mailed link and press its button first.
    #[error("open the mailed link first")]
    LinkRequired,
    /// Sign in first.
    #[error("sign in first")]
    SignIn,
    /// Signed in to an account that is not this recipient's.
    #[error("signed in as somebody else")]
    WrongAccount {
        /// The recipient's address, masked.
        intended: String,
    },
    /// The account has the right address, but nobody has proved to read that mailbox.
    #[error("prove the mailbox first")]
    ProveMailbox,
    /// Use a second factor or an identity provider.
    #[error("a second factor or an identity provider is required")]
    SecondFactor,
    /// Sign in with the provider that the sender named; no other way is taken.
    #[error("the provider that the sender named is required")]
    NamedIdp,
}

impl Document {
    /// Whether `access request`'s visitor may see this document as `recipient`.
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
        let sent_at = self.open_since(addressee)?;
        addressee.expect_unlocked(unlocked)?;
        let assurance = if self.is_gated_for(addressee) {
            strongly(addressee, requester, sent_at)?
        } else {
            self.by_mail(addressee, requester, now)
                .or_else(|_| strongly(addressee, requester, sent_at))
                .map_err(|_| GateRefusal::LinkRequired)?
        };
        Ok(Admission { recipient, assurance })
    }

    /// Whether this recipient has to sign in strongly: the document carries the request, or the sender
    /// named a provider for this recipient.
    pub fn is_gated_for(&self, recipient: &Recipient) -> bool {
        self.advanced_auth.is_requested() || recipient.details.idp.is_some()
    }

    /// Whether the document is Japanese to every reader: the request is set, and the organisation has not
    /// lifted the lock.
    pub fn is_japanese_only(&self) -> bool {
        self.advanced_auth.is_requested() && Exclusion::ForeignLanguage.applies(self.policy)
    }

    /// The language in which somebody who wants this one reads of the document.
    pub fn language_for(&self, wanted: Language) -> Language {
        if self.is_japanese_only() { Language::Japanese } else { wanted }
    }

    /// Whether anybody has to sign in strongly to see the document; then no mail tells its title.
    pub fn is_gated(&self) -> bool {
        self.recipients.iter().any(|recipient| self.is_gated_for(recipient))
    }

    fn by_mail(
        &self,
        addressee: &Recipient,
        requester: Requester<'_>,
        now: Timestamp,
    ) -> Result<Assurance, GateRefusal> {
        match requester {
            Requester::ByMail { recipient, generation }
                if recipient == addressee.id
                    && addressee.accepts_link(generation, self.policy.link_life, now) =>
            {
                Ok(Assurance::Mailbox { generation })
            }
            Requester::ByMail { .. } | Requester::Stranger | Requester::SignedIn { .. } => {
                Err(GateRefusal::LinkRequired)
            }
        }
    }

    /// Whether no mail may tell anything of the contents: somebody has to pass a gate, or to type an
    /// access code, which whoever reads the mailbox does not know.
    pub fn is_closed_to_mail(&self) -> bool {
        self.is_gated() || self.recipients.iter().any(|r| r.details.access_code.is_some())
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
}

fn strongly(
    addressee: &Recipient,
    requester: Requester<'_>,
    sent_at: Timestamp,
) -> Result<Assurance, GateRefusal> {
    let Requester::SignedIn { account, sign_in } = requester else {
        return Err(GateRefusal::SignIn);
    };
    if !addressee.is_for(account) {
        return Err(GateRefusal::WrongAccount { intended: addressee.details.email.masked() });
    }
    if account.mailbox_proven_at.is_none() {
        return Err(GateRefusal::ProveMailbox);
    }
    let demand = addressee.details.idp.as_ref();
    if demand.is_some_and(|demand| !sign_in.is_at(demand)) {
        return Err(GateRefusal::NamedIdp);
    }
    let strong = sign_in.strong().map_err(|_| GateRefusal::SecondFactor)?;
    Assurance::of(strong, sent_at, demand).ok_or(GateRefusal::SecondFactor)
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

    /// Whether the access code, if there is one, was typed for this recipient.
    ///
    /// # Errors
    /// [`GateRefusal::AccessCode`].
    pub fn expect_unlocked(&self, unlocked: Option<RecipientId>) -> Result<(), GateRefusal> {
        if self.details.access_code.is_none() || unlocked == Some(self.id) {
            Ok(())
        } else {
            Err(GateRefusal::AccessCode)
        }
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
