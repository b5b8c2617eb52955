//! What a recipient is told whose factor was enrolled later than the sender accepts.

use super::{Parties, RecipientQuery, parties};
use crate::{Error, Ports, Result};
use wariin_domain::{EnrolmentRule, Factor, FactorMethod, GateRefusal, ReferenceNumber, Required};

/// Why the factor is not accepted, and what still helps.
#[derive(Clone, Debug)]
pub struct LateEnrolment {
    /// The sender and the sender's organisation.
    pub parties: Parties,
    /// The number by which recipient and sender speak of the document.
    pub reference: ReferenceNumber,
    /// The rule that the factor does not meet, and which one demands it.
    pub rule: Required<EnrolmentRule>,
    /// The account's other factors that are accepted.
    pub accepted: Vec<AcceptedFactor>,
    /// Whether a mailed code proved the mailbox in this session, so that a factor that is enrolled now is one of the
    /// reader of the mail.
    pub is_mailbox_proved: bool,
    /// Whether a code can be mailed now: this browser followed the recipient's link, or the account needs none.
    pub may_prove_mailbox: bool,
}

/// A factor that lets its owner in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AcceptedFactor {
    /// What its owner calls it.
    pub name: String,
    /// Its kind.
    pub method: FactorMethod,
}

impl AcceptedFactor {
    fn of(factor: &Factor) -> Self {
        Self { name: factor.name.to_string(), method: factor.method() }
    }
}

/// What the recipient's own account is told, which is signed in with a factor that was enrolled too late.
///
/// # Errors
/// [`Error::NotFound`] for every other caller, and where no rule of enrolment is in effect;
/// [`GateRefusal::AccessCode`] while the access code was not typed in this session.
pub async fn late_enrolment(ports: &Ports, query: RecipientQuery<'_>) -> Result<LateEnrolment> {
    let document = ports.views.document_of(query.recipient).await?.ok_or(Error::NotFound)?;
    let recipient = document.recipient(query.recipient).ok_or(Error::NotFound)?;
    let account = query.account().filter(|account| recipient.is_for(account));
    let account = account.ok_or(Error::NotFound)?;
    if query.is_locked(&document, recipient) {
        return Err(GateRefusal::AccessCode.into());
    }
    let rule = document.requirement_for(recipient).enrolment_in_effect();
    let now = ports.clock.now();
    let factors = ports.views.factors(account.id).await?;
    let accepted = factors
        .iter()
        .filter(|factor| document.accepts_factor(recipient.id, account, factor, now))
        .map(AcceptedFactor::of);
    Ok(LateEnrolment {
        rule: rule.ok_or(Error::NotFound)?,
        accepted: accepted.collect(),
        is_mailbox_proved: query.has_proved_mailbox(&document, recipient, now),
        may_prove_mailbox: query.holds_link(ports, &document)
            || document.proves_without_link(recipient, account),
        reference: ReferenceNumber::of(document.id),
        parties: parties(ports, &document).await?,
    })
}
