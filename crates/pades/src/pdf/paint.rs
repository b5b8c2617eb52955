//! Painting forms on a page, after its existing contents.

use super::content::{Balance, balance, decoded, streams};
use super::edit::{Edit, Id};
use super::geometry::Matrix;
use crate::Error;

/// A `Form XObject` (ISO 32000-2, section 8.10) and where it is painted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Painted {
    pub(crate) form: u32,
    pub(crate) at: Matrix,
    /// Whether it is marked as an artifact (ISO 32000-2, section 14.8.2.2): it is not in the structure tree.
    pub(crate) is_artifact: bool,
}

/// Paints forms on a page. The existing contents keep their bytes and are enclosed in `q` and `Q`, so that the
/// graphics state that they leave does not affect what is painted.
///
/// # Errors
/// [`Error::Page`] where the existing contents could hide what is painted: a layer or contents that do not end.
pub(crate) fn paint(edit: &mut Edit, page: Id, forms: &[Painted]) -> Result<(), Error> {
    let has_layers = edit.catalog_entry("OCProperties")?.is_some();
    inherit_resources(edit, page)?;
    // A name that cannot occur in the file.
    let own = edit.fingerprint().to_owned();
    let mut contents = "\n".to_owned();
    for Painted { form, at, is_artifact } in forms {
        let name = format!("W{own}x{form}");
        edit.set_below(page, &["Resources", "XObject"], &name, &format!("{form} 0 R"))?;
        let (begin, end) = if *is_artifact { ("/Artifact BMC ", " EMC") } else { ("", "") };
        contents += &format!("{begin}q {} cm /{name} Do Q{end}\n", at.operands());
    }
    let before = streams(edit.file(), edit.entry(page, "Contents")?.as_deref())?;
    let mut all = Vec::new();
    if edit.is_painted_first(page) && !before.is_empty() {
        let (file, budget) = edit.reading();
        let balance = balance(&decoded(file, &before, budget)?)?;
        balance.expect_seen_after(has_layers)?;
        let Balance { open, closed, .. } = balance;
        let enclosed = edit.add_stream("q ".repeat(1 + closed).as_bytes());
        all.push(format!("{enclosed} 0 R").into_bytes());
        contents.insert_str(1, &"Q ".repeat(1 + open));
    }
    all.extend(before);
    all.push(format!("{} 0 R", edit.add_stream(contents.as_bytes())).into_bytes());
    edit.dict(page)?.set("Contents", [b"[", &all.join(&b' ')[..], b"]"].concat());
    Ok(())
}

/// Gives the page the resources that it inherits: an entry of its own would hide them.
fn inherit_resources(edit: &mut Edit, page: Id) -> Result<(), Error> {
    if edit.entry(page, "Resources")?.is_none()
        && let Some(inherited) = edit.file().inherited(page, "Resources")?
    {
        edit.dict(page)?.set("Resources", inherited);
    }
    Ok(())
}
