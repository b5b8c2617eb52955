//! Cosigning by witnesses: an independent implementation of C2SP `tlog-witness` on loopback, and servers that are none.

use crate::audit::{one_more, with_events};
use crate::checkpoints::published;
use crate::databases::{TestDatabase, sqlite, with_key};
use sha2::{Digest, Sha256};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};
use tempfile::TempDir;
use wariin_adapters::{HttpWitnesses, checkpoints_in};
use wariin_ports::{Checkpoints, CosignError, LogWitnesses, TransparencyLog, WitnessAnswer};

/// A witness that trusts one log, as long as this value lives.
struct Witness {
    server: Child,
    port: u16,
    key: String,
    _folder: TempDir,
}

impl Drop for Witness {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// Where `cargo xtask test` installs the witness.
fn command(folder: &Path, arguments: &[&str]) -> Command {
    let program =
        concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/tools/witness/bin/aics-witness");
    let mut command = Command::new(program);
    command.args(arguments).args(["--config", "witness.json"]).current_dir(folder);
    command.stderr(Stdio::null());
    command
}

impl Witness {
    fn of(log: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let made = command(folder.path(), &["init", "--name", "witness.example/w1"]).output();
        let made = made.unwrap();
        let key = String::from_utf8(made.stdout).unwrap().trim().to_owned();
        let origin = log.split('+').next().unwrap();
        let trusts = ["add-log", "--origin", origin, "--vkey", log];
        assert!(command(folder.path(), &trusts).stdout(Stdio::null()).status().unwrap().success());
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let serve = ["serve", "--listen", &format!("127.0.0.1:{port}")];
        let server = command(folder.path(), &serve).stdout(Stdio::null()).spawn().unwrap();
        let until = Instant::now() + Duration::from_mins(1);
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(Instant::now() < until, "the witness starts");
            thread::yield_now();
        }
        Self { server, port, key, _folder: folder }
    }

    fn client(&self) -> HttpWitnesses {
        HttpWitnesses::new(&format!("http://127.0.0.1:{} {}", self.port, self.key)).unwrap()
    }

    /// What it shows to monitors of this log.
    fn shows(&self, origin: &str) -> String {
        let path = hex::encode(Sha256::digest(origin));
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        write!(stream, "GET /{path}/checkpoint HTTP/1.0\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }
}

async fn asked(
    witness: &Witness,
    test: &TestDatabase,
    from: u64,
) -> Result<WitnessAnswer, CosignError> {
    let newest = test.database.newest().await.unwrap().unwrap();
    let proof =
        if from == 0 { vec![] } else { test.database.proof(from, newest.size).await.unwrap() };
    witness.client().cosign(&witness.key, &newest.note, from, &proof).await
}

// EV-01
#[tokio::test]
async fn an_independent_witness_cosigns_what_extends_the_last_one_and_nothing_else() {
    let test = sqlite().await;
    let owner = with_events(&test).await;
    published(&test, 1).await;
    let witness = Witness::of(&test.database.verifier_key());
    let Ok(WitnessAnswer::Cosigned(line)) = asked(&witness, &test, 0).await else {
        panic!("the first checkpoint is cosigned")
    };
    assert!(line.starts_with("— witness.example/w1 "), "{line}");
    for minute in 20..23 {
        one_more(&test, &owner, minute).await.unwrap();
    }
    let later = published(&test, 23).await;
    let Ok(WitnessAnswer::From(12)) = asked(&witness, &test, 0).await else {
        panic!("it says from where it wants a proof")
    };
    let Ok(WitnessAnswer::Cosigned(line)) = asked(&witness, &test, 12).await else {
        panic!("a checkpoint that extends the first one is cosigned")
    };
    test.database.keep_cosignature(later.size, &witness.key, &line).await.unwrap();

    // What the witness has kept finds out a log that was set back or rewritten.
    let origin = test.database.verifier_key();
    let kept = checkpoints_in(&witness.shows(origin.split('+').next().unwrap()));
    assert_eq!(kept.len(), 1);
    assert!(kept[0].contains(&later.note) && kept[0].contains("— witness.example/w1 "));
    assert_eq!(test.database.compare(&kept).await.unwrap().extended, 1);

    // Another history under the same key, longer than what was cosigned.
    let forked = sqlite().await;
    let owner = with_events(&forked).await;
    for minute in 30..35 {
        one_more(&forked, &owner, minute).await.unwrap();
    }
    published(&forked, 35).await;
    let refused = asked(&witness, &forked, later.size).await;
    assert!(matches!(refused, Err(CosignError::Inconsistent)), "{refused:?}");
    assert_eq!(forked.database.compare(&kept).await.unwrap().problems.len(), 1);

    let foreign = with_key([7; 32]).await;
    with_events(&foreign).await;
    published(&foreign, 1).await;
    let refused = asked(&witness, &foreign, 0).await;
    assert!(matches!(refused, Err(CosignError::Refused(404))), "{refused:?}");
}

/// A server that gives one answer.
fn answering(answer: &'static str) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut request = [0; 4096];
        let _ = stream.read(&mut request).unwrap();
        stream.write_all(answer.as_bytes()).unwrap();
    });
    port
}

// EV-01
#[tokio::test]
async fn what_does_not_answer_as_a_witness_is_told_and_nothing_of_it_is_kept() {
    const KEY: &str = "witness.example/w1+4b7473a6+BABIowG5h/iPd7LCGEOozD5IRIhGTVov4oo8jIX6mki6";
    let note = "wariin/00000000\n7\nCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQk=\n\n— a AAAA\n";
    for (answer, expected) in [
        (
            "HTTP/1.1 200 OK\r\nContent-Length: 30\r\n\r\n\u{2014} witness.example/w1 AAAAAAA\n",
            "its own",
        ),
        ("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "its own"),
        ("HTTP/1.1 307 Go\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\n\r\n", "307"),
        ("HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n", "403"),
        ("HTTP/1.1 409 No\r\nContent-Length: 4\r\n\r\nmany", "names no size"),
        ("HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\nshort", "does not answer"),
        ("nonsense\r\n\r\n", "does not answer"),
    ] {
        let address = format!("http://127.0.0.1:{} {KEY}", answering(answer));
        let asked = HttpWitnesses::new(&address).unwrap().cosign(KEY, note, 0, &[]).await;
        let told = asked.unwrap_err().to_string();
        assert!(told.contains(expected) && !told.contains("127.0.0.1"), "{answer}: {told}");
    }
    let away = HttpWitnesses::new(&format!("http://127.0.0.1:9 {KEY}")).unwrap();
    let told = away.cosign(KEY, note, 0, &[]).await.unwrap_err().to_string();
    assert!(told.contains("does not answer"), "{told}");
}
