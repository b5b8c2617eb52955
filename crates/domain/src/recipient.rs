//! A recipient (送付先) of a document and where that person's turn stands.

use crate::{
    AccessCodeHash, AccountId, Consent, EmailAddress, EnrolmentRule, Factor, FactorId, Hold,
    IdpDemand, Language, LinkLife, OrganisationId, OrganisationName, PersonName, Preflight, Reason,
    RecipientId, Timestamp, Undelivered,
};
use alloc::vec::Vec;

/// A recipient of one document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recipient {
    /// Its id.
    pub id: RecipientId,
    /// Who it is, as the sender wrote.
    pub details: RecipientDetails,
    /// Where the person's turn stands.
    pub state: RecipientState,
    /// How many links were mailed so far; only the newest counts.
    pub generation: u32,
    /// The account that passed this document's gate first; no other account passes it any more.
    pub account: Option<AccountId>,
    /// The organisation for which that account passed it.
    pub organisation: Option<OrganisationId>,
    /// Why a consent that is still to come is held, while it is.
    pub held: Option<Hold>,
    /// Why the consent that was given is held, and does not count yet.
    pub consent_held: Option<Hold>,
    /// When the document was first opened for this recipient.
    pub opened_at: Option<Timestamp>,
    /// The factors that were enrolled in sessions in which this recipient's access code had been typed, in this order.
    pub behind_access_code: Vec<FactorId>,
    /// That an email since the present link was refused for good, while the document was not opened; or, once it is
    /// concluded, the email that tells of that.
    pub undelivered: Option<Undelivered>,
    /// That the recipient was asked before sending (事前確認), and what came of it.
    pub preflight: Option<Preflight>,
    /// That the sender corrected the address after the sending.
    pub corrected: Option<AddressCorrection>,
}

/// The sender wrote another address (宛先の訂正).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AddressCorrection {
    /// When.
    pub at: Timestamp,
    /// The first link that is mailed to the present address. Those before it are of the former one, and lead nowhere.
    pub first_link: u32,
}

/// Who a recipient is, as the sender wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecipientDetails {
    /// 氏名
    pub name: PersonName,
    /// メールアドレス
    pub email: EmailAddress,
    /// 会社名・組織名
    pub organisation: Option<OrganisationName>,
    /// 言語
    pub language: Language,
    /// The code that has to be typed before anything else, as a hash; `None` without one.
    pub access_code: Option<AccessCodeHash>,
    /// The only provider by which the sender lets this recipient in (class E4); `None` for any way.
    pub idp: Option<IdpDemand>,
    /// When this recipient's factor has to be enrolled.
    pub enrolment: EnrolmentRule,
}

/// Where a recipient's turn stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RecipientState {
    /// The turn has not come.
    Waiting,
    /// The turn has come and a link was mailed.
    Invited {
        /// When the present link was made, or the turn came back with a consent taken back; the
        /// link's life counts from here.
        at: Timestamp,
    },
    /// Consented (同意済み).
    Consented(Consent),
    /// Declined (却下).
    Declined {
        /// When.
        at: Timestamp,
        /// Why.
        reason: Reason,
    },
    /// 転送: another recipient took the place.
    Forwarded {
        /// When.
        at: Timestamp,
        /// Who.
        to: RecipientId,
    },
    /// "I am not this person" (この宛先は私ではありません): needs the sender's attention.
    WrongRecipient {
        /// When.
        at: Timestamp,
        /// From when on the life of the link counts by which it was reported.
        invited_at: Timestamp,
    },
}

impl Recipient {
    /// Of so many factors that were enrolled behind the access code at most the newest are kept: more than an account
    /// has at once, since it may replace them.
    pub const MOST_BEHIND_ACCESS_CODE: usize = 2 * Factor::MAX_PER_ACCOUNT;

    /// A recipient whose turn has not come.
    pub fn new(id: RecipientId, details: RecipientDetails) -> Self {
        Self {
            id,
            details,
            state: RecipientState::Waiting,
            generation: 0,
            account: None,
            organisation: None,
            held: None,
            consent_held: None,
            opened_at: None,
            behind_access_code: Vec::new(),
            undelivered: None,
            preflight: None,
            corrected: None,
        }
    }

    pub(crate) fn enrolled_behind_access_code(&mut self, factor: FactorId) {
        self.behind_access_code.retain(|before| *before != factor);
        self.behind_access_code.push(factor);
        let too_many = self.behind_access_code.len().saturating_sub(Self::MOST_BEHIND_ACCESS_CODE);
        self.behind_access_code.drain(..too_many);
    }

    /// The consent, once given.
    pub fn consent(&self) -> Option<&Consent> {
        match &self.state {
            RecipientState::Consented(consent) => Some(consent),
            RecipientState::Waiting
            | RecipientState::Invited { .. }
            | RecipientState::Declined { .. }
            | RecipientState::Forwarded { .. }
            | RecipientState::WrongRecipient { .. } => None,
        }
    }

    /// From when on the present link's life counts, while this recipient's turn lasts.
    pub fn mailed_at(&self) -> Option<Timestamp> {
        match self.state {
            RecipientState::Invited { at } => Some(at),
            RecipientState::Waiting
            | RecipientState::Consented(_)
            | RecipientState::Declined { .. }
            | RecipientState::Forwarded { .. }
            | RecipientState::WrongRecipient { .. } => None,
        }
    }

    /// Whether this recipient forwarded, so that another person took the place.
    pub fn is_forwarded(&self) -> bool {
        matches!(self.state, RecipientState::Forwarded { .. })
    }

    /// Whether the holder of the link reports to be the wrong person.
    pub fn is_reported(&self) -> bool {
        matches!(self.state, RecipientState::WrongRecipient { .. })
    }

    /// Whether this recipient has ever been mailed a link.
    pub fn was_invited(&self) -> bool {
        !matches!(self.state, RecipientState::Waiting)
    }

    /// Whether a link of this generation was mailed to an address that the sender has corrected since.
    pub fn is_of_former_address(&self, generation: u32) -> bool {
        self.corrected.is_some_and(|correction| generation < correction.first_link)
    }

    /// Whether a link of this generation can be used now. After the consent it leads to the result
    /// for as long as the document exists. None can be used while the sender has to confirm the document
    /// after a restore.
    pub fn accepts_link(&self, generation: u32, life: LinkLife, now: Timestamp) -> bool {
        let newest = generation == self.generation && !self.awaits_confirmation();
        match &self.state {
            RecipientState::Invited { at } => newest && now < at.plus(life.span()),
            RecipientState::Consented(_) => newest,
            RecipientState::Waiting
            | RecipientState::Declined { .. }
            | RecipientState::Forwarded { .. }
            | RecipientState::WrongRecipient { .. } => false,
        }
    }
}
