//! The widget of a signature that is seen (ISO 32000-2, section 12.5.6.19): its place on the page, its appearance,
//! and its element in the structure tree of a tagged PDF.

use super::annotation::{meet, visible_annotations};
use super::edit::{Edit, Id};
use super::geometry::{from_shown, number, shown};
use super::graft::upright_form;
use super::raw::RawDict;
use super::structure;
use crate::signatures::signatures_in;
use crate::{Appearance, Area, Error};
use hayro_syntax::object::Rect;

/// A place on a page, and what is shown there.
pub(crate) struct SealWidget {
    pub(crate) page: Id,
    /// The entries of the widget's dictionary besides those that every signature field has.
    pub(crate) entries: String,
}

/// Adds the appearance to the PDF, for the field of this number.
///
/// # Errors
/// [`Error::Signed`] when the PDF is signed: the signer has not seen what would be added. [`Error::Page`] where the
/// page does not have the area, viewers may count the pages differently, or something may hide it.
pub(crate) fn seal_widget(
    edit: &mut Edit,
    field: u32,
    appearance: &Appearance,
) -> Result<SealWidget, Error> {
    if !signatures_in(edit.file())?.is_empty() {
        return Err(Error::Signed);
    }
    if !edit.file().has_plain_tree() {
        return Err(Error::Page("its pages can be counted in several ways"));
    }
    let Area { x, y, width, height } = appearance.area;
    let page = edit.file().page(appearance.page)?;
    let (to_page, (right, up)) = {
        let page = edit.file().pdf.pages().get(appearance.page).ok_or(Error::Object("a page"))?;
        (from_shown(page), shown(page))
    };
    let is_within = x >= 0.0 && y >= 0.0 && x + width <= right && y + height <= up;
    if !is_within || width <= 0.0 || height <= 0.0 {
        return Err(Error::Page("the area of the signature is not on it"));
    }
    let area = to_page.around(Rect::new(x, y, x + width, y + height));
    if visible_annotations(edit.file(), page)?.iter().any(|other| meet(*other, area)) {
        return Err(Error::Page("an annotation may hide the signature"));
    }

    let (form, to_area) = upright_form(edit, &appearance.pdf, (width, height))?;
    let mut dict = RawDict::default();
    dict.set("Type", "/XObject");
    dict.set("Subtype", "/Form");
    dict.set("BBox", format!("[0 0 {} {}]", number(width), number(height)));
    // Viewers fit the turned box into the rectangle, and turn both with the page.
    dict.set("Matrix", format!("[{}]", to_page.without_origin().operands()));
    dict.set("Resources", format!("<</XObject<</Seal {form} 0 R>>>>"));
    let shows = format!("q {} cm /Seal Do Q", to_area.operands());
    let normal = edit.add_stream_with(dict, shows.as_bytes());

    let rect = [area.x0, area.y0, area.x1, area.y1].map(number).join(" ");
    let words = super::string::text_string(&appearance.words);
    let mut entries = format!("/Rect[{rect}]/AP<</N {normal} 0 R>>/TU{words}/Contents{words}");
    // A structure tree that cannot be read does not become worse by a field that is not in it.
    if let Ok(Some(key)) = structure::add_widget(edit, page, field, &words) {
        entries += &format!("/StructParent {key}");
    }
    Ok(SealWidget { page, entries })
}
