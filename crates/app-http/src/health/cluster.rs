//! What readiness says of the other processes of the service.

use std::sync::{Mutex, PoisonError};
use wariin_adapters::{NodeRole, ServiceNode};

/// Which processes serve, as they were heard of last.
#[derive(Debug, Default)]
pub(crate) struct ClusterNote(Mutex<Option<Heard>>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Heard {
    /// How many answer requests, and how many run jobs.
    web: usize,
    workers: usize,
    /// Their releases, each once.
    releases: Vec<String>,
}

impl ClusterNote {
    /// These processes serve now. Says so in the log when no process does what one has to.
    pub(crate) fn heard(&self, nodes: &[ServiceNode]) {
        let of = |does: fn(NodeRole) -> bool| {
            nodes.iter().filter(|node| node.role.is_some_and(does)).count()
        };
        let mut releases: Vec<String> = nodes.iter().map(|node| node.release.clone()).collect();
        releases.sort();
        releases.dedup();
        let heard =
            Heard { web: of(NodeRole::serves_pages), workers: of(NodeRole::runs_jobs), releases };
        let mut before = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let lacked = before.as_ref().and_then(Heard::lacking);
        if let Some(lacking) = heard.lacking().filter(|lacking| lacked != Some(*lacking)) {
            tracing::error!("{lacking}");
        }
        *before = Some(heard);
    }

    /// Whether there is a process for everything that has to be done.
    ///
    /// # Errors
    /// What is not done, and what cures it.
    pub(crate) fn check(&self) -> (Result<(), String>, Option<String>) {
        let heard = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match &*heard {
            None => (Ok(()), None),
            Some(heard) => {
                let found = heard.lacking().map_or(Ok(()), |lacking| Err(lacking.to_owned()));
                (found, Some(heard.to_string()))
            }
        }
    }
}

impl Heard {
    fn lacking(&self) -> Option<&'static str> {
        match (self.web, self.workers) {
            (_, 0) => Some(
                "no process runs jobs, so that mails and seals wait; start one with \
                 WARIIN_ROLE=worker, or all",
            ),
            (0, _) => Some("no process answers requests; start one with WARIIN_ROLE=web, or all"),
            _ => None,
        }
    }
}

impl std::fmt::Display for Heard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { web, workers, releases } = self;
        let releases = releases.join(", ");
        write!(
            f,
            "processes that answer requests: {web}; that run jobs: {workers}; releases: {releases}"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wariin_domain::Timestamp;

    fn node(role: NodeRole, release: &str) -> ServiceNode {
        let (role, seen_at) = (Some(role), Timestamp::from_micros(1));
        ServiceNode { name: "n".to_owned(), role, release: release.to_owned(), seen_at }
    }

    // FA-10
    #[test]
    fn what_no_process_does_is_told_with_the_cure_until_one_does() {
        let note = ClusterNote::default();
        assert_eq!(note.check(), (Ok(()), None), "nothing was heard yet");
        note.heard(&[node(NodeRole::Web, "1.1.0")]);
        let told = note.check().0.unwrap_err();
        assert!(told.contains("runs jobs") && told.contains("WARIIN_ROLE=worker"), "{told}");
        note.heard(&[node(NodeRole::Worker, "1.1.0")]);
        let told = note.check().0.unwrap_err();
        assert!(told.contains("answers requests") && told.contains("WARIIN_ROLE=web"), "{told}");
        let of_a_newer_release = ServiceNode { role: None, ..node(NodeRole::All, "2.0.0") };
        note.heard(&[of_a_newer_release, node(NodeRole::Web, "1.1.0")]);
        assert!(note.check().0.is_err());
        note.heard(&[node(NodeRole::Web, "1.1.0"), node(NodeRole::Worker, "1.2.0")]);
        let (found, note) = note.check();
        assert_eq!(found, Ok(()));
        let note = note.unwrap();
        assert!(note.ends_with("requests: 1; that run jobs: 1; releases: 1.1.0, 1.2.0"), "{note}");
    }
}
