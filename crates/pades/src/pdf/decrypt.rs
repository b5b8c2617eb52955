//! Undoing the encryption of a PDF by its password (ISO 32000-2, section 7.6, the standard security handler).

mod cipher;
mod handler;
mod hash;
mod key;
mod password;
mod strings;
#[cfg(test)]
mod tests;

use super::raw::{RawDict, items, name};
use cipher::Cipher;
use handler::Handler;

/// Undoes the encryption of one PDF.
pub(crate) struct Decryptor {
    handler: Handler,
    /// The file encryption key.
    key: Vec<u8>,
}

/// Why an encrypted PDF does not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Locked {
    /// The empty or given password does not open it.
    Password,
    /// It is encrypted in a way that is not known, or its encryption dictionary is malformed.
    Unknown,
}

impl Decryptor {
    /// Opens a PDF. `encrypt` is the encryption dictionary, its entries direct; `id` the bytes of the first file
    /// identifier, empty where there is none; `password` is taken as the user's and as the owner's.
    ///
    /// # Errors
    /// [`Locked`].
    pub(crate) fn open(encrypt: &RawDict, id: &[u8], password: &str) -> Result<Self, Locked> {
        let handler = Handler::of(encrypt).ok_or(Locked::Unknown)?;
        let key = key::find(&handler, id, password).ok_or(Locked::Password)?;
        Ok(Self { handler, key })
    }

    /// A raw value of the object `id` with every string in it decrypted and written in hexadecimal digits;
    /// everything else is byte for byte. The contents of signatures are never encrypted and stay as they are, so
    /// do the dictionaries of cross-reference streams. `None` where the value is malformed.
    pub(crate) fn value(&self, id: (u32, u16), raw: &[u8]) -> Option<Vec<u8>> {
        let is_plain = self.handler.strings == Cipher::Identity
            || raw.starts_with(b"<<") && RawDict::parse(raw).is_some_and(|dict| is_xref(&dict));
        if is_plain {
            return Some(raw.to_vec());
        }
        strings::each(raw, |string| self.handler.strings.undo(&self.key, id, string))
    }

    /// The data of a stream of the object `id`, not unpacked; `dict` is its raw dictionary, in which `Filter` and
    /// `DecodeParms` are direct. What the file says is not encrypted stays as it is: cross-reference streams,
    /// metadata, files elsewhere, and streams whose crypt filter is `Identity`. `None` where its crypt filter is
    /// not known.
    pub(crate) fn stream(&self, id: (u32, u16), dict: &RawDict, data: &[u8]) -> Option<Vec<u8>> {
        self.cipher_of(dict)?.undo(&self.key, id, data)
    }

    fn cipher_of(&self, dict: &RawDict) -> Option<Cipher> {
        let kind = dict.get("Type").and_then(name).unwrap_or_default();
        if is_xref(dict) || dict.get("F").is_some() {
            return Some(Cipher::Identity);
        }
        if let Some(filter) = crypt_filter(dict) {
            return self.handler.named(&filter);
        }
        Some(match kind.as_slice() {
            b"Metadata" if !self.handler.encrypts_metadata => Cipher::Identity,
            b"EmbeddedFile" => self.handler.embedded_files,
            _ => self.handler.streams,
        })
    }
}

/// Takes a leading `Crypt` filter off a stream that was decrypted.
pub(crate) fn without_crypt_filter(dict: &mut RawDict) {
    if crypt_filter(dict).is_none() {
        return;
    }
    for key in ["Filter", "DecodeParms"] {
        let rest = dict.get(key).and_then(items).unwrap_or_default();
        match rest.get(1..) {
            Some([]) | None => dict.remove(key),
            Some(rest) => dict.set(key, [b"[", &rest.join(&b' ')[..], b"]"].concat()),
        }
    }
}

/// The name of the crypt filter of a stream, which comes first (ISO 32000-2, section 7.4.10).
fn crypt_filter(dict: &RawDict) -> Option<Vec<u8>> {
    (name(first(dict.get("Filter")?)?)? == b"Crypt").then_some(())?;
    let parameters = dict.get("DecodeParms").and_then(first).and_then(RawDict::parse);
    let named = parameters.as_ref().and_then(|dict| dict.get("Name")).and_then(name);
    Some(named.unwrap_or(b"Identity".to_vec()))
}

/// The first item of an array, or the value itself.
fn first(raw: &[u8]) -> Option<&[u8]> {
    if raw.starts_with(b"[") { items(raw)?.first().copied() } else { Some(raw) }
}

fn is_xref(dict: &RawDict) -> bool {
    dict.get("Type").and_then(name).is_some_and(|kind| kind == b"XRef")
}
