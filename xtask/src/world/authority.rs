//! A timestamp authority (RFC 3161) by OpenSSL, with its list of revoked certificates, which can be away, say
//! nothing, or answer nonsense, as a test wants it.

use crate::run::{Outcome, run_quietly};
use std::fs;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// How the authority answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Timekeeping {
    Stamps = 0,
    /// Connections are closed at once.
    Down = 1,
    /// Connections are taken, and nothing is answered.
    Silent = 2,
    /// Something that is no timestamp is answered, with the status 200.
    Garbage = 3,
}

impl Timekeeping {
    const ALL: [Self; 4] = [Self::Stamps, Self::Down, Self::Silent, Self::Garbage];
}

/// How long a silent authority holds a connection at most.
const SILENCE: Duration = Duration::from_mins(1);

const CONFIGURATION: &str = "
[req]
distinguished_name = name
[name]
[root]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[stamps]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
authorityKeyIdentifier = keyid
crlDistributionPoints = URI:http://127.0.0.1:PORT/root.crl
[tsa]
default_tsa = one
[one]
serial = serial
signer_cert = tsa.pem
signer_key = tsa.key
certs = root.pem
signer_digest = sha256
default_policy = 1.3.6.1.4.1.13762.3
digests = sha256, sha384, sha512
ess_cert_id_alg = sha256
[ca]
default_ca = revoked
[revoked]
database = index
default_md = sha256
default_crl_days = 30
";

/// The authority, until it is dropped.
pub(crate) struct Authority {
    port: u16,
    kept: Arc<Kept>,
}

struct Kept {
    folder: PathBuf,
    manners: AtomicU8,
    list: Vec<u8>,
    /// OpenSSL keeps the next serial number in a file.
    one_by_one: Mutex<()>,
    number: AtomicU64,
}

impl Authority {
    /// Makes keys and certificates in this folder and serves on a port of loopback.
    pub(crate) fn start(folder: &Path) -> Outcome<Self> {
        fs::create_dir_all(folder).map_err(|e| e.to_string())?;
        let listener = TcpListener::bind("127.0.0.1:0").map_err(|e| e.to_string())?;
        let port = listener.local_addr().map_err(|e| e.to_string())?.port();
        let write = |name: &str, text: &str| {
            fs::write(folder.join(name), text).map_err(|e| format!("{name}: {e}"))
        };
        write("tsa.cnf", &CONFIGURATION.replace("PORT", &port.to_string()))?;
        write("serial", "01\n")?;
        write("index", "")?;
        for arguments in [
            "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout root.key -out root.pem \
             -subj /CN=Faults-root -days 30 -extensions root -config tsa.cnf",
            "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout tsa.key -out tsa.csr \
             -subj /CN=Faults-times -config tsa.cnf",
            "x509 -req -in tsa.csr -CA root.pem -CAkey root.key -CAcreateserial -days 30 \
             -extfile tsa.cnf -extensions stamps -out tsa.pem",
            "ca -gencrl -keyfile root.key -cert root.pem -config tsa.cnf -out root.crl.pem",
            "crl -in root.crl.pem -outform DER -out root.crl",
        ] {
            run_quietly(
                Command::new("openssl").args(arguments.split_whitespace()).current_dir(folder),
            )?;
        }
        let list = fs::read(folder.join("root.crl")).map_err(|e| e.to_string())?;
        let kept = Arc::new(Kept {
            folder: folder.to_owned(),
            manners: AtomicU8::default(),
            list,
            one_by_one: Mutex::default(),
            number: AtomicU64::default(),
        });
        let serving = Arc::clone(&kept);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let kept = Arc::clone(&serving);
                thread::spawn(move || drop(kept.serve(&stream)));
            }
        });
        Ok(Self { port, kept })
    }

    /// What a service is told of it.
    pub(crate) fn settings(&self) -> [(&'static str, String); 2] {
        let roots = self.kept.folder.join("root.pem").display().to_string();
        [
            ("WARIIN_TSA_URL", format!("http://127.0.0.1:{}/", self.port)),
            ("WARIIN_TSA_CA_FILE", roots),
        ]
    }

    pub(crate) fn behave(&self, manners: Timekeeping) {
        self.kept.manners.store(manners as u8, Ordering::SeqCst);
    }
}

impl Kept {
    fn manners(&self) -> Timekeeping {
        let number = usize::from(self.manners.load(Ordering::SeqCst));
        Timekeeping::ALL.get(number).copied().unwrap_or(Timekeeping::Stamps)
    }

    /// One request for each connection.
    fn serve(&self, stream: &TcpStream) -> io::Result<()> {
        match self.manners() {
            Timekeeping::Stamps => {
                let (is_list, query) = read(stream)?;
                let answer = if is_list { self.list.clone() } else { self.stamp(&query)? };
                answer_with(stream, &answer)
            }
            Timekeeping::Down => Ok(()),
            Timekeeping::Silent => {
                let until = Instant::now() + SILENCE;
                while self.manners() == Timekeeping::Silent && Instant::now() < until {
                    thread::sleep(Duration::from_millis(20));
                }
                Ok(())
            }
            Timekeeping::Garbage => {
                read(stream)?;
                answer_with(stream, b"0\x82\x01\x00 this is no timestamp")
            }
        }
    }

    fn stamp(&self, query: &[u8]) -> io::Result<Vec<u8>> {
        let number = self.number.fetch_add(1, Ordering::SeqCst);
        let (asked, given) = (format!("{number}.tsq"), format!("{number}.tsr"));
        fs::write(self.folder.join(&asked), query)?;
        {
            let _one = self.one_by_one.lock().unwrap_or_else(PoisonError::into_inner);
            let mut openssl = Command::new("openssl");
            openssl.args(["ts", "-reply", "-config", "tsa.cnf", "-section", "one"]);
            openssl.args(["-queryfile", &asked, "-out", &given]).current_dir(&self.folder);
            openssl.output()?;
        }
        let answer = fs::read(self.folder.join(&given));
        for file in [asked, given] {
            drop(fs::remove_file(self.folder.join(file)));
        }
        answer
    }
}

/// Whether the list is asked for, and what was posted otherwise.
fn read(stream: &TcpStream) -> io::Result<(bool, Vec<u8>)> {
    let mut reader = BufReader::new(stream);
    let (mut is_list, mut length) = (false, 0);
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let line = line.trim_end().to_ascii_lowercase();
        is_list |= line.starts_with("get ");
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse().unwrap_or(0);
        }
        if line.is_empty() {
            break;
        }
    }
    let mut body = Vec::new();
    reader.take(length).read_to_end(&mut body)?;
    Ok((is_list, body))
}

fn answer_with(mut stream: &TcpStream, body: &[u8]) -> io::Result<()> {
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/timestamp-reply\r\ncontent-length: {}\r\n\
         connection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes())?;
    stream.write_all(body)
}
