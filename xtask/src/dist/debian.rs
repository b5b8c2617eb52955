//! The Debian package: program, unit, settings, documents; and its life on a system that holds nothing else.

use super::pages::pages;
use super::root::mode;
use super::unit::{DROP_IN, UNIT};
use super::{Dist, copy, make, text, write};
use crate::run::{Outcome, output, program, run_quietly, top};
use std::fs;
use std::path::{Path, PathBuf};

/// What of the project goes where, with which mode.
const FILES: &[(&str, &str, u32)] = &[
    (UNIT, "usr/lib/systemd/system/wariin.service", 0o644),
    ("packaging/systemd/sysusers.conf", "usr/lib/sysusers.d/wariin.conf", 0o644),
    ("packaging/systemd/wariin.env", "etc/wariin/wariin.env", 0o640),
    ("packaging/debian/postinst", "DEBIAN/postinst", 0o755),
    ("packaging/debian/prerm", "DEBIAN/prerm", 0o755),
    ("packaging/debian/postrm", "DEBIAN/postrm", 0o755),
    (DROP_IN, "usr/share/doc/wariin/examples/tls.conf", 0o644),
    ("LICENSE-APACHE", "usr/share/doc/wariin/LICENSE-APACHE", 0o644),
    ("LICENSE-MIT", "usr/share/doc/wariin/LICENSE-MIT", 0o644),
];

/// Builds the package.
pub(super) fn build(dist: &Dist) -> Outcome<PathBuf> {
    build_as(dist, &dist.version, "-Zxz")
}

fn build_as(dist: &Dist, version: &str, compression: &str) -> Outcome<PathBuf> {
    let tree = dist.to.join("debian");
    copy(&dist.binary, &tree.join("usr/bin/wariin"))?;
    mode(&tree.join("usr/bin/wariin"), 0o755)?;
    for (from, to, bits) in FILES {
        copy(&top().join(from), &tree.join(to))?;
        mode(&tree.join(to), *bits)?;
    }
    for (path, bytes) in pages()? {
        let to = tree.join("usr/share/doc/wariin").join(path);
        write(&to, bytes)?;
        mode(&to, 0o644)?;
    }
    write(&tree.join("DEBIAN/conffiles"), "/etc/wariin/wariin.env\n")?;
    let size = fs::metadata(&dist.binary).map_err(|e| e.to_string())?.len().div_ceil(1024);
    let control = format!(
        "Package: wariin\nVersion: {version}\nArchitecture: {}\nSection: web\nPriority: optional\n\
         Maintainer: The Wariin project <wariin@localhost>\nInstalled-Size: {size}\n\
         Depends: {}, libgcc-s1, ca-certificates, systemd | systemd-standalone-sysusers\n\
         Suggests: postgresql\n\
         Description: electronic contracts whose parties prove who they are\n \
         A self-hosted service: contracts are sent, agreed to behind two factors, and sealed (PAdES).\n",
        dist.architecture,
        libc()?,
    );
    write(&tree.join("DEBIAN/control"), control)?;
    let package = dist.to.join(format!("wariin_{version}_{}.deb", dist.architecture));
    let arguments = ["--root-owner-group", compression, "--build", text(&tree)?, text(&package)?];
    let mut build = program("dpkg-deb", &arguments);
    run_quietly(build.env("SOURCE_DATE_EPOCH", dist.epoch.to_string()))?;
    fs::remove_dir_all(&tree).map_err(|e| e.to_string())?;
    Ok(package)
}

/// The C library that the program was linked with, or a later one.
fn libc() -> Outcome<String> {
    let version = output(&mut program("dpkg-query", &["-W", "-f=${Version}", "libc6"]))?;
    let upstream = version.split('-').next().unwrap_or_default();
    Ok(format!("libc6 (>= {upstream})"))
}

/// Installs the package on a system of its own, upgrades it, removes it and purges it; settings that were changed and
/// what the service has written stay.
pub(super) fn check(dist: &Dist, package: &Path) -> Outcome {
    let system = dist.to.join("system");
    make(&system.join("var/lib/dpkg/info"))?;
    make(&system.join("var/lib/dpkg/updates"))?;
    make(&system.join("etc"))?;
    write(&system.join("var/lib/dpkg/status"), "")?;
    let later = build_as(dist, &format!("{}+later", dist.version), "-Znone")?;
    let env = system.join("etc/wariin/wariin.env");
    let kept = system.join("var/lib/wariin/keys/master.key");
    let there = |path: &str| system.join(path).exists();

    dpkg(&system, &["--install", text(package)?])?;
    let user = fs::read_to_string(system.join("etc/passwd")).unwrap_or_default();
    expect(user.contains("wariin:"), "the user was not made")?;
    expect(there("usr/bin/wariin"), "the program is not there")?;
    write(&env, "WARIIN_LISTEN=127.0.0.1:9999\n")?;
    write(&kept, "key\n")?;
    dpkg(&system, &["--install", text(&later)?])?;
    let settings = fs::read_to_string(&env).map_err(|e| e.to_string())?;
    expect(settings.contains("9999"), "the upgrade has replaced changed settings")?;
    dpkg(&system, &["--remove", "wariin"])?;
    expect(!there("usr/bin/wariin") && env.exists(), "a removal keeps the settings alone")?;
    dpkg(&system, &["--purge", "wariin"])?;
    expect(!env.exists(), "a purge removes the settings")?;
    expect(kept.exists(), "a purge has removed keys and contracts")?;
    fs::remove_file(&later).map_err(|e| e.to_string())?;
    fs::remove_dir_all(&system).map_err(|e| e.to_string())?;
    println!("the package was installed, upgraded, removed and purged; keys and contracts stayed");
    exposure()
}

/// How exposed the unit leaves the service to be, from 0 to 10.
fn exposure() -> Outcome {
    let analyzed = output(&mut program(
        "systemd-analyze",
        &["security", "--offline=yes", "--threshold=20", UNIT],
    ));
    match analyzed {
        Ok(said) => {
            println!(
                "{}",
                said.lines().rfind(|line| line.contains("exposure")).unwrap_or_default()
            );
        }
        Err(why) if why.contains("No such file") => {
            println!("systemd-analyze is not installed: not looked at");
        }
        Err(why) => return Err(format!("the unit leaves more open than a level of 2.0: {why}")),
    }
    Ok(())
}

fn dpkg(system: &Path, arguments: &[&str]) -> Outcome {
    let root = format!("--root={}", text(system)?);
    let forced = "--force-script-chrootless,depends,confold,not-root";
    run_quietly(program("dpkg", &[&root, forced]).args(arguments))
}

fn expect(holds: bool, why: &str) -> Outcome {
    if holds { Ok(()) } else { Err(why.to_owned()) }
}
