//! What an identity provider said about a person in an ID token that was verified, and what that is
//! worth here.

use super::renewal::is_fresh;
use super::{IdpConnection, IdpName, IdpState, IdpSubject, Issuer};
use crate::{EmailAddress, IdpConnectionId, Span, Timestamp};
use alloc::{string::String, vec::Vec};
use core::fmt;

/// How old the login at the provider may be when a person signs in with it.
pub const MAX_LOGIN_AGE: Span = Span::hours(12);
/// How far the provider's clock may be ahead of ours.
const AHEAD: Span = Span::seconds(60);

/// Who a person is to a provider: `iss` and `sub` through one connection. Nothing else identifies
/// a person, and an address in particular does not.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct IdpIdentity {
    /// The connection through which the provider spoke.
    pub connection: IdpConnectionId,
    /// `iss`
    pub issuer: Issuer,
    /// `sub`
    pub subject: IdpSubject,
}

/// What a verified ID token says. That its signature, issuer, audience, nonce and times are right was
/// checked where it came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdpStatement {
    /// The person it is about.
    pub identity: IdpIdentity,
    /// The provider's session (`sid`), for a logout from there.
    pub session: Option<String>,
    /// When the provider authenticated the person (`auth_time`).
    pub authenticated_at: Option<Timestamp>,
    /// `acr`
    pub acr: Option<String>,
    /// `amr`
    pub amr: Vec<String>,
    /// The claim that the connection's [`super::Tenant`] names.
    pub tenant: Option<String>,
    /// `email`
    pub email: Option<EmailAddress>,
    /// `email_verified`
    pub email_verified: EmailVerified,
    /// `name`
    pub name: Option<String>,
}

/// What the provider says about the address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmailVerified {
    /// It verified the address.
    Yes,
    /// It did not.
    No,
    /// It says nothing.
    Unsaid,
}

/// How a connection proves that a login was strong. There is no default that lets one pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StrengthRule {
    /// `acr` is one of these. A provider that says several, as Microsoft's `acrs` does, says them
    /// with blanks between them.
    Acr(Vec<String>),
    /// `amr` holds all of these (RFC 8176).
    Amr(Vec<String>),
    /// Every login at this provider counts as strong, because the organisation says so.
    TrustEveryLogin,
}

/// As the audit log writes it: `acr:…`, `amr:…` or `trust_every_login`.
impl fmt::Display for StrengthRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Acr(values) => write!(f, "acr:{}", values.join(" ")),
            Self::Amr(values) => write!(f, "amr:{}", values.join(" ")),
            Self::TrustEveryLogin => f.write_str("trust_every_login"),
        }
    }
}

impl StrengthRule {
    /// Whether these claims prove a strong login. An empty list proves nothing.
    pub fn is_met(&self, acr: Option<&str>, amr: &[String]) -> bool {
        match self {
            Self::Acr(allowed) => {
                acr.is_some_and(|said| said.split(' ').any(|acr| allowed.iter().any(|a| a == acr)))
            }
            Self::Amr(all) => !all.is_empty() && all.iter().all(|method| amr.contains(method)),
            Self::TrustEveryLogin => true,
        }
    }
}

/// Whether a login was proved to be strong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdpStrength {
    /// By the connection's rule.
    Proven,
    /// Not: it counts like a password.
    Unproven,
}

/// A login at a provider as a session remembers it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdpLogin {
    /// Who.
    pub identity: IdpIdentity,
    /// The provider's session (`sid`).
    pub session: Option<String>,
    /// Whether it was strong.
    pub strength: IdpStrength,
    /// `acr`
    pub acr: Option<String>,
    /// `amr`
    pub amr: Vec<String>,
    /// When this identity was linked to the account.
    pub linked_at: Timestamp,
    /// Whether it was linked behind a mailed code; `None` where this is not known.
    pub behind_code: Option<bool>,
}

/// Why what a provider said is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdpRefusal {
    /// The connection is switched off.
    #[error("the connection is switched off")]
    SwitchedOff,
    /// Another issuer than the connection's (`iss`).
    #[error("iss: another issuer")]
    OtherIssuer,
    /// Another organisation at the same provider, or the claim is missing.
    #[error("tenant claim: another organisation, or none")]
    OtherTenant,
    /// The provider does not say when the person was authenticated.
    #[error("auth_time: missing")]
    NoAuthTime,
    /// The person was authenticated too long ago, for a consent before it was asked for.
    #[error("auth_time: too old")]
    Stale,
    /// The person was authenticated in the future.
    #[error("auth_time: in the future")]
    Future,
    /// The login was not proved to be strong.
    #[error("acr/amr: not strong by the connection's rule")]
    Weak,
    /// The provider authenticated no person anew, whatever way it was asked to.
    #[error("auth_time: not renewed by prompt=login, max_age, or both")]
    NotRenewed,
    /// Another person was authenticated than the one who consents.
    #[error("sub: another person")]
    WrongSubject,
}

impl IdpRefusal {
    /// Every refusal.
    pub const ALL: [Self; 9] = [
        Self::SwitchedOff,
        Self::OtherIssuer,
        Self::OtherTenant,
        Self::NoAuthTime,
        Self::Stale,
        Self::Future,
        Self::Weak,
        Self::NotRenewed,
        Self::WrongSubject,
    ];

    /// The stable name that stands in the audit log and the log.
    pub const fn name(self) -> &'static str {
        match self {
            Self::SwitchedOff => "switched_off",
            Self::OtherIssuer => "iss",
            Self::OtherTenant => "tenant",
            Self::NoAuthTime => "auth_time_missing",
            Self::Stale => "auth_time_old",
            Self::Future => "auth_time_future",
            Self::Weak => "acr_amr",
            Self::NotRenewed => "auth_time_not_renewed",
            Self::WrongSubject => "sub",
        }
    }
}

/// Why an identity that no account has is not linked to an account at its first login.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FirstLoginRefusal {
    /// The provider gives no address.
    #[error("email: missing")]
    NoAddress,
    /// The provider says that it did not verify the address.
    #[error("email_verified: not true")]
    AddressUnverified,
    /// The address's domain is not a verified one of this connection.
    #[error("email: the domain is not verified for this connection")]
    ForeignDomain,
}

impl IdpConnection {
    /// What a login at this connection is worth.
    ///
    /// # Errors
    /// [`IdpRefusal`] when it is worth nothing; one that is only not strong is taken as
    /// [`IdpStrength::Unproven`].
    pub fn judge(&self, said: &IdpStatement, now: Timestamp) -> Result<IdpStrength, IdpRefusal> {
        if !matches!(self.state, IdpState::On { .. }) {
            return Err(IdpRefusal::SwitchedOff);
        }
        self.expect_ours(said)?;
        match said.authenticated_at {
            Some(at) if at > now.plus(AHEAD) => return Err(IdpRefusal::Future),
            Some(at) if now.since(at) > MAX_LOGIN_AGE => return Err(IdpRefusal::Stale),
            Some(_) | None => {}
        }
        let says_when =
            said.authenticated_at.is_some() || self.strength == StrengthRule::TrustEveryLogin;
        let is_met = self.strength.is_met(said.acr.as_deref(), &said.amr);
        Ok(if is_met && says_when { IdpStrength::Proven } else { IdpStrength::Unproven })
    }

    /// The same for a consent that was asked for at `asked_at`: fresh, strong, and by this person.
    pub(super) fn judge_fresh(
        &self,
        said: &IdpStatement,
        by: &IdpIdentity,
        asked_at: Timestamp,
        now: Timestamp,
    ) -> Result<Timestamp, IdpRefusal> {
        if !matches!(self.state, IdpState::On { .. }) {
            return Err(IdpRefusal::SwitchedOff);
        }
        self.expect_ours(said)?;
        if said.identity != *by {
            return Err(IdpRefusal::WrongSubject);
        }
        let at = said.authenticated_at.ok_or(IdpRefusal::NoAuthTime)?;
        if !is_fresh(at, asked_at) {
            return Err(IdpRefusal::Stale);
        }
        if at > now.plus(AHEAD) {
            return Err(IdpRefusal::Future);
        }
        if !self.strength.is_met(said.acr.as_deref(), &said.amr) {
            return Err(IdpRefusal::Weak);
        }
        Ok(at)
    }

    /// Whether the statement is by this connection's issuer about its organisation.
    ///
    /// # Errors
    /// [`IdpRefusal::OtherIssuer`] or [`IdpRefusal::OtherTenant`].
    pub fn expect_ours(&self, said: &IdpStatement) -> Result<(), IdpRefusal> {
        if said.identity.connection != self.id || said.identity.issuer != self.issuer {
            return Err(IdpRefusal::OtherIssuer);
        }
        match &self.tenant {
            Some(tenant) if said.tenant.as_deref() != Some(tenant.value.as_str()) => {
                Err(IdpRefusal::OtherTenant)
            }
            None if self.issuer.is_shared() => Err(IdpRefusal::OtherTenant),
            Some(_) | None => Ok(()),
        }
    }

    /// The address by which an identity without an account may be linked, once its mailbox is confirmed:
    /// of a verified domain of this connection, and not one that the provider calls unverified.
    ///
    /// # Errors
    /// [`FirstLoginRefusal`].
    pub fn first_address(&self, said: &IdpStatement) -> Result<EmailAddress, FirstLoginRefusal> {
        let email = said.email.as_ref().ok_or(FirstLoginRefusal::NoAddress)?;
        if said.email_verified == EmailVerified::No {
            return Err(FirstLoginRefusal::AddressUnverified);
        }
        if !self.serves(&email.domain()) {
            return Err(FirstLoginRefusal::ForeignDomain);
        }
        Ok(email.clone())
    }
}

/// The sender's demand on one recipient: this organisation's provider and no other way (class E4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdpDemand {
    /// Through this connection.
    pub connection: IdpConnectionId,
    /// By this issuer.
    pub issuer: Issuer,
    /// What people call it.
    pub name: IdpName,
}

impl IdpDemand {
    /// The demand for this connection's provider.
    pub fn of(connection: &IdpConnection) -> Self {
        Self {
            connection: connection.id,
            issuer: connection.issuer.clone(),
            name: connection.name.clone(),
        }
    }

    /// Whether this login is what was demanded.
    pub fn is_met(&self, login: &IdpLogin) -> bool {
        login.identity.connection == self.connection
            && login.identity.issuer == self.issuer
            && login.strength == IdpStrength::Proven
    }
}
