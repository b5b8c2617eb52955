//! Painting forms on a page, behind everything that is there.

use super::edit::{Edit, Id};
use super::geometry::Matrix;
use super::raw::{items, reference};
use crate::Error;
use hayro_syntax::content::UntypedIter;

/// A `Form XObject` (ISO 32000-2, section 8.10) and where it is painted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Painted {
    pub(crate) form: u32,
    pub(crate) at: Matrix,
}

/// Paints forms on the page of this index. What is there keeps its bytes: it is put between `q` and `Q`,
/// so that whatever it left behind does not move what is painted.
pub(crate) fn paint(edit: &mut Edit, index: usize, forms: &[Painted]) -> Result<(), Error> {
    let page = edit.file().page(index)?;
    inherit_resources(edit, page)?;
    let mut contents = String::new();
    for Painted { form, at } in forms {
        let name = format!("Wariin{form}");
        edit.set_below(page, &["Resources", "XObject"], &name, &format!("{form} 0 R"))?;
        contents += &format!("q {} cm /{name} Do Q\n", at.operands());
    }
    let before = streams(edit, page)?;
    let mut streams = Vec::new();
    if edit.is_painted_first(page) && !before.is_empty() {
        let Balance { open, closed } = balance(edit, index);
        let enclosed = edit.add_stream("q ".repeat(1 + closed).as_bytes());
        streams.push(format!("{enclosed} 0 R").into_bytes());
        contents.insert_str(0, &"Q ".repeat(1 + open));
    }
    streams.extend(before);
    streams.push(format!("{} 0 R", edit.add_stream(contents.as_bytes())).into_bytes());
    edit.dict(page)?.set("Contents", [b"[", &streams.join(&b' ')[..], b"]"].concat());
    Ok(())
}

/// The page's content streams, whether there is none, one, or an array here or elsewhere.
fn streams(edit: &mut Edit, page: Id) -> Result<Vec<Vec<u8>>, Error> {
    let Some(raw) = edit.entry(page, "Contents")? else {
        return Ok(Vec::new());
    };
    let array = match reference(&raw) {
        Some(id) => match edit.file().array(id) {
            Ok(array) => array,
            Err(_) => return Ok(vec![raw]),
        },
        None => raw,
    };
    let streams = items(&array).ok_or(Error::Object("the contents of a page"))?;
    Ok(streams.into_iter().map(<[u8]>::to_vec).collect())
}

/// How many `q` the contents never close, and how many `Q` close what was never opened.
#[derive(Default)]
struct Balance {
    open: usize,
    closed: usize,
}

fn balance(edit: &Edit, index: usize) -> Balance {
    let pages = edit.file().pdf.pages();
    let contents = pages.get(index).and_then(|page| page.page_stream()).unwrap_or_default();
    let mut operations = UntypedIter::new(contents);
    let mut balance = Balance::default();
    while let Some(operation) = operations.next() {
        match &**operation.operator {
            b"q" => balance.open += 1,
            b"Q" if balance.open == 0 => balance.closed += 1,
            b"Q" => balance.open -= 1,
            _ => {}
        }
    }
    balance
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
