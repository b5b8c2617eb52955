//! The mark of the seal as the visible field of the signature, on files whose pages may be drawn on.

use crate::print::mark;
use wariin_domain::DocumentId;
use wariin_pades::{Appearance, Area, Prepared, Revision, SignatureRequest};

/// The revision whose signature field is the mark on the first page. `None` where the file allows nothing to be seen:
/// it came signed, viewers may count its pages in several ways, an annotation lies there, or the page is too small. The
/// signature then is in a field without extent, and worth the same.
pub(super) fn marked(
    pdf: &[u8],
    document: DocumentId,
    request: &SignatureRequest,
    reserved: usize,
) -> Option<Prepared> {
    let revision = Revision::of(pdf.to_vec()).ok()?;
    let appearance = appearance(&revision, document)?;
    let request = SignatureRequest { appearance: Some(appearance), ..request.clone() };
    revision.prepare(&request, reserved).ok()
}

fn appearance(revision: &Revision, document: DocumentId) -> Option<Appearance> {
    let unit = revision.user_unit(0).ok()?;
    let (width, height) = revision.page_size(0)?;
    let mark = match mark(document, (points(width * unit), points(height * unit))) {
        Ok(mark) => mark?,
        Err(error) => {
            tracing::error!(error = %error, "the mark of the seal cannot be drawn");
            return None;
        }
    };
    let units = |points: f32| f64::from(points) / unit;
    let area = Area {
        x: units(mark.at.0),
        y: units(mark.at.1),
        width: units(mark.size.0),
        height: units(mark.size.1),
    };
    Some(Appearance { page: 0, area, pdf: mark.pdf, words: mark.words })
}

/// As krilla calculates.
#[expect(clippy::cast_possible_truncation, reason = "a page is never that large")]
fn points(points: f64) -> f32 {
    points as f32
}
