//! A certificate authority, responder, lists and timestamps on loopback (certomancer), and the network to reach it.

use rcgen::{KeyPair, PKCS_ECDSA_P256_SHA256, PKCS_RSA_SHA256, RsaKeySize};
use std::io::Read;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, OnceLock};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use tempfile::TempDir;
use wariin_pades::{HttpRequest, Network, SealKey, Services, Utc};

/// The names under which `certomancer.yml` has keys.
const KEYS: [&str; 6] = ["root", "issuer", "signer", "revoked", "tsa", "ocsp"];

/// An authority that lives as long as this value.
pub(crate) struct Authority {
    server: Child,
    folder: TempDir,
    /// Its timestamp authority.
    pub(crate) times: Vec<String>,
}

/// Where `cargo xtask test` installs Python's tools.
pub(crate) fn python(tool: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/tools/python/bin").join(tool)
}

pub(crate) fn now() -> Utc {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    Utc::from_unix(i64::try_from(since.as_secs()).unwrap())
}

/// One key for each name, made once. Issuers have RSA keys, whose signatures are the same each time a
/// certificate is made.
fn keys() -> &'static [String] {
    static MADE: OnceLock<Vec<String>> = OnceLock::new();
    MADE.get_or_init(|| {
        let pair = |name: &&str| match *name {
            "root" | "issuer" => KeyPair::generate_rsa_for(&PKCS_RSA_SHA256, RsaKeySize::_3072),
            _ => KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256),
        };
        KEYS.iter().map(|name| pair(name).unwrap().serialize_pem()).collect()
    })
}

/// A port that was free a moment ago.
pub(crate) fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// Where the authority on this port gives timestamps.
pub(crate) fn times_on(port: u16) -> String {
    format!("http://127.0.0.1:{port}/loopback/tsa/tsa")
}

impl Authority {
    pub(crate) fn start() -> Self {
        Self::start_on(free_port())
    }

    /// The same, answering on this port.
    pub(crate) fn start_on(port: u16) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, key) in KEYS.iter().zip(keys()) {
            std::fs::write(folder.path().join(format!("{name}.key.pem")), key).unwrap();
        }
        let config = include_str!("../authority/certomancer.yml");
        std::fs::write(folder.path().join("certomancer.yml"), config).unwrap();
        let origin = format!("http://127.0.0.1:{port}");
        let tool = |arguments: &[&str]| {
            let mut command = Command::new(python("certomancer"));
            command.args(["--config", "certomancer.yml", "--service-url-prefix", &origin]);
            command.args(arguments).current_dir(folder.path()).stdout(Stdio::null());
            command.stderr(Stdio::null());
            command
        };
        let made = tool(&["mass-summon", "loopback", "certificates", "--no-pfx"]).status().unwrap();
        assert!(made.success(), "certificates are made");
        let server =
            tool(&["animate", "--no-web-ui", "--port", &port.to_string()]).spawn().unwrap();
        let until = Instant::now() + Duration::from_mins(1);
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(Instant::now() < until, "the authority starts");
            std::thread::yield_now();
        }
        Self { server, folder, times: vec![times_on(port)] }
    }

    fn certificate(&self, path: &str) -> Vec<u8> {
        let path = self.folder.path().join("certificates").join(path);
        pem::parse(std::fs::read(path).unwrap()).unwrap().into_contents()
    }

    /// A file with the root's certificate, for validators.
    pub(crate) fn root_file(&self) -> PathBuf {
        self.folder.path().join("certificates/root/root.cert.pem")
    }

    pub(crate) fn root(&self) -> Vec<u8> {
        self.certificate("root/root.cert.pem")
    }

    /// The key of this name, issued by the authority's issuer.
    pub(crate) fn key(&self, name: &str) -> SealKey {
        let private = self.folder.path().join(format!("{name}.key.pem"));
        let private = pem::parse(std::fs::read(private).unwrap()).unwrap().into_contents();
        let own = self.certificate(&format!("issuer/{name}.cert.pem"));
        let issuer = self.certificate("root/issuer.cert.pem");
        SealKey::from_der(&private, vec![issuer, own]).unwrap()
    }

    /// The files with the key of this name and its certificate, for other programs.
    pub(crate) fn files(&self, name: &str) -> (PathBuf, PathBuf) {
        let private = self.folder.path().join(format!("{name}.key.pem"));
        (private, self.folder.path().join(format!("certificates/issuer/{name}.cert.pem")))
    }

    pub(crate) fn services<'a>(&'a self, network: &'a dyn Network) -> Services<'a> {
        Services { network, authorities: &self.times, roots: &[], now: now() }
    }
}

impl Drop for Authority {
    fn drop(&mut self) {
        drop(self.server.kill());
        drop(self.server.wait());
    }
}

/// The network to the authority, which records the addresses asked and can be made to fail or to return
/// something else.
#[derive(Default)]
pub(crate) struct Loopback {
    pub(crate) asked: Mutex<Vec<String>>,
    /// Addresses that contain this do not answer.
    pub(crate) deaf: Option<&'static str>,
    /// Changes an answer from an address that contains this.
    #[expect(clippy::type_complexity, reason = "a pair of a name and a change")]
    pub(crate) lies: Option<(&'static str, fn(Vec<u8>) -> Vec<u8>)>,
}

impl Network for Loopback {
    fn fetch(&self, request: HttpRequest<'_>) -> Result<Vec<u8>, String> {
        self.asked.lock().unwrap().push(request.address.to_owned());
        if self.deaf.is_some_and(|name| request.address.contains(name)) {
            return Err("no answer".into());
        }
        let response = match request.posted {
            Some((kind, body)) => ureq::post(request.address).content_type(kind).send(body),
            None => ureq::get(request.address).call(),
        };
        let mut response = response.map_err(|e| e.to_string())?;
        let mut answer = Vec::new();
        let limit = u64::try_from(request.limit).unwrap();
        response.body_mut().as_reader().take(limit).read_to_end(&mut answer).unwrap();
        match self.lies {
            Some((name, lie)) if request.address.contains(name) => Ok(lie(answer)),
            _ => Ok(answer),
        }
    }
}
