//! A provider of our own on loopback that misbehaves as a test tells it to, and records the requests.

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair, RSA_PKCS1_SHA256, RsaKeyPair,
};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use serde_json::{Value, json};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, LazyLock, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use wariin_adapters::{IdpNetwork, OpenIdProviders};
use wariin_domain::{
    ClientId, IdpConnection, IdpConnectionId, IdpMembership, IdpName, IdpState, Issuer,
    OrganisationId, Span, StrengthRule, Timestamp,
};
use wariin_ports::{
    AuthorizationCodeGrant, ClientSecret, Clock, IdentityProviders, IdpClient, IdpFault,
    RedeemedLogin,
};

use crate::people::{NOW, fresh};

pub(crate) const CLIENT: &str = "wariin";
pub(crate) const SECRET: &str = "a secret between the provider and us, 32 bytes";
pub(crate) const NONCE: &str = "the-nonce-that-was-sent";
pub(crate) const ACCESS_TOKEN: &str = "an-access-token";

/// The provider's answers.
#[derive(Clone)]
pub(crate) enum Reply {
    Json(Value),
    Text(&'static str, String),
    Status(u16),
    Redirect(String),
    /// More than the client may read.
    Endless,
    /// No answer at all.
    Stall,
}

/// A key of the provider.
pub(crate) enum Key {
    Ec(EcdsaKeyPair),
    Rsa(RsaKeyPair),
}

pub(crate) static KEY: LazyLock<Key> = LazyLock::new(Key::ec);
pub(crate) static OTHER_KEY: LazyLock<Key> = LazyLock::new(Key::ec);
pub(crate) static RSA_KEY: LazyLock<Key> =
    LazyLock::new(|| Key::Rsa(RsaKeyPair::generate(KeySize::Rsa2048).unwrap()));

impl Key {
    fn ec() -> Self {
        Self::Ec(EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap())
    }

    pub(crate) fn jwk(&self, kid: &str) -> Value {
        match self {
            Self::Ec(pair) => {
                let point = &pair.public_key().as_ref()[1..];
                json!({
                    "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": kid,
                    "x": BASE64.encode(&point[..32]), "y": BASE64.encode(&point[32..]),
                })
            }
            Self::Rsa(pair) => json!({
                "kty": "RSA", "use": "sig", "alg": "RS256", "kid": kid,
                "n": BASE64.encode(pair.public_key().modulus().big_endian_without_leading_zero()),
                "e": BASE64.encode(pair.public_key().exponent().big_endian_without_leading_zero()),
            }),
        }
    }

    pub(crate) fn sign(&self, message: &[u8]) -> Vec<u8> {
        let random = SystemRandom::new();
        match self {
            Self::Ec(pair) => pair.sign(&random, message).unwrap().as_ref().to_vec(),
            Self::Rsa(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &random, message, &mut signature).unwrap();
                signature
            }
        }
    }

    /// A token with this header and these claims.
    pub(crate) fn token(&self, header: &Value, claims: &Value) -> String {
        signed(header, &claims.to_string(), |message| self.sign(message))
    }
}

pub(crate) fn signed(header: &Value, claims: &str, sign: impl FnOnce(&[u8]) -> Vec<u8>) -> String {
    let message = format!("{}.{}", BASE64.encode(header.to_string()), BASE64.encode(claims));
    let signature = BASE64.encode(sign(message.as_bytes()));
    format!("{message}.{signature}")
}

pub(crate) fn header() -> Value {
    json!({ "alg": "ES256", "kid": "one", "typ": "JWT" })
}

pub(crate) struct TestClock(AtomicI64);

impl TestClock {
    pub(crate) fn advance(&self, seconds: i64) {
        self.0.fetch_add(seconds * 1_000_000, Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_micros(self.0.load(Ordering::SeqCst))
    }
}

/// The answers, by path.
#[derive(Clone)]
pub(crate) struct Answers {
    pub(crate) discovery: Reply,
    pub(crate) jwks: Reply,
    pub(crate) token: Reply,
}

/// A running provider, and a service that is connected to it.
pub(crate) struct Hostile {
    pub(crate) issuer: String,
    pub(crate) answers: Arc<Mutex<Answers>>,
    pub(crate) asked: Arc<Mutex<Vec<String>>>,
    pub(crate) clock: Arc<TestClock>,
    pub(crate) providers: OpenIdProviders,
    pub(crate) client: IdpClient,
}

impl Hostile {
    /// A provider whose answers are all correct until a test changes them.
    pub(crate) async fn start() -> Self {
        Self::start_beside(None).await
    }

    /// The same, where the operator also allows another provider at a private origin.
    pub(crate) async fn start_beside(other: Option<&str>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://127.0.0.1:{}", listener.local_addr().unwrap().port());
        let answers = Arc::new(Mutex::new(Answers {
            discovery: Reply::Json(discovery(&issuer)),
            jwks: Reply::Json(json!({ "keys": [KEY.jwk("one")] })),
            token: Reply::Json(tokens(&KEY.token(&header(), &claims(&issuer)))),
        }));
        let asked = Arc::new(Mutex::new(Vec::new()));
        tokio::spawn(serve(listener, Arc::clone(&answers), Arc::clone(&asked)));
        let clock = Arc::new(TestClock(AtomicI64::new(NOW.as_micros())));
        let private_origins =
            [issuer.as_str()].into_iter().chain(other).map(str::to_owned).collect();
        let network = IdpNetwork { private_origins, certificates: None };
        let providers =
            OpenIdProviders::new("https://sign.example", network, clock.clone()).unwrap();
        let client = client(&issuer);
        Self { issuer, answers, asked, clock, providers, client }
    }

    pub(crate) fn claims(&self) -> Value {
        claims(&self.issuer)
    }

    /// Makes the provider issue this ID token.
    pub(crate) fn hands_out(&self, id_token: &str) {
        self.answers.lock().unwrap().token = Reply::Json(tokens(id_token));
    }

    pub(crate) fn answer(&self, change: impl FnOnce(&mut Answers)) {
        change(&mut self.answers.lock().unwrap());
    }

    /// The result of redeeming a code.
    pub(crate) async fn redeem(&self) -> Result<RedeemedLogin, IdpFault> {
        self.providers.redeem(&self.client, &answer()).await
    }

    /// How often a path was requested.
    pub(crate) fn count(&self, path: &str) -> usize {
        self.asked.lock().unwrap().iter().filter(|request| request.contains(path)).count()
    }
}

pub(crate) fn answer() -> AuthorizationCodeGrant {
    AuthorizationCodeGrant {
        code: "a-code".into(),
        issuer: None,
        nonce: NONCE.into(),
        verifier: "v".repeat(43),
    }
}

pub(crate) fn client(issuer: &str) -> IdpClient {
    IdpClient {
        connection: IdpConnection {
            id: IdpConnectionId::from(fresh()),
            version: 1,
            organisation: OrganisationId::from(fresh()),
            name: IdpName::parse("例示商事").unwrap(),
            issuer: Issuer::parse(issuer).unwrap(),
            hosts: Vec::new(),
            client: ClientId::parse(CLIENT).unwrap(),
            tenant: None,
            strength: StrengthRule::Amr(vec!["mfa".into()]),
            domains: Vec::new(),
            membership: IdpMembership { is_required: false, creates_members: true },
            state: IdpState::On { since: NOW },
            test: None,
        },
        secret: ClientSecret(SECRET.into()),
    }
}

pub(crate) fn discovery(issuer: &str) -> Value {
    json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"),
        "jwks_uri": format!("{issuer}/jwks"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
    })
}

/// Claims that pass every check.
pub(crate) fn claims(issuer: &str) -> Value {
    let now = NOW.as_seconds();
    json!({
        "iss": issuer, "aud": CLIENT, "sub": "taro-at-the-idp", "nonce": NONCE,
        "iat": now, "exp": now + 300, "auth_time": now - 30,
        "acr": "urn:example:2fa", "amr": ["pwd", "mfa"], "sid": "idp-session",
        "email": "taro@example.com", "email_verified": true, "name": "山田 太郎",
    })
}

pub(crate) fn tokens(id_token: &str) -> Value {
    json!({
        "access_token": ACCESS_TOKEN, "token_type": "Bearer", "expires_in": 300,
        "id_token": id_token,
    })
}

pub(crate) fn later(seconds: u32) -> Timestamp {
    NOW.plus(Span::seconds(seconds))
}

/// A listener that only counts connections.
pub(crate) async fn canary() -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://127.0.0.1:{}", listener.local_addr().unwrap().port());
    let asked = Arc::new(Mutex::new(Vec::new()));
    let ok = Reply::Json(json!({ "keys": [OTHER_KEY.jwk("one")] }));
    let answers = Answers { discovery: ok.clone(), jwks: ok.clone(), token: ok };
    tokio::spawn(serve(listener, Arc::new(Mutex::new(answers)), Arc::clone(&asked)));
    (origin, asked)
}

async fn serve(
    listener: TcpListener,
    answers: Arc<Mutex<Answers>>,
    asked: Arc<Mutex<Vec<String>>>,
) {
    while let Ok((stream, _)) = listener.accept().await {
        tokio::spawn(answer_one(stream, Arc::clone(&answers), Arc::clone(&asked)));
    }
}

async fn answer_one(
    mut stream: TcpStream,
    answers: Arc<Mutex<Answers>>,
    asked: Arc<Mutex<Vec<String>>>,
) {
    let request = read(&mut stream).await;
    let path = request.split(' ').nth(1).unwrap_or_default().to_owned();
    asked.lock().unwrap().push(request);
    let reply = {
        let answers = answers.lock().unwrap();
        match path.as_str() {
            "/jwks" => answers.jwks.clone(),
            "/token" => answers.token.clone(),
            _ => answers.discovery.clone(),
        }
    };
    let (status, kind, extra, body) = match reply {
        Reply::Json(value) => (200, "application/json", String::new(), value.to_string()),
        Reply::Text(kind, text) => (200, kind, String::new(), text),
        Reply::Status(status) => (status, "text/plain", String::new(), String::new()),
        Reply::Redirect(to) => (302, "text/plain", format!("location: {to}\r\n"), String::new()),
        Reply::Endless => return pour(stream).await,
        Reply::Stall => return std::future::pending().await,
    };
    let head = format!(
        "HTTP/1.1 {status} X\r\ncontent-type: {kind}\r\n{extra}content-length: {}\r\n\
         connection: close\r\n\r\n",
        body.len()
    );
    let _ = stream.write_all(format!("{head}{body}").as_bytes()).await;
}

/// 256 MiB of blanks, unless the other side hangs up.
async fn pour(mut stream: TcpStream) {
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n";
    let _ = stream.write_all(head.as_bytes()).await;
    let blanks = vec![b' '; 64 * 1024];
    for _ in 0..4096 {
        if stream.write_all(&blanks).await.is_err() {
            return;
        }
    }
}

async fn read(stream: &mut TcpStream) -> String {
    let mut request = Vec::new();
    let mut buffer = [0; 4096];
    while let Ok(length @ 1..) = stream.read(&mut buffer).await {
        request.extend_from_slice(&buffer[..length]);
        let text = String::from_utf8_lossy(&request);
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let expected = head
                .lines()
                .filter_map(|line| line.split_once(':'))
                .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
                .map_or(0, |(_, length)| length.trim().parse().unwrap());
            if body.len() >= expected {
                break;
            }
        }
    }
    String::from_utf8_lossy(&request).into_owned()
}
