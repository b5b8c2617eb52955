//! The layers: the arrows between the crates, the technologies in their crates, and what the pages must
//! not do, each held against its table.

mod dependencies;
mod paths;
mod sources;

use crate::run::{Outcome, top};
use cargo_metadata::{DependencyKind, MetadataCommand, Package};
use dependencies::Dependency;
use std::fs;

/// Checks the arrows, the lints, the sources, and the paths that the architecture page names.
pub(crate) fn check() -> Outcome {
    let metadata = MetadataCommand::new().no_deps().current_dir(top()).exec();
    let metadata = metadata.map_err(|e| e.to_string())?;
    let mut faults: Vec<String> = metadata.packages.iter().flat_map(package_faults).collect();
    faults.extend(sources::check(&top())?);
    faults.extend(paths::check(&top())?);
    if faults.is_empty() {
        println!("layers: {} crates, every arrow is in the table", metadata.packages.len());
        return Ok(());
    }
    Err(format!("the layers are broken:\n  {}", faults.join("\n  ")))
}

fn package_faults(package: &Package) -> Vec<String> {
    let name = package.name.as_str();
    let built = package.dependencies.iter().filter(|d| d.kind != DependencyKind::Development);
    let dependencies: Vec<Dependency> =
        built.map(|d| Dependency { on: d.name.clone(), is_ours: d.path.is_some() }).collect();
    let mut faults = dependencies::faults(name, &dependencies);
    let manifest = fs::read_to_string(&package.manifest_path).unwrap_or_default();
    if !manifest.contains("[lints]\nworkspace = true") {
        faults.push(format!("{name} does not take the workspace's lints"));
    }
    faults
}
