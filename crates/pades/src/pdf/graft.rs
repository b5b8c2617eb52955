//! Pages of another PDF as forms of this one: the objects that they need are copied byte by byte, except
//! for object numbers.

use super::annotation::visible_annotations;
use super::content::{decoded, streams};
use super::edit::{Edit, Id};
use super::file::File;
use super::geometry::{Matrix, from_shown, number, shown};
use super::paint::{Painted, paint};
use super::raw::{RawDict, with_references};
use super::structure::is_tagged;
use crate::{Error, Laid};
use flate2::{Compress, Compression, FlushCompress, Status};
use std::collections::BTreeMap;
use std::sync::Arc;

/// How far the size of a page may differ from that of the page under it, in units of the page.
const TOLERANCE: f64 = 1.0;
/// The greatest number of objects that are copied for a page.
const MAX_COPIED: usize = 100_000;

/// Lays pages of `source` over pages of the PDF that is edited.
pub(crate) fn lay_over(edit: &mut Edit, source: Vec<u8>, laid: &[Laid]) -> Result<(), Error> {
    let mut source = Source::open(source)?;
    let is_artifact = is_tagged(edit)?;
    for &Laid { page, over } in laid {
        let form = source.form(edit, page)?;
        let at = {
            let (upper, lower) =
                (source.file.pdf.pages().get(page), edit.file().pdf.pages().get(over));
            let (upper, lower) = upper.zip(lower).ok_or(Error::Object("a page"))?;
            // In units of the lower page.
            let unit = user_unit(&source.file, page)? / user_unit(edit.file(), over)?;
            let (size, room) = (shown(upper), shown(lower));
            let is_as_large = |own: f64, other: f64| (own * unit - other).abs() <= TOLERANCE;
            if !is_as_large(size.0, room.0) || !is_as_large(size.1, room.1) {
                return Err(Error::OtherSize { page, over });
            }
            let to_shown = from_shown(upper).inverse().ok_or(Error::Object("a page's size"))?;
            to_shown.then(Matrix::scale(unit, unit)).then(from_shown(lower))
        };
        let over = edit.file().page(over)?;
        if !visible_annotations(edit.file(), over)?.is_empty() {
            return Err(Error::Page("an annotation may hide what is laid over it"));
        }
        paint(edit, over, &[Painted { form, at, is_artifact }])?;
    }
    Ok(())
}

/// The first page of `source` as a form, and the transformation that shows it upright from 0 to this size.
pub(crate) fn upright_form(
    edit: &mut Edit,
    source: &[u8],
    (width, height): (f64, f64),
) -> Result<(u32, Matrix), Error> {
    let mut source = Source::open(source.to_vec())?;
    let form = source.form(edit, 0)?;
    let page = source.file.pdf.pages().first().ok_or(Error::Object("a page"))?;
    let (right, up) = shown(page);
    let to_shown = from_shown(page).inverse().ok_or(Error::Object("a page's size"))?;
    Ok((form, to_shown.then(Matrix::scale(width / right, height / up))))
}

/// The PDF whose pages are taken.
struct Source {
    file: File,
    /// The numbers that its objects have in the other file.
    copied: BTreeMap<Id, u32>,
    /// The pages that were made forms.
    forms: BTreeMap<usize, u32>,
    /// Packs their contents; its state is large, and used again for each.
    packer: Compress,
}

impl Source {
    fn open(pdf: Vec<u8>) -> Result<Self, Error> {
        let file = File::open(&Arc::new(pdf))?;
        if file.chain.is_encrypted {
            return Err(Error::Encrypted);
        }
        let (copied, forms) = (BTreeMap::new(), BTreeMap::new());
        Ok(Self { file, copied, forms, packer: Compress::new(Compression::fast(), true) })
    }

    /// A page as a `Form XObject` of the other file (ISO 32000-2, section 8.10.2).
    fn form(&mut self, edit: &mut Edit, index: usize) -> Result<u32, Error> {
        if let Some(form) = self.forms.get(&index) {
            return Ok(*form);
        }
        let id = self.file.page(index)?;
        let mut dict = RawDict::default();
        dict.set("Type", "/XObject");
        dict.set("Subtype", "/Form");
        let mut needed = Vec::new();
        let resources = self.file.inherited(id, "Resources")?.unwrap_or_else(|| b"<<>>".to_vec());
        let group = self.file.dict(id)?.get("Group").map(<[u8]>::to_vec);
        for (key, raw) in [("Resources", Some(resources)), ("Group", group)] {
            if let Some(raw) = raw {
                dict.set(key, self.renumbered(edit, &raw, &mut needed)?);
            }
        }
        let contents = {
            let raw = self.file.dict(id)?.get("Contents").map(<[u8]>::to_vec);
            let streams = streams(&self.file, raw.as_deref())?;
            let contents = decoded(&self.file, &streams, edit.reading().1)?;
            let page = self.file.pdf.pages().get(index).ok_or(Error::Object("a page"))?;
            let area = page.intersected_crop_box();
            let area = [area.x0, area.y0, area.x1, area.y1].map(number).join(" ");
            dict.set("BBox", format!("[{area}]"));
            packed(&contents, &mut self.packer)?
        };
        dict.set("Filter", "/FlateDecode");
        self.copy(edit, needed)?;
        let form = edit.add_stream_with(dict, &contents);
        self.forms.insert(index, form);
        Ok(form)
    }

    /// Copies these objects and all that they need.
    fn copy(&mut self, edit: &mut Edit, mut needed: Vec<(Id, u32)>) -> Result<(), Error> {
        while let Some((id, own)) = needed.pop() {
            let Some((body, data)) = self.file.body(id)? else {
                edit.add(own, b"null".to_vec());
                continue;
            };
            let Some(data) = data else {
                let body = self.renumbered(edit, &body, &mut needed)?;
                edit.add(own, body);
                continue;
            };
            let mut dict = RawDict::parse(&body).ok_or(Error::Object("a stream"))?;
            dict.set("Length", data.len().to_string());
            let head = self.renumbered(edit, &dict.write(), &mut needed)?;
            edit.add(own, [&head[..], b"\nstream\n", &data, b"\nendstream"].concat());
        }
        Ok(())
    }

    /// The bytes with references to copies; copies that are still to be made are added to `needed`.
    fn renumbered(
        &mut self,
        edit: &mut Edit,
        raw: &[u8],
        needed: &mut Vec<(Id, u32)>,
    ) -> Result<Vec<u8>, Error> {
        let renumbered = with_references(raw, |id| {
            let own = *self.copied.entry(id).or_insert_with(|| {
                let own = edit.reserve();
                needed.push((id, own));
                own
            });
            format!("{own} 0 R")
        });
        if self.copied.len() > MAX_COPIED {
            return Err(Error::Object("a page with fewer objects"));
        }
        renumbered.ok_or(Error::Object("a value is malformed"))
    }
}

/// The size of the page's unit in 1/72 inch (ISO 32000-2, table 31).
///
/// # Errors
/// [`Error::Page`] where it is no positive number: viewers differ in what they take instead.
pub(crate) fn user_unit(file: &File, page: usize) -> Result<f64, Error> {
    let dict = file.shared(file.page(page)?)?;
    let Some(raw) = file.value(&dict, "UserUnit")? else {
        return Ok(1.0);
    };
    let unit = std::str::from_utf8(&raw).ok().and_then(|raw| raw.parse::<f64>().ok());
    let unit = unit.filter(|unit| unit.is_finite() && *unit > 0.0);
    unit.ok_or(Error::Page("the size of its unit cannot be read"))
}

fn packed(contents: &[u8], compressor: &mut Compress) -> Result<Vec<u8>, Error> {
    compressor.reset();
    let mut out = Vec::with_capacity(contents.len() / 2 + 64);
    loop {
        let rest =
            usize::try_from(compressor.total_in()).ok().and_then(|read| contents.get(read..));
        let packed =
            compressor.compress_vec(rest.unwrap_or_default(), &mut out, FlushCompress::Finish);
        match packed.map_err(|_| Error::Object("the contents of a page"))? {
            Status::StreamEnd => return Ok(out),
            Status::Ok | Status::BufError => out.reserve(out.capacity()),
        }
    }
}
