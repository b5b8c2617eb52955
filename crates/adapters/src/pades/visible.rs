//! What of a seal is seen: the values of the input fields as page content, and the mark or the box as the visible
//! field of the signature.

use super::reason::{method, sent_by};
use super::refused;
use crate::print::{BoxText, Overlay, OverlayError, Paper, mark, overlay, seal_box, size_of};
use jiff::tz::TimeZone;
use wariin_domain::{FieldArea, Length, TimeZoneName, Timestamp};
use wariin_pades::{Appearance, Area, Laid, Prepared, Revision, SignatureRequest, prepare};
use wariin_ports::{SealError, SealOrder, ShownSeal};

/// The revision that is signed: the values of the fields on its pages, and what of the seal is seen.
///
/// The mark is left out where the file allows none: it came signed, viewers may count its pages in several ways, an
/// annotation lies there, or the page is too small. Values and boxes are never left out.
///
/// # Errors
/// [`SealError::Unsealable`].
pub(super) fn prepare_visible(
    pdf: Vec<u8>,
    order: &SealOrder,
    request: &SignatureRequest,
    reserved: usize,
) -> Result<Prepared, SealError> {
    match &order.shown {
        ShownSeal::Nothing if order.fields.is_empty() => {
            prepare(pdf, request, reserved).map_err(refused)
        }
        ShownSeal::Nothing => finish(filled(pdf, order)?, None, request, reserved),
        ShownSeal::Box { page, area, zone } => {
            let revision = filled(pdf, order)?;
            let appearance = boxed(&revision, order, (*page, *area, zone))?;
            finish(revision, Some(appearance), request, reserved)
        }
        ShownSeal::Mark => {
            if let Some(marked) = marked(&pdf, order, request, reserved)? {
                return Ok(marked);
            }
            let shown = ShownSeal::Nothing;
            prepare_visible(pdf, &SealOrder { shown, ..order.clone() }, request, reserved)
        }
    }
}

fn finish(
    revision: Revision,
    appearance: Option<Appearance>,
    request: &SignatureRequest,
    reserved: usize,
) -> Result<Prepared, SealError> {
    let request = SignatureRequest { appearance, ..request.clone() };
    revision.prepare(&request, reserved).map_err(refused)
}

/// The file with the values of its fields on its pages.
fn filled(pdf: Vec<u8>, order: &SealOrder) -> Result<Revision, SealError> {
    let mut revision = Revision::of(pdf).map_err(refused)?;
    if order.fields.is_empty() {
        return Ok(revision);
    }
    let paper = match revision.archival_part().map_err(refused)? {
        Some(1) => Paper::Opaque,
        Some(_) => Paper::Archive,
        None => Paper::Any,
    };
    let sizes: Vec<(f32, f32)> =
        (0..revision.pages()).map(|page| paper_size(&revision, page)).collect::<Result<_, _>>()?;
    match overlay(&order.fields, &sizes, paper) {
        Ok(None) => {}
        Ok(Some(Overlay { pdf, over })) => {
            let laid = over.into_iter().enumerate().map(|(page, over)| Laid { page, over });
            revision.lay_over(pdf, &laid.collect::<Vec<_>>()).map_err(refused)?;
        }
        Err(error) => return Err(not_printed(error)),
    }
    Ok(revision)
}

fn not_printed(error: OverlayError) -> SealError {
    SealError::Unsealable(error.into())
}

/// Width and height of a page as it is shown, in points.
fn paper_size(revision: &Revision, page: usize) -> Result<(f32, f32), SealError> {
    let unit = revision.user_unit(page).map_err(refused)?;
    let size = revision.page_size(page);
    let (width, height) =
        size.ok_or_else(|| SealError::Unsealable("there is no such page".into()))?;
    Ok((single(width * unit), single(height * unit)))
}

/// With the mark on the first page; `None` where the file allows none.
fn marked(
    pdf: &[u8],
    order: &SealOrder,
    request: &SignatureRequest,
    reserved: usize,
) -> Result<Option<Prepared>, SealError> {
    let revision = match filled(pdf.to_vec(), order) {
        Ok(revision) => revision,
        Err(_) if order.fields.is_empty() => return Ok(None),
        Err(error) => return Err(error),
    };
    let (Ok(size), Ok(unit)) = (paper_size(&revision, 0), revision.user_unit(0)) else {
        return Ok(None);
    };
    let mark = mark(order.agreement.document, size)
        .map_err(|error| SealError::Unsealable(error.into()))?;
    let Some(mark) = mark else {
        return Ok(None);
    };
    let units = |points: f32| f64::from(points) / unit;
    let area = Area {
        x: units(mark.at.0),
        y: units(mark.at.1),
        width: units(mark.size.0),
        height: units(mark.size.1),
    };
    let appearance = Appearance { page: 0, area, pdf: mark.pdf, words: mark.words };
    Ok(finish(revision, Some(appearance), request, reserved).ok())
}

/// The box with who agreed, when and how.
fn boxed(
    revision: &Revision,
    order: &SealOrder,
    (page, area, zone): (u32, FieldArea, &TimeZoneName),
) -> Result<Appearance, SealError> {
    let no_page = || SealError::Unsealable("there is no such page".into());
    let page =
        usize::try_from(page).ok().and_then(|page| page.checked_sub(1)).ok_or_else(no_page)?;
    let unit = revision.user_unit(page).map_err(refused)?;
    let (_, height) = revision.page_size(page).ok_or_else(no_page)?;
    let text = text(order, zone);
    let units = |length: Length| f64::from(length.as_hundredths()) * 72.0 / 2540.0 / unit;
    let drawn = seal_box(&text, size_of(area));
    Ok(Appearance {
        page,
        area: Area {
            x: units(area.left),
            y: height - units(area.bottom()),
            width: units(area.width),
            height: units(area.height),
        },
        pdf: drawn.map_err(|error| SealError::Unsealable(error.into()))?,
        words: text.words(),
    })
}

fn text(order: &SealOrder, zone: &TimeZoneName) -> BoxText {
    let sender = order.agreement.sender.iter().map(|sender| {
        let name = format!("送信　{}（{}）", sender.name, sender.organisation);
        (name, format!("{}　{}", local(sender.sent_at, zone), sent_by(&sender.sign_in)))
    });
    let parties = order.agreement.parties.iter().map(|party| {
        let how = format!("{}　{}", local(party.consented_at, zone), method(&party.assurance));
        (format!("同意　{}", party.name), how)
    });
    BoxText {
        title: format!("電子署名済み　書類ID {}", order.agreement.document),
        parties: sender.chain(parties).collect(),
        notes: vec![
            "この枠は表示であり、それだけでは証拠になりません。".to_owned(),
            "署名の内容は、PDFの電子署名で確認してください。".to_owned(),
        ],
    }
}

/// `2026-11-27 22:05:31 +09:00`.
fn local(at: Timestamp, zone: &TimeZoneName) -> String {
    let zone = TimeZone::get(zone.as_str()).unwrap_or(TimeZone::UTC);
    let at = jiff::Timestamp::from_microsecond(at.as_micros()).unwrap_or_default();
    at.to_zoned(zone).strftime("%Y-%m-%d %H:%M:%S %:z").to_string()
}

/// As krilla calculates.
#[expect(clippy::cast_possible_truncation, reason = "a page is never that large")]
fn single(points: f64) -> f32 {
    points as f32
}
