//! The appearance of a form field that has a value but no appearance (ISO 32000-2, sections 12.7.4.3 and 12.7.5).

mod border;
mod button;
mod color;
mod composite;
mod field;
mod font;
mod frame;
mod lines;
mod list;
mod standard;
mod style;
#[cfg(test)]
mod tests;
mod text;

use super::file::File;
use super::geometry::number;
use super::raw::RawDict;
use crate::Error;
use field::Field;
use font::Font;
use frame::Frame;

/// A form field as it stands on a page.
pub(crate) struct FieldLook<'a> {
    pub(crate) file: &'a File,
    /// The widget's dictionary, which may be the field's too.
    pub(crate) widget: &'a RawDict,
    /// The form's dictionary (`AcroForm`); empty where there is none.
    pub(crate) form: &'a RawDict,
}

/// What is painted inside the frame.
struct Shown<'a> {
    operations: String,
    font: Font<'a>,
}

/// The name of the only font in the resources.
const FONT: &str = "F";

/// What viewers would draw: the dictionary of a form `XObject`, without its length, and its contents, which are
/// not packed; `None` where nothing would be seen. What does not fit in its size is made smaller, and nothing is
/// cut off.
///
/// # Errors
/// [`Error::UnfixedForm`] where it cannot be made faithfully, [`Error::MissingGlyph`] where the field's font cannot
/// show a character of the value.
pub(crate) fn look_of(field: &FieldLook<'_>) -> Result<Option<(RawDict, Vec<u8>)>, Error> {
    let field = Field::of(field)?;
    let Some(frame) = Frame::of(&field)? else {
        return Ok(None);
    };
    let shown = match field.kind()? {
        field::Kind::Text => text::value(&field, &frame)?,
        field::Kind::Combo => text::choice(&field, &frame)?,
        field::Kind::List => list::options(&field, &frame)?,
        field::Kind::Push => button::caption(&field, &frame)?,
        field::Kind::Check | field::Kind::Radio => button::mark(&field, &frame)?,
        // What a password field holds is not for reading; a signature shows nothing but its appearance.
        field::Kind::Password | field::Kind::Signature => None,
    };
    let mut contents = frame.operations();
    if contents.is_empty() && shown.is_none() {
        return Ok(None);
    }
    let mut dict = RawDict::default();
    dict.set("Type", "/XObject");
    dict.set("Subtype", "/Form");
    dict.set("BBox", format!("[0 0 {} {}]", number(frame.width), number(frame.height)));
    if let Some(matrix) = frame.matrix() {
        dict.set("Matrix", format!("[{}]", matrix.operands()));
    }
    let mut resources = RawDict::default();
    if let Some(Shown { operations, font }) = shown {
        let inner = frame.inner();
        let area = [inner.x0, inner.y0, inner.width(), inner.height()].map(number).join(" ");
        contents += &format!("/Tx BMC q {area} re W n\n{operations}Q EMC\n");
        resources.set("Font", [format!("<</{FONT} ").as_bytes(), &font.resource, b">>"].concat());
    }
    dict.set("Resources", resources.write());
    Ok(Some((dict, contents.into_bytes())))
}
