//! The tables of the audit log, as an intruder sees them.

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Holds {
    Number,
    Flag,
    Text,
    Bytes,
    Id,
}

use Holds::{Bytes, Flag, Id, Number, Text};

/// A table, its columns, of which the first ones are its key, and what makes a copy of one of its rows another row.
pub(super) struct Table {
    pub(super) name: &'static str,
    pub(super) columns: &'static [(&'static str, Holds)],
    pub(super) key: usize,
    pub(super) order: &'static str,
    pub(super) another: &'static [(&'static str, &'static str)],
    /// Whether its rows are published: that one was removed is shown by what was kept elsewhere.
    pub(super) is_published: bool,
}

/// A new id, in [`Table::another`].
pub(super) const NEW_ID: &str = "new id";

/// Left out is what means nothing: in which order events wait, and that one is listed as waiting twice; and when a
/// checkpoint was published, which nothing authenticates. Timestamps have a test of their own.
pub(super) const TABLES: [Table; 8] = [
    Table {
        name: "audit_event",
        columns: &[
            ("subject", Text),
            ("subject_id", Id),
            ("sequence", Number),
            ("at", Number),
            ("actor", Text),
            ("actor_id", Id),
            ("kind", Text),
            ("data", Text),
            ("previous", Bytes),
            ("hash", Bytes),
            ("mac", Bytes),
        ],
        key: 3,
        order: "sequence",
        another: &[("sequence", "sequence + 100")],
        is_published: false,
    },
    Table {
        name: "audit_head",
        columns: &[
            ("subject", Text),
            ("subject_id", Id),
            ("sequence", Number),
            ("hash", Bytes),
            ("mac", Bytes),
        ],
        key: 2,
        order: "sequence",
        another: &[("subject_id", NEW_ID)],
        is_published: false,
    },
    Table {
        name: "log_leaf",
        columns: &[("leaf", Number), ("subject", Text), ("subject_id", Id), ("sequence", Number)],
        key: 1,
        order: "leaf",
        another: &[("leaf", "leaf + 100"), ("sequence", "sequence + 100")],
        is_published: false,
    },
    Table {
        name: "log_node",
        columns: &[("position", Number), ("hash", Bytes)],
        key: 1,
        order: "position",
        another: &[("position", "position + 100")],
        is_published: false,
    },
    Table {
        name: "log_head",
        columns: &[("id", Number), ("checkpoint", Text)],
        key: 0,
        order: "id",
        another: &[("id", "id + 1")],
        is_published: false,
    },
    Table {
        name: "log_pending",
        columns: &[("subject", Text), ("subject_id", Id), ("sequence", Number), ("refused", Flag)],
        key: 3,
        order: "arrival",
        another: &[("sequence", "sequence + 100")],
        is_published: false,
    },
    Table {
        name: "checkpoint",
        columns: &[("size", Number), ("note", Text)],
        key: 1,
        order: "size",
        another: &[("size", "size + 1")],
        is_published: true,
    },
    Table {
        name: "cosignature",
        columns: &[("size", Number), ("witness", Text), ("line", Text)],
        key: 2,
        order: "size",
        another: &[("size", "size + 1")],
        is_published: true,
    },
];

/// What is set back together when a whole log is.
pub(super) const LOG: [&str; 8] = [
    "audit_event",
    "audit_head",
    "log_leaf",
    "log_node",
    "log_head",
    "log_pending",
    "checkpoint",
    "cosignature",
];
