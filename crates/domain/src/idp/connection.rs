//! An organisation's connection to its identity provider: set up, tested, and only then switched on.

mod manage;

use super::{
    ClientId, EmailDomain, EndpointOrigin, IdpName, Issuer, LoginRenewal, StrengthRule, Tenant,
};
use crate::{
    Actor, Event, EventKind, Events, Identity, IdpConnectionId, OrganisationId, Subject, Timestamp,
    WeakSignIn,
};
use alloc::{string::String, vec::Vec};

/// The most domains of one connection.
const MAX_DOMAINS: usize = 50;

/// A connection to an identity provider. Its client secret is kept apart, encrypted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdpConnection {
    /// Its id.
    pub id: IdpConnectionId,
    /// How often it was saved; two writers of the same version conflict.
    pub version: i64,
    /// Whose provider it is.
    pub organisation: OrganisationId,
    /// What people call it.
    pub name: IdpName,
    /// `iss`
    pub issuer: Issuer,
    /// Where its endpoints may stand beside the issuer's own origins: the client secret goes there too.
    pub hosts: Vec<EndpointOrigin>,
    /// `client_id`
    pub client: ClientId,
    /// Which organisation at an issuer that serves many.
    pub tenant: Option<Tenant>,
    /// How a login proves to be strong.
    pub strength: StrengthRule,
    /// The mail domains that it may speak for.
    pub domains: Vec<IdpDomain>,
    /// What it means for the people of its domains.
    pub membership: IdpMembership,
    /// Whether people can sign in with it.
    pub state: IdpState,
    /// The newest test that came through.
    pub test: Option<IdpTest>,
}

/// A mail domain of a connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdpDomain {
    /// The domain.
    pub domain: EmailDomain,
    /// That it belongs to the organisation; until then no address of it is sent to the provider.
    pub proof: Option<DomainProof>,
}

/// That a domain belongs to an organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DomainProof {
    /// When it was proved.
    pub at: Timestamp,
    /// How.
    pub by: ProvenBy,
}

/// How a domain was proved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProvenBy {
    /// By a DNS TXT record.
    Dns,
    /// By the operator.
    Operator,
}

impl ProvenBy {
    /// Reads what [`Self::name`] writes.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Dns, Self::Operator].into_iter().find(|by| by.name() == name)
    }

    /// The stable name that is stored.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Dns => "dns",
            Self::Operator => "operator",
        }
    }
}

/// What a connection means for the people of its domains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IdpMembership {
    /// They must sign in with it: their passwords are not taken any more.
    pub is_required: bool,
    /// Those without an account get one at their first login.
    pub creates_members: bool,
}

/// Whether people can sign in with a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdpState {
    /// They cannot.
    Off,
    /// They can.
    On {
        /// Since when.
        since: Timestamp,
    },
}

/// A test login that came through, and what the provider said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdpTest {
    /// When.
    pub at: Timestamp,
    /// `acr`
    pub acr: Option<String>,
    /// `amr`
    pub amr: Vec<String>,
    /// `auth_time`
    pub authenticated_at: Option<Timestamp>,
    /// Whether it gave an address of a verified domain.
    pub gave_address: bool,
    /// What makes the provider authenticate a person anew.
    pub renewal: LoginRenewal,
}

/// What an admin enters about a connection.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are those of IdpConnection")]
pub struct IdpSettings {
    pub name: IdpName,
    pub issuer: Issuer,
    pub hosts: Vec<EndpointOrigin>,
    pub client: ClientId,
    pub tenant: Option<Tenant>,
    pub strength: StrengthRule,
    pub creates_members: bool,
}

/// What a new connection begins with.
#[derive(Clone, Debug)]
pub struct NewIdpConnection {
    /// Its id.
    pub id: IdpConnectionId,
    /// Whose it is.
    pub organisation: OrganisationId,
    /// What was entered.
    pub settings: IdpSettings,
}

impl IdpConnection {
    /// The origins on which the provider's endpoints may stand.
    pub fn origins(&self) -> impl Iterator<Item = &str> {
        self.issuer.origins().chain(self.hosts.iter().map(EndpointOrigin::as_str))
    }

    /// What makes its provider authenticate a person anew, as its test has found out.
    pub fn renewal(&self) -> LoginRenewal {
        let tested = self.test.as_ref().map(|test| test.renewal);
        tested.unwrap_or(LoginRenewal::PromptAndMaxAge)
    }

    /// An authorization request failed, or what came back was refused; `check` names the claim, parameter
    /// or fault.
    pub fn refused(&self, check: String, now: Timestamp) -> Events {
        let subject = Subject::IdpConnection(self.id);
        let kind = EventKind::IdpRefused { check };
        Events::one(Event { subject, at: now, actor: Actor::Unidentified, kind })
    }
}

/// Why a step with a connection was refused. Nothing has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdpError {
    /// Only an admin of the organisation may.
    #[error("only an admin of the organisation may do this")]
    NotAdmin,
    /// The admin's sign-in is by password only.
    #[error(transparent)]
    WeakSignIn(#[from] WeakSignIn),
    /// The issuer serves many organisations: the claim that tells them apart is missing.
    #[error("this issuer serves many organisations; a tenant claim is needed")]
    TenantNeeded,
    /// No test came through since the connection was last changed.
    #[error("the connection was not tested")]
    NotTested,
    /// The test's login was not strong by the connection's rule.
    #[error("the test's login was not strong by the connection's rule")]
    NotStrong,
    /// No domain is verified.
    #[error("no domain is verified")]
    NoDomain,
    /// No domain by that name belongs to the connection.
    #[error("the connection has no such domain")]
    NoSuchDomain,
    /// More than 50 domains.
    #[error("the connection has too many domains")]
    TooManyDomains,
    /// The domain is verified for another connection.
    #[error("the domain is verified for another connection")]
    DomainTaken,
    /// The organisation has too many connections.
    #[error("the organisation has too many connections")]
    TooManyConnections,
    /// The client secret has to be entered.
    #[error("the connection has no client secret")]
    NoSecret,
    /// The test's login gave no address of a verified domain.
    #[error("the test's login gave no address of a verified domain")]
    NoAddress,
    /// The TXT record is not there.
    #[error("the TXT record was not found")]
    NoRecord,
    /// The connection is off.
    #[error("the connection is switched off")]
    SwitchedOff,
    /// The admin who makes it mandatory must be signed in with it, which proves that members can sign in.
    #[error("sign in with this connection before making it mandatory")]
    NotSignedInWithIt,
}

/// Proof of the right to manage a connection: held by an admin of its organisation, strongly signed in,
/// or by the operator.
#[derive(Clone, Debug)]
pub struct IdpAdmin<'a>(Option<Identity<'a>>);

impl<'a> IdpAdmin<'a> {
    /// The proof for a signed-in account.
    ///
    /// # Errors
    /// [`IdpError::NotAdmin`] or [`IdpError::WeakSignIn`].
    pub fn of(organisation: OrganisationId, identity: Identity<'a>) -> Result<Self, IdpError> {
        let account = identity.account();
        if !account.membership.is_admin_of(organisation) {
            return Err(IdpError::NotAdmin);
        }
        identity.sign_in().strong()?;
        Ok(Self(Some(identity)))
    }

    /// The operator, at the command line.
    pub fn operator() -> Self {
        Self(None)
    }

    fn actor(&self) -> Actor {
        self.0.map_or(Actor::Operator, |identity| Actor::Account(identity.id()))
    }
}
