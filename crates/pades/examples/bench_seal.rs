//! `cargo xtask bench seal`: a whole B-B signature, beside the bare signature that it cannot be faster than
//! and beside peers, on the same files and keys in one run; and how cost grows with pages and bytes.

#![expect(clippy::unwrap_used, reason = "a measurement that cannot go on ends")]

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, RSA_PKCS1_SHA256};
use aws_lc_rs::{digest, rsa};
use std::collections::BTreeMap;
use std::hint::black_box;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};
use wariin_pades::{KeyKind, NewKey, SealKey, SignatureRequest, Utc, sign};

#[path = "../tests/it/files.rs"]
mod files;

const FILES: [(&str, usize, usize); 3] =
    [("1-page", 1, 60_000), ("20-pages", 20, 15_000), ("10-MB", 20, 524_288)];
const KINDS: [(&str, KeyKind); 2] = [("p256", KeyKind::P256), ("rsa3072", KeyKind::Rsa)];

fn main() {
    let now = Utc::from_unix(1_795_000_000);
    let folder = tempfile::tempdir().unwrap();
    let keys: Vec<(&str, NewKey)> = KINDS
        .iter()
        .map(|(name, kind)| (*name, SealKey::generate(*kind, "Bench", now).unwrap()))
        .collect();
    for (name, key) in &keys {
        write_p12(folder.path(), name, &key.pem);
    }
    let pdfs: Vec<(&str, Vec<u8>)> =
        FILES.iter().map(|(name, count, bytes)| (*name, files::pages(*count, *bytes))).collect();
    for (name, pdf) in &pdfs {
        std::fs::write(folder.path().join(format!("{name}.pdf")), pdf).unwrap();
    }
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [python, modules] = arguments.as_slice() else {
        eprintln!("bench_seal PYTHON NODE_MODULES");
        std::process::exit(2);
    };
    let peers = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/peers");
    let place = folder.path().display().to_string();
    let script = |name: &str| peers.join(name).display().to_string();
    let pyhanko = peer(Command::new(python).args([&script("with_pyhanko.py"), &place, "9"]));
    let libpdf =
        peer(Command::new("node").args([&script("with_libpdf.mjs"), &place, "25", modules]));

    println!("median milliseconds of one B-B signature, and how many times ours the others take\n");
    println!(
        "{:8} {:9} {:>8} {:>8} {:>7} {:>9} {:>9}",
        "key", "file", "ours", "bare", "÷ bare", "pyHanko", "libpdf"
    );
    for (kind, key) in &keys {
        let bare = bare(&key.pem);
        for (file, pdf) in &pdfs {
            let ours = median(
                200,
                || pdf.clone(),
                |pdf| drop(black_box(sign(pdf, &key.key, &request(now)).unwrap())),
            );
            let ratio = |peer: &BTreeMap<String, f64>| {
                peer.get(&format!("{kind} {file}"))
                    .map_or_else(|| "–".to_owned(), |ms| format!("{:.1} ×", ms / millis(ours)))
            };
            println!(
                "{kind:8} {file:9} {:>8.3} {:>8.3} {:>7.2} {:>9} {:>9}",
                millis(ours),
                millis(bare),
                millis(ours) / millis(bare),
                ratio(&pyhanko),
                ratio(&libpdf)
            );
        }
    }
    growth("pages", &[(1, 1_000), (50, 1_000), (500, 1_000)], &keys[0].1.key, now);
    growth("bytes", &[(1, 1 << 20), (1, 10 << 20), (1, 100 << 20)], &keys[0].1.key, now);
}

/// Cost against hashing the same file once.
fn growth(what: &str, sizes: &[(usize, usize)], key: &SealKey, now: Utc) {
    println!(
        "\nhow cost grows with {what} (P-256): ours, hashing the same bytes once, ours ÷ hashing"
    );
    for (count, bytes) in sizes {
        let pdf = files::pages(*count, *bytes);
        let rounds = if pdf.len() > 50 << 20 { 10 } else { 60 };
        let ours = median(
            rounds,
            || pdf.clone(),
            |pdf| drop(black_box(sign(pdf, key, &request(now)).unwrap())),
        );
        let hash = median(
            rounds,
            || (),
            |()| {
                black_box(digest::digest(&digest::SHA256, &pdf));
            },
        );
        println!(
            "{count:4} pages {:>10} bytes {:>9.3} ms {:>9.3} ms {:>6.2}",
            pdf.len(),
            millis(ours),
            millis(hash),
            millis(ours) / millis(hash)
        );
    }
}

fn request(at: Utc) -> SignatureRequest {
    SignatureRequest::new("Bench", "bench", at)
}

/// The signature itself over a few hundred bytes, as the attributes are: the physical limit.
fn bare(pem: &str) -> Duration {
    let private = pem::parse_many(pem).unwrap()[0].contents().to_vec();
    let random = SystemRandom::new();
    let message = [7; 300];
    if let Ok(pair) = rsa::KeyPair::from_pkcs8(&private) {
        let mut signature = vec![0; pair.public_modulus_len()];
        return median(
            300,
            || (),
            |()| pair.sign(&RSA_PKCS1_SHA256, &random, &message, &mut signature).unwrap(),
        );
    }
    let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &private).unwrap();
    median(
        300,
        || (),
        |()| {
            black_box(pair.sign(&random, &message).unwrap());
        },
    )
}

/// The median of so many rounds; what `prepare` does is not counted.
fn median<T>(rounds: usize, prepare: impl Fn() -> T, mut work: impl FnMut(T)) -> Duration {
    let mut times: Vec<Duration> = (0..rounds)
        .map(|_| {
            let input = prepare();
            let start = Instant::now();
            work(input);
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    times[rounds / 2]
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

/// What a peer prints: key, file, milliseconds.
fn peer(command: &mut Command) -> BTreeMap<String, f64> {
    let output = command.output().unwrap();
    if !output.status.success() {
        eprintln!("{}", String::from_utf8_lossy(&output.stderr));
    }
    let line = |line: &str| {
        let (name, ms) = line.rsplit_once(' ')?;
        Some((name.to_owned(), ms.parse().ok()?))
    };
    String::from_utf8_lossy(&output.stdout).lines().filter_map(line).collect()
}

fn write_p12(folder: &Path, name: &str, pem: &str) {
    let (key, p12) = (folder.join(format!("{name}.pem")), folder.join(format!("{name}.p12")));
    std::fs::write(&key, pem).unwrap();
    let mut openssl = Command::new("openssl");
    openssl
        .args(["pkcs12", "-export", "-passout", "pass:bench", "-in"])
        .arg(&key)
        .arg("-out")
        .arg(&p12);
    assert!(openssl.status().unwrap().success(), "openssl makes a PKCS#12 file");
}
