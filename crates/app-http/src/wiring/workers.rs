//! The ports of the workers.

use std::sync::Arc;
use wariin_adapters::{Purpose, SqlDatabase};
use wariin_ports::Queue;
use wariin_usecases::Ports;

/// The ports of the workers: on `SQLite` all who write take turns at one connection, and each of these waits in
/// a line of its own.
pub(crate) struct WorkerPorts {
    pub(crate) seal: Ports,
    pub(crate) email: Ports,
    pub(crate) upkeep: Ports,
}

impl WorkerPorts {
    pub(super) fn of(ports: &Ports, database: &SqlDatabase) -> Self {
        let writing_for = |purpose| {
            let database = Arc::new(database.writing_for(purpose));
            let (storage, jobs) = (database.clone(), database.clone());
            let (log, checkpoints) = (database.clone(), database);
            Ports { storage, jobs, log, checkpoints, ..ports.clone() }
        };
        Self {
            seal: writing_for(Purpose::Seal),
            email: writing_for(Purpose::Email),
            upkeep: writing_for(Purpose::Upkeep),
        }
    }

    /// For the jobs of this queue.
    pub(crate) fn of_queue(&self, queue: Queue) -> &Ports {
        match queue {
            Queue::Email => &self.email,
            Queue::Seal => &self.seal,
        }
    }
}
