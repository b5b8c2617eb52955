//! The data folder: whether it can be written, who may read it, and how much room is left.

use super::finding::Finding;
use crate::config::{Settings, TlsSettings};
use std::collections::BTreeSet;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Instant;
use wariin_adapters::FilePlace;

/// With less room than this uploads fail soon.
const LITTLE: u64 = 1024 * 1024 * 1024;
/// With less room than this something fails any moment.
const NONE: u64 = 64 * 1024 * 1024;
/// A write that takes longer makes every consent slow.
const SLOW_MILLISECONDS: u128 = 200;

pub(super) fn look(settings: &Settings) -> Vec<Finding> {
    let data = &settings.data_dir;
    let mut findings = named_secrets(settings);
    if !data.exists() {
        let says = format!("{} is not there yet; `wariin serve` makes it.", data.display());
        findings.push(Finding::note("storage", says));
        return findings;
    }
    if let FilePlace::Folder(folder) = &settings.storage.files {
        if folder.exists() {
            findings.push(written(&existing(folder, "files")));
            findings.extend((folder != data).then(|| room(folder)).flatten());
        } else {
            let says = format!("{} is not there yet; `wariin serve` makes it.", folder.display());
            findings.push(Finding::note("storage", says));
        }
    }
    findings.extend(room(data));
    for (path, mode) in
        [("", 0o700), ("keys", 0o700), ("keys/master.key", 0o600), ("keys/seal.pem", 0o600)]
    {
        findings.extend(private(&data.join(path), mode));
    }
    findings
}

/// The folder in the data folder; before the first start the data folder itself.
fn existing(data: &Path, folder: &str) -> std::path::PathBuf {
    let inner = data.join(folder);
    if inner.is_dir() { inner } else { data.to_owned() }
}

fn written(folder: &Path) -> Finding {
    let begun = Instant::now();
    match write_and_remove(folder) {
        Ok(()) => {
            let took = begun.elapsed().as_millis();
            let says =
                format!("A file in {} was written and synced in {took} ms.", folder.display());
            if took > SLOW_MILLISECONDS {
                Finding::warning("storage", says, "Use a disk that is attached to this machine.")
            } else {
                Finding::well("storage", says)
            }
        }
        Err(error) => Finding::wrong(
            "storage",
            format!("No file can be written in {}: {error}.", folder.display()),
            "Make room, or let the user that the service runs as own the folder.",
        ),
    }
}

fn write_and_remove(folder: &Path) -> io::Result<()> {
    let path = folder.join(format!(".wariin-doctor-{}", std::process::id()));
    let mut file = OpenOptions::new().write(true).create_new(true).open(&path)?;
    let written = file.write_all(&[0; 4096]).and_then(|()| file.sync_all());
    fs::remove_file(&path)?;
    written
}

fn room(folder: &Path) -> Option<Finding> {
    let found = rustix::fs::statvfs(folder).ok()?;
    let free = found.f_bavail.saturating_mul(found.f_frsize);
    let says = format!("{} MB are free in {}.", free / 1_000_000, folder.display());
    let cure = "Make room; old backups and `pages/` may be removed.";
    Some(match free {
        ..NONE => Finding::wrong("disk", says, cure),
        NONE..LITTLE => Finding::warning("disk", says, cure),
        _ => Finding::well("disk", says),
    })
}

/// The files that settings name or that stand in the folder of secrets. They may be of another owner and be read by a
/// group, as Kubernetes mounts them; all others may neither read them nor replace them.
fn named_secrets(settings: &Settings) -> Vec<Finding> {
    let key = settings.seal_key.as_deref().filter(|key| !key.starts_with("pkcs11:"));
    let tls = match &settings.tls {
        Some(TlsSettings::Files(files)) => Some(files.key.clone()),
        _ => None,
    };
    let named = [
        settings.master_key_file.clone(),
        key.map(PathBuf::from),
        settings.seal_password_file.clone(),
        tls,
    ];
    let folder = settings.secrets_dir.as_deref();
    let inside = folder.and_then(|folder| fs::read_dir(folder).ok()).into_iter().flatten();
    let inside = inside.flatten().map(|entry| entry.path());
    let inside = inside
        .filter(|path| path.file_name().and_then(|name| name.to_str()).is_some_and(is_secret));
    let files: BTreeSet<PathBuf> = named.into_iter().flatten().chain(inside).collect();
    let files = files.iter().filter_map(|path| private(path, 0o660));
    files.chain(folder.and_then(not_for_all)).collect()
}

fn is_secret(name: &str) -> bool {
    name.starts_with("WARIIN_") && name != "WARIIN_TLS_CERT"
}

/// Says when all users may put other files into a folder, which a mount that cannot be written does not let them.
fn not_for_all(folder: &Path) -> Option<Finding> {
    let found = fs::metadata(folder).ok()?.permissions().mode() & 0o7777;
    let is_read_only = rustix::fs::statvfs(folder)
        .is_ok_and(|mount| mount.f_flag.contains(rustix::fs::StatVfsMountFlags::RDONLY));
    (found & 0o002 != 0 && !is_read_only).then(|| {
        let folder = folder.display();
        let says = format!("Every user of this machine may write into {folder} (mode {found:o}).");
        Finding::wrong("permissions", says, format!("chmod o-w {folder}"))
    })
}

/// Says when others than the owner may read it.
fn private(path: &Path, mode: u32) -> Option<Finding> {
    let found = fs::metadata(path).ok()?.permissions().mode() & 0o777;
    (found & !mode & 0o077 != 0).then(|| {
        Finding::wrong(
            "permissions",
            format!("Other users of this machine may open {} (mode {found:o}).", path.display()),
            format!("chmod {mode:o} {}", path.display()),
        )
    })
}
