//! What a recipient has to do next, with everything that a page needs to say so.

use super::{Document, RecipientStage};
use crate::{
    AccessRequest, Account, Admission, Assurance, EnrolmentRule, Factor, FactorMethod, GateRefusal,
    Identity, IdpDemand, Issuer, Recipient, RecipientId, Requester, SignIn, SignInMethod, Span,
    StepUpAge, Timestamp,
};
use alloc::string::String;

/// A proof of identity that ends within this span is asked for anew before the recipient answers, so that
/// it does not end while the recipient reads.
const MARGIN: Span = Span::minutes(1);

/// What is known of the requester besides the access request itself.
#[derive(Clone, Copy, Debug)]
pub struct RecipientSituation<'a> {
    /// Who is asking, and what was entered before.
    pub access: AccessRequest<'a>,
    /// Whether this browser followed the recipient's mailed link; to a draft, that of the newest preflight.
    pub holds_link: bool,
    /// Whether a mailed code proved the recipient's mailbox in this session; of a draft, for the newest preflight.
    pub proved_mailbox: bool,
    /// Whether the session has a weak sign-in that awaits a code of the account's factor.
    pub awaits_code: bool,
    /// Whether the account has an active factor.
    pub has_factor: bool,
    /// Whether an identity at a provider is linked to the account.
    pub has_idp_link: bool,
}

/// What a recipient has to do next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NextStep {
    /// There is nothing here for this recipient: never sent, or the turn has not come.
    NotAvailable,
    /// The document was cancelled or declined, forwarded, or reported as sent to the wrong person.
    Closed,
    /// Enter the access code that the sender told the recipient.
    EnterAccessCode,
    /// Open the mailed link in this browser.
    FollowLink,
    /// Go on from the page of the mailed link: open the document there, sign in or register.
    GoOnFromLink,
    /// Sign in to the recipient's account.
    SignIn,
    /// Sign in to the recipient's account instead of the present one.
    SwitchAccount {
        /// The recipient's address, masked.
        intended: String,
    },
    /// Sign in at the provider that the sender named.
    SignInAtNamedIdp(IdpDemand),
    /// Prove the mailbox by a mailed code.
    ProveMailbox,
    /// Enrol a factor, or sign in at the linked provider.
    Enrol,
    /// Enter a code of the account's factor.
    EnterCode,
    /// Register, or sign in to the account that there is: the mailbox was proved for a preflight.
    Register,
    /// Say to be ready: all that a preflight asks for is done.
    SayReady,
    /// Nothing until the document is sent: the preflight was answered.
    AwaitDocument,
    /// Use a factor that this rule accepts ([`Document::accepts_factor`]), or enrol one where that still helps: the
    /// one that was used was enrolled too late.
    EnrolledTooLate(EnrolmentRule),
    /// Read, and consent, decline or forward.
    Answer(Reauthentication),
    /// Read; the sender has to make sure first that the consent comes from the recipient.
    WaitForSender,
    /// Read; other recipients still have to answer.
    WaitForOthers,
    /// Read; every recipient has consented, and the seal is being made.
    WaitForSeal,
    /// Read and download: the document is concluded (締結済).
    Keep,
}

/// What has to be proved anew with a consent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reauthentication {
    /// Nothing: the last proof is recent enough.
    NotNeeded,
    /// A fresh code of the factor.
    Code,
    /// An assertion that a passkey signs for the consent, however recent its last use was.
    Passkey,
    /// A consent needs an ID token that the provider signs for it.
    IdToken {
        /// The provider's issuer.
        issuer: Issuer,
        /// Whether a code of the account's factor does as well.
        or_code: bool,
    },
}

impl Document {
    /// What this recipient has to do next.
    pub fn next_step(
        &self,
        recipient: RecipientId,
        situation: RecipientSituation<'_>,
        now: Timestamp,
    ) -> NextStep {
        let Some(addressee) = self.recipient(recipient) else {
            return NextStep::NotAvailable;
        };
        if self.is_draft() {
            return self.preflight_step(addressee, situation);
        }
        match self.admit(recipient, situation.access, now) {
            Ok(admission) => self.step_behind_gate(addressee, &admission, situation, now),
            Err(refusal) => self.step_before_gate(addressee, refusal, situation),
        }
    }

    /// Whether a use of this active factor, now, would let its owner in as this recipient, and answer: it was enrolled
    /// early enough, and behind a mailed code where it has to be.
    pub fn accepts_factor(
        &self,
        recipient: RecipientId,
        owner: &Account,
        factor: &Factor,
        now: Timestamp,
    ) -> bool {
        let used = factor.used(now);
        let method = SignInMethod::TwoFactor {
            at: now,
            factor: used.factor,
            method: used.method,
            enrolled_at: used.enrolled_at,
            behind_code: used.behind_code,
        };
        let sign_in = SignIn::new(owner.id, method);
        let Ok(identity) = Identity::new(owner, &sign_in) else {
            return false;
        };
        let requester = Requester::SignedIn(identity);
        let access = AccessRequest { requester, unlocked: Some(recipient) };
        match (self.recipient(recipient), self.admit(recipient, access, now)) {
            (Some(addressee), Ok(admission)) => {
                self.expect_proven(addressee, admission.assurance()).is_ok()
            }
            _ => false,
        }
    }

    /// Whether the last proof of identity of this recipient, who was admitted, is too old to forward.
    pub fn is_proof_too_old(&self, admission: &Admission, now: Timestamp) -> bool {
        let soon = now.plus(MARGIN);
        match admission.assurance() {
            Assurance::TwoFactor { authenticated_at, .. }
            | Assurance::Idp { authenticated_at, .. } => {
                is_older_than(*authenticated_at, self.policy.step_up_age, soon)
            }
            Assurance::Mailbox { .. } => false,
        }
    }

    /// What has to be proved anew with a consent of this recipient, who was admitted.
    pub fn reauthentication(
        &self,
        admission: &Admission,
        has_factor: bool,
        now: Timestamp,
    ) -> Reauthentication {
        let Some(addressee) = self.recipient(admission.recipient()) else {
            return Reauthentication::NotNeeded;
        };
        let soon = now.plus(MARGIN);
        let is_old = |at: Timestamp| is_older_than(at, self.policy.step_up_age, soon);
        match admission.assurance() {
            Assurance::TwoFactor { method: FactorMethod::Passkey, .. } => Reauthentication::Passkey,
            Assurance::TwoFactor { authenticated_at, .. } if is_old(*authenticated_at) => {
                Reauthentication::Code
            }
            Assurance::Idp { identity, authenticated_at, .. } => {
                let requirement = self.requirement_for(addressee);
                if requirement.is_gated() || is_old(*authenticated_at) {
                    Reauthentication::IdToken {
                        issuer: identity.issuer.clone(),
                        or_code: has_factor && requirement.named_idp.is_none(),
                    }
                } else {
                    Reauthentication::NotNeeded
                }
            }
            Assurance::TwoFactor { .. } | Assurance::Mailbox { .. } => Reauthentication::NotNeeded,
        }
    }

    fn step_behind_gate(
        &self,
        addressee: &Recipient,
        admission: &Admission,
        situation: RecipientSituation<'_>,
        now: Timestamp,
    ) -> NextStep {
        match self.stage_of(addressee) {
            RecipientStage::Concluded => NextStep::Keep,
            RecipientStage::WaitForSeal => NextStep::WaitForSeal,
            RecipientStage::ConsentHeld => NextStep::WaitForSender,
            RecipientStage::WaitForOthers => NextStep::WaitForOthers,
            RecipientStage::Answer if addressee.held.is_some() => NextStep::WaitForSender,
            RecipientStage::Answer => {
                NextStep::Answer(self.reauthentication(admission, situation.has_factor, now))
            }
        }
    }

    fn step_before_gate(
        &self,
        addressee: &Recipient,
        refusal: GateRefusal,
        situation: RecipientSituation<'_>,
    ) -> NextStep {
        match refusal {
            GateRefusal::NotAvailable => NextStep::NotAvailable,
            GateRefusal::Closed => NextStep::Closed,
            GateRefusal::AccessCode => NextStep::EnterAccessCode,
            GateRefusal::WrongAccount { intended } => NextStep::SwitchAccount { intended },
            GateRefusal::ProveMailbox => NextStep::ProveMailbox,
            GateRefusal::EnrolledTooLate(rule) => NextStep::EnrolledTooLate(rule),
            GateRefusal::NamedIdp => match self.requirement_for(addressee).named_idp {
                Some(demand) => NextStep::SignInAtNamedIdp(demand.value),
                None => NextStep::SignIn,
            },
            GateRefusal::SecondFactor => step_to_strong_sign_in(situation),
            GateRefusal::SignIn | GateRefusal::LinkRequired => {
                step_to_any_sign_in(addressee, situation, matches!(refusal, GateRefusal::SignIn))
            }
        }
    }
}

fn step_to_strong_sign_in(situation: RecipientSituation<'_>) -> NextStep {
    if situation.has_factor {
        NextStep::EnterCode
    } else if situation.has_idp_link || situation.proved_mailbox {
        NextStep::Enrol
    } else {
        NextStep::ProveMailbox
    }
}

fn step_to_any_sign_in(
    addressee: &Recipient,
    situation: RecipientSituation<'_>,
    is_gated: bool,
) -> NextStep {
    let account = match situation.access.requester {
        Requester::SignedIn(identity) => Some(identity.account()),
        Requester::Anonymous | Requester::LinkHolder { .. } => None,
    };
    if account.is_some_and(|account| !addressee.is_for(account)) {
        return NextStep::SwitchAccount { intended: addressee.intended() };
    }
    match (situation.holds_link, is_gated) {
        _ if situation.awaits_code => NextStep::EnterCode,
        (true, _) => NextStep::GoOnFromLink,
        (false, true) => NextStep::SignIn,
        // The recipient's own account needs no link once it is strongly signed in.
        (false, false) if account.is_some_and(|account| addressee.belongs_to(account)) => {
            if situation.has_factor {
                NextStep::EnterCode
            } else {
                NextStep::Enrol
            }
        }
        (false, false) => NextStep::FollowLink,
    }
}

/// Whether what was proved at `at` is older than `age` at `now`.
pub(super) fn is_older_than(at: Timestamp, age: StepUpAge, now: Timestamp) -> bool {
    now.since(at) > age.span()
}
