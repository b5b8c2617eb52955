//! What the operator's commands do to second factors.

use crate::browser::Browser;
use crate::process::shared;
use crate::recipient_path::app_of;
use crate::service::{Person, Service};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use wariin_app_http::work_until_idle;
use wariin_domain::EmailAddress;

const TARO: &str = "taro@example.com";

/// Every command that needs no running service and names no document; the address stands for its owner.
const COMMANDS: [&[&str]; 14] = [
    &["account", "list"],
    &["account", "reset-password", "--email", TARO, "--password-stdin"],
    &["account", "disable", TARO],
    &["account", "enable", TARO],
    &["idp", "list"],
    &["jobs", "list"],
    &["files", "check"],
    &["audit", "verify"],
    &["audit", "checkpoint"],
    &["audit", "key"],
    &["migrate"],
    &["backup", "BACKUP"],
    &["backup", "verify", "BACKUP"],
    &["account", "reset-factor", "--email", TARO],
];

/// What a command says; it has to succeed.
fn said(data: &str, backup: &str, command: &[&str]) -> Vec<u8> {
    let arguments = command.iter().map(|part| if *part == "BACKUP" { backup } else { part });
    let mut program = Command::new(env!("CARGO_BIN_EXE_wariin"));
    program.args(arguments).env_clear().env("WARIIN_DATA_DIR", data).env("WARIIN_LOG", "trace");
    program.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut running = program.spawn().unwrap();
    let mut input = running.stdin.take().unwrap();
    input.write_all("ひとりずつ違う長い合言葉\n".as_bytes()).unwrap();
    drop(input);
    let ran = running.wait_with_output().unwrap();
    let said = [ran.stdout, ran.stderr].concat();
    assert!(ran.status.success(), "{command:?}: {}", String::from_utf8_lossy(&said));
    said
}

/// A key of a factor in each way in which it could be written.
struct Seed {
    written: Vec<Vec<u8>>,
}

impl Seed {
    fn of(base32: &str) -> Self {
        let bits: String = base32.bytes().map(|letter| format!("{:05b}", value(letter))).collect();
        let bytes = bits.as_bytes().chunks_exact(8);
        let raw = bytes.map(|bits| u8::from_str_radix(str::from_utf8(bits).unwrap(), 2).unwrap());
        let raw: Vec<u8> = raw.collect();
        assert!(raw.len() >= 20, "a key of 160 bits");
        let hex: String = raw.iter().map(|byte| format!("{byte:02x}")).collect();
        let listed = format!("{raw:?}").trim_matches(['[', ']']).to_owned();
        let texts = [base32.to_owned(), base32.to_lowercase(), hex.to_uppercase(), hex, listed];
        let written = texts.into_iter().map(String::into_bytes).chain([raw]).collect();
        Self { written }
    }

    fn is_in(&self, bytes: &[u8]) -> bool {
        self.written.iter().any(|way| bytes.windows(way.len()).any(|part| part == &way[..]))
    }
}

/// RFC 4648, section 6.
fn value(letter: u8) -> u8 {
    if letter.is_ascii_uppercase() { letter - b'A' } else { letter - b'2' + 26 }
}

/// Every file below a folder.
fn files(folder: &Path) -> Vec<Vec<u8>> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let read = |path: std::path::PathBuf| {
        if path.is_dir() { files(&path) } else { vec![std::fs::read(path).unwrap()] }
    };
    entries.flat_map(read).collect()
}

async fn factors(service: &Service) -> usize {
    let mut tx = service.ports().storage.begin().await.unwrap();
    let address = EmailAddress::parse(TARO).unwrap();
    let account = tx.accounts().find_by_email(&address).await.unwrap().unwrap();
    tx.factors().active(account.id).await.unwrap().len()
}

/// Taro with an app, and the key that the app took.
async fn enrolled(service: &Service) -> (Person, Seed) {
    let taro = service.person(TARO, false).await;
    let mut browser = Browser::with_session(service, &service.by_password(&taro).await);
    browser.post("/settings/security/enrol", &[]).await;
    let page = browser.get("/settings/security/enrol").await;
    let text = page.text();
    let key = text.split_once("secret=").unwrap().1;
    let key: String = key.chars().take_while(char::is_ascii_alphanumeric).collect();
    let code = app_of(&page).code(wariin_ports::Clock::now(&*service.clock));
    browser.post("/settings/security/confirm", &[("code", &code)]).await;
    (taro, Seed::of(&key))
}

// EN-10
#[tokio::test]
async fn commands_of_the_operator_bind_no_factor_tell_no_seed_and_are_recorded_and_mailed() {
    let (service, data) = shared().await;
    // The clock of the command line is the system's: what happens here has happened before.
    service.clock.advance(-900);
    let (_taro, seed) = enrolled(&service).await;
    work_until_idle(service.ports()).await.unwrap();
    assert!(seed.is_in(&[b"x".as_slice(), &seed.written[0]].concat()), "the search finds it");
    // What the commands ask for is due on the service's clock.
    service.clock.advance(1800);
    let backup = service.folder.path().join("backup");
    for command in COMMANDS {
        let (events, mails) = (service.events().await, service.mails().len());
        let said = said(&data, backup.to_str().unwrap(), command);
        assert!(!seed.is_in(&said), "{command:?} tells the key");
        let left = usize::from(!command.contains(&"reset-factor"));
        assert_eq!(factors(&service).await, left, "{command:?}");
        work_until_idle(service.ports()).await.unwrap();
        if command.contains(&TARO) {
            assert!(service.events().await > events, "{command:?} is in the audit log");
            assert!(service.mails().len() > mails, "{command:?}: the owner is told");
        }
    }
    for file in files(&backup) {
        assert!(!seed.is_in(&file), "the backup has the key in clear");
    }
}
