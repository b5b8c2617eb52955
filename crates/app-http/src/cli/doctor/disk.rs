//! The data folder: whether it can be written, who may read it, and how much room is left.

use super::finding::Finding;
use crate::config::Settings;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
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
    if !data.exists() {
        return vec![Finding::note(
            "storage",
            format!("{} is not there yet; `wariin serve` makes it.", data.display()),
        )];
    }
    let mut findings = Vec::new();
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
