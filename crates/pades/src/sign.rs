//! Adding a signature or a document timestamp: the field, its dictionary, the digest, and the value in the
//! space reserved for it.

use crate::cms::algorithm::Hash;
use crate::cms::certificate::Certificate;
use crate::cms::signed_data::{Signed, assemble, signed_attributes};
use crate::pdf::edit::Edit;
use crate::pdf::hashed::Hashed;
use crate::pdf::seal_widget::{SealWidget, seal_widget};
use crate::pdf::string::text_string;
use crate::{Appearance, Error, KeyError, SealKey, Services, Timestamp, Utc};
use std::ops::Range;

/// What a signature says.
#[derive(Clone, Debug)]
pub struct SignatureRequest {
    /// Who signs.
    pub name: String,
    /// Why.
    pub reason: String,
    /// The claimed time of signing (`/M`).
    pub at: Utc,
    /// What the signature's field shows; nothing when absent.
    pub appearance: Option<Appearance>,
}

impl SignatureRequest {
    /// A signature that shows nothing.
    pub fn new(name: impl Into<String>, reason: impl Into<String>, at: Utc) -> Self {
        Self { name: name.into(), reason: reason.into(), at, appearance: None }
    }
}

/// A revision with reserved space for its signature.
#[derive(Debug)]
pub struct Prepared {
    bytes: Vec<u8>,
    /// The position of `<…>` of `/Contents`, brackets included.
    gap: Range<usize>,
    /// The first bytes, where they were hashed already.
    hashed: Option<Hashed>,
}

/// Bytes reserved for a signature beyond its certificates, and for a token.
pub(crate) const RESERVE: usize = 12_000;
/// Ten digits each, so that files of more than 100 MB fit as well.
const BYTE_RANGE: &str = "[0 0000000000 0000000000 0000000000]";

/// Appends one revision with a signature to the PDF (PAdES B-B). The bytes given are a prefix of the bytes
/// returned.
///
/// # Errors
/// [`Error`] when the PDF's structure or the key does not allow it.
pub fn sign(pdf: Vec<u8>, key: &SealKey, request: &SignatureRequest) -> Result<Vec<u8>, Error> {
    prepare(pdf, request, room_for(key))?.finish_by(key)
}

/// How many bytes a signature by this key takes at most, with a timestamp.
pub fn room_for(key: &SealKey) -> usize {
    key.certificates().iter().map(Vec::len).sum::<usize>() + RESERVE
}

/// Appends the revision with `reserved` bytes for a signature that is made elsewhere.
///
/// # Errors
/// [`Error`] when the PDF's structure does not allow it.
pub fn prepare(
    pdf: Vec<u8>,
    request: &SignatureRequest,
    reserved: usize,
) -> Result<Prepared, Error> {
    prepare_edit(Edit::of(pdf)?, request, reserved)
}

/// Ends an edit with reserved space for a signature.
pub(crate) fn prepare_edit(
    edit: Edit,
    request: &SignatureRequest,
    reserved: usize,
) -> Result<Prepared, Error> {
    let says = format!(
        "/Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/M({})/Name{}/Reason{}",
        request.at.pdf(),
        text_string(&request.name),
        text_string(&request.reason),
    );
    with_field(edit, (&request.name, request.appearance.as_ref()), &says, reserved)
}

/// Ends an edit with reserved space for a document timestamp (ETSI EN 319 142-1, section 5.4.3).
pub(crate) fn prepare_timestamp(edit: Edit, reserved: usize) -> Result<Prepared, Error> {
    let says = "/Type/DocTimeStamp/Filter/Adobe.PPKLite/SubFilter/ETSI.RFC3161";
    with_field(edit, ("Timestamp", None), says, reserved)
}

fn with_field(
    mut edit: Edit,
    (name, appearance): (&str, Option<&Appearance>),
    says: &str,
    reserved: usize,
) -> Result<Prepared, Error> {
    let (field, value) = (edit.reserve(), edit.reserve());
    let SealWidget { page, entries } = match appearance {
        Some(appearance) => seal_widget(&mut edit, field, appearance)?,
        // Without extent it shows nothing.
        None => {
            let page = edit.file().first_page()?;
            SealWidget { page, entries: "/Rect[0 0 0 0]".to_owned() }
        }
    };
    edit.add_field(field)?;
    edit.append(page, "Annots", &format!("{field} 0 R"))?;
    // Printed, not hidden, and locked.
    let widget = format!(
        "<</Type/Annot/Subtype/Widget/FT/Sig/T{}/F 132{entries}/P {} {} R/V {value} 0 R>>",
        text_string(&format!("{name} {field}")),
        page.0,
        page.1,
    );
    edit.add(field, widget.into_bytes());
    let (dictionary, contents, range) = signature_dictionary(says, reserved);
    let hashed = edit.take_hashed();
    let (mut bytes, at) = edit.finish_with(value, dictionary.as_bytes());

    let gap = at + contents.start..at + contents.end;
    let byte_range = format!("[0 {:010} {:010} {:010}]", gap.start, gap.end, bytes.len() - gap.end);
    bytes[at + range.start..at + range.end].copy_from_slice(byte_range.as_bytes());
    Ok(Prepared { bytes, gap, hashed })
}

/// The signature dictionary, and the positions of `/Contents` and `/ByteRange` in it.
fn signature_dictionary(says: &str, reserved: usize) -> (String, Range<usize>, Range<usize>) {
    let mut text = format!("<<{says}/ByteRange ");
    let range = text.len()..text.len() + BYTE_RANGE.len();
    text += BYTE_RANGE;
    text += "/Contents ";
    let contents = text.len()..text.len() + 2 + 2 * reserved;
    text.reserve(2 * reserved + 8);
    text += "<";
    text.extend(std::iter::repeat_n('0', 2 * reserved));
    text += ">>>";
    (text, contents, range)
}

impl Prepared {
    /// The SHA-256 of everything but the space reserved for the signature.
    pub fn digest(&self) -> Vec<u8> {
        self.digest_by(Hash::Sha256)
    }

    pub(crate) fn digest_by(&self, hash: Hash) -> Vec<u8> {
        let (before, behind) = (&self.bytes[..self.gap.start], &self.bytes[self.gap.end..]);
        if let Some(hashed) = self.hashed.as_ref().filter(|_| hash == Hash::Sha256)
            && let Some(rest) = before.get(hashed.length()..)
        {
            return hashed.followed_by(&[rest, behind]);
        }
        hash.of_parts(&[before, behind])
    }

    /// A signature by this key, which may stay in a token elsewhere, before it is timestamped.
    ///
    /// # Errors
    /// [`Error::Key`].
    pub fn signed_by<'k>(&self, key: &'k SealKey) -> Result<Signature<'k>, Error> {
        let certificate = Certificate::read(key.certificate());
        let certificate = certificate.ok_or(KeyError::MalformedCertificate)?;
        let attributes = signed_attributes(&self.digest_by(key.kind().hash()), &certificate);
        let value = key.sign(&attributes)?;
        Ok(Signature { key, attributes, value })
    }

    /// Signs with this key and embeds the signature, without a timestamp (PAdES B-B).
    ///
    /// # Errors
    /// [`Error::Key`] and [`Error::TooLarge`].
    pub fn finish_by(self, key: &SealKey) -> Result<Vec<u8>, Error> {
        let value = self.signed_by(key)?.without_timestamp()?;
        self.embed(&value)
    }

    /// The same with a timestamp over the signature (PAdES B-T).
    ///
    /// # Errors
    /// As [`Self::finish_by`]; [`Error::Timestamp`] when no authority gives a timestamp.
    pub fn finish_with_timestamp(
        self,
        key: &SealKey,
        services: &Services<'_>,
    ) -> Result<Vec<u8>, Error> {
        let signature = self.signed_by(key)?;
        let timestamp = services.timestamp(signature.value())?;
        self.embed(&signature.with_timestamp(&timestamp)?)
    }

    /// Writes the signature into the reserved space.
    ///
    /// # Errors
    /// [`Error::TooLarge`].
    pub fn embed(mut self, signature: &[u8]) -> Result<Vec<u8>, Error> {
        const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
        let reserved = (self.gap.len() - 2) / 2;
        if signature.len() > reserved {
            return Err(Error::TooLarge { needed: signature.len(), reserved });
        }
        let room = &mut self.bytes[self.gap.start + 1..self.gap.end - 1];
        for (pair, byte) in room.chunks_exact_mut(2).zip(signature) {
            pair[0] = DIGITS[usize::from(byte >> 4)];
            pair[1] = DIGITS[usize::from(byte & 15)];
        }
        Ok(self.bytes)
    }
}

/// A signature value that may still get a timestamp.
#[derive(Debug)]
pub struct Signature<'k> {
    key: &'k SealKey,
    attributes: Vec<u8>,
    value: Vec<u8>,
}

impl Signature<'_> {
    /// What a timestamp has to be over (`signature-time-stamp`, RFC 3161, appendix A).
    pub fn value(&self) -> &[u8] {
        &self.value
    }

    /// The signature as it is embedded, without a timestamp (B-B).
    ///
    /// # Errors
    /// [`Error::Key`].
    pub fn without_timestamp(self) -> Result<Vec<u8>, Error> {
        self.assembled(None)
    }

    /// The signature as it is embedded, with a timestamp over [`Self::value`] (B-T).
    ///
    /// # Errors
    /// [`Error::Key`].
    pub fn with_timestamp(self, timestamp: &Timestamp) -> Result<Vec<u8>, Error> {
        self.assembled(Some(timestamp.as_der()))
    }

    fn assembled(self, timestamp: Option<&[u8]>) -> Result<Vec<u8>, Error> {
        assemble(&Signed {
            kind: self.key.kind(),
            certificates: self.key.certificates(),
            attributes: self.attributes,
            signature: self.value,
            timestamp,
        })
    }
}
