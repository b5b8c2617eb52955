//! What is installed: an image, a Debian package, the list of what is in them, and their digests (ADR 83).

mod check;
mod debian;
mod image;
mod pages;
mod root;
mod sbom;
mod sums;
mod tar;
mod unit;

use crate::run::{Outcome, output, program, run, top};
use std::fs;
use std::path::{Path, PathBuf};

/// What is packed, and where to.
struct Dist {
    /// The program.
    binary: PathBuf,
    /// Where everything is put.
    to: PathBuf,
    /// The release.
    version: String,
    /// Debian's name of the machine's architecture.
    architecture: String,
    /// When the release was made, in seconds: that of its last commit, so that the same commit gives the same bytes.
    epoch: u64,
}

/// Builds everything with this profile into `target/dist/packages`, and tries it. `WARIIN_BIN` names a program that is
/// built already.
pub(crate) fn dist(profile: &str) -> Outcome {
    let binary = match std::env::var_os("WARIIN_BIN") {
        Some(built) => PathBuf::from(built),
        None => built(profile)?,
    };
    let dist = Dist::of(&binary)?;
    println!("\nreproducible: every file is of the time {}", dist.epoch);
    let root = root::build(&dist)?;
    check::starts(&root)?;
    image::write(&dist, &root)?;
    let package = debian::build(&dist)?;
    debian::check(&dist, &package)?;
    unit::listens_low(&dist)?;
    sbom::write(&dist)?;
    sums::write(&dist)
}

fn built(profile: &str) -> Outcome<PathBuf> {
    let build =
        ["build", "--locked", "--profile", profile, "-p", "wariin-app-http", "--bin", "wariin"];
    run(&mut program("cargo", &build))?;
    let folder = if profile == "dev" { "debug" } else { profile };
    Ok(top().join("target").join(folder).join("wariin"))
}

impl Dist {
    fn of(binary: &Path) -> Outcome<Self> {
        let to = top().join("target/dist/packages");
        fs::remove_dir_all(&to).or_else(|error| match error.kind() {
            std::io::ErrorKind::NotFound => Ok(()),
            _ => Err(format!("{}: {error}", to.display())),
        })?;
        make(&to)?;
        let to = to.canonicalize().map_err(|e| format!("{}: {e}", to.display()))?;
        let binary = binary.canonicalize().map_err(|e| format!("{}: {e}", binary.display()))?;
        let architecture = output(&mut program("dpkg", &["--print-architecture"]))?;
        let epoch = match std::env::var("SOURCE_DATE_EPOCH") {
            Ok(seconds) => seconds,
            Err(_) => output(&mut program("git", &["log", "-1", "--format=%ct"]))?,
        };
        let epoch = epoch.trim().parse().map_err(|e| format!("SOURCE_DATE_EPOCH: {e}"))?;
        let version = env!("CARGO_PKG_VERSION").to_owned();
        Ok(Self { binary, to, version, architecture: architecture.trim().to_owned(), epoch })
    }
}

/// A folder and those above it.
fn make(folder: &Path) -> Outcome {
    fs::create_dir_all(folder).map_err(|e| format!("{}: {e}", folder.display()))
}

/// A file with this in it, in a folder that is made.
fn write(path: &Path, contents: impl AsRef<[u8]>) -> Outcome {
    path.parent().map_or(Ok(()), make)?;
    fs::write(path, contents).map_err(|e| format!("{}: {e}", path.display()))
}

/// A copy of a file, with its mode.
fn copy(from: &Path, to: &Path) -> Outcome {
    to.parent().map_or(Ok(()), make)?;
    let failed = |e| format!("{} to {}: {e}", from.display(), to.display());
    fs::copy(from, to).map(|_| ()).map_err(failed)
}

fn text(path: &Path) -> Outcome<&str> {
    path.to_str().ok_or_else(|| format!("{} is not UTF-8", path.display()))
}
