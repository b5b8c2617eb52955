//! Identity providers by OpenID Connect: where to send a browser, and what its answer proves.

use async_trait::async_trait;
use wariin_domain::{
    EmailAddress, EndpointOrigin, IdTokenEvidence, IdpConnection, IdpConnectionId, IdpStatement,
    IdpSubject, Issuer, LoginRenewal,
};

/// The secret that this service shares with a provider.
#[derive(Clone, PartialEq, Eq)]
pub struct ClientSecret(pub String);

impl std::fmt::Debug for ClientSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ClientSecret(..)")
    }
}

/// A connection with its secret.
#[derive(Clone, Debug)]
pub struct IdpClient {
    /// The connection.
    pub connection: IdpConnection,
    /// Its secret.
    pub secret: ClientSecret,
}

/// What a browser takes along to the provider.
#[derive(Clone)]
pub struct AuthorizationParameters {
    /// `state`
    pub state: String,
    /// `nonce`
    pub nonce: String,
    /// The PKCE verifier; its S256 challenge goes along (RFC 7636).
    pub verifier: String,
    /// Whether the person has to be authenticated anew.
    pub freshness: Freshness,
    /// What makes the provider do so.
    pub renewal: LoginRenewal,
    /// The address that the provider may expect (`login_hint`).
    pub hint: Option<EmailAddress>,
}

/// How recently the provider must have authenticated the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Freshness {
    /// A session at the provider that is not too old is enough.
    Recent,
    /// Now, however new the session.
    Now,
}

/// What came back with the browser.
#[derive(Clone)]
pub struct AuthorizationCodeGrant {
    /// `code`
    pub code: String,
    /// `iss` (RFC 9207)
    pub issuer: Option<String>,
    /// The nonce that was sent.
    pub nonce: String,
    /// The PKCE verifier.
    pub verifier: String,
}

/// A code that was redeemed for an ID token, and everything about the token found right.
#[derive(Clone)]
pub struct RedeemedLogin {
    /// What it says.
    pub said: IdpStatement,
    /// The token as it came in (JWS, compact).
    pub id_token: String,
    /// The key that signed it (JWK, as JSON).
    pub key: String,
}

/// A provider says that sessions have ended (OpenID Connect Back-Channel Logout 1.0).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogoutNotice {
    /// The notice's own id (`jti`).
    pub id: String,
    /// Whose sessions, when it says so.
    pub subject: Option<IdpSubject>,
    /// Which session of the provider, when it says so.
    pub session: Option<String>,
}

macro_rules! secretive {
    ($($name:ident)+) => {$(
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(..)"))
            }
        }
    )+};
}

secretive! { AuthorizationParameters AuthorizationCodeGrant RedeemedLogin }

/// Why a provider's part did not come about. Every one names what failed, for the log.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdpFault {
    /// It does not answer: down, slow, too large an answer, no TLS.
    #[error("the provider does not answer: {0}")]
    Unreachable(String),
    /// Its address, or one that it names, must not be connected to.
    #[error("the provider's address is not allowed: {0}")]
    Forbidden(String),
    /// Endpoints that it names stand on these origins, which are neither its issuer's nor named for the
    /// connection.
    #[error("endpoints on other hosts: {}", .0.join(", "))]
    OtherHosts(Vec<String>),
    /// What it publishes, or the client that was registered there, cannot be used.
    #[error("the connection cannot be used: {0}")]
    Misconfigured(String),
    /// What it said is not to be trusted: the claim or parameter that failed.
    #[error("the provider's answer is not to be trusted: {0}")]
    Untrusted(&'static str),
}

/// Identity providers.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait IdentityProviders: Send + Sync {
    /// Where the provider sends browsers back to: one address for each connection.
    fn redirect_uri(&self, connection: IdpConnectionId) -> String;

    /// Where the provider reports logouts to.
    fn logout_uri(&self, connection: IdpConnectionId) -> String;

    /// Whether this issuer's address and these hosts may be connected to at all.
    ///
    /// # Errors
    /// [`IdpFault::Forbidden`].
    fn admits(&self, issuer: &Issuer, hosts: &[EndpointOrigin]) -> Result<(), IdpFault>;

    /// The address to send the browser to.
    ///
    /// # Errors
    /// [`IdpFault`].
    async fn authorization_url(
        &self,
        client: &IdpClient,
        parameters: &AuthorizationParameters,
    ) -> Result<String, IdpFault>;

    /// Redeems the code and checks the token: signature by a key that the provider publishes, issuer,
    /// audience, authorised party, nonce, times, hashes.
    ///
    /// # Errors
    /// [`IdpFault`].
    async fn redeem(
        &self,
        client: &IdpClient,
        answer: &AuthorizationCodeGrant,
    ) -> Result<RedeemedLogin, IdpFault>;

    /// Checks a logout token.
    ///
    /// # Errors
    /// [`IdpFault`].
    async fn logout(&self, client: &IdpClient, token: &str) -> Result<LogoutNotice, IdpFault>;

    /// ID token evidence as a file that can be verified again without the service.
    fn id_token_file(&self, id_tokens: &[IdTokenEvidence]) -> String;
}

/// The domain name system.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait DomainRecords: Send + Sync {
    /// The texts of the TXT records under this name; none when there is no such name.
    ///
    /// # Errors
    /// [`DnsFault`] when no name server gave an answer.
    async fn texts(&self, name: &str) -> Result<Vec<String>, DnsFault>;
}

/// No name server answered.
#[derive(Debug, thiserror::Error)]
#[error("no name server answered: {0}")]
pub struct DnsFault(pub String);
