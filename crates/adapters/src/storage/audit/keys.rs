//! The keys of the audit log, all derived from the master key.

use crate::master_key::{DerivedKey, MasterKey};
use crate::signed_note::NoteSigner;
use crate::storage::entity::audit_head;
use subtle::ConstantTimeEq;
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
        self.event.mac(&[hash]).ct_eq(mac).into()
    }

    /// The code that belongs to a head.
    pub(in crate::storage) fn head_mac(&self, head: &audit_head::Model) -> Vec<u8> {
        let record = HeadRecord {
            subject: &head.subject,
            subject_id: head.subject_id,
            sequence: head.sequence.cast_unsigned(),
            hash: &head.hash,
        };
        self.head.mac(&[&record.canonical_bytes()]).to_vec()
    }

    /// Whether the head is one that this service wrote.
    pub(in crate::storage) fn is_genuine_head(&self, head: &audit_head::Model) -> bool {
        self.head_mac(head).ct_eq(&head.mac).into()
    }
}
