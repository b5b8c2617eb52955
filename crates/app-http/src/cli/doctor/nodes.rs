//! The processes that serve, what each does, and the master keys that they and the rows need.

use super::finding::Finding;
use std::collections::BTreeSet;
use wariin_adapters::{
    KeyId, KeysInUse, MasterKey, NodeRole, ServiceNode, SqlDatabase, SystemClock,
};
use wariin_domain::Timestamp;
use wariin_ports::{Clock, Storage};
use wariin_usecases::with_causes;

/// What the database says of processes and keys.
pub(super) async fn look(key: Option<&MasterKey>, database: &SqlDatabase) -> Vec<Finding> {
    let now = match database.time().await {
        Ok(Some(now)) => now,
        // A database that does not answer is told of where it is looked at.
        Ok(None) | Err(_) => SystemClock.now(),
    };
    let mut findings = vec![processes(database, now).await];
    match (key, database.keys_in_use(now).await) {
        (Some(key), Ok(in_use)) => findings.push(keys(key, &in_use)),
        (None, _) => {}
        (_, Err(error)) => findings.push(Finding::wrong(
            "master_keys",
            format!("What is in use cannot be read: {}.", with_causes(&error)),
            "See the log of the database server.",
        )),
    }
    findings
}

async fn processes(database: &SqlDatabase, now: Timestamp) -> Finding {
    match database.nodes(now).await {
        Ok(nodes) => roles(&nodes),
        Err(error) => Finding::wrong(
            "nodes",
            format!("The processes cannot be read: {}.", with_causes(&error)),
            "See the log of the database server.",
        ),
    }
}

fn roles(nodes: &[ServiceNode]) -> Finding {
    let does = |what: fn(NodeRole) -> bool| nodes.iter().any(|node| node.role.is_some_and(what));
    let releases: BTreeSet<&str> = nodes.iter().map(|node| node.release.as_str()).collect();
    let list = |node: &ServiceNode| {
        let role = node.role.map_or("a role of a newer release", NodeRole::name);
        format!("{} ({role}, {})", node.name, node.release)
    };
    let listed: Vec<String> = nodes.iter().map(list).collect();
    let listed = listed.join(", ");
    if nodes.is_empty() {
        Finding::note("nodes", "No process serves now.")
    } else if !does(NodeRole::runs_jobs) {
        let cure = "Start a process with WARIIN_ROLE=worker, or all.";
        let says = format!("No process runs jobs, so that mails and seals wait: {listed}.");
        Finding::wrong("nodes", says, cure)
    } else if !does(NodeRole::serves_pages) {
        let cure = "Start a process with WARIIN_ROLE=web, or all.";
        Finding::wrong("nodes", format!("No process answers requests: {listed}."), cure)
    } else if releases.len() > 1 {
        let cure = "Give every process the newest of these releases.";
        Finding::warning("nodes", format!("Several releases serve: {listed}."), cure)
    } else {
        Finding::well("nodes", format!("These processes serve: {listed}."))
    }
}

fn keys(key: &MasterKey, in_use: &KeysInUse) -> Finding {
    let known = key.read();
    let lacking =
        |keys: &[KeyId], known: &[KeyId]| keys.iter().find(|key| !known.contains(key)).copied();
    let needed: Vec<KeyId> = in_use.keys.iter().map(|(key, _)| *key).collect();
    if let Some(missing) = lacking(&needed, &known) {
        let says = format!(
            "Rows need the master key {missing}, which the key file does not hold or calls retired."
        );
        let cure =
            "Put its line back, restart, and run `wariin keys rotate` before it is taken away.";
        return Finding::wrong("master_keys", says, cure);
    }
    if let Some(node) = in_use.nodes.iter().find(|node| lacking(&needed, &node.known).is_some()) {
        let says =
            format!("The process {} does not know every master key that rows need.", node.name);
        let cure = "Give it this key file and restart it.";
        return Finding::wrong("master_keys", says, cure);
    }
    let newest = key.newest();
    if let Some(node) = in_use.nodes.iter().find(|node| node.newest != newest) {
        let says = format!(
            "The process {} writes under another master key than {newest}, the newest.",
            node.name
        );
        let cure = "Restart it with the new key file, then run `wariin keys rotate`.";
        return Finding::warning("master_keys", says, cure);
    }
    if needed.iter().any(|key| *key != newest) {
        let says = "Rows may be under an older master key than the newest.";
        let cure =
            "Run `wariin keys rotate`, and call the older key `retired` in the key file then.";
        return Finding::warning("master_keys", says, cure);
    }
    Finding::well("master_keys", "Every process and every row goes by the keys of the key file.")
}

#[cfg(test)]
mod tests {
    use super::super::finding::Level;
    use super::*;
    use wariin_adapters::KeyNode;

    const OLD: &str = "2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a";
    const NEW: &str = "0707070707070707070707070707070707070707070707070707070707070707";

    fn node(role: Option<NodeRole>, release: &str) -> ServiceNode {
        let seen_at = Timestamp::from_micros(1);
        ServiceNode { name: "a".to_owned(), role, release: release.to_owned(), seen_at }
    }

    #[test]
    fn what_no_process_does_and_releases_beside_each_other_are_told_with_the_cure() {
        let (web, worker) = (Some(NodeRole::Web), Some(NodeRole::Worker));
        assert_eq!(roles(&[]).level, Level::Note);
        assert_eq!(roles(&[node(web, "1"), node(worker, "1")]).level, Level::Well);
        assert_eq!(roles(&[node(web, "1"), node(worker, "2")]).level, Level::Warning);
        for (alone, cure) in [(web, "WARIIN_ROLE=worker"), (worker, "WARIIN_ROLE=web")] {
            let found = roles(&[node(alone, "1"), node(None, "2")]);
            assert_eq!(found.level, Level::Wrong);
            assert!(found.cure.unwrap().contains(cure));
        }
    }

    // EV-02
    #[test]
    fn keys_that_rows_or_processes_lack_are_told_with_the_cure() {
        let at = Timestamp::from_micros(1);
        let id = |line: &str| MasterKey::parse(line).unwrap().newest();
        let (old, new) = (id(OLD), id(NEW));
        let ring = MasterKey::parse(&format!("{OLD}\n{NEW}")).unwrap();
        let level = |key: &MasterKey, keys: &[KeyId], newest: KeyId, known: &[KeyId]| {
            let name = "a".to_owned();
            let node = KeyNode { name, newest, known: known.to_vec(), seen_at: at };
            let keys = keys.iter().map(|key| (*key, at)).collect();
            super::keys(key, &KeysInUse { keys, nodes: vec![node] }).level
        };
        let both = [old, new];
        assert_eq!(level(&ring, &[new], new, &both), Level::Well);
        assert_eq!(level(&ring, &both, new, &both), Level::Warning, "not rotated yet");
        assert_eq!(level(&ring, &[new], old, &both), Level::Warning, "a process is behind");
        assert_eq!(level(&ring, &both, new, &[old]), Level::Wrong, "a process lacks one");
        let alone = MasterKey::parse(OLD).unwrap();
        assert_eq!(level(&alone, &both, new, &both), Level::Wrong, "this file lacks one");
    }
}
