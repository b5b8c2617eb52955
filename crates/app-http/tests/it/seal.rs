//! The seal as an operator configures it: keys of every kind, timestamps, and what happens while there
//! are none.

use crate::authority::{Authority, free_port, now, times_on};
use crate::browser::Browser;
use crate::evidence::checked;
use crate::service::{STATEMENT, Service};
use serde_json::Value;
use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;
use wariin_adapters::{EvidenceFinding, EvidenceOutcome};
use wariin_app_http::work_until_idle;
use wariin_domain::{DocumentStatus, Language, SealLevel, Timestamp};
use wariin_pades::{KeyKind, SealKey, Utc};
use wariin_usecases::{
    GiveConsent, OpenDocument, SecretInput, consent, open_document, recipient_file,
};

const CONTRACT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/examples/contract.pdf");

/// The command line on settings of its own, in a folder of its own.
struct Tool {
    folder: TempDir,
    settings: Vec<(String, String)>,
}

impl Tool {
    fn new(settings: &[(&str, &str)]) -> Self {
        let settings = settings.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        Self { folder: tempfile::tempdir().unwrap(), settings }
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_wariin"));
        command.args(arguments).env_clear().env("WARIIN_DATA_DIR", self.path("data"));
        command.envs(self.settings.iter().cloned()).output().unwrap()
    }

    /// Seals the contract; what the tool says when it does not.
    fn seal(&self) -> Result<String, String> {
        let output = self.path("sealed.pdf");
        drop(std::fs::remove_file(&output));
        let ran = self.run(&["seal", CONTRACT, "--output", &output, "--reason", "契約 42"]);
        let said = String::from_utf8_lossy(&[ran.stdout, ran.stderr].concat()).into_owned();
        if ran.status.success() { Ok(said) } else { Err(said) }
    }

    /// What `wariin verify --json` says of the sealed file, and whether it succeeds.
    fn verify(&self, trust: &[&str]) -> (bool, Value) {
        let output = self.path("sealed.pdf");
        let mut arguments = vec!["verify", &output, "--json"];
        for file in trust {
            arguments.extend(["--trust", file]);
        }
        let ran = self.run(&arguments);
        (ran.status.success(), serde_json::from_slice(&ran.stdout).unwrap())
    }
}

fn made(kind: KeyKind) -> String {
    SealKey::generate(kind, "割印商事", now()).unwrap().pem
}

fn openssl(arguments: &[&str]) {
    let ran = Command::new("openssl").args(arguments).output().unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
}

#[test]
fn a_pem_or_pkcs12_key_seals_and_a_wrong_password_is_said_to_be_wrong() {
    for kind in [KeyKind::Rsa, KeyKind::P256, KeyKind::P384] {
        let tool = Tool::new(&[]);
        let pem = tool.path("key.pem");
        std::fs::write(&pem, made(kind)).unwrap();
        std::fs::write(tool.path("password"), "ひみつ word\n").unwrap();
        for legacy in [false, true] {
            let p12 = tool.path(if legacy { "legacy.p12" } else { "modern.p12" });
            let mut arguments = vec!["pkcs12", "-export", "-in", &pem, "-out", &p12];
            arguments.extend(["-passout", "pass:ひみつ word"]);
            if legacy {
                arguments.push("-legacy");
            }
            openssl(&arguments);
            let password = tool.path("password");
            let with =
                Tool::new(&[("WARIIN_SEAL_KEY", &p12), ("WARIIN_SEAL_PASSWORD_FILE", &password)]);
            let said = with.seal().unwrap();
            assert!(said.contains("PAdES B-B"), "{said}");
            let (is_intact, report) = with.verify(&[&pem]);
            assert!(is_intact, "{report}");
            let signature = &report["signatures"][0];
            assert_eq!(signature["reason"], "契約 42");
            assert_eq!(
                (&signature["chain"], &signature["level"]),
                (&"trusted".into(), &"B-B".into())
            );

            let without = Tool::new(&[("WARIIN_SEAL_KEY", &p12)]);
            let refused = without.seal().unwrap_err();
            assert!(refused.contains("the password is wrong"), "{refused}");
        }
        let plain = Tool::new(&[("WARIIN_SEAL_KEY", &pem)]);
        plain.seal().unwrap();
        assert!(plain.verify(&[]).0);
    }
}

// DO-03
#[test]
fn a_file_is_sealed_as_an_upload_of_it_would_be_or_refused_with_the_reason() {
    let tool = Tool::new(&[]);
    let (file, output) = (tool.path("a.pdf"), tool.path("sealed.pdf"));
    let run = |contents: &[u8], more: &[&str]| {
        std::fs::write(&file, contents).unwrap();
        let ran = tool.run(&[&["seal", &file, "--output", &output], more].concat());
        let said = String::from_utf8_lossy(&[ran.stdout, ran.stderr].concat()).into_owned();
        (ran.status.success(), said)
    };
    let (is_sealed, said) = run(b"no pdf", &[]);
    assert!(!is_sealed && said.contains("a.pdf is not sealed: it is not a PDF"), "{said}");
    let key = tool.folder.path().join("data/keys/seal.pem");
    assert!(!Path::new(&output).exists() && !key.exists(), "nothing is made for it");

    std::fs::write(tool.path("password"), "himitsu\r\n").unwrap();
    let junk = [b"\r\n", std::fs::read(CONTRACT).unwrap().as_slice()].concat();
    let (is_sealed, said) = run(&junk, &["--password-file", &tool.path("password")]);
    assert!(
        is_sealed && said.contains("- Errors in the structure of the file were mended."),
        "{said}"
    );
    assert!(said.contains("PAdES B-B") && key.exists(), "the key is made at first use: {said}");
    let mode =
        std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&key).unwrap().permissions());
    assert_eq!(mode & 0o777, 0o600);
    assert!(std::fs::read(&output).unwrap().starts_with(b"%PDF-"));
    assert!(tool.verify(&[]).0);
}

#[test]
fn a_password_that_would_open_nothing_is_refused_and_not_ignored() {
    let tool = Tool::new(&[]);
    let (pem, password) = (tool.path("key.pem"), tool.path("password"));
    std::fs::write(&pem, made(KeyKind::P256)).unwrap();
    std::fs::write(&password, "ひみつ\n").unwrap();
    let password = ("WARIIN_SEAL_PASSWORD_FILE", &password[..]);
    let token = "pkcs11:token=wariin?module-path=/nowhere";
    for key in [&pem, token] {
        let refused = Tool::new(&[password, ("WARIIN_SEAL_KEY", key)]).seal().unwrap_err();
        assert!(refused.contains("PKCS#12") && !refused.contains("ひみつ"), "{refused}");
    }
}

/// A token of its own with one key and its certificate, both under the id A1.
struct Hsm {
    place: TempDir,
}

impl Hsm {
    const MODULE: &str = "/usr/lib/softhsm/libsofthsm2.so";

    fn with(pem: &str, label: &str) -> Self {
        let place = tempfile::tempdir().unwrap();
        let tokens = place.path().join("tokens");
        std::fs::create_dir(&tokens).unwrap();
        let hsm = Self { place };
        std::fs::write(hsm.conf(), format!("directories.tokendir = {}\n", tokens.display()))
            .unwrap();
        let (key, der) = (hsm.file("key.pem"), hsm.file("certificate.der"));
        let blocks = pem::parse_many(pem).unwrap();
        std::fs::write(&key, pem::encode(&blocks[0])).unwrap();
        std::fs::write(&der, blocks[1].contents()).unwrap();
        let pins = ["--pin", "1234", "--so-pin", "5678"];
        let token = ["--init-token", "--free", "--label", "wariin"];
        hsm.run("softhsm2-util", &[&token[..], &pins].concat());
        let import = ["--import", &key, "--token", "wariin", "--label", label, "--id", "A1"];
        hsm.run("softhsm2-util", &[&import[..], &["--pin", "1234"]].concat());
        let login =
            ["--module", Self::MODULE, "--token-label", "wariin", "--login", "--pin", "1234"];
        let object = ["--write-object", &der, "--type", "cert", "--id", "A1", "--label", label];
        hsm.run("pkcs11-tool", &[&login[..], &object].concat());
        hsm
    }

    fn file(&self, name: &str) -> String {
        self.place.path().join(name).display().to_string()
    }

    fn conf(&self) -> String {
        self.file("softhsm2.conf")
    }

    fn run(&self, program: &str, arguments: &[&str]) {
        let mut command = Command::new(program);
        let ran = command.args(arguments).env("SOFTHSM2_CONF", self.conf()).output().unwrap();
        assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    }

    /// The command line with this token's key.
    fn tool(&self, label: &str, pin: &str) -> Tool {
        let module = Self::MODULE;
        self.tool_with(&format!(
            "pkcs11:token=wariin;object={label};id=%A1?module-path={module}&pin-value={pin}"
        ))
    }

    fn tool_with(&self, uri: &str) -> Tool {
        Tool::new(&[("WARIIN_SEAL_KEY", uri), ("SOFTHSM2_CONF", &self.conf())])
    }
}

// O-21
#[test]
fn a_key_in_a_token_seals_and_a_wrong_pin_is_said_to_be_wrong() {
    for (kind, label) in [(KeyKind::P256, "ec"), (KeyKind::P384, "ec384"), (KeyKind::Rsa, "rsa")] {
        let hsm = Hsm::with(&made(kind), label);
        let right = hsm.tool(label, "1234");
        right.seal().unwrap();
        let (is_intact, report) = right.verify(&[]);
        assert!(is_intact, "{report}");
        assert_eq!(report["signatures"][0]["level"], "B-B");
        let refused = hsm.tool(label, "9999").seal().unwrap_err();
        assert!(refused.contains("the password is wrong"), "{refused}");
        assert!(!refused.contains("9999"), "no PIN is printed");
        let module = Hsm::MODULE;
        let other = format!("pkcs11:token=other?module-path={module}&pin-value=1234");
        let elsewhere = hsm.tool_with(&other).seal();
        assert!(elsewhere.unwrap_err().contains("no token of that name"));
    }
}

// O-21
#[test]
fn a_token_whose_certificate_belongs_to_another_key_stops_the_start() {
    let [own, other] = [(); 2].map(|()| pem::parse_many(made(KeyKind::P256)).unwrap());
    let hsm = Hsm::with(&pem::encode_many(&[own[0].clone(), other[1].clone()]), "ec");
    // On a port that is taken, so that the service ends in any case.
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let mut tool = hsm.tool("ec", "1234");
    tool.settings.push(("WARIIN_LISTEN".to_owned(), taken.local_addr().unwrap().to_string()));
    let ended = tool.run(&["serve"]);
    let said = String::from_utf8_lossy(&ended.stderr);
    assert!(!ended.status.success() && said.contains("check the seal key"), "{said}");
}

// O-21
#[test]
fn an_rsa_key_of_2048_bits_seals_nothing_wherever_it_is() {
    let place = tempfile::tempdir().unwrap();
    let (key, certificate) = (place.path().join("key.pem"), place.path().join("certificate.pem"));
    let made = Command::new("openssl")
        .args(["req", "-x509", "-newkey", "rsa:2048", "-noenc", "-subj", "/CN=short", "-days", "9"])
        .arg("-keyout")
        .arg(&key)
        .arg("-out")
        .arg(&certificate)
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let read = |file| std::fs::read_to_string(file).unwrap();
    let pem = read(&key) + &read(&certificate);
    let both = place.path().join("both.pem");
    std::fs::write(&both, &pem).unwrap();
    let by_file = Tool::new(&[("WARIIN_SEAL_KEY", &both.display().to_string())]);
    let hsm = Hsm::with(&pem, "short");
    for tool in [by_file, hsm.tool("short", "1234")] {
        let refused = tool.seal().unwrap_err();
        assert!(refused.contains("only RSA of 3072 bits or more"), "{refused}");
    }
}

// O-21
#[test]
fn a_file_of_certificates_without_one_is_refused_and_never_taken_for_no_demand() {
    let tool = Tool::new(&[]);
    let keys = tool.folder.path().join("data/keys");
    std::fs::create_dir_all(&keys).unwrap();
    std::fs::write(keys.join("seal.pem"), made(KeyKind::P256)).unwrap();
    tool.seal().unwrap();
    let empty = tool.path("empty.pem");
    std::fs::write(&empty, "no certificate").unwrap();
    let ran = tool.run(&["verify", &tool.path("sealed.pdf"), "--trust", &empty]);
    let said = String::from_utf8_lossy(&ran.stderr).into_owned();
    assert!(!ran.status.success() && said.contains("there is no certificate in it"), "{said}");
    let tool = Tool { settings: vec![("WARIIN_TSA_CA_FILE".to_owned(), empty)], ..tool };
    let refused = tool.seal().unwrap_err();
    assert!(refused.contains("WARIIN_TSA_CA_FILE"), "{refused}");
}

// O-21
#[test]
fn a_timestamp_authority_makes_the_seal_one_for_the_long_term() {
    let authority = Authority::start();
    let root = authority.root_file().display().to_string();
    let tool = Tool::new(&[("WARIIN_TSA_URL", &authority.times[0]), ("WARIIN_TSA_CA_FILE", &root)]);
    let keys = tool.folder.path().join("data/keys");
    std::fs::create_dir_all(&keys).unwrap();
    let pem = made(KeyKind::P256);
    std::fs::write(keys.join("seal.pem"), &pem).unwrap();
    let said = tool.seal().unwrap();
    assert!(said.contains("PAdES B-LTA"), "{said}");
    let own = keys.join("seal.pem").display().to_string();
    let (is_intact, report) = tool.verify(&[&root, &own]);
    assert!(is_intact, "{report}");
    let signature = &report["signatures"][0];
    assert_eq!((&signature["level"], &signature["chain"]), (&"B-LTA".into(), &"trusted".into()));
    assert_eq!(signature["timestamp"]["chain"], "trusted");
    assert_eq!(report["signatures"][1]["kind"], "document_timestamp");

    // A changed file is said to be changed, and the command fails.
    let path = Path::new(&tool.path("sealed.pdf")).to_owned();
    let mut changed = std::fs::read(&path).unwrap();
    changed[5_000] ^= 1;
    std::fs::write(&path, changed).unwrap();
    let (is_intact, report) = tool.verify(&[&root]);
    assert!(!is_intact && report["intact"] == false, "{report}");
}

// FA-07
#[tokio::test]
async fn while_no_timestamp_is_given_consents_are_kept_and_the_seal_is_made_when_it_is_back() {
    let port = free_port();
    let begin = Timestamp::from_micros(Utc::as_unix(now()) * 1_000_000);
    let service = Service::start_at(begin, &[("WARIIN_TSA_URL", &times_on(port))]).await;
    let sender = service.person("sender@example.jp", true).await;
    let taro = service.person("taro@example.com", true).await;
    let by = service.strongly(&sender).await;
    let document = service.sent(&by, "taro@example.com").await;
    let recipient = document.recipients[0].id;
    let session = service.ports().tokens.session_key(&service.strongly(&taro).await);
    open_document(service.ports(), OpenDocument { principal: Some(session.into()), recipient })
        .await
        .unwrap();
    let command = OpenDocument { principal: Some(session.into()), recipient };
    recipient_file(service.ports(), command, document.files[0].id).await.unwrap();
    let code = Some(SecretInput(service.code(&taro)));
    let shown = document.content_digest();
    consent(
        service.ports(),
        GiveConsent {
            turn: None,
            statement: STATEMENT,
            principal: session.into(),
            recipient,
            shown,
            code,
        },
    )
    .await
    .unwrap();
    for _ in 0..4 {
        work_until_idle(service.ports()).await.unwrap();
        let waiting = service.document(document.id).await;
        assert!(matches!(waiting.status, DocumentStatus::Sealing { .. }), "kept, not concluded");
        assert!(waiting.recipients[0].consent().is_some() && waiting.files[0].sealed.is_none());
        service.clock.advance(60);
    }
    assert!(service.app.try_seal().await.is_err());
    let mut browser = Browser::new(&service);
    let ready = browser.get("/health/ready").await.text();
    assert!(ready.contains("documents wait for their seal since 240 s"), "{ready}");

    let authority = tokio::task::spawn_blocking(move || Authority::start_on(port)).await.unwrap();
    service.app.try_seal().await.unwrap();
    let ready = browser.get("/health/ready").await.text();
    assert!(!ready.contains("documents wait"), "{ready}");
    service.clock.advance(60);
    work_until_idle(service.ports()).await.unwrap();
    let concluded = service.document(document.id).await;
    assert!(matches!(concluded.status, DocumentStatus::Concluded { .. }));
    assert_eq!(concluded.seal_level(), Some(SealLevel::Archived));
    assert_eq!(concluded.certificate.map(|seal| seal.level), Some(SealLevel::Archived));

    // O-17: its pack verifies by itself.
    let check = checked(&service, document.id).await;
    assert_eq!(check.outcome, EvidenceOutcome::Good, "{}", check.text(Language::English));
    // EV-01: and the checkpoint that was published for it is timestamped.
    let stamped = check.findings.iter().find(|f| f.about.name() == "checkpoint_timestamp");
    assert!(stamped.is_some_and(EvidenceFinding::holds), "{}", check.text(Language::English));
    let (note, token) =
        (browser.get("/log/checkpoint").await, browser.get("/log/checkpoint.tst").await);
    assert_eq!(token.header("content-type"), "application/vnd.etsi.timestamp-token");
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    let (note, token) = (file("note", &note.body), file("token", &token.body));
    let mut openssl = Command::new("openssl");
    openssl.args(["ts", "-verify", "-token_in", "-data"]).arg(note).arg("-in").arg(token);
    let verified = openssl.arg("-CAfile").arg(authority.root_file()).output().unwrap();
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stderr));
}
