//! Rewriting an upload whose structure has defects, before it is shown or signed.

use lopdf::{Document, Object, ObjectId};
use std::collections::BTreeSet;

/// The same document in a plain structure: one table, no junk, no hidden streams, no unreachable objects, no
/// references to objects that do not exist. `None` when it cannot be read at all.
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
    // Unreachable objects would keep their references to objects that do not exist.
    document.prune_objects();
    let mut out = Vec::with_capacity(pdf.len());
    document.save_to(&mut out).ok()?;
    Some(out)
}
