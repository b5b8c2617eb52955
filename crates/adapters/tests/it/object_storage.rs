//! Files in a folder and in a real object storage: the same contract, and what a network does to it.

mod network;
mod server;

use network::{Mishap, Network};
use server::{Server, access, store};
use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant, SystemTime};
use tempfile::TempDir;
use tokio::sync::Notify;
use wariin_adapters::{
    BucketAccess, BucketEncryption, BucketKey, BucketProblem, FilePlace, FileStore, FileStoreFault,
    FilesInTwoPlaces, MasterKey,
};
use wariin_domain::{FileDigest, Timestamp};
use wariin_ports::{FileError, Files, ImageFormat, PageImage};

const HOUR: i64 = 3_600_000_000;

/// A place of files with a way past the adapter.
enum Place {
    Folder(TempDir),
    Bucket(Server),
}

impl Place {
    fn store(&self) -> FileStore {
        match self {
            Self::Folder(folder) => {
                let place = FilePlace::Folder(folder.path().to_owned());
                FileStore::open(&place, &BucketAccess::default(), folder.path()).unwrap()
            }
            Self::Bucket(server) => store(&access(server.port)),
        }
    }

    fn damage(&self, digest: FileDigest) {
        match self {
            Self::Folder(folder) => {
                fs::write(folder.path().join(format!("files/{}", name(digest))), b"?").unwrap();
            }
            Self::Bucket(server) => {
                server.overwrite(&format!("of/tests/files/{}", name(digest)), b"?");
            }
        }
    }

    fn lose(&self, digest: FileDigest) {
        match self {
            Self::Folder(folder) => {
                fs::remove_file(folder.path().join(format!("files/{}", name(digest)))).unwrap();
            }
            Self::Bucket(server) => {
                server.delete(&format!("of/tests/files/{}", name(digest)));
            }
        }
    }
}

fn name(digest: FileDigest) -> String {
    let digest = digest.to_string();
    format!("{}/{digest}", &digest[..2])
}

/// By the system's clock, so many hours from now.
fn in_hours(hours: i64) -> Timestamp {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap();
    Timestamp::from_micros(i64::try_from(now.as_micros()).unwrap() + hours * HOUR)
}

/// The same test on a folder and on an object storage.
async fn on_each(test: impl AsyncFn(&Place, &dyn Files)) {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("files")).unwrap();
    for place in [Place::Folder(folder), Place::Bucket(Server::start())] {
        println!("on {}", place.store().place());
        test(&place, &*place.store().files()).await;
    }
}

// DO-01
#[tokio::test]
async fn a_file_is_kept_once_read_whole_and_put_right_by_being_kept_again() {
    on_each(async |place: &Place, files: &dyn Files| {
        let digest = files.put(b"a contract".to_vec()).await.unwrap();
        assert_eq!(files.put(b"a contract".to_vec()).await.unwrap(), digest);
        assert_eq!(files.get(digest).await.unwrap(), b"a contract");
        place.damage(digest);
        assert!(matches!(files.get(digest).await, Err(FileError::Corrupt(d)) if d == digest));
        files.put(b"a contract".to_vec()).await.unwrap();
        assert_eq!(files.get(digest).await.unwrap(), b"a contract");
        place.lose(digest);
        assert!(matches!(files.get(digest).await, Err(FileError::Missing(d)) if d == digest));
        let empty = files.put(Vec::new()).await.unwrap();
        assert_eq!(files.get(empty).await.unwrap(), b"");
        let large = vec![7; 3 * 1024 * 1024];
        let digest = files.put(large.clone()).await.unwrap();
        assert!(files.get(digest).await.unwrap() == large);
        let mut arriving = files.receive().await.unwrap();
        arriving.write(b"piece ").await.unwrap();
        arriving.write(b"by piece").await.unwrap();
        assert_eq!(
            (arriving.size(), arriving.read().await.unwrap()),
            (14, b"piece by piece".to_vec())
        );
    })
    .await;
}

// INV10
#[tokio::test]
async fn files_are_listed_by_their_first_byte_and_removed_unless_they_were_put_since() {
    on_each(async |_: &Place, files: &dyn Files| {
        let digest = files.put(b"a contract".to_vec()).await.unwrap();
        let first = digest.as_bytes()[0];
        assert_eq!(files.shelf(first).await.unwrap(), [digest]);
        assert_eq!(files.shelf(first.wrapping_add(1)).await.unwrap(), []);
        assert!(!files.remove(digest, in_hours(-1)).await.unwrap(), "it was put since");
        assert!(files.get(digest).await.is_ok());
        assert!(files.remove(digest, in_hours(1)).await.unwrap());
        assert!(matches!(files.get(digest).await, Err(FileError::Missing(_))));
        assert!(!files.remove(digest, in_hours(1)).await.unwrap(), "it is gone already");
        assert_eq!(files.shelf(first).await.unwrap(), []);
        assert_eq!(files.remove_fragments(in_hours(1)).await.unwrap(), 0, "no mark is left");
        files.put(b"a contract".to_vec()).await.unwrap();
        assert_eq!(files.get(digest).await.unwrap(), b"a contract");
    })
    .await;
}

// FA-03 FA-05 FA-11
#[tokio::test]
async fn a_file_is_kept_and_read_through_busy_answers_lost_answers_and_torn_answers() {
    let server = Server::start();
    let network = Network::before(server.port).await;
    let files = store(&access(network.port)).files();
    let bytes = vec![5; 100_000];
    for mishap in [Mishap::Busy, Mishap::AnswerLost, Mishap::Silence] {
        network.plan("PUT", mishap);
        let begun = Instant::now();
        let digest = files.put(bytes.clone()).await.unwrap();
        assert!(network.is_done() && begun.elapsed() < Duration::from_secs(3));
        assert_eq!(files.get(digest).await.unwrap(), bytes);
        server.delete(&format!("of/tests/files/{}", name(digest)));
    }
    let digest = files.put(bytes.clone()).await.unwrap();
    for mishap in [Mishap::Busy, Mishap::AnswerLost, Mishap::AnswerTorn(50_000), Mishap::Silence] {
        network.plan("GET", mishap);
        assert_eq!(files.get(digest).await.unwrap(), bytes);
        assert!(network.is_done());
    }
}

// FA-05
#[tokio::test]
async fn no_answer_is_waited_for_longer_than_the_patience_and_none_is_taken_for_a_missing_file() {
    let server = Server::start();
    let network = Network::before(server.port).await;
    let store = store(&BucketAccess { patience: Duration::from_secs(1), ..access(network.port) });
    let files = store.files();
    let digest = files.put(b"a contract".to_vec()).await.unwrap();
    store.try_out().await.unwrap();
    for mishap in [Mishap::Silence, Mishap::Busy] {
        for request in ["GET", "PUT", "HEAD"] {
            for _ in 0..20 {
                network.plan(request, mishap.clone());
            }
        }
        let begun = Instant::now();
        assert!(matches!(files.get(digest).await, Err(FileError::Unavailable(_))));
        assert!(matches!(files.put(b"other".to_vec()).await, Err(FileError::Unavailable(_))));
        let removed = files.remove(digest, in_hours(1)).await;
        assert!(matches!(removed, Err(FileError::Unavailable(_))));
        assert!(store.read_marker().await.is_err());
        assert!(begun.elapsed() < Duration::from_secs(7), "{:?}", begun.elapsed());
    }
}

// INV10
#[tokio::test]
async fn a_file_that_is_put_while_it_is_being_removed_is_there_afterwards() {
    let server = Server::start();
    let network = Network::before(server.port).await;
    let files = store(&access(network.port)).files();
    let digest = files.put(b"a contract".to_vec()).await.unwrap();
    let (came, go) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    network.plan(
        "DELETE /contracts/of/tests/files",
        Mishap::Held { came: came.clone(), go: go.clone() },
    );
    let removal = tokio::spawn({
        let files = files.clone();
        async move { files.remove(digest, in_hours(1)).await }
    });
    came.notified().await;
    // The removal has looked how old the file is, and will take it away.
    let puts = network.count("PUT /contracts/of/tests/files");
    let put = tokio::spawn({
        let files = files.clone();
        async move { files.put(b"a contract".to_vec()).await }
    });
    // It finds the file there, writes it again, and then once more, since the removal has not ended.
    while network.count("PUT /contracts/of/tests/files") < puts + 3 && !put.is_finished() {
        tokio::task::yield_now().await;
    }
    assert!(!put.is_finished(), "nothing is acknowledged that a removal may take away");
    go.notify_one();
    assert!(removal.await.unwrap().unwrap());
    assert_eq!(put.await.unwrap().unwrap(), digest);
    assert_eq!(files.get(digest).await.unwrap(), b"a contract");
}

// INV10
#[tokio::test]
async fn a_removal_whose_answer_was_lost_is_not_repeated_and_leaves_its_mark() {
    let server = Server::start();
    let network = Network::before(server.port).await;
    let files = store(&access(network.port)).files();
    let digest = files.put(b"a contract".to_vec()).await.unwrap();
    network.plan("DELETE", Mishap::AnswerLost);
    let removed = files.remove(digest, in_hours(1)).await;
    assert!(matches!(removed, Err(FileError::Unavailable(_))));
    assert_eq!(network.count("DELETE"), 1);
    assert_eq!(server.names(), [format!("of/tests/removing/{digest}")]);
    files.put(b"a contract".to_vec()).await.unwrap();
    assert!(!files.remove(digest, in_hours(1)).await.unwrap(), "one removal at a time");
    assert_eq!(files.remove_fragments(in_hours(-1)).await.unwrap(), 0);
    assert_eq!(files.remove_fragments(in_hours(1)).await.unwrap(), 1);
    assert!(files.remove(digest, in_hours(1)).await.unwrap());
}

async fn fault(access: &BucketAccess) -> (BucketProblem, String) {
    match store(access).try_out().await {
        Err(FileStoreFault::Bucket(fault)) => {
            let told = format!("{fault} {fault:?}");
            (fault.problem, told)
        }
        other => panic!("{other:?}"),
    }
}

// EV-02
#[tokio::test]
async fn a_bucket_that_cannot_be_used_says_why_and_no_secret() {
    let server = Server::start();
    let network = Network::before(server.port).await;
    assert!(store(&access(server.port)).try_out().await.unwrap().is_some());
    assert!(store(&access(server.port)).read_marker().await.is_ok());
    assert_eq!(server.names(), ["of/tests/.wariin"], "nothing else is left");
    server.delete("of/tests/.wariin");
    network.plan("PUT", Mishap::Unconditional);
    network.plan("PUT", Mishap::Unconditional);
    let (problem, _) = fault(&access(network.port)).await;
    assert_eq!(problem, BucketProblem::NotWriteOnce);
    let away = BucketAccess { patience: Duration::from_millis(600), ..access(1) };
    assert_eq!(fault(&away).await.0, BucketProblem::Unavailable);
    let place = FilePlace::parse("s3://none-such").unwrap();
    let missing = FileStore::open(&place, &access(server.port), &std::env::temp_dir()).unwrap();
    let Err(FileStoreFault::Bucket(missing)) = missing.try_out().await else { panic!() };
    assert_eq!(missing.problem, BucketProblem::NoBucket);
    let digest = FileDigest::new([1; 32]);
    let files = FileStore::open(&place, &access(server.port), &std::env::temp_dir()).unwrap();
    let read = files.files().get(digest).await;
    assert!(matches!(read, Err(FileError::Unavailable(_))), "no file is missing: the bucket is");

    let key = server.with_key("[\"s3:GetObject\",\"s3:PutObject\"]");
    let with = |id: &str, secret: &str| {
        let key = BucketKey { id: id.to_owned(), secret: secret.to_owned().into() };
        BucketAccess { key: Some(key), ..access(server.port) }
    };
    for (access, expected) in [
        (with(&key.id, &key.secret), BucketProblem::NoRights),
        (with(&key.id, "SECRETOTHER"), BucketProblem::WrongSecret),
        (with("AKIDOTHER", "SECRETOTHER"), BucketProblem::UnknownKey),
    ] {
        let (problem, told) = fault(&access).await;
        assert_eq!(problem, expected, "{told}");
        for secret in [key.id.as_str(), key.secret.as_str(), "SECRETOTHER", "AKIDOTHER"] {
            assert!(!told.contains(secret), "{told}");
            assert!(!format!("{access:?}").contains(secret));
        }
    }
}

#[tokio::test]
async fn a_key_with_the_four_rights_is_enough_and_the_server_is_asked_to_encrypt() {
    let server = Server::start();
    let rights = "[\"s3:GetObject\",\"s3:PutObject\",\"s3:DeleteObject\",\"s3:ListBucket\"]";
    let key = server.with_key(rights);
    let access = BucketAccess {
        key: Some(key),
        encryption: BucketEncryption::Server,
        ..access(server.port)
    };
    let store = store(&access);
    assert!(store.try_out().await.unwrap().is_some());
    let files = store.files();
    let digest = files.put(b"a contract".to_vec()).await.unwrap();
    files.put(b"a contract".to_vec()).await.unwrap();
    assert_eq!(files.get(digest).await.unwrap(), b"a contract");
    assert!(files.remove(digest, in_hours(1)).await.unwrap());
    let headers = [("Content-Type", "text/plain")];
    assert_eq!(server.ask("POST", "/moto-api/reset-auth", &headers, b"inf").0, 200);
    let signed = [(
        "Authorization",
        "AWS4-HMAC-SHA256 Credential=x/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=x",
    )];
    let (_, kept) = server.ask("HEAD", "/contracts/of/tests/.wariin", &signed, b"");
    let kept = kept.to_ascii_lowercase();
    assert!(kept.contains("x-amz-server-side-encryption: aes256"), "{kept}");
}

// EV-02
#[tokio::test]
async fn the_role_that_a_platform_gives_to_a_container_is_enough() {
    let server = Server::start();
    let (key, of_session) = server.with_role("[\"s3:*\"]");
    let folder = tempfile::tempdir().unwrap();
    let token = folder.path().join("token");
    fs::write(&token, "token of the container").unwrap();
    let keys = format!(
        "{{\"AccessKeyId\":\"{}\",\"SecretAccessKey\":\"{}\",\"Token\":\"{of_session}\",\"Expiration\":\"2099-01-01T00:00:00Z\"}}",
        key.id,
        key.secret.as_str()
    );
    let platform = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/credentials", platform.local_addr().unwrap());
    thread::spawn(move || {
        for stream in platform.incoming() {
            let mut stream = stream.unwrap();
            let mut request = [0; 4096];
            let read = stream.read(&mut request).unwrap();
            assert!(String::from_utf8_lossy(&request[..read]).contains("token of the container"));
            let length = keys.len();
            let answer = format!(
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{keys}"
            );
            stream.write_all(answer.as_bytes()).unwrap();
        }
    });
    let role = [
        ("AWS_CONTAINER_CREDENTIALS_FULL_URI", address),
        ("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", token.display().to_string()),
    ];
    let role = role.map(|(name, value)| (name.to_owned(), value)).to_vec();
    let by_role = BucketAccess { key: None, role, ..access(server.port) };
    assert!(store(&by_role).try_out().await.unwrap().is_some());
}

// DO-01
#[tokio::test]
async fn drawn_pages_lie_under_a_prefix_of_their_own_and_may_go_at_any_time() {
    let server = Server::start();
    let network = Network::before(server.port).await;
    let pages = store(&access(network.port)).pages(&MasterKey::from_bytes([1; 32]));
    let file = FileDigest::new([7; 32]);
    let image = PageImage { format: ImageFormat::WebP, bytes: vec![1, 2, 3] };
    assert_eq!(pages.image(file, 1, 720).await, None);
    pages.keep_image(file, 1, 720, &image).await;
    assert_eq!(pages.image(file, 1, 720).await, Some(image.clone()));
    let other = FileDigest::new([8; 32]);
    pages.keep_image(other, 1, 720, &image).await;
    assert!(pages.forget(other).await && pages.forget(other).await);
    assert_eq!(pages.image(other, 1, 720).await, None);
    assert_eq!(pages.image(file, 1, 720).await, Some(image.clone()), "others stay");
    let name = format!("of/tests/pages/{}/1-720", name(file));
    assert_eq!(server.names(), std::slice::from_ref(&name));
    for mishap in [Mishap::Silence, Mishap::Busy] {
        for _ in 0..9 {
            network.plan("GET", mishap.clone());
        }
        let begun = Instant::now();
        assert_eq!(pages.image(file, 1, 720).await, None, "it is drawn again");
        assert!(begun.elapsed() < Duration::from_secs(4));
    }
    let pages = store(&access(server.port)).pages(&MasterKey::from_bytes([1; 32]));
    server.overwrite(&name, &[0; 40]);
    assert_eq!(pages.image(file, 1, 720).await, None, "it is not ours");
    server.delete(&name);
    assert_eq!(pages.image(file, 1, 720).await, None);
    pages.keep_image(file, 1, 720, &image).await;
    assert_eq!(pages.image(file, 1, 720).await, Some(image));
}

// FA-14
#[tokio::test]
async fn a_file_that_has_not_moved_yet_or_is_damaged_is_read_at_the_other_place() {
    let server = Server::start();
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("files")).unwrap();
    let (from, to) = (Place::Folder(folder), Place::Bucket(server));
    let moving = FilesInTwoPlaces::new(to.store().files(), from.store().files());
    let old = from.store().files().put(b"of before".to_vec()).await.unwrap();
    let new = moving.put(b"new".to_vec()).await.unwrap();
    assert_eq!(moving.get(old).await.unwrap(), b"of before");
    assert_eq!(moving.get(new).await.unwrap(), b"new");
    let at_old_place = from.store().files().get(new).await;
    assert!(matches!(at_old_place, Err(FileError::Missing(_))), "new files go to the first place");
    to.store().files().put(b"of before".to_vec()).await.unwrap();
    to.damage(old);
    assert_eq!(moving.get(old).await.unwrap(), b"of before");
    from.damage(old);
    assert!(matches!(moving.get(old).await, Err(FileError::Corrupt(d)) if d == old));
}
