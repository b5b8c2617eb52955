//! The root of the image: the program, the shared libraries that it needs, the certificates of public authorities, and
//! nothing else. There is no shell in it.

use super::{Dist, copy, make, text, write};
use crate::run::{Outcome, output, program};
use std::fs;
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::{Path, PathBuf};

/// The user that the service runs as: `nonroot` of the images that are called distroless.
pub(super) const USER: u32 = 65532;
const AUTHORITIES: &str = "etc/ssl/certs/ca-certificates.crt";

/// Builds it in a folder.
pub(super) fn build(dist: &Dist) -> Outcome<PathBuf> {
    let root = dist.to.join("root");
    let program = root.join("usr/bin/wariin");
    copy(&dist.binary, &program)?;
    mode(&program, 0o755)?;
    for library in libraries(&dist.binary)? {
        let inside = library.strip_prefix("/").map_err(|e| e.to_string())?;
        copy(&library, &root.join(inside))?;
    }
    copy(&Path::new("/").join(AUTHORITIES), &root.join(AUTHORITIES))?;
    let passwd = format!("root:x:0:0::/:/none\nwariin:x:{USER}:{USER}::/data:/none\n");
    write(&root.join("etc/passwd"), passwd)?;
    write(&root.join("etc/group"), format!("root:x:0:\nwariin:x:{USER}:\n"))?;
    write(&root.join("etc/nsswitch.conf"), "hosts: files dns\n")?;
    // Where engines mount those of the container.
    for empty in ["etc/hosts", "etc/resolv.conf"] {
        write(&root.join(empty), "")?;
    }
    for (folder, bits) in
        [("data", 0o700), ("tmp", 0o1777), ("proc", 0o555), ("dev", 0o755), ("run/secrets", 0o755)]
    {
        make(&root.join(folder))?;
        mode(&root.join(folder), bits)?;
    }
    let data = root.join("data");
    chown(&data, Some(USER), Some(USER))
        .map_err(|e| format!("{}: {e} (root is needed)", data.display()))?;
    Ok(root)
}

/// The shared libraries and the loader, by their paths on this machine, links followed.
fn libraries(binary: &Path) -> Outcome<Vec<PathBuf>> {
    let listed = output(&mut program("ldd", &[text(binary)?]))?;
    let paths = listed.lines().filter_map(|line| {
        let path = line.split_once("=> ").map_or(line, |(_, path)| path);
        path.split_whitespace().next().filter(|path| path.starts_with('/'))
    });
    let found: Vec<PathBuf> = paths.map(PathBuf::from).collect();
    if listed.contains("not found") || found.is_empty() {
        return Err(format!("the libraries of {} are not all there: {listed}", binary.display()));
    }
    Ok(found)
}

pub(super) fn mode(path: &Path, bits: u32) -> Outcome {
    fs::set_permissions(path, fs::Permissions::from_mode(bits))
        .map_err(|e| format!("{}: {e}", path.display()))
}
