//! Passkeys (パスキー, Web Authentication): a ceremony is begun in one browser and session, finished there once,
//! and soon.

mod consent;

use crate::{
    AccountId, BrowserKey, CeremonyId, FactorId, FactorName, InvitationId, PasswordResetId,
    PersonName, RecipientId, SessionKey, Span, Timestamp,
};

pub use consent::{PasskeyAssertion, PasskeyConsent, PasskeyEvidence, PasskeyProof};

/// A ceremony of Web Authentication that was begun: a registration or an authentication.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ceremony {
    /// Its id.
    pub id: CeremonyId,
    /// What it is for.
    pub purpose: CeremonyPurpose,
    /// In which browser.
    pub browser: BrowserKey,
    /// In which session; the same one has to finish it, but for signing in.
    pub session: Option<SessionKey>,
    /// When.
    pub began_at: Timestamp,
}

/// What a ceremony is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CeremonyPurpose {
    /// Registering a passkey as a factor of the account that is signed in.
    Enrol {
        /// The account.
        account: AccountId,
        /// What its owner calls the passkey.
        name: FactorName,
    },
    /// Registering a recipient's account with a passkey instead of a password.
    Register {
        /// The recipient, whose mailbox was proved in the session.
        recipient: RecipientId,
        /// The account to be made, which the passkey remembers.
        account: AccountId,
        /// The person's name.
        name: PersonName,
    },
    /// Joining an organisation by an invitation, with a passkey instead of a password.
    Join {
        /// The invitation, whose mailed code was typed when the ceremony began.
        invitation: InvitationId,
        /// The account to be made, which the passkey remembers.
        account: AccountId,
        /// The person's name.
        name: PersonName,
    },
    /// Signing in by the passkey alone; the passkey says to which account.
    SignIn,
    /// The second factor: completing a sign-in that awaits it, or renewing one.
    StepUp {
        /// The account.
        account: AccountId,
    },
    /// Removing a factor of the account.
    Remove {
        /// The account.
        account: AccountId,
        /// The factor to be removed.
        factor: FactorId,
    },
    /// Setting a new password by a mailed link.
    NewPassword {
        /// The link.
        reset: PasswordResetId,
        /// The account.
        account: AccountId,
    },
    /// A recipient's consent.
    Consent(PasskeyConsent),
}

/// Why the end of a ceremony is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CeremonyRefusal {
    /// It was finished before, or never begun.
    #[error("the ceremony is unknown or was finished before")]
    Unknown,
    /// It took too long.
    #[error("the ceremony began too long ago")]
    Expired,
    /// Another browser began it.
    #[error("another browser began the ceremony")]
    OtherBrowser,
    /// The session has changed since, or another one began it.
    #[error("another session began the ceremony")]
    OtherSession,
    /// It was begun for something else.
    #[error("the ceremony was begun for something else")]
    OtherPurpose,
}

impl Ceremony {
    /// How long a ceremony may take.
    pub const LIFE: Span = Span::minutes(5);
    /// How many of one browser are kept: each view of the sign-in page begins one.
    pub const OF_A_BROWSER: u64 = 20;
    /// How many are kept in all. A browser that shows no cookie has a new name each time.
    pub const IN_ALL: u64 = 20_000;

    /// Whether this browser and session may finish the ceremony now.
    ///
    /// # Errors
    /// [`CeremonyRefusal`].
    pub fn admit(
        &self,
        browser: BrowserKey,
        session: Option<SessionKey>,
        now: Timestamp,
    ) -> Result<(), CeremonyRefusal> {
        if browser != self.browser {
            return Err(CeremonyRefusal::OtherBrowser);
        }
        if now > self.began_at.plus(Self::LIFE) || now < self.began_at {
            return Err(CeremonyRefusal::Expired);
        }
        let is_bound = !matches!(self.purpose, CeremonyPurpose::SignIn);
        if is_bound && session != self.session {
            return Err(CeremonyRefusal::OtherSession);
        }
        Ok(())
    }
}
