//! TLS with a certificate that an authority issues: the real program beside a real server of ACME (Pebble), which
//! connects to it by `tls-alpn-01`.

use crate::authority::free_port;
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, ClientConnection, DigitallySignedStruct, SignatureScheme, StreamOwned};
use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tempfile::TempDir;

const HOST: &str = "sign.wariin.test";

/// Waits for what a node does within ten seconds and an authority within some more, or at the next try after five
/// minutes.
fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed() < Duration::from_mins(8), "{what}: not within 8 minutes");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// A process that ends with this value.
struct Running(Child);

impl Running {
    fn start(command: &mut Command) -> Self {
        Self(command.stdin(Stdio::null()).stdout(Stdio::null()).spawn().unwrap())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// An authority that can be away, the names that it resolves, and the service's place.
struct World {
    folder: TempDir,
    /// Where the authority answers, where it looks for the service, and where it asks for names.
    authority: u16,
    service: u16,
    names: u16,
    _resolver: Running,
}

impl World {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (authority, service, names) = (free_port(), free_port(), free_port());
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let root_key = KeyPair::generate().unwrap();
        let root = params.self_signed(&root_key).unwrap();
        let issuer = Issuer::from_params(&params, &root_key);
        let key = KeyPair::generate().unwrap();
        let own = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
        let own = own.signed_by(&key, &issuer).unwrap();
        let config = serde_json::json!({ "pebble": {
            "listenAddress": format!("127.0.0.1:{authority}"),
            "managementListenAddress": format!("127.0.0.1:{}", free_port()),
            "certificate": folder.path().join("pebble.pem"),
            "privateKey": folder.path().join("pebble.key"),
            "httpPort": free_port(),
            "tlsPort": service,
            "ocspResponderURL": "",
            "externalAccountBindingRequired": false,
        }});
        for (name, text) in [
            ("root.pem", root.pem()),
            ("pebble.pem", own.pem()),
            ("pebble.key", key.serialize_pem()),
            ("pebble.json", config.to_string()),
        ] {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        let mut resolver = Command::new("pebble-challtestsrv");
        resolver.args(["-http01", "", "-https01", "", "-tlsalpn01", "", "-defaultIPv6", ""]);
        resolver.args(["-dns01", &format!("127.0.0.1:{names}")]);
        resolver.args(["-management", &format!("127.0.0.1:{}", free_port())]);
        let resolver = Running::start(resolver.stderr(Stdio::null()));
        Self { folder, authority, service, names, _resolver: resolver }
    }

    /// The authority, as long as this value lives. It forgets everything when it ends.
    fn authority(&self) -> Running {
        let mut pebble = Command::new("pebble");
        pebble.arg("-config").arg(self.file("pebble.json"));
        pebble.args(["-dnsserver", &format!("127.0.0.1:{}", self.names)]);
        pebble.env("PEBBLE_VA_NOSLEEP", "1").env("PEBBLE_WFE_NONCEREJECT", "5");
        let running = Running::start(pebble.stderr(Stdio::null()));
        until("the authority listens", || {
            TcpStream::connect(("127.0.0.1", self.authority)).is_ok()
        });
        running
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_wariin"));
        command.args(arguments).env_clear().env("WARIIN_DATA_DIR", self.file("data"));
        command.env("WARIIN_LISTEN", format!("127.0.0.1:{}", self.service));
        command.env("WARIIN_BASE_URL", format!("https://{HOST}:{}", self.service));
        command.env("WARIIN_TLS_ACME", format!("https://localhost:{}/dir", self.authority));
        command.env("WARIIN_TLS_ACME_CONTACT", "ops@wariin.test");
        command.env("WARIIN_TLS_ACME_CA_FILE", self.file("root.pem"));
        command
    }

    /// The service, once it answers. What it logs comes behind what stands in the file.
    fn serve(&self) -> Running {
        let log = self.file("log");
        let log = std::fs::OpenOptions::new().create(true).append(true).open(log).unwrap();
        let running = Running::start(self.command(&["serve"]).stderr(log));
        until("the service answers", || self.get("/health/live").is_ok());
        running
    }

    fn told(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    fn log(&self) -> String {
        std::fs::read_to_string(self.file("log")).unwrap_or_default()
    }

    /// The certificate that the service shows, and what it answers.
    fn get(&self, path: &str) -> io::Result<(CertificateDer<'static>, String)> {
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let builder = ClientConfig::builder_with_provider(provider);
        let builder = builder.with_safe_default_protocol_versions().unwrap();
        let verifier = Arc::new(Anything);
        let config = builder.dangerous().with_custom_certificate_verifier(verifier);
        let config = Arc::new(config.with_no_client_auth());
        let name = ServerName::try_from(HOST).unwrap();
        let mut client = ClientConnection::new(config, name).unwrap();
        let mut stream = TcpStream::connect(("127.0.0.1", self.service))?;
        client.complete_io(&mut stream)?;
        let shown = client.peer_certificates().unwrap()[0].clone().into_owned();
        let mut stream = StreamOwned::new(client, stream);
        write!(stream, "GET {path} HTTP/1.1\r\nhost: {HOST}\r\nconnection: close\r\n\r\n")?;
        let mut text = String::new();
        stream.read_to_string(&mut text)?;
        Ok((shown, text))
    }

    /// Who issued the certificate that the service shows: whether it was the authority.
    fn is_issued(&self) -> bool {
        let shown = self.get("/health/live").unwrap().0;
        shown.windows(6).any(|part| part == b"Pebble")
    }

    /// What readiness says of the certificate.
    fn check(&self) -> serde_json::Value {
        let answer = self.get("/health/ready").unwrap().1;
        let (_, body) = answer.split_once("\r\n\r\n").unwrap();
        let start = body.find('{').unwrap();
        let end = body.rfind('}').unwrap();
        let body: serde_json::Value = serde_json::from_str(&body[start..=end]).unwrap();
        let checks = body["checks"].as_array().unwrap();
        checks.iter().find(|check| check["name"] == "certificate").unwrap().clone()
    }
}

/// What the service shows is looked at by the test itself.
#[derive(Debug)]
struct Anything;

impl ServerCertVerifier for Anything {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn verify_tls13_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        rustls::crypto::aws_lc_rs::default_provider()
            .signature_verification_algorithms
            .supported_schemes()
    }
}

// FA-10
#[test]
fn a_certificate_is_issued_renewed_and_used_on_while_the_authority_is_away() {
    let world = World::new();
    // At the first start the authority is away: the service answers all the same, and says so.
    let service = world.serve();
    until("the order failed", || world.check()["why"].to_string().contains("WARIIN_TLS_ACME"));
    assert!(!world.is_issued());
    let check = world.check();
    assert_eq!((&check["ok"], &check["required"]), (&false.into(), &false.into()));
    let log = world.log();
    assert!(log.contains("there is no TLS certificate yet"), "{log}");
    assert!(log.contains("unreachable"), "{log}");
    let told = world.told(&["tls", "status"]);
    assert_eq!(told.status.code(), Some(1));
    let told = String::from_utf8(told.stdout).unwrap();
    assert!(told.contains("none yet") && told.contains("failures    1"), "{told}");

    // It is back, and the operator does not wait.
    let authority = world.authority();
    assert!(world.told(&["tls", "renew"]).status.success());
    until("the certificate is used", || world.is_issued());
    until("readiness says so", || world.check()["ok"] == true);
    let first = world.get("/sign-in").unwrap();
    assert!(first.1.starts_with("HTTP/1.1 303"), "{}", first.1);
    assert!(world.told(&["tls", "status"]).status.success());

    // Another one, without a restart, also when the authority has forgotten the account.
    drop(authority);
    let authority = world.authority();
    assert!(world.told(&["tls", "renew"]).status.success());
    until("another one is used", || world.get("/health/live").unwrap().0 != first.0);
    let second = world.get("/health/live").unwrap().0;
    assert!(world.is_issued());

    // A restart uses what is kept, and the authority is not asked.
    drop((authority, service));
    let _service = world.serve();
    assert_eq!(world.get("/health/live").unwrap().0, second);
    assert!(world.told(&["tls", "renew"]).status.success());
    until("the renewal failed", || world.check()["why"].to_string().contains("used on"));
    assert_eq!(world.get("/health/live").unwrap().0, second, "the one before is used on");
    assert!(world.told(&["tls", "status"]).status.code() == Some(1));
}

#[test]
fn an_authority_that_does_not_reach_the_service_says_so_and_nothing_is_lost() {
    let mut world = World::new();
    // The authority looks for the service at a port where it is not.
    let elsewhere = world.service;
    world.service = free_port();
    assert_ne!(world.service, elsewhere);
    let _authority = world.authority();
    let _service = world.serve();
    until("the order failed", || world.check()["why"].to_string().contains("port 443"));
    assert!(!world.is_issued());
    let log = world.log();
    assert!(log.contains("not_validated"), "{log}");
}
