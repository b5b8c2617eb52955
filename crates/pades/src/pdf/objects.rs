//! The objects of an upload as raw bytes: where its own cross-references say, or else where they are.

use super::container::Container;
use super::decrypt::{Decryptor, Locked};
use super::object::body_at;
use super::raw::{RawDict, reference, references, with_references};
use super::scan::Scan;
use super::sections::{Place, is_sound};
use super::stream::{Data, data_of};
use super::xref::Chain;
use crate::Refused;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// How many references may lead to each other.
const MAX_HOPS: usize = 64;
/// How deep the dictionaries of crypt filters are.
const MAX_FILTER_DEPTH: usize = 4;
/// How many bytes all object streams together may unpack to.
const MAX_UNPACKED: usize = 192 * 1024 * 1024;

/// Object number and generation.
type Id = (u32, u16);

/// One object: its value, and its data where it is a stream, both without encryption.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) value: Vec<u8>,
    pub(crate) data: Option<Vec<u8>>,
    /// Whether the dictionary of the stream says its true length.
    pub(crate) is_measured: bool,
}

/// The objects of one file.
pub(crate) struct Objects<'a> {
    pdf: &'a [u8],
    places: BTreeMap<u32, Place>,
    /// The newest trailer that names a catalog.
    pub(crate) trailer: RawDict,
    /// Whether the cross-references could not be used at all.
    pub(crate) is_recovered: bool,
    decryptor: Option<Decryptor>,
    containers: RefCell<BTreeMap<u32, Option<Rc<Container>>>>,
    unpacked: RefCell<usize>,
}

impl<'a> Objects<'a> {
    /// Reads a file whose header is at its first byte.
    ///
    /// # Errors
    /// [`Refused::Damaged`] where no catalog is found; the reasons of encryption.
    pub(crate) fn read(pdf: &'a [u8], password: &str) -> Result<Self, Refused> {
        // One wrong entry makes all of them doubtful: an entry that says that an object is free as well.
        let stated = Chain::walk(pdf).ok().filter(|chain| is_sound(pdf, &chain.places()));
        if let Some(chain) = stated {
            let trailer = chain.newest().trailer.clone();
            let mut objects = Self::of(pdf, chain.places(), trailer, false);
            objects.unlock(password)?;
            if objects.has_catalog() {
                return Ok(objects);
            }
        }
        let scan = Scan::of(pdf);
        for trailer in scan.trailers.iter().rev() {
            let mut objects = Self::of(pdf, scan.places(), trailer.clone(), true);
            objects.unlock(password)?;
            objects.open_containers(&scan)?;
            if objects.has_catalog() {
                return Ok(objects);
            }
        }
        Err(Refused::Damaged)
    }

    fn of(
        pdf: &'a [u8],
        places: BTreeMap<u32, Place>,
        trailer: RawDict,
        is_recovered: bool,
    ) -> Self {
        Self {
            pdf,
            places,
            trailer,
            is_recovered,
            decryptor: None,
            containers: RefCell::default(),
            unpacked: RefCell::default(),
        }
    }

    /// Whether it was encrypted.
    pub(crate) fn is_encrypted(&self) -> bool {
        self.decryptor.is_some()
    }

    fn unlock(&mut self, password: &str) -> Result<(), Refused> {
        let Some(mut encrypt) = self.dict_under(&self.trailer, "Encrypt")? else {
            return Ok(());
        };
        for (key, value) in encrypt.clone().sorted() {
            if let (Some(value), Ok(key)) = (self.resolved(&value)?, std::str::from_utf8(&key)) {
                encrypt.set(key, self.direct(value)?);
            }
        }
        let ids = self.value(&self.trailer, "ID")?;
        let first = ids.as_deref().and_then(super::raw::items);
        let first = first.and_then(|ids| super::string::string(ids.first()?)).unwrap_or_default();
        let opened =
            Decryptor::open(&encrypt, &first, password).map_err(|locked| match locked {
                Locked::Password if password.is_empty() => Refused::PasswordNeeded,
                Locked::Password => Refused::WrongPassword,
                Locked::Unknown => Refused::Encrypted,
            })?;
        self.decryptor = Some(opened);
        Ok(())
    }

    /// A dictionary with everything that it refers to in it.
    fn direct(&self, mut value: Vec<u8>) -> Result<Vec<u8>, Refused> {
        for _ in 0..MAX_FILTER_DEPTH {
            if !value.starts_with(b"<<") || references(&value).is_none_or(|all| all.is_empty()) {
                break;
            }
            let written = |id: Id| {
                let found = self.get(id).ok().flatten().map(|found| found.value);
                found.and_then(|value| String::from_utf8(value).ok()).unwrap_or("null".to_owned())
            };
            value = with_references(&value, written).ok_or(Refused::Damaged)?;
        }
        Ok(value)
    }

    fn has_catalog(&self) -> bool {
        let catalog = self.dict_under(&self.trailer, "Root").ok().flatten();
        catalog.is_some_and(|catalog| catalog.reference("Pages").is_some())
    }

    /// Adds what is in object streams: the definition that stands last in the file counts.
    fn open_containers(&mut self, scan: &Scan) -> Result<(), Refused> {
        let mut positions = scan.positions();
        for &(number, at) in &scan.containers {
            let Some(container) = self.container(number)? else { continue };
            for inner in container.numbers() {
                if positions.get(&inner).is_none_or(|known| *known < at) {
                    positions.insert(inner, at);
                    self.places.insert(inner, Place::Within(number));
                }
            }
        }
        Ok(())
    }

    /// The object; `None` where there is none: a reference to it is null (ISO 32000-2, section 7.3.10).
    ///
    /// # Errors
    /// [`Refused::Damaged`] where it is there and cannot be read; [`Refused::Truncated`] where the file ends
    /// within it.
    pub(crate) fn get(&self, id: Id) -> Result<Option<Found>, Refused> {
        match self.places.get(&id.0) {
            Some(Place::Within(container)) if id.1 == 0 => {
                let container = self.container(*container)?.ok_or(Refused::Damaged)?;
                let value = container.value(id.0);
                Ok(value.map(|value| Found { value, data: None, is_measured: true }))
            }
            Some(Place::At(offset, generation)) if *generation == id.1 => {
                self.at(id, *offset).map(Some)
            }
            Some(Place::Within(_) | Place::At(..) | Place::Free) | None => Ok(None),
        }
    }

    fn at(&self, id: Id, offset: usize) -> Result<Found, Refused> {
        let mut lexer = body_at(self.pdf, offset).ok_or(Refused::Damaged)?;
        let start = lexer.at;
        let Some(value) = lexer.value() else {
            let is_cut = !self.pdf[start..].windows(6).any(|w| w == b"endobj");
            return Err(if is_cut { Refused::Truncated } else { Refused::Damaged });
        };
        let value = &self.pdf[value];
        let data = if value.starts_with(b"<<") {
            data_of(self.pdf, &mut lexer, || self.length(value))
        } else {
            Data::None
        };
        let data = match data {
            Data::None => None,
            Data::Cut => return Err(Refused::Truncated),
            Data::Is { range, is_measured } => Some((range, is_measured)),
        };
        let is_measured = data.as_ref().is_none_or(|(_, measured)| *measured);
        let data = data.map(|(range, _)| self.pdf[range].to_vec());
        self.decrypted(id, Found { value: value.to_vec(), data, is_measured })
    }

    fn decrypted(&self, id: Id, found: Found) -> Result<Found, Refused> {
        let is_key = self.trailer.reference("Encrypt") == Some(id);
        let Some(decryptor) = self.decryptor.as_ref().filter(|_| !is_key) else {
            return Ok(found);
        };
        let value = decryptor.value(id, &found.value).ok_or(Refused::Damaged)?;
        let Some(data) = found.data else {
            return Ok(Found { value, ..found });
        };
        let mut dict = RawDict::parse(&value).ok_or(Refused::Damaged)?;
        let data = decryptor.stream(id, &dict, &data).ok_or(Refused::Damaged)?;
        super::decrypt::without_crypt_filter(&mut dict);
        Ok(Found { value: dict.write(), data: Some(data), is_measured: false })
    }

    /// The length that a stream's dictionary states.
    fn length(&self, dict: &[u8]) -> Option<usize> {
        let dict = RawDict::parse(dict)?;
        let raw = match dict.reference("Length") {
            Some(id) => {
                let &Place::At(offset, generation) = self.places.get(&id.0)? else {
                    return self.get(id).ok()?.and_then(|found| number(&found.value));
                };
                (generation == id.1).then_some(())?;
                let mut lexer = body_at(self.pdf, offset)?;
                self.pdf[lexer.value()?].to_vec()
            }
            None => dict.get("Length")?.to_vec(),
        };
        number(&raw)
    }

    fn container(&self, number: u32) -> Result<Option<Rc<Container>>, Refused> {
        if let Some(known) = self.containers.borrow().get(&number) {
            return Ok(known.clone());
        }
        // An object stream is never within another one.
        let found = match self.places.get(&number) {
            Some(Place::At(_, generation)) => self.get((number, *generation))?,
            _ => None,
        };
        let container = found.and_then(|found| Container::open(&found.value, &found.data?));
        let mut unpacked = self.unpacked.borrow_mut();
        *unpacked += container.as_ref().map_or(0, Container::size);
        if *unpacked > MAX_UNPACKED {
            return Err(Refused::TooComplex);
        }
        let container = container.map(Rc::new);
        self.containers.borrow_mut().insert(number, container.clone());
        Ok(container)
    }

    /// Whether the end of the file is missing: nothing says where its cross-references are.
    pub(crate) fn is_cut(&self) -> bool {
        let tail = &self.pdf[self.pdf.len().saturating_sub(2_048)..];
        let has = |what: &[u8]| tail.windows(what.len()).any(|window| window == what);
        !has(b"startxref") || !has(b"%%EOF")
    }

    /// A value, or the one that it refers to; `None` where that is null or a stream.
    pub(crate) fn resolved(&self, raw: &[u8]) -> Result<Option<Vec<u8>>, Refused> {
        let mut value = raw.to_vec();
        for _ in 0..MAX_HOPS {
            let Some(id) = reference(&value) else {
                return Ok((value != b"null").then_some(value));
            };
            match self.get(id)? {
                Some(Found { value: next, data: None, .. }) => value = next,
                Some(_) | None => return Ok(None),
            }
        }
        Err(Refused::Damaged)
    }

    /// The value under a key, direct or not.
    pub(crate) fn value(&self, holder: &RawDict, key: &str) -> Result<Option<Vec<u8>>, Refused> {
        holder.get(key).map_or(Ok(None), |raw| self.resolved(raw))
    }

    /// The dictionary under a key, direct or not.
    pub(crate) fn dict_under(
        &self,
        holder: &RawDict,
        key: &str,
    ) -> Result<Option<RawDict>, Refused> {
        Ok(self.value(holder, key)?.as_deref().and_then(RawDict::parse))
    }

    /// The catalog's object number and generation.
    pub(crate) fn root(&self) -> Result<Id, Refused> {
        self.trailer.reference("Root").ok_or(Refused::Damaged)
    }
}

fn number(raw: &[u8]) -> Option<usize> {
    std::str::from_utf8(raw).ok()?.trim().parse().ok()
}
