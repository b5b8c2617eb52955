//! The keys of the audit log, all derived from the master key.

use crate::master_key::{DerivedKey, MasterKey};
use crate::signed_note::NoteSigner;
use crate::storage::entity::audit_head;
use wariin_domain::evidence::HeadRecord;

/// What authenticates events, chains and the log.
#[derive(Clone)]
pub(in crate::storage) struct AuditKeys {
    event: DerivedKey,
    head: DerivedKey,
    signer: NoteSigner,
}

impl AuditKeys {
    pub(in crate::storage) fn of(master: &MasterKey) -> Self {
        Self {
            event: master.derive("audit-event"),
            head: master.derive("audit-head"),
            signer: NoteSigner::of_log(master),
        }
    }

    /// Who signs the log's heads.
    pub(in crate::storage) fn signer(&self) -> &NoteSigner {
        &self.signer
    }

    /// The code that shows that this service committed the event with this hash.
    pub(in crate::storage) fn event_mac(&self, hash: &[u8]) -> Vec<u8> {
        self.event.mac(&[hash]).to_vec()
    }

    /// Whether the code belongs to the hash.
    pub(in crate::storage) fn is_genuine_event(&self, hash: &[u8], mac: &[u8]) -> bool {
        self.event.has_made(&[hash], mac)
    }

    /// The code that belongs to a head.
    pub(in crate::storage) fn head_mac(&self, head: &audit_head::Model) -> Vec<u8> {
        self.head.mac(&[&canonical(head)]).to_vec()
    }

    /// Whether the head is one that this service wrote.
    pub(in crate::storage) fn is_genuine_head(&self, head: &audit_head::Model) -> bool {
        self.head.has_made(&[&canonical(head)], &head.mac)
    }

    /// The code of an event under the newest key.
    pub(in crate::storage) fn renewed_event_mac(&self, hash: &[u8], mac: &[u8]) -> Renewed {
        renewed(&self.event, hash, mac)
    }

    /// The same of a head.
    pub(in crate::storage) fn renewed_head_mac(&self, head: &audit_head::Model) -> Renewed {
        renewed(&self.head, &canonical(head), &head.mac)
    }
}

/// What comes of a code when the newest key is to have made it.
pub(in crate::storage) enum Renewed {
    /// It has.
    Already,
    /// An older key has; this is the new code.
    By(Vec<u8>),
    /// No key of the ring has made it.
    Foreign,
}

fn renewed(key: &DerivedKey, what: &[u8], code: &[u8]) -> Renewed {
    match key.maker(&[what], code) {
        None => Renewed::Foreign,
        Some(id) if id == key.newest().0 => Renewed::Already,
        Some(_) => Renewed::By(key.mac(&[what]).to_vec()),
    }
}

fn canonical(head: &audit_head::Model) -> Vec<u8> {
    let record = HeadRecord {
        subject: &head.subject,
        subject_id: head.subject_id,
        sequence: head.sequence.cast_unsigned(),
        hash: &head.hash,
    };
    record.canonical_bytes()
}
