//! The appearance of a form field that has a value but no appearance (ISO 32000-2, sections 12.7.4.3 and 12.7.5).

mod border;
mod button;
mod color;
mod composite;
mod fallback;
mod field;
mod font;
mod frame;
mod lines;
mod list;
mod note;
mod standard;
mod style;
#[cfg(test)]
mod tests;
mod text;

use super::file::File;
use super::geometry::number;
use super::raw::RawDict;
use crate::Error;
pub(crate) use fallback::Fallback;
use field::Field;
use font::Font;
pub(crate) use font::Meaning;
use frame::Frame;
use hayro_syntax::object::Rect;
pub(crate) use note::{free_text, stamp, unknown_stamp, without_marks};
use std::cell::RefCell;
use std::collections::BTreeSet;

/// A form field as it stands on a page.
pub(crate) struct FieldLook<'a> {
    pub(crate) file: &'a File,
    /// The widget's dictionary, which may be the field's too.
    pub(crate) widget: &'a RawDict,
    /// The form's dictionary (`AcroForm`); empty where there is none.
    pub(crate) form: &'a RawDict,
    /// Fonts for what the field's own font lacks.
    pub(crate) fallback: &'a RefCell<Fallback>,
}

/// An appearance before its fonts are objects of the file.
pub(crate) struct Look {
    dict: RawDict,
    contents: Vec<u8>,
    /// What stands for the field's own font in resources.
    font: Option<Vec<u8>>,
    /// The other fonts that are used.
    faces: BTreeSet<usize>,
}

/// What is painted inside the frame.
struct Shown<'a> {
    operations: String,
    font: Font<'a>,
}

/// The name of the field's own font in the resources; the other fonts have a number behind [`OTHER`].
const FONT: &str = "F";
const OTHER: &str = "G";

/// What viewers would draw; `None` where nothing would be seen. What does not fit in its size is made smaller, and
/// nothing is cut off.
///
/// # Errors
/// [`Error::UnfixedForm`] where it cannot be made faithfully, [`Error::MissingGlyph`] where no font can
/// show a character of the value.
pub(crate) fn look_of(field: &FieldLook<'_>) -> Result<Option<Look>, Error> {
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
    let contents = frame.operations();
    if contents.is_empty() && shown.is_none() {
        return Ok(None);
    }
    let mut look = look((frame.width, frame.height), frame.inner(), contents, shown);
    if let Some(matrix) = frame.matrix() {
        look.dict.set("Matrix", format!("[{}]", matrix.operands()));
    }
    Ok(Some(look))
}

/// What the codes of the font of these resources mean; `None` where that is not certain.
pub(crate) fn meaning(field: &FieldLook<'_>, font: Vec<u8>) -> Result<Option<Meaning>, Error> {
    Ok(Font::load(&Field::of(field)?, font).ok().map(|font| font.meaning()))
}

/// The text that the data of a field hold, empty where there is none; `None` for fields that show no text of theirs.
pub(crate) fn value(field: &FieldLook<'_>) -> Result<Option<String>, Error> {
    let field = Field::of(field)?;
    Ok(match field.kind()? {
        field::Kind::Text => Some(field.text("V")?.unwrap_or_default()),
        field::Kind::Combo => Some(text::chosen(&field)?),
        _ => None,
    })
}

/// A box of this size, with a text inside this area over what was drawn before.
fn look(
    (width, height): (f64, f64),
    inner: Rect,
    mut contents: String,
    shown: Option<Shown<'_>>,
) -> Look {
    let mut dict = RawDict::default();
    dict.set("Type", "/XObject");
    dict.set("Subtype", "/Form");
    dict.set("BBox", format!("[0 0 {} {}]", number(width), number(height)));
    let (mut own, mut faces) = (None, BTreeSet::new());
    if let Some(Shown { operations, font }) = shown {
        let area = [inner.x0, inner.y0, inner.width(), inner.height()].map(number).join(" ");
        contents += &format!("/Tx BMC q {area} re W n\n{operations}Q EMC\n");
        (own, faces) = (Some(font.resource), font.faces);
    }
    Look { dict, contents: contents.into_bytes(), font: own, faces }
}

impl Look {
    /// The dictionary of a form `XObject`, without its length, and its contents, which are not packed. `object` says
    /// which object a fallback font is.
    pub(crate) fn stream(
        mut self,
        mut object: impl FnMut(usize) -> Option<u32>,
    ) -> Result<(RawDict, Vec<u8>), Error> {
        let mut fonts = RawDict::default();
        if let Some(font) = self.font {
            fonts.set(FONT, font);
        }
        for face in self.faces {
            let object = object(face).ok_or(Error::UnfixedForm)?;
            fonts.set(&format!("{OTHER}{face}"), format!("{object} 0 R"));
        }
        let mut resources = RawDict::default();
        if !fonts.is_empty() {
            resources.set("Font", fonts.write());
        }
        self.dict.set("Resources", resources.write());
        Ok((self.dict, self.contents))
    }
}
