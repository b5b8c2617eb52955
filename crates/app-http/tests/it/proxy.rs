//! nginx and Caddy before two nodes, with exactly the configuration that the documentation gives.

use crate::authority::free_port;
use crate::process::{Process, shared, until};
use crate::service::Service;
use crate::verify::form;
use rcgen::{CertificateParams, KeyPair};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use std::fs;
use std::io::{self, Read, Write};
use std::net::SocketAddr;
use std::os::unix::fs::MetadataExt;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tokio::net::TcpSocket;

const PAGE: &str =
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/operations/proxy.md"));
const HOST: &str = "sign.example.jp";
/// Where clients come from: not where the proxy comes from.
const CLIENT: &str = "127.0.0.5";
const OTHER: &str = "127.0.0.6";
/// A form without a file, which is counted and costs nothing.
const NO_FILE: &[u8] = b"--cut--\r\n";
/// How many of them one client sends: twice as many as it may at once, and more come back only one a second.
const TRIES: u32 = 120;
/// The size of an upload.
const LARGE: usize = 20_000_000;

/// The block of this language.
fn block(language: &str) -> &'static str {
    let begin = PAGE.split_once(&format!("```{language}\n")).expect("the page has it").1;
    begin.split_once("```").unwrap().0
}

/// A proxy before two nodes.
struct Proxied {
    proxy: Child,
    nodes: Vec<Process>,
    address: SocketAddr,
    certificate: String,
    _service: Service,
    _folder: TempDir,
}

impl Drop for Proxied {
    fn drop(&mut self) {
        drop(self.proxy.kill());
        drop(self.proxy.wait());
    }
}

impl Proxied {
    async fn start(proxy: &str) -> Self {
        let (service, data) = shared().await;
        let settings = [
            ("WARIIN_BASE_URL", "https://sign.example.jp"),
            ("WARIIN_TRUSTED_PROXIES", "127.0.0.0/30"),
            ("WARIIN_DRAIN_SECONDS", "5"),
        ];
        let nodes = vec![
            Process::start(&data, &settings, Stdio::null()),
            Process::start(&data, &settings, Stdio::null()),
        ];
        let folder = tempfile::tempdir().unwrap();
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new(vec![HOST.to_owned()]).unwrap();
        let certificate = params.self_signed(&key).unwrap().pem();
        fs::write(folder.path().join("fullchain.pem"), &certificate).unwrap();
        fs::write(folder.path().join("privkey.pem"), key.serialize_pem()).unwrap();
        let port = free_port();
        let own = block(proxy)
            .replace("127.0.0.1:8080", &nodes[0].address().to_string())
            .replace("127.0.0.1:8081", &nodes[1].address().to_string())
            .replace("/etc/ssl/sign.example.jp", &folder.path().display().to_string());
        let command = if proxy == "nginx" { nginx } else { caddy };
        let mut command = command(&own, port, &folder);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let proxy = command.spawn().expect("`cargo xtask test` installs it");
        let address = format!("127.0.0.1:{port}").parse().unwrap();
        let proxied =
            Self { proxy, nodes, address, certificate, _service: service, _folder: folder };
        let mut is_there = false;
        for _ in 0..400 {
            is_there = proxied.get(CLIENT, "/sign-in", "").await.is_ok();
            if is_there {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        assert!(is_there, "the proxy does not answer");
        proxied
    }

    /// A connection from this address over which this protocol was agreed on.
    async fn connect(
        &self,
        from: &str,
        protocol: &str,
    ) -> io::Result<StreamOwned<ClientConnection, std::net::TcpStream>> {
        let socket = TcpSocket::new_v4()?;
        socket.bind(SocketAddr::new(from.parse().unwrap(), 0))?;
        let stream = socket.connect(self.address).await?.into_std()?;
        stream.set_nonblocking(false)?;
        stream.set_read_timeout(Some(Duration::from_mins(1)))?;
        let mut roots = RootCertStore::empty();
        let certificate = CertificateDer::from_pem_slice(self.certificate.as_bytes()).unwrap();
        roots.add(certificate).unwrap();
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let builder = ClientConfig::builder_with_provider(provider);
        let builder = builder.with_safe_default_protocol_versions().unwrap();
        let mut config = builder.with_root_certificates(roots).with_no_client_auth();
        config.alpn_protocols = vec![protocol.as_bytes().to_vec()];
        let name = ServerName::try_from(HOST).unwrap();
        let mut client = ClientConnection::new(Arc::new(config), name).unwrap();
        let mut stream = stream;
        client.complete_io(&mut stream)?;
        assert_eq!(client.alpn_protocol(), Some(protocol.as_bytes()));
        Ok(StreamOwned::new(client, stream))
    }

    /// Status, head and body of an answer.
    async fn send(&self, from: &str, head: &str, body: &[u8]) -> io::Result<(u16, String)> {
        let mut stream = self.connect(from, "http/1.1").await?;
        write!(stream, "{head}host: {HOST}\r\nconnection: close\r\n\r\n")?;
        stream.write_all(body)?;
        let mut answer = Vec::new();
        match stream.read_to_end(&mut answer) {
            // Some proxies end without a farewell of TLS.
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof && !answer.is_empty() => {}
            read => drop(read?),
        }
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok());
        Ok((status.ok_or(io::ErrorKind::InvalidData)?, answer))
    }

    async fn get(&self, from: &str, path: &str, headers: &str) -> io::Result<(u16, String)> {
        self.send(from, &format!("GET {path} HTTP/1.1\r\n{headers}"), b"").await
    }

    /// A form for 書類の検証.
    async fn verify(&self, from: &str, headers: &str, body: &[u8]) -> (u16, String) {
        let head = format!(
            "POST /verify.json HTTP/1.1\r\ncontent-type: multipart/form-data; boundary=cut\r\n\
             content-length: {}\r\n{headers}",
            body.len()
        );
        self.send(from, &head, body).await.unwrap()
    }
}

fn nginx(site: &str, port: u16, folder: &TempDir) -> Command {
    let site = site.replace("listen 443 ", &format!("listen 127.0.0.1:{port} "));
    let is_root = fs::metadata(folder.path()).unwrap().uid() == 0;
    let user = if is_root { "user root;" } else { "" };
    let around = format!(
        "{user} daemon off; pid nginx.pid; error_log error.log; events {{}}\n\
         http {{ access_log off; client_body_temp_path body; proxy_temp_path proxy; \
         fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;\n{site}\n}}"
    );
    fs::write(folder.path().join("nginx.conf"), around).unwrap();
    // Debian keeps it where only root looks.
    let mut command = Command::new("/usr/sbin/nginx");
    command.arg("-p").arg(folder.path()).arg("-e").arg("error.log");
    command.arg("-c").arg(folder.path().join("nginx.conf"));
    command
}

fn caddy(site: &str, port: u16, folder: &TempDir) -> Command {
    let site = site.replace("sign.example.jp {", &format!("sign.example.jp:{port} {{"));
    let around = format!("{{\n\tadmin off\n\tauto_https disable_redirects\n}}\n{site}");
    fs::write(folder.path().join("Caddyfile"), around).unwrap();
    let mut command = Command::new("caddy");
    command.args(["run", "--adapter", "caddyfile", "--config"]);
    command.arg(folder.path().join("Caddyfile"));
    command.env("XDG_DATA_HOME", folder.path()).env("XDG_CONFIG_HOME", folder.path());
    command
}

async fn serves_as_the_page_says(proxy: &str) {
    let proxied = Proxied::start(proxy).await;

    let (status, answer) = proxied.get(CLIENT, "/sign-in", "").await.unwrap();
    assert_eq!(status, 303, "leads to the set-up page: {answer}");
    let answer = answer.to_ascii_lowercase();
    let cookie = answer.lines().find(|line| line.starts_with("set-cookie:")).unwrap();
    assert!(cookie.contains("secure"), "{cookie}");
    assert!(answer.contains("strict-transport-security: max-age="), "{answer}");
    drop(proxied.connect(CLIENT, "h2").await.unwrap());
    for path in ["/health", "/health/ready"] {
        assert_eq!(proxied.get(CLIENT, path, "").await.unwrap().0, 404, "{path}");
    }

    // Twenty megabytes arrive as a whole, and are answered by the service.
    let (status, answer) = proxied.verify(CLIENT, "", &form(&vec![b' '; LARGE])).await;
    assert_eq!(status, 200, "{answer}");
    assert!(answer.contains("\"outcome\""), "{answer}");

    // Each client has tries of its own, whatever it says of itself.
    let mut refused = 0;
    for n in 0..TRIES {
        let forged = format!("x-forwarded-for: 203.0.113.{n}\r\n");
        refused += u32::from(proxied.verify(CLIENT, &forged, NO_FILE).await.0 == 429);
    }
    assert!(refused > 0, "two nodes with thirty tries each refused none of {TRIES}");
    assert_ne!(proxied.verify(OTHER, "", NO_FILE).await.0, 429);

    // A node ends, and no request fails.
    proxied.nodes[0].terminate();
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_secs(7) {
        let (status, answer) = proxied.get(OTHER, "/sign-in", "").await.unwrap();
        assert_eq!(status, 303, "{answer}");
    }
    until("the node has ended", || proxied.nodes[0].get("/health/live").is_err());
    assert_eq!(proxied.get(OTHER, "/sign-in", "").await.unwrap().0, 303);
}

// EV-02 WE-09
#[tokio::test(flavor = "multi_thread")]
async fn nginx_as_the_page_has_it_passes_uploads_clients_and_nodes_that_end() {
    serves_as_the_page_says("nginx").await;
}

// EV-02 WE-09
#[tokio::test(flavor = "multi_thread")]
async fn caddy_as_the_page_has_it_passes_uploads_clients_and_nodes_that_end() {
    serves_as_the_page_says("caddy").await;
}
