//! `wariin backup`, `wariin backup verify`, `wariin restore`: what they say, and who gets in afterwards.

use crate::browser::Browser;
use crate::process::{Process, shared, until};
use crate::service::{Person, STATEMENT, Service};
use poem::http::StatusCode;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use wariin_app_http::work_until_idle;
use wariin_domain::{Client, Document, RecipientId};
use wariin_ports::{LinkClaim, SessionCookie};
use wariin_usecases::{
    DocumentCommand, Error, GiveConsent, OpenDocument, Principal, SecretInput,
    ask_for_mailbox_code, cancel_document, consent, open_by_mail, open_document, prove_mailbox,
    read_link, resolve_session, send_document, sign_out, step_up,
};

/// What the command line says on this folder of data; whether it succeeds.
fn wariin(data: &str, arguments: &[&str]) -> (bool, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wariin"));
    command.args(arguments).env_clear().env("WARIIN_DATA_DIR", data);
    let ran = command.output().unwrap();
    (ran.status.success(), String::from_utf8_lossy(&[ran.stdout, ran.stderr].concat()).into_owned())
}

/// A service with a backup, and what happened around it.
struct World {
    service: Service,
    data: String,
    backup: PathBuf,
    sender: Person,
    cookie: SessionCookie,
    /// Without the request, by mailed link.
    open: Document,
    /// With the request.
    gated: Document,
}

impl World {
    async fn new() -> Self {
        let (service, data) = shared().await;
        // The clock of the command line is the system's: what happens here has happened before.
        service.clock.advance(-900);
        let sender = service.person("sender@example.jp", true).await;
        service.person("taro@example.com", true).await;
        let cookie = service.strongly(&sender).await;
        let gated = service.sent(&cookie, "taro@example.com").await;
        let on = service.draft(&cookie, "jiro@example.com").await;
        send_document(service.ports(), on).await.unwrap();
        work_until_idle(service.ports()).await.unwrap();
        let open = service.document(on.document).await;
        let backup = service.folder.path().join("backup");
        Self { service, data, backup, sender, cookie, open, gated }
    }

    fn backup(&self) {
        let (made, said) = wariin(&self.data, &["backup", self.backup.to_str().unwrap()]);
        assert!(made, "{said}");
        assert!(said.contains("and 1 files are in"), "{said}");
    }

    fn on(&self, document: &Document, cookie: &SessionCookie) -> DocumentCommand {
        let principal = self.service.ports().tokens.session_key(cookie).into();
        DocumentCommand { document: document.id, principal }
    }

    /// Ends the service, restores, and starts it again.
    async fn restored(self) -> (Self, String) {
        let (data, backup) = (self.data.clone(), self.backup.clone());
        let mut said = String::new();
        let service = self
            .service
            .restart(|| {
                // The connections of the service are closed a moment after it.
                until("the backup is in place", || {
                    let folder = backup.to_str().unwrap();
                    let (done, text) = wariin(&data, &["restore", folder, "--replace"]);
                    said = text;
                    assert!(done || said.contains("is in use"), "{said}");
                    done
                });
            })
            .await;
        (Self { service, ..self }, said)
    }
}

/// Puts the database of the backup in the place of the newer one, and touches nothing else.
fn set_back(data: &str, backup: &Path) {
    for end in ["", "-wal", "-shm"] {
        drop(fs::remove_file(Path::new(data).join(format!("wariin.db{end}"))));
    }
    fs::copy(backup.join("wariin.db"), Path::new(data).join("wariin.db")).unwrap();
}

fn link(recipient: RecipientId, generation: u32) -> LinkClaim {
    LinkClaim { recipient, generation }
}

// EV-05, FA-14
#[tokio::test(flavor = "multi_thread")]
async fn after_a_restore_nothing_of_before_lets_in_and_documents_wait_for_their_sender() {
    let world = World::new().await;
    let ports = world.service.ports();
    let jiro = world.open.recipients[0].id;
    let asked = ask_for_mailbox_code(ports, link(jiro, 1), Client::local(), None).await.unwrap();
    let browser_of_jiro = ports.tokens.session_key(&asked.cookie.unwrap());
    let mut tx = ports.storage.begin().await.unwrap();
    let code = tx.mailbox_codes().newest(jiro).await.unwrap().unwrap();
    drop(tx);
    let digits = SecretInput(ports.tokens.mailbox_code(code.id));
    world.backup();

    // What happens after the backup: a sign-out, a cancellation, a code that is used.
    let ended = world.service.by_password(&world.sender).await;
    sign_out(ports, ports.tokens.session_key(&world.cookie)).await.unwrap();
    world.service.clock.advance(30);
    let code = world.service.code(&world.sender);
    let key = ports.tokens.session_key(&ended);
    let strong = step_up(ports, key.into(), SecretInput(code.clone())).await.unwrap();
    cancel_document(ports, world.on(&world.open, &strong)).await.unwrap();
    work_until_idle(ports).await.unwrap();
    let (refused, said) = wariin(&world.data, &["restore", world.backup.to_str().unwrap()]);
    assert!(!refused && said.contains("--replace puts the backup in its place"), "{said}");
    let arguments = ["restore", world.backup.to_str().unwrap(), "--replace"];
    let (refused, said) = wariin(&world.data, &arguments);
    assert!(!refused && said.contains("the database is in use"), "{said}");

    let (world, said) = world.restored().await;
    assert!(said.contains("2 documents wait until their senders confirm them"), "{said}");
    let ports = world.service.ports();
    for cookie in [&world.cookie, &ended, &strong] {
        assert!(resolve_session(ports, cookie).await.unwrap().is_none());
        let mut browser = Browser::with_session(&world.service, cookie);
        assert_eq!(browser.get("/documents").await.status, StatusCode::SEE_OTHER);
    }
    let again = world.service.by_password(&world.sender).await;
    let key = ports.tokens.session_key(&again);
    let replayed = step_up(ports, key.into(), SecretInput(code)).await;
    assert!(matches!(replayed, Err(Error::CodeReplayed)), "{replayed:?}");
    let mailed =
        prove_mailbox(ports, browser_of_jiro.into(), Client::local(), (jiro, digits)).await;
    assert!(matches!(mailed, Err(Error::NotSignedIn)), "{mailed:?}");

    for generation in 1..4 {
        let token = ports.tokens.link(link(jiro, generation));
        assert!(matches!(read_link(ports, &token).await, Err(Error::InvalidLink)));
        let opened = open_by_mail(ports, link(jiro, generation), None).await;
        assert!(matches!(opened, Err(Error::InvalidLink)));
    }

    // The sender sees it and confirms; then a new link leads in, and takes the consent.
    world.service.clock.advance(1_200);
    let cookie = world.service.strongly(&world.sender).await;
    let mut browser = Browser::with_session(&world.service, &cookie);
    assert_eq!(browser.get("/documents").await.text().matches("要対応").count(), 2);
    let path = format!("/documents/{}", world.open.id);
    let page = browser.get(&path).await.text();
    assert!(page.contains("この書類を進める"), "{page}");
    work_until_idle(ports).await.unwrap();
    let told = world.service.mails();
    let told =
        told.iter().filter(|mail| mail.contains("To: ") && mail.contains("sender@example.jp"));
    assert!(told.count() >= 2, "the sender is told of each document");
    let confirmed = browser.post(&format!("{path}/recipients/{jiro}/release"), &[]).await;
    assert_eq!(confirmed.status, StatusCode::SEE_OTHER);
    assert!(!browser.get(&path).await.text().contains("この書類を進める"));
    let document = world.service.document(world.open.id).await;
    let newest = document.recipients[0].generation;
    assert!(open_by_mail(ports, link(jiro, 1), None).await.is_err());
    let cookie = open_by_mail(ports, link(jiro, newest), None).await.unwrap();
    let principal = Principal::from(ports.tokens.session_key(&cookie));
    open_document(ports, OpenDocument { principal: Some(principal), recipient: jiro })
        .await
        .unwrap();
    Browser::with_session(&world.service, &cookie).look_through(jiro, &document).await;
    let shown = document.content_digest();
    consent(
        ports,
        GiveConsent {
            turn: None,
            statement: STATEMENT,
            principal,
            recipient: jiro,
            shown,
            code: None,
        },
    )
    .await
    .unwrap();
    assert!(world.service.document(world.gated.id).await.awaits_confirmation());
    assert!(wariin(&world.data, &["audit", "verify"]).0);
}

// EV-05
#[tokio::test(flavor = "multi_thread")]
async fn a_backup_is_verified_by_exit_code_and_a_broken_one_is_not_restored() {
    let world = World::new().await;
    let folder = world.backup.to_str().unwrap().to_owned();
    let (made, said) = wariin(&world.data, &["backup", "verify", &folder]);
    assert!(!made && said.contains("is no finished backup"), "{said}");
    world.backup();
    let (is_whole, said) = wariin(&world.data, &["backup", "verify", &folder]);
    assert!(is_whole && said.contains("the backup is whole"), "{said}");
    let (twice, said) = wariin(&world.data, &["backup", &folder]);
    assert!(!twice && said.contains("is there already"), "{said}");

    let database = world.backup.join("wariin.db");
    let mut bytes = fs::read(&database).unwrap();
    let place = bytes.len() / 2;
    bytes[place] ^= 1;
    fs::write(&database, bytes).unwrap();
    let (is_whole, said) = wariin(&world.data, &["backup", "verify", &folder]);
    assert!(!is_whole && said.contains("wariin.db is missing or was changed"), "{said}");
    let (restored, said) = wariin(&world.data, &["restore", &folder, "--replace"]);
    assert!(!restored && said.contains("cannot be restored"), "{said}");
    assert!(Path::new(&world.data).join("wariin.db").exists());
    let left = fs::read_dir(&world.data).unwrap().flatten().map(|entry| entry.file_name());
    assert!(left.into_iter().all(|name| !name.to_string_lossy().contains("wariin.db.")));

    // Without its key a backup is nothing.
    let other = world.service.folder.path().join("elsewhere");
    fs::create_dir(&other).unwrap();
    let (checked, said) = wariin(other.to_str().unwrap(), &["backup", "verify", &folder]);
    assert!(!checked && said.contains("master.key"), "{said}");
    assert!(!other.join("keys/master.key").exists(), "none is made");
}

// EV-05
#[tokio::test(flavor = "multi_thread")]
async fn a_backup_is_restored_on_a_new_machine_that_has_the_keys() {
    let world = World::new().await;
    world.backup();
    let new = world.service.folder.path().join("new");
    fs::create_dir_all(new.join("keys")).unwrap();
    for key in ["master.key", "seal.pem"] {
        let key = Path::new("keys").join(key);
        fs::copy(Path::new(&world.data).join(&key), new.join(&key)).unwrap();
    }
    let new = new.to_str().unwrap();
    let (restored, said) = wariin(new, &["restore", world.backup.to_str().unwrap()]);
    assert!(restored, "{said}");
    assert!(said.contains("How many acknowledged events came after it is not known"), "{said}");
    assert!(wariin(new, &["audit", "verify"]).0);
    let (is_whole, said) = wariin(new, &["files", "check"]);
    assert!(is_whole && said.contains("2 files read, 0 repaired, 0 damaged or missing."), "{said}");
}

// EV-05, FA-14
#[tokio::test(flavor = "multi_thread")]
async fn the_first_start_on_an_older_database_recovers_by_itself_and_says_so() {
    let world = World::new().await;
    let process = Process::start(&world.data, &[], Stdio::null());
    let witness = Path::new(&world.data).join("witness.json");
    until("the log is witnessed", || witness.exists());
    let (status, recovery) = process.ready("recovery");
    assert_eq!((status, &recovery["ok"]), (200, &true.into()));
    world.backup();
    let seen = fs::read(&witness).unwrap();
    let cookie = world.service.strongly(&world.sender).await;
    cancel_document(world.service.ports(), world.on(&world.open, &cookie)).await.unwrap();
    until("the cancellation is witnessed", || fs::read(&witness).is_ok_and(|now| now != seen));
    drop(process);
    // EV-01: what is kept elsewhere shows it for good.
    let kept = world.service.folder.path().join("kept").display().to_string();
    fs::write(&kept, wariin(&world.data, &["audit", "checkpoint"]).1).unwrap();
    let against = ["audit", "verify", "--against", &kept];
    let (is_whole, said) = wariin(&world.data, &against);
    assert!(is_whole && said.contains("The log extends 1 of 1 checkpoints."), "{said}");

    let World { service, data, backup, open, .. } = world;
    let log = service.folder.path().join("log");
    let service = service
        .restart(|| {
            set_back(&data, &backup);
            let process = Process::start(&data, &[], File::create(&log).unwrap().into());
            let (status, recovery) = process.ready("recovery");
            assert_eq!((status, &recovery["ok"]), (200, &false.into()));
            let why = recovery["why"].as_str().unwrap();
            assert!(why.contains("acknowledged events are missing"), "{why}");
            assert!(why.contains("2 documents waited"), "{why}");
        })
        .await;
    let log = fs::read_to_string(log).unwrap();
    assert!(log.contains("the database was set back to an earlier state"), "{log}");
    assert!(resolve_session(service.ports(), &cookie).await.unwrap().is_none());
    assert!(service.document(open.id).await.awaits_confirmation());
    let exported = wariin(&data, &["audit", "export", "--document", &open.id.to_string()]);
    assert!(exported.0 && exported.1.contains("restored"), "{}", exported.1);
    assert!(wariin(&data, &["audit", "verify"]).0);
    let (is_whole, said) = wariin(&data, &against);
    let is_located = said.contains("was rewritten") || said.contains("was set back");
    assert!(!is_whole && is_located && said.contains("0 of 1 checkpoints"), "{said}");

    let process = Process::start(&data, &[], Stdio::null());
    let (_, recovery) = process.ready("recovery");
    assert_eq!(recovery["ok"], true, "once is enough");
}

// O-47 EV-05
#[tokio::test(flavor = "multi_thread")]
async fn deletion_by_command_on_an_older_database_recovers_it_before_it_looks_for_documents() {
    let world = World::new().await;
    world.backup();
    let process = Process::start(&world.data, &[], Stdio::null());
    let witness = Path::new(&world.data).join("witness.json");
    until("the log is witnessed", || witness.exists());
    let seen = fs::read(&witness).unwrap();
    let cookie = world.service.strongly(&world.sender).await;
    cancel_document(world.service.ports(), world.on(&world.open, &cookie)).await.unwrap();
    until("the cancellation is witnessed", || fs::read(&witness).is_ok_and(|now| now != seen));
    drop(process);

    let World { service, data, backup, open, .. } = world;
    let service = service
        .restart(|| {
            set_back(&data, &backup);
            let (is_done, said) = wariin(&data, &["retention"]);
            assert!(is_done && said.contains("0 documents deleted"), "{said}");
        })
        .await;
    assert!(service.document(open.id).await.awaits_confirmation());
}
