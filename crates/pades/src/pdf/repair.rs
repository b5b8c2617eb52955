//! Rewriting an upload that is not quite sound, before anybody has seen or signed it.

use lopdf::{Document, Object, ObjectId};
use std::collections::BTreeSet;

/// The same document in a plain structure: one table, no junk, no hidden streams, nothing that nothing leads
/// to, no references to what is not there. `None` when it cannot be read at all.
pub(crate) fn rewritten(pdf: &[u8]) -> Option<Vec<u8>> {
    let mut document = Document::load_mem(pdf).ok()?;
    if document.is_encrypted() || document.trailer.get(b"Encrypt").is_ok() {
        return None;
    }
    let known: BTreeSet<ObjectId> = document.objects.keys().copied().collect();
    document.traverse_objects(|object| {
        if object.as_reference().is_ok_and(|id| !known.contains(&id)) {
            *object = Object::Null;
        }
    });
    // What nothing leads to would keep its references to what is not there.
    document.prune_objects();
    let mut out = Vec::with_capacity(pdf.len());
    document.save_to(&mut out).ok()?;
    Some(out)
}
