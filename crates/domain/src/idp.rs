//! Identity providers (IdP): an organisation's connection to one, what it said about a person, and the
//! consent that its statement is bound to (OpenID Connect Core 1.0).

mod authorization;
mod connection;
mod consent;
mod link;
mod name;
mod renewal;
mod statement;

pub use authorization::{
    AuthorizationPurpose, AuthorizationRequest, BrowserKey, CallbackRefusal, FirstLogin,
    FirstLoginError, IdTokenEvidence,
};
pub use connection::{
    DomainProof, IdpAdmin, IdpConnection, IdpDomain, IdpError, IdpMembership, IdpSettings,
    IdpState, IdpTest, NewIdpConnection, ProvenBy,
};
pub use consent::{ConsentTransaction, IdpProof, KeptIdToken};
pub use link::{IdpLink, LinkedBy};
pub use name::{ClientId, EmailDomain, EndpointOrigin, IdpName, IdpSubject, Issuer, Tenant};
pub use renewal::{LoginRenewal, TestLogin, TestVerdict};
pub use statement::{
    EmailVerified, FirstLoginRefusal, IdpDemand, IdpIdentity, IdpLogin, IdpRefusal, IdpStatement,
    IdpStrength, MAX_LOGIN_AGE, StrengthRule,
};
