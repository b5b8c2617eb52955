//! What the program is made of, in `CycloneDX` 1.6 (ECMA-424), from Cargo's own resolution.

use super::Dist;
use crate::run::{Outcome, top};
use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, PackageId};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

const PROGRAM: &str = "wariin-app-http";

/// Writes `wariin.cdx.json`.
pub(super) fn write(dist: &Dist) -> Outcome {
    let metadata = MetadataCommand::new().current_dir(top()).exec().map_err(|e| e.to_string())?;
    let bill = bill(&metadata, &dist.version, &super::sums::instant(dist.epoch)?)?;
    let count = bill["components"].as_array().map_or(0, Vec::len);
    println!("{count} components are in the bill of materials");
    let json = serde_json::to_string_pretty(&bill).map_err(|e| e.to_string())?;
    super::write(&dist.to.join("wariin.cdx.json"), json + "\n")
}

fn bill(metadata: &Metadata, version: &str, at: &str) -> Outcome<Value> {
    let parts = parts(metadata)?;
    let packages: BTreeMap<_, _> = metadata.packages.iter().map(|p| (&p.id, p)).collect();
    let reference = |id: &PackageId| {
        packages.get(id).map_or_else(String::new, |p| format!("pkg:cargo/{}@{}", p.name, p.version))
    };
    let mut components: Vec<Value> = Vec::new();
    let mut dependencies: Vec<Value> = Vec::new();
    let mut ids: Vec<_> = parts.keys().collect();
    ids.sort_by_key(|id| reference(id));
    for id in ids {
        let own = reference(id);
        let on: BTreeSet<String> = parts[id].iter().map(reference).collect();
        dependencies.push(json!({"ref": own, "dependsOn": on}));
        let Some(package) = packages.get(id).filter(|package| *package.name != PROGRAM) else {
            continue;
        };
        let license = package
            .license
            .as_deref()
            .map(|license| json!([{"expression": license.replace('/', " OR ")}]));
        let mut component = json!({
            "type": "library",
            "bom-ref": own,
            "name": *package.name,
            "version": package.version.to_string(),
            "purl": own,
        });
        if let Some(licenses) = license {
            component["licenses"] = licenses;
        }
        components.push(component);
    }
    let program = format!("pkg:cargo/{PROGRAM}@{version}");
    Ok(json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "timestamp": at,
            "component": {
                "type": "application", "bom-ref": program, "name": "wariin", "version": version,
                "licenses": [{"expression": "MIT OR Apache-2.0"}],
            },
        },
        "components": components,
        "dependencies": dependencies,
    }))
}

/// The packages that are compiled into the program or build it, and what each needs for that; no tests' dependencies.
fn parts(metadata: &Metadata) -> Outcome<BTreeMap<PackageId, Vec<PackageId>>> {
    let resolved = metadata.resolve.as_ref().ok_or("Cargo resolved nothing")?;
    let nodes: BTreeMap<_, _> = resolved.nodes.iter().map(|node| (&node.id, node)).collect();
    let program = metadata.packages.iter().find(|package| *package.name == PROGRAM);
    let mut open = vec![program.ok_or("the program is not in the workspace")?.id.clone()];
    let mut parts = BTreeMap::new();
    while let Some(id) = open.pop() {
        if parts.contains_key(&id) {
            continue;
        }
        let is_needed = |kind: &DependencyKind| *kind != DependencyKind::Development;
        let node = nodes.get(&id).ok_or("a package was not resolved")?;
        let needed =
            node.deps.iter().filter(|dep| dep.dep_kinds.iter().any(|kind| is_needed(&kind.kind)));
        let needed: Vec<PackageId> = needed.map(|dep| dep.pkg.clone()).collect();
        open.extend(needed.iter().cloned());
        parts.insert(id, needed);
    }
    Ok(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bill_names_what_is_compiled_in_and_no_dependency_of_tests() {
        let metadata = MetadataCommand::new().current_dir(top()).exec().unwrap();
        let bill = bill(&metadata, "1.0.0", "2026-01-01T00:00:00Z").unwrap();
        let names: BTreeSet<&str> = bill["components"]
            .as_array()
            .unwrap()
            .iter()
            .map(|c| c["name"].as_str().unwrap())
            .collect();
        assert!(
            names.contains("wariin-domain")
                && names.contains("rustls")
                && names.contains("sea-orm")
        );
        assert!(!names.contains("proptest") && !names.contains("xtask"));
        let refs: BTreeSet<&str> = bill["dependencies"]
            .as_array()
            .unwrap()
            .iter()
            .map(|d| d["ref"].as_str().unwrap())
            .collect();
        for dependency in bill["dependencies"].as_array().unwrap() {
            for on in dependency["dependsOn"].as_array().unwrap() {
                assert!(refs.contains(on.as_str().unwrap()), "{on}");
            }
        }
    }
}
