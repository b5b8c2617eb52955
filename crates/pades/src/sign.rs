//! Adding a signature: a field, its dictionary, a digest, and the value put into its place.

use crate::cms::signed_data;
use crate::pdf::file::File;
use crate::pdf::raw::{RawDict, appended, items, reference, text_string};
use crate::pdf::update::Update;
use crate::{Error, SealKey, Utc};
use aws_lc_rs::digest::{Context, SHA256};
use std::ops::Range;
use std::sync::Arc;

/// What a signature says.
#[derive(Clone, Debug)]
pub struct SignatureRequest {
    /// Who signs.
    pub name: String,
    /// Why.
    pub reason: String,
    /// The claimed time of signing (`/M`).
    pub at: Utc,
}

/// A revision with room for its signature.
#[derive(Debug)]
pub struct Prepared {
    bytes: Vec<u8>,
    /// The place of `<…>` of `/Contents`, brackets included.
    gap: Range<usize>,
}

/// Bytes reserved for the signature beyond its certificates.
const RESERVE: usize = 12_000;
/// Ten digits each, so that files of more than 100 MB fit as well.
const BYTE_RANGE: &str = "[0 0000000000 0000000000 0000000000]";

/// Adds one signature revision behind the PDF. The bytes given are a prefix of the bytes returned.
///
/// # Errors
/// [`Error`] when the PDF's structure does not allow it.
pub fn sign(pdf: Vec<u8>, key: &SealKey, request: &SignatureRequest) -> Result<Vec<u8>, Error> {
    let prepared = prepare(pdf, request, key.certificate().len() + RESERVE)?;
    let signature = signed_data::sign(&prepared.digest(), key)?;
    prepared.embed(&signature)
}

/// Adds the revision with `reserved` bytes of room for a signature that is made elsewhere.
///
/// # Errors
/// [`Error`] when the PDF's structure does not allow it.
pub fn prepare(
    pdf: Vec<u8>,
    request: &SignatureRequest,
    reserved: usize,
) -> Result<Prepared, Error> {
    let pdf = Arc::new(pdf);
    let file = File::open(&pdf)?;
    let root = file.root()?;
    let page = file.first_page()?;
    let changes = Changes::plan(&file, root, page)?;
    let File { chain, pdf: parsed } = file;
    drop(parsed);

    let base = Arc::try_unwrap(pdf).unwrap_or_else(|shared| shared.to_vec());
    let mut update = Update::new(base, chain);
    let field = update.reserve();
    let value = update.reserve();
    for (id, body) in changes.with_field(field) {
        update.write(id.0, id.1, &body);
    }
    let widget = format!(
        "<</Type/Annot/Subtype/Widget/FT/Sig/T{}/F 132/Rect[0 0 0 0]/P {} {} R/V {value} 0 R>>",
        text_string(&format!("{} {field}", request.name)),
        page.0,
        page.1,
    );
    update.write(field, 0, widget.as_bytes());
    let (dictionary, contents, range) = signature_dictionary(request, reserved);
    let at = update.write(value, 0, dictionary.as_bytes());
    let mut bytes = update.finish();

    let gap = at + contents.start..at + contents.end;
    let byte_range = format!("[0 {:010} {:010} {:010}]", gap.start, gap.end, bytes.len() - gap.end);
    bytes[at + range.start..at + range.end].copy_from_slice(byte_range.as_bytes());
    Ok(Prepared { bytes, gap })
}

impl Prepared {
    /// The SHA-256 of everything but the room for the signature.
    pub fn digest(&self) -> Vec<u8> {
        let mut context = Context::new(&SHA256);
        context.update(&self.bytes[..self.gap.start]);
        context.update(&self.bytes[self.gap.end..]);
        context.finish().as_ref().to_vec()
    }

    /// Puts the signature into its place.
    ///
    /// # Errors
    /// [`Error::TooLarge`].
    pub fn embed(mut self, signature: &[u8]) -> Result<Vec<u8>, Error> {
        let reserved = (self.gap.len() - 2) / 2;
        if signature.len() > reserved {
            return Err(Error::TooLarge { needed: signature.len(), reserved });
        }
        let room = &mut self.bytes[self.gap.start + 1..self.gap.end - 1];
        for (pair, byte) in room.chunks_exact_mut(2).zip(signature) {
            pair.copy_from_slice(format!("{byte:02X}").as_bytes());
        }
        Ok(self.bytes)
    }
}

/// The signature dictionary, the place of `/Contents` and that of `/ByteRange` in it.
fn signature_dictionary(
    request: &SignatureRequest,
    reserved: usize,
) -> (String, Range<usize>, Range<usize>) {
    let mut text = format!(
        "<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/M({})/Name{}/Reason{}",
        request.at.pdf(),
        text_string(&request.name),
        text_string(&request.reason),
    );
    text += "/ByteRange ";
    let range = text.len()..text.len() + BYTE_RANGE.len();
    text += BYTE_RANGE;
    text += "/Contents ";
    let contents = text.len()..text.len() + 2 + 2 * reserved;
    text += "<";
    text.extend(std::iter::repeat_n('0', 2 * reserved));
    text += ">>>";
    (text, contents, range)
}

/// The objects that a new signature field changes, each as a dictionary or array that lacks only the
/// field's reference.
struct Changes {
    dicts: Vec<((u32, u16), RawDict)>,
    /// Where the field's reference goes: into an array of its own, or under a key of a dictionary.
    lists: Vec<List>,
    root: (u32, u16),
    /// The form, when it stands directly in the catalog.
    direct_form: Option<RawDict>,
}

struct List {
    holder: Holder,
    array: Vec<u8>,
}

enum Holder {
    Object((u32, u16)),
    Key((u32, u16), &'static str),
    DirectForm,
}

impl Changes {
    fn plan(file: &File, root: (u32, u16), page: (u32, u16)) -> Result<Self, Error> {
        let mut plan = Self { dicts: Vec::new(), lists: Vec::new(), root, direct_form: None };
        let catalog = file.dict(root)?;
        match catalog.get("AcroForm").map(<[u8]>::to_vec) {
            Some(raw) if reference(&raw).is_some() => {
                let id = reference(&raw).ok_or(Error::Object("the form"))?;
                let form = prepared_form(file.dict(id)?);
                plan.list(file, id, form, "Fields")?;
            }
            direct => {
                let form = direct.as_deref().and_then(RawDict::parse).unwrap_or_default();
                let form = prepared_form(form);
                match form.reference("Fields") {
                    Some(id) => {
                        plan.lists
                            .push(List { holder: Holder::Object(id), array: file.array(id)? });
                    }
                    None => plan.lists.push(List {
                        holder: Holder::DirectForm,
                        array: form.get("Fields").unwrap_or(b"[]").to_vec(),
                    }),
                }
                plan.direct_form = Some(form);
                plan.dicts.push((root, catalog));
            }
        }
        let page_dict = file.dict(page)?;
        plan.list(file, page, page_dict, "Annots")?;
        Ok(plan)
    }

    /// Plans the reference's way into the array under `key` of a dictionary that is an object.
    fn list(
        &mut self,
        file: &File,
        id: (u32, u16),
        dict: RawDict,
        key: &'static str,
    ) -> Result<(), Error> {
        if let Some(array) = dict.reference(key) {
            self.lists.push(List { holder: Holder::Object(array), array: file.array(array)? });
            if key == "Fields" {
                self.dicts.push((id, dict));
            }
        } else {
            let array = dict.get(key).unwrap_or(b"[]").to_vec();
            self.lists.push(List { holder: Holder::Key(id, key), array });
            self.dicts.push((id, dict));
        }
        Ok(())
    }

    /// The changed objects, with the field's reference in its places.
    fn with_field(mut self, field: u32) -> Vec<((u32, u16), Vec<u8>)> {
        let item = format!("{field} 0 R");
        let mut bodies = Vec::new();
        for List { holder, array } in std::mem::take(&mut self.lists) {
            let array = grown(&array, item.as_bytes());
            match holder {
                Holder::Object(id) => bodies.push((id, array)),
                Holder::Key(id, key) => {
                    if let Some((_, dict)) = self.dicts.iter_mut().find(|(d, _)| *d == id) {
                        dict.set(key, array);
                    }
                }
                Holder::DirectForm => {
                    if let Some(form) = &mut self.direct_form {
                        form.set("Fields", array);
                    }
                }
            }
        }
        if let Some(form) = &self.direct_form
            && let Some((_, catalog)) = self.dicts.iter_mut().find(|(id, _)| *id == self.root)
        {
            catalog.set("AcroForm", form.write());
        }
        bodies.extend(self.dicts.iter().map(|(id, dict)| (*id, dict.write())));
        bodies
    }
}

/// The array with one more item; what is no array is replaced.
fn grown(array: &[u8], item: &[u8]) -> Vec<u8> {
    let sound = items(array).is_some();
    sound.then(|| appended(array, item)).flatten().unwrap_or_else(|| [b"[", item, b"]"].concat())
}

/// The form as it has to be with a signature in it: signatures exist and the file is only ever
/// appended to.
fn prepared_form(mut form: RawDict) -> RawDict {
    form.set("SigFlags", "3");
    form
}
