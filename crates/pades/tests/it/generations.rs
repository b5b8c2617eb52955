//! Three generations of timestamp authorities, whose clocks are set by libfaketime.

use crate::authority::{free_port, now, python};
use rcgen::{KeyPair, PKCS_ECDSA_P256_SHA256, PKCS_RSA_SHA256, RsaKeySize};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use wariin_pades::{SealKey, Utc};

const KEYS: [&str; 7] = ["root1", "root2", "root3", "signer", "tsa1", "tsa2", "tsa3"];

/// The three authorities, of which one server answers for all at a time of its own.
pub(crate) struct Generations {
    folder: TempDir,
    port: u16,
    pub(crate) year: i64,
}

/// The server at one time.
pub(crate) struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

impl Generations {
    pub(crate) fn made() -> Self {
        let folder = tempfile::tempdir().unwrap();
        for name in KEYS {
            let pair = if name.starts_with("root") {
                KeyPair::generate_rsa_for(&PKCS_RSA_SHA256, RsaKeySize::_3072)
            } else {
                KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256)
            };
            let path = folder.path().join(format!("{name}.key.pem"));
            std::fs::write(path, pair.unwrap().serialize_pem()).unwrap();
        }
        let year: i64 = now().rfc3339()[..4].parse().unwrap();
        let mut config = include_str!("../authority/generations.yml").to_owned();
        for years in [-1, 3, 5, 7, 9, 11, 13, 41, 42] {
            config = config.replace(&format!("{{{years:+}}}"), &(year + years).to_string());
        }
        std::fs::write(folder.path().join("certomancer.yml"), config).unwrap();
        let made = Self { folder, port: free_port(), year };
        let summon = ["mass-summon", "generations", "certificates", "--no-pfx"];
        assert!(made.tool(&summon).status().unwrap().success(), "certificates are made");
        made
    }

    fn tool(&self, arguments: &[&str]) -> Command {
        let origin = format!("http://127.0.0.1:{}", self.port);
        let mut command = Command::new(python("certomancer"));
        command.args(["--config", "certomancer.yml", "--service-url-prefix", &origin]);
        command.args(arguments).current_dir(self.folder.path());
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command
    }

    /// The first of May of so many years from now.
    pub(crate) fn may(&self, years: i64) -> String {
        format!("{}-05-01", self.year + years)
    }

    /// The authorities as they answer from that day on.
    pub(crate) fn on(&self, day: &str) -> Server {
        let arguments = ["animate", "--no-web-ui", "--port", &self.port.to_string()];
        let clock = format!("@{day} 00:00:00");
        // Without the wrapper, which the server would outlive.
        let set = Command::new("faketime").args(["-f", &clock, "env"]).output().unwrap();
        let set = String::from_utf8(set.stdout).unwrap();
        let set = set.lines().filter_map(|line| line.split_once('='));
        let set = set.filter(|(name, _)| ["FAKETIME", "LD_PRELOAD"].contains(name));
        let mut command = self.tool(&arguments);
        let server = Server(command.envs(set).env("TZ", "UTC").spawn().unwrap());
        let until = Instant::now() + Duration::from_mins(1);
        while TcpStream::connect(("127.0.0.1", self.port)).is_err() {
            assert!(Instant::now() < until, "the authority starts");
            std::thread::yield_now();
        }
        server
    }

    pub(crate) fn times(&self, generation: u8) -> Vec<String> {
        vec![format!("http://127.0.0.1:{}/generations/tsa/tsa{generation}", self.port)]
    }

    fn certificate(&self, path: &str) -> PathBuf {
        self.folder.path().join("certificates").join(path)
    }

    pub(crate) fn roots(&self) -> Vec<Vec<u8>> {
        let read = |number: u8| {
            let path = self.certificate(&format!("root{number}/root{number}.cert.pem"));
            pem::parse(std::fs::read(path).unwrap()).unwrap().into_contents()
        };
        [1, 2, 3].map(read).into()
    }

    pub(crate) fn key(&self) -> SealKey {
        let read =
            |path: PathBuf| pem::parse(std::fs::read(path).unwrap()).unwrap().into_contents();
        let private = read(self.folder.path().join("signer.key.pem"));
        SealKey::from_der(&private, vec![read(self.certificate("root1/signer.cert.pem"))]).unwrap()
    }

    /// What pyHanko says so many years from now, with nothing but what the file holds.
    pub(crate) fn by_pyhanko(&self, name: &str, pdf: &[u8], years: i64) -> String {
        let roots: String = (1..=3)
            .map(|number| self.certificate(&format!("root{number}/root{number}.cert.pem")))
            .map(|path| std::fs::read_to_string(path).unwrap())
            .collect();
        let (trust, file) = (self.folder.path().join("roots.pem"), self.folder.path().join(name));
        std::fs::write(&trust, roots).unwrap();
        std::fs::write(&file, pdf).unwrap();
        let script =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../pades/tests/oracles/years_on.py");
        let mut command = Command::new(python("python"));
        command.arg(script).arg(trust).arg(years.to_string()).arg(&file);
        let said = command.output().unwrap();
        String::from_utf8_lossy(&[said.stdout, said.stderr].concat()).trim().to_owned()
    }
}

/// Midnight of a day.
pub(crate) fn at(day: &str) -> Utc {
    let said = Command::new("date").args(["-u", "+%s", "-d", day]).output().unwrap();
    Utc::from_unix(String::from_utf8_lossy(&said.stdout).trim().parse().unwrap())
}
