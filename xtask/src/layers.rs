//! The arrows between the crates, read from `cargo metadata` and held against the table.

use crate::run::{Outcome, top};
use cargo_metadata::{DependencyKind, MetadataCommand, Package};
use std::fs;

/// Which crates of ours a crate may depend on.
const ARROWS: &[(&str, &[&str])] = &[
    ("wariin-domain", &[]),
    ("wariin-ports", &["wariin-domain"]),
    ("wariin-usecases", &["wariin-domain", "wariin-ports"]),
    ("wariin-pades", &[]),
    ("wariin-adapters", &["wariin-domain", "wariin-ports", "wariin-pades"]),
    ("wariin-app-http", &["wariin-domain", "wariin-ports", "wariin-usecases", "wariin-adapters"]),
    ("xtask", &[]),
];

/// The only other crates that the inner layers may depend on.
const INNER: &[(&str, &[&str])] = &[
    ("wariin-domain", &["thiserror", "uuid"]),
    ("wariin-ports", &["async-trait", "thiserror", "mockall"]),
    ("wariin-usecases", &["thiserror", "tracing"]),
];

/// Technologies and the one crate that may know each.
const TECHNOLOGIES: &[(&str, &str)] = &[
    ("sea-orm", "wariin-adapters"),
    ("sea-orm-migration", "wariin-adapters"),
    ("totp-rs", "wariin-adapters"),
    ("openidconnect", "wariin-adapters"),
    ("reqwest", "wariin-adapters"),
    ("hickory-resolver", "wariin-adapters"),
    ("lettre", "wariin-adapters"),
    ("object_store", "wariin-adapters"),
    ("argon2", "wariin-adapters"),
    ("poem", "wariin-app-http"),
    ("askama", "wariin-app-http"),
    ("clap", "wariin-app-http"),
    ("lopdf", "wariin-pades"),
    ("hayro-syntax", "wariin-pades"),
];

/// Checks the arrows, the lints and the paths that the architecture page names.
pub(crate) fn check() -> Outcome {
    let metadata = MetadataCommand::new().no_deps().current_dir(top()).exec();
    let metadata = metadata.map_err(|e| e.to_string())?;
    let mut faults = Vec::new();
    for package in &metadata.packages {
        check_package(package, &mut faults);
    }
    check_paths(&mut faults)?;
    if faults.is_empty() {
        println!("layers: {} crates, every arrow is in the table", metadata.packages.len());
        return Ok(());
    }
    Err(format!("the layers are broken:\n  {}", faults.join("\n  ")))
}

fn check_package(package: &Package, faults: &mut Vec<String>) {
    let name = package.name.as_str();
    let Some((_, allowed)) = ARROWS.iter().find(|(n, _)| *n == name) else {
        faults.push(format!("{name} is not in the table"));
        return;
    };
    for dependency in &package.dependencies {
        if dependency.kind == DependencyKind::Development {
            continue;
        }
        let on = dependency.name.as_str();
        if dependency.path.is_some() {
            if !allowed.contains(&on) {
                faults.push(format!("{name} must not depend on {on}"));
            }
            continue;
        }
        if let Some((_, inner)) = INNER.iter().find(|(n, _)| *n == name)
            && !inner.contains(&on)
        {
            faults.push(format!("{name} must not depend on {on}: an inner layer stays small"));
        }
        if let Some((_, home)) = TECHNOLOGIES.iter().find(|(t, _)| *t == on)
            && *home != name
        {
            faults.push(format!("{name} must not depend on {on}: only {home} may"));
        }
    }
    let manifest = fs::read_to_string(&package.manifest_path).unwrap_or_default();
    if !manifest.contains("[lints]\nworkspace = true") {
        faults.push(format!("{name} does not take the workspace's lints"));
    }
}

/// Every path in backticks that docs/architecture.md names under `crates/`, `xtask/` or `docs/` exists.
fn check_paths(faults: &mut Vec<String>) -> Outcome {
    let page = fs::read_to_string(top().join("docs/architecture.md"))
        .map_err(|e| format!("docs/architecture.md: {e}"))?;
    for quoted in page.split('`').skip(1).step_by(2) {
        let is_path = ["crates/", "xtask/", "docs/"].iter().any(|start| quoted.starts_with(start));
        if is_path && !top().join(quoted).exists() {
            faults.push(format!("docs/architecture.md names {quoted}, which does not exist"));
        }
    }
    Ok(())
}
