//! What a field shows beside what its data say: the text of its appearance, as far as the fonts say what codes mean.

use super::content::picture;
use super::edit::Id;
use super::field_look::{FieldLook, Meaning, meaning, value};
use super::file::File;
use super::flatten::Form;
use super::lexer::{Lexer, is_blank};
use super::raw::{RawDict, items, name};
use super::string::string;
use super::widget::Widget;
use crate::Error;

/// A field whose appearance shows another text than its data hold.
pub(crate) struct Difference {
    /// What is shown.
    pub(crate) shown: String,
    /// What the data say.
    pub(crate) said: String,
    /// Whether the fonts say what is shown, and nothing else shows text.
    pub(crate) is_certain: bool,
}

/// What contents show.
#[derive(Default)]
struct Strings {
    /// The bytes that are shown in one font, by its name in the resources, in order.
    runs: Vec<(Option<String>, Vec<u8>)>,
    /// Whether something else may show text: another form, a picture, curves.
    has_more: bool,
    /// Whether paths are painted: a background and a border, or the bars of a code.
    has_paths: bool,
}

/// Whether the appearance of a text or a choice shows another text than its data hold; `None` where it shows the same, or
/// where that cannot be known. Blanks do not count. The size of the appearance is subtracted from the budget.
///
/// # Errors
/// Where the appearance or the entries of the field cannot be read.
pub(crate) fn difference(
    (file, budget): (&File, &mut usize),
    widget: &Widget,
    form: &Form,
    (appearance, stream): (Id, &RawDict),
) -> Result<Option<Difference>, Error> {
    let strings = Strings::of(&file.stream_within(appearance, budget)?);
    let Form { dict, fallback, .. } = form;
    let field = FieldLook { file, widget: &widget.dict, form: dict, fallback };
    let Some(said) = value(&field)? else { return Ok(None) };
    let bytes: Vec<u8> = strings.runs.iter().flat_map(|(_, bytes)| bytes).copied().collect();
    let is_plain = bytes.iter().all(|byte| byte.is_ascii_graphic() || is_blank(*byte));
    let plain = String::from_utf8_lossy(&bytes).into_owned();
    if is_plain && letters(&plain) == letters(&said) {
        return Ok(None);
    }
    let (shown, is_certain) = match shown(&field, form, stream, &strings)? {
        Some(shown) => {
            let is_all = !strings.has_more && (!bytes.is_empty() || !strings.has_paths);
            (shown, is_all)
        }
        None if is_plain && said.is_ascii() => (plain, false),
        None => return Ok(None),
    };
    let is_other = letters(&shown) != letters(&said);
    Ok(is_other.then_some(Difference { shown, said, is_certain }))
}

/// The text in the fonts of the appearance; `None` where one of them does not say what its codes mean.
fn shown(
    field: &FieldLook<'_>,
    form: &Form,
    stream: &RawDict,
    strings: &Strings,
) -> Result<Option<String>, Error> {
    let resources = field.file.dict_under(stream, "Resources")?.unwrap_or_default();
    let fonts = field.file.dict_under(&resources, "Font")?.unwrap_or_default();
    let mut shown = String::new();
    for (font, bytes) in &strings.runs {
        let font = font.as_ref().and_then(|font| fonts.get(font));
        let Some(meaning) = font.map(|font| known(field, form, font)).transpose()?.flatten() else {
            return Ok(None);
        };
        let Some(text) = meaning.said(bytes) else { return Ok(None) };
        shown += &text;
    }
    Ok(Some(shown))
}

/// What the codes of a font mean, read once for a document.
fn known(field: &FieldLook<'_>, form: &Form, font: &[u8]) -> Result<Option<Meaning>, Error> {
    if let Some(known) = form.meanings.borrow().get(font) {
        return Ok(known.clone());
    }
    let read = meaning(field, font.to_vec())?;
    form.meanings.borrow_mut().insert(font.to_vec(), read.clone());
    Ok(read)
}

fn letters(text: &str) -> String {
    text.split_whitespace().collect()
}

impl Strings {
    fn of(contents: &[u8]) -> Self {
        let mut lexer = Lexer { bytes: contents, at: 0 };
        let mut found = Self::default();
        let (mut font, mut saved) = (None, Vec::new());
        let (mut waiting, mut named) = (Vec::new(), None);
        loop {
            lexer.blank();
            let Some(value) = lexer.value() else { return found };
            match &contents[value] {
                b"Tj" | b"TJ" | b"'" | b"\"" => {
                    found.runs.push((font.clone(), std::mem::take(&mut waiting)));
                }
                b"Tf" => font = named.take(),
                b"q" => saved.push(font.clone()),
                b"Q" => font = saved.pop().unwrap_or(font),
                b"Do" | b"sh" | b"c" | b"v" | b"y" => found.has_more = true,
                b"f" | b"F" | b"f*" | b"B" | b"B*" | b"b" | b"b*" | b"S" | b"s" => {
                    found.has_paths = true;
                }
                b"BI" => {
                    found.has_more = true;
                    if picture(&mut lexer).is_none() {
                        return found;
                    }
                }
                raw if raw.starts_with(b"[") => {
                    let strings = items(raw).unwrap_or_default().into_iter().filter_map(string);
                    waiting = strings.flatten().collect();
                }
                raw if raw.starts_with(b"/") => {
                    named = name(raw).and_then(|name| String::from_utf8(name).ok());
                }
                raw if matches!(raw.first(), Some(b'(' | b'<')) => {
                    waiting = string(raw).unwrap_or_default();
                }
                _ => {}
            }
        }
    }
}
