//! TLS of the service's own: the real program with a certificate, by HTTP/1.1 and HTTP/2.

use crate::authority::free_port;
use crate::process::until;
use rcgen::{CertificateParams, KeyPair};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use tempfile::TempDir;

/// A certificate and its key in PEM.
fn made(name: &str) -> (String, String) {
    let key = KeyPair::generate().unwrap();
    let params = CertificateParams::new(vec![name.to_owned()]).unwrap();
    (params.self_signed(&key).unwrap().pem(), key.serialize_pem())
}

fn write(folder: &Path, (certificate, key): &(String, String)) {
    std::fs::write(folder.join("cert.pem"), certificate).unwrap();
    std::fs::write(folder.join("key.pem"), key).unwrap();
}

/// The program with the certificate and key of this folder.
fn command(folder: &Path, port: u16) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wariin"));
    command.arg("serve").env_clear().env("WARIIN_DATA_DIR", folder.join("data"));
    command.env("WARIIN_LISTEN", format!("127.0.0.1:{port}"));
    command.env("WARIIN_BASE_URL", format!("https://localhost:{port}"));
    command.env("WARIIN_TLS_CERT", folder.join("cert.pem"));
    command.env("WARIIN_TLS_KEY", folder.join("key.pem"));
    command
}

struct Served {
    child: Child,
    port: u16,
    folder: TempDir,
}

impl Drop for Served {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

impl Served {
    fn start(pair: &(String, String)) -> Self {
        let (folder, port) = (tempfile::tempdir().unwrap(), free_port());
        write(folder.path(), pair);
        let mut command = command(folder.path(), port);
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let served = Self { child, port, folder };
        until("the process answers", || served.get("/health/live", &pair.0).is_ok());
        served
    }

    /// A connection of a client that trusts this certificate and speaks this protocol, after the handshake.
    fn connect(
        &self,
        trusted: &str,
        protocol: &str,
    ) -> io::Result<StreamOwned<ClientConnection, TcpStream>> {
        let mut roots = RootCertStore::empty();
        roots.add(CertificateDer::from_pem_slice(trusted.as_bytes()).unwrap()).unwrap();
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let builder = ClientConfig::builder_with_provider(provider);
        let builder = builder.with_safe_default_protocol_versions().unwrap();
        let mut config = builder.with_root_certificates(roots).with_no_client_auth();
        config.alpn_protocols = vec![protocol.as_bytes().to_vec()];
        let name = ServerName::try_from("localhost").unwrap();
        let mut client = ClientConnection::new(Arc::new(config), name).unwrap();
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        client.complete_io(&mut stream)?;
        Ok(StreamOwned::new(client, stream))
    }

    /// Head and body of an answer over HTTP/1.1.
    fn get(&self, path: &str, trusted: &str) -> io::Result<String> {
        let mut stream = self.connect(trusted, "http/1.1")?;
        assert_eq!(stream.conn.alpn_protocol(), Some(&b"http/1.1"[..]));
        write!(stream, "GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")?;
        let mut text = String::new();
        stream.read_to_string(&mut text)?;
        Ok(text)
    }
}

#[test]
fn pages_come_over_tls_with_secure_cookies_and_nothing_without_it() {
    let pair = made("localhost");
    let served = Served::start(&pair);
    let answer = served.get("/sign-in", &pair.0).unwrap();
    assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
    assert!(answer.contains("strict-transport-security: max-age="), "{answer}");
    let cookie = answer.lines().find(|line| line.starts_with("set-cookie:")).unwrap();
    assert!(cookie.contains("Secure"), "{cookie}");

    let mut second = served.connect(&pair.0, "h2").unwrap();
    assert_eq!(second.conn.alpn_protocol(), Some(&b"h2"[..]));
    second.write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0").unwrap();
    let mut frame = [0; 9];
    second.read_exact(&mut frame).unwrap();
    assert_eq!(frame[3], 4, "the first frame is the server's settings (RFC 9113, section 3.4)");

    let mut plain = TcpStream::connect(("127.0.0.1", served.port)).unwrap();
    plain.write_all(b"GET /health/live HTTP/1.1\r\nhost: localhost\r\n\r\n").unwrap();
    let mut answer = Vec::new();
    drop(plain.read_to_end(&mut answer));
    assert!(!answer.starts_with(b"HTTP"), "plain HTTP is not answered");
}

#[test]
fn a_certificate_that_is_replaced_is_used_without_a_restart() {
    let (pair, newer) = (made("localhost"), made("localhost"));
    let served = Served::start(&pair);
    assert!(served.get("/health/live", &newer.0).is_err(), "another certificate");
    write(served.folder.path(), &newer);
    until("the new certificate is used", || served.get("/health/live", &newer.0).is_ok());
    assert!(served.get("/health/live", &pair.0).is_err());
}

#[test]
fn a_certificate_that_cannot_be_used_stops_the_start_and_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let ((certificate, key), other) = (made("localhost"), made("other.example.jp"));
    for (pair, setting) in [
        ((certificate, other.1.clone()), "WARIIN_TLS_KEY"),
        (other.clone(), "WARIIN_TLS_CERT"),
        ((key.clone(), key), "WARIIN_TLS_CERT"),
    ] {
        write(folder.path(), &pair);
        let ended = command(folder.path(), free_port()).output().unwrap();
        let said = String::from_utf8_lossy(&ended.stderr);
        assert!(!ended.status.success() && said.contains(setting), "{said}");
    }
}
