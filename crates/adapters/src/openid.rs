//! Identity providers by OpenID Connect: the code flow, with every check that the library leaves to its
//! user.

mod claims;
mod guard;
mod id_token;
mod jws;
mod logout;
mod network;
mod provider;
mod response;
mod token;

use async_trait::async_trait;
use guard::GuardedClient;
use oauth2::basic::{BasicErrorResponse, BasicErrorResponseType};
use openidconnect::core::{
    CoreAuthPrompt, CoreAuthenticationFlow, CoreClient, CoreClientAuthMethod,
};
use openidconnect::{
    AuthType, AuthenticationContextClass, AuthorizationCode, ClientId, ClientSecret as Secret,
    CsrfToken, LoginHint, Nonce, OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier,
    RedirectUrl, RequestTokenError, Scope,
};
use provider::{Provider, Providers};
use response::TokenClient;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use wariin_domain::{
    EndpointOrigin, IdTokenEvidence, IdpConnection, IdpConnectionId, Issuer, LoginRenewal,
    StrengthRule,
};
use wariin_ports::{
    AuthorizationCodeGrant, AuthorizationParameters, Clock, Freshness, IdentityProviders,
    IdpClient, IdpFault, LogoutNotice, RedeemedLogin,
};

pub use guard::IdpNetwork;
pub(crate) use id_token::content_digest;
pub use id_token::{IdTokenProblem, verify_id_tokens};
pub(crate) use jws::is_object_of_unique_names;

/// How long a provider may take for all requests of one step.
const PATIENCE: Duration = Duration::from_secs(4);
/// Seconds: a login at the provider may be this old at sign-in (12 hours).
const MAX_AGE: u64 = 12 * 60 * 60;
const MICROSOFT: &str = "https://login.microsoftonline.com";
const GOOGLE: &str = "https://accounts.google.com";

/// Identity providers behind a guarded HTTP client.
pub struct OpenIdProviders {
    origin: String,
    http: GuardedClient,
    providers: Providers,
    clock: Arc<dyn Clock>,
}

/// Why providers cannot be connected at all.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct IdpSettingsError(String);

impl OpenIdProviders {
    /// Providers for the service at `origin` (`scheme://host[:port]`).
    ///
    /// # Errors
    /// [`IdpSettingsError`] when the certificates to trust cannot be read.
    pub fn new(
        origin: impl Into<String>,
        network: IdpNetwork,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, IdpSettingsError> {
        let http = GuardedClient::new(network).map_err(IdpSettingsError)?;
        Ok(Self { origin: origin.into(), http, providers: Providers::default(), clock })
    }

    /// Fetches what a provider publishes about itself, with its keys, and checks it, as before a login.
    ///
    /// # Errors
    /// [`IdpFault`].
    pub async fn reach(&self, connection: &IdpConnection) -> Result<(), IdpFault> {
        self.provider(connection).await.map(drop)
    }

    async fn provider(&self, connection: &IdpConnection) -> Result<Arc<Provider>, IdpFault> {
        self.providers.known(&self.http, connection, self.clock.now()).await
    }

    async fn authorization_url(
        &self,
        client: &IdpClient,
        parameters: &AuthorizationParameters,
    ) -> Result<String, IdpFault> {
        let connection = &client.connection;
        let now = self.clock.now();
        let provider = self.providers.there(&self.http, connection, now).await?;
        let redirect = self.redirect_url(connection.id)?;
        let id = ClientId::new(connection.client.to_string());
        let oidc = CoreClient::from_provider_metadata(provider.metadata(), id, None);
        let verifier = PkceCodeVerifier::new(parameters.verifier.clone());
        let state = CsrfToken::new(parameters.state.clone());
        let nonce = Nonce::new(parameters.nonce.clone());
        let mut request = oidc
            .authorize_url(CoreAuthenticationFlow::AuthorizationCode, move || state, move || nonce)
            .set_redirect_uri(std::borrow::Cow::Owned(redirect))
            .add_scope(Scope::new("email".to_owned()))
            .add_scope(Scope::new("profile".to_owned()))
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier));
        request = match parameters.freshness {
            Freshness::Recent => request.set_max_age(Duration::from_secs(MAX_AGE)),
            // Google knows no `prompt=login`.
            Freshness::Now if connection.issuer.as_str() == GOOGLE => {
                request.add_prompt(CoreAuthPrompt::SelectAccount)
            }
            Freshness::Now => {
                let way = parameters.renewal;
                if way.has_prompt() {
                    request = request.add_prompt(CoreAuthPrompt::Login);
                }
                if way.has_max_age() {
                    let seconds = LoginRenewal::MAX_AGE.as_seconds_up().unsigned_abs();
                    request = request.set_max_age(Duration::from_secs(seconds));
                }
                request
            }
        };
        if let StrengthRule::Acr(values) = &connection.strength {
            for value in values {
                let acr = AuthenticationContextClass::new(value.clone());
                request = request.add_auth_context_value(acr);
            }
        }
        if let Some(hint) = &parameters.hint {
            request = request.set_login_hint(LoginHint::new(hint.to_string()));
        }
        if let Some(claims) = claims(connection) {
            request = request.add_extra_param("claims", claims);
        }
        let (url, _, _) = request.url();
        Ok(url.to_string())
    }

    async fn redeem_now(
        &self,
        client: &IdpClient,
        answer: &AuthorizationCodeGrant,
    ) -> Result<RedeemedLogin, IdpFault> {
        let connection = &client.connection;
        let provider = self.provider(connection).await?;
        provider.expect_issuer(answer.issuer.as_deref())?;
        let id = ClientId::new(connection.client.to_string());
        let secret = Secret::new(client.secret.0.clone());
        let method = provider.client_auth();
        let endpoint = provider.token_endpoint()?.clone();
        let oauth: TokenClient = oauth2::Client::new(id)
            .set_client_secret(secret)
            .set_token_uri(endpoint)
            .set_auth_type(method)
            .set_redirect_uri(self.redirect_url(connection.id)?);
        let http = self.http.for_connection(connection);
        let request = oauth
            .exchange_code(AuthorizationCode::new(answer.code.clone()))
            .set_pkce_verifier(PkceCodeVerifier::new(answer.verifier.clone()));
        let response = request.request_async(&http).await.map_err(refused_code)?;
        let checked = token::Checked {
            connection,
            token: response.id_token().ok_or(IdpFault::Untrusted("id_token"))?,
            access_token: response.access_token(),
            nonce: &answer.nonce,
            now: self.clock.now(),
        };
        match checked.against(&provider) {
            Err(token::Problem::UnknownKey) => {
                let renewed = self.providers.renewed(&self.http, connection, self.clock.now());
                let provider = renewed.await?.ok_or(IdpFault::Untrusted("kid"))?;
                checked.against(&provider).map_err(token::Problem::into_fault)
            }
            checked => checked.map_err(token::Problem::into_fault),
        }
    }

    async fn logout_now(&self, client: &IdpClient, token: &str) -> Result<LogoutNotice, IdpFault> {
        let connection = &client.connection;
        let provider = self.provider(connection).await?;
        let now = self.clock.now();
        match logout::notice(connection, &provider, token, now) {
            Err(token::Problem::UnknownKey) => {
                let renewed = self.providers.renewed(&self.http, connection, now);
                let provider = renewed.await?.ok_or(IdpFault::Untrusted("kid"))?;
                let notice = logout::notice(connection, &provider, token, now);
                notice.map_err(token::Problem::into_fault)
            }
            notice => notice.map_err(token::Problem::into_fault),
        }
    }

    fn redirect_url(&self, connection: IdpConnectionId) -> Result<RedirectUrl, IdpFault> {
        RedirectUrl::new(self.redirect_uri(connection))
            .map_err(|e| IdpFault::Misconfigured(format!("redirect_uri: {e}")))
    }
}

#[async_trait]
impl IdentityProviders for OpenIdProviders {
    fn redirect_uri(&self, connection: IdpConnectionId) -> String {
        format!("{}/idp/{connection}/callback", self.origin)
    }

    fn logout_uri(&self, connection: IdpConnectionId) -> String {
        format!("{}/idp/{connection}/logout", self.origin)
    }

    fn admits(&self, issuer: &Issuer, hosts: &[EndpointOrigin]) -> Result<(), IdpFault> {
        self.http.admits(issuer, hosts)
    }

    async fn authorization_url(
        &self,
        client: &IdpClient,
        parameters: &AuthorizationParameters,
    ) -> Result<String, IdpFault> {
        patiently(self.authorization_url(client, parameters)).await
    }

    async fn redeem(
        &self,
        client: &IdpClient,
        answer: &AuthorizationCodeGrant,
    ) -> Result<RedeemedLogin, IdpFault> {
        patiently(self.redeem_now(client, answer)).await
    }

    async fn logout(&self, client: &IdpClient, token: &str) -> Result<LogoutNotice, IdpFault> {
        patiently(self.logout_now(client, token)).await
    }

    fn id_token_file(&self, id_tokens: &[IdTokenEvidence]) -> String {
        id_token::file(id_tokens)
    }
}

async fn patiently<T>(step: impl Future<Output = Result<T, IdpFault>>) -> Result<T, IdpFault> {
    let outcome = tokio::time::timeout(PATIENCE, step).await;
    outcome.unwrap_or_else(|_| Err(IdpFault::Unreachable("no answer within 4 s".to_owned())))
}

/// The claims that some providers send only when the `claims` parameter asks for them (OpenID Connect Core, section
/// 5.5): Microsoft's authentication contexts, Google's `amr` and `auth_time`.
fn claims(connection: &IdpConnection) -> Option<String> {
    let essential = serde_json::json!({ "essential": true });
    let id_token = match (connection.issuer.origin(), &connection.strength) {
        (MICROSOFT, StrengthRule::Acr(values)) => {
            serde_json::json!({ "acrs": { "essential": true, "values": values } })
        }
        (GOOGLE, _) => serde_json::json!({ "amr": essential, "auth_time": essential }),
        _ => return None,
    };
    Some(serde_json::json!({ "id_token": id_token }).to_string())
}

type TokenError = RequestTokenError<guard::FetchError, BasicErrorResponse>;

fn refused_code(error: TokenError) -> IdpFault {
    match error {
        RequestTokenError::Request(error) => error.into(),
        RequestTokenError::ServerResponse(said) => match said.error() {
            BasicErrorResponseType::InvalidGrant => IdpFault::Untrusted("code"),
            other => IdpFault::Misconfigured(format!("token_endpoint: {}", other.as_ref())),
        },
        RequestTokenError::Parse(..) | RequestTokenError::Other(_) => {
            IdpFault::Untrusted("token response")
        }
    }
}

/// How the client authenticates: by HTTP Basic unless the provider accepts the body only.
fn client_auth(supported: Option<&Vec<CoreClientAuthMethod>>) -> AuthType {
    let takes = |method| supported.is_none_or(|methods| methods.contains(&method));
    if !takes(CoreClientAuthMethod::ClientSecretBasic)
        && takes(CoreClientAuthMethod::ClientSecretPost)
    {
        AuthType::RequestBody
    } else {
        AuthType::BasicAuth
    }
}

/// A JSON object without duplicate names.
type Members = BTreeMap<String, serde_json::Value>;
