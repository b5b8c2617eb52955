//! Archives whose bytes depend on nothing but what is in them.

use super::{Dist, text};
use crate::run::{Outcome, program, run_quietly};
use std::path::Path;

/// Packs a folder: names in order, one time, numbers for owners.
pub(super) fn pack(dist: &Dist, folder: &Path, to: &Path) -> Outcome {
    let time = format!("--mtime=@{}", dist.epoch);
    let fixed = ["--sort=name", "--numeric-owner", "--format=gnu", &time];
    let mut tar = program("tar", &fixed);
    run_quietly(tar.args(["-C", text(folder)?, "-cf", text(to)?, "."]))
}

/// Compresses a file to a new one beside it, without its name and time.
pub(super) fn gzip(file: &Path) -> Outcome {
    run_quietly(&mut program("gzip", &["-6", "-n", "-k", text(file)?]))
}
