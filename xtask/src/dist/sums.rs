//! The digests and sizes of what was made.

use super::{Dist, text, write as write_file};
use crate::run::{Outcome, output, program};
use sha2::{Digest, Sha256};
use std::fs;

/// Writes `SHA256SUMS` over the files (the image's layout and its root are in `wariin-image.tar`), and prints sizes.
pub(super) fn write(dist: &Dist) -> Outcome {
    let failed = |e: std::io::Error| format!("{}: {e}", dist.to.display());
    let mut sums = Vec::new();
    for entry in fs::read_dir(&dist.to).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if !path.is_file() {
            continue;
        }
        let bytes = fs::read(&path).map_err(failed)?;
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        println!("{:>12} bytes  {name}", bytes.len());
        sums.push(format!("{}  {name}\n", hex::encode(Sha256::digest(&bytes))));
    }
    sums.sort_by(|a, b| a[64..].cmp(&b[64..]));
    write_file(&dist.to.join("SHA256SUMS"), sums.concat())?;
    let check =
        output(program("sha256sum", &["-c", "--quiet", "SHA256SUMS"]).current_dir(&dist.to));
    check.map(|_| println!("everything is in {}", text(&dist.to).unwrap_or_default()))
}

/// Seconds since 1970 as RFC 3339 writes them.
pub(super) fn instant(epoch: u64) -> Outcome<String> {
    let at = format!("@{epoch}");
    Ok(output(&mut program("date", &["-u", "-d", &at, "+%Y-%m-%dT%H:%M:%SZ"]))?.trim().to_owned())
}
