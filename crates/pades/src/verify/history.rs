//! The objects of a file as each of its revisions has them: read at their stated offsets, each once, without any
//! recovery.

use crate::pdf::edit::Id;
use crate::pdf::lexer::Lexer;
use crate::pdf::object::body_at;
use crate::pdf::raw::{RawDict, reference, references};
use crate::pdf::sections::{Place, Section, is_head, stream_data, unpacked};
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::rc::Rc;

/// Where the bytes of an object are: its own offset or that of its object stream, and its number.
pub(super) type Spot = (usize, u32);

/// An object.
#[derive(Debug)]
pub(super) struct Body {
    /// The value as it was written; of a stream, its dictionary.
    pub(super) raw: Vec<u8>,
    /// The value as a dictionary.
    pub(super) dict: Option<RawDict>,
    pub(super) is_stream: bool,
    /// Where what stands in a stream is in the file.
    pub(super) data: Range<usize>,
    /// Every object number that it refers to.
    pub(super) refers_to: Vec<u32>,
}

/// An object stream, unpacked: the offset of each object in it.
struct Container {
    offsets: BTreeMap<u32, usize>,
    data: Vec<u8>,
}

/// A file with its revisions.
pub(super) struct History<'p> {
    pub(super) pdf: &'p [u8],
    /// Newest first.
    pub(super) sections: &'p [Section],
    /// For each object number the sections that place it, newest first.
    entries: BTreeMap<u32, Vec<(usize, Place)>>,
    bodies: RefCell<BTreeMap<Spot, Option<Rc<Body>>>>,
    containers: RefCell<BTreeMap<usize, Option<Rc<Container>>>>,
    /// How many objects may still be walked over.
    budget: Cell<usize>,
}

/// How many objects are walked over in all revisions together.
const MAX_WALKED: usize = 20_000_000;

impl<'p> History<'p> {
    pub(super) fn of(pdf: &'p [u8], sections: &'p [Section]) -> Self {
        let mut entries: BTreeMap<u32, Vec<(usize, Place)>> = BTreeMap::new();
        for (index, section) in sections.iter().enumerate() {
            for (number, place) in &section.entries {
                let known = entries.entry(*number).or_default();
                // The first of several entries of one section counts.
                if known.last().is_none_or(|(last, _)| *last != index) {
                    known.push((index, *place));
                }
            }
        }
        let (bodies, containers) = Default::default();
        Self { pdf, sections, entries, bodies, containers, budget: Cell::new(MAX_WALKED) }
    }

    /// Whether the file is too much to compare its revisions.
    pub(super) fn is_exhausted(&self) -> bool {
        self.budget.get() == 0
    }

    /// The file as this section left it.
    pub(super) fn view(&self, index: usize) -> View<'_> {
        View { history: self, index }
    }

    /// The file as it is.
    pub(super) fn newest(&self) -> View<'_> {
        self.view(0)
    }

    /// The revision that these first bytes of the file are; `None` when they end in another chain.
    pub(super) fn revision_of(&self, end: usize) -> Option<usize> {
        let offset = last_startxref(self.pdf.get(..end)?)?;
        self.sections.iter().position(|section| section.offset == offset)
    }

    /// Every object number that any revision has.
    pub(super) fn numbers(&self) -> impl Iterator<Item = u32> + '_ {
        self.entries.keys().copied()
    }

    /// The file in each revision that placed this object.
    pub(super) fn revisions_of(&self, number: u32) -> impl Iterator<Item = View<'_>> {
        self.entries.get(&number).into_iter().flatten().map(|(index, _)| self.view(*index))
    }

    fn body_at(&self, spot: Spot, is_within: bool) -> Option<Rc<Body>> {
        if let Some(known) = self.bodies.borrow().get(&spot) {
            return known.clone();
        }
        let body = if is_within { self.body_within(spot) } else { body(self.pdf, spot) };
        let body = body.map(Rc::new);
        self.bodies.borrow_mut().insert(spot, body.clone());
        body
    }

    /// An object in the object stream at this offset (ISO 32000-2, section 7.5.7).
    fn body_within(&self, (offset, number): Spot) -> Option<Body> {
        let container = self.container(offset)?;
        let mut lexer = Lexer { bytes: &container.data, at: *container.offsets.get(&number)? };
        lexer.blank();
        let raw = container.data.get(lexer.value()?)?.to_vec();
        Some(Body::of(raw, false, 0..0))
    }

    fn container(&self, offset: usize) -> Option<Rc<Container>> {
        if let Some(known) = self.containers.borrow().get(&offset) {
            return known.clone();
        }
        let read = container(self.pdf, offset).map(Rc::new);
        self.containers.borrow_mut().insert(offset, read.clone());
        read
    }
}

impl Body {
    fn of(raw: Vec<u8>, is_stream: bool, data: Range<usize>) -> Self {
        let dict = RawDict::parse(&raw).filter(|_| raw.starts_with(b"<<"));
        let refers_to = references(&raw).unwrap_or_default();
        Self { raw, dict, is_stream, data, refers_to }
    }
}

/// The object at this offset, whose head must be there.
fn body(pdf: &[u8], (offset, _): Spot) -> Option<Body> {
    let mut lexer = body_at(pdf, offset)?;
    let raw = pdf.get(lexer.value()?)?.to_vec();
    lexer.blank();
    let mut ahead = Lexer { bytes: pdf, at: lexer.at };
    if ahead.expect(b"stream").is_none() {
        return Some(Body::of(raw, false, 0..0));
    }
    let dict = RawDict::parse(&raw)?;
    let data = match stream_data(&mut lexer, &dict) {
        Some(data) => lexer.at..lexer.at + data.len(),
        None => up_to_end(pdf, ahead.at)?,
    };
    Some(Body::of(raw, true, data))
}

/// The bytes of a stream whose length stands elsewhere.
fn up_to_end(pdf: &[u8], from: usize) -> Option<Range<usize>> {
    let length = pdf.get(from..)?.windows(9).position(|window| window == b"endstream")?;
    Some(from..from + length)
}

fn container(pdf: &[u8], offset: usize) -> Option<Container> {
    let mut lexer = body_at(pdf, offset)?;
    let dict = RawDict::parse(pdf.get(lexer.value()?)?)?;
    (dict.get("Type") == Some(b"/ObjStm")).then_some(())?;
    let data = unpacked(&dict, stream_data(&mut lexer, &dict)?)?;
    let first = usize::try_from(dict.integer("First")?).ok()?;
    let mut head = Lexer { bytes: data.get(..first)?, at: 0 };
    let mut offsets = BTreeMap::new();
    while let Some((number, at)) = head.number().zip(head.number()) {
        let at = first.checked_add(usize::try_from(at).ok()?)?;
        offsets.entry(u32::try_from(number).ok()?).or_insert(at);
    }
    Some(Container { offsets, data })
}

fn last_startxref(pdf: &[u8]) -> Option<usize> {
    let tail = &pdf[pdf.len().saturating_sub(2048)..];
    let keyword = b"startxref";
    let at = tail.windows(keyword.len()).rposition(|window| window == keyword)?;
    let mut lexer = Lexer { bytes: tail, at: at + keyword.len() };
    usize::try_from(lexer.number()?).ok()
}

/// A file as one of its revisions has it.
#[derive(Clone, Copy)]
pub(super) struct View<'h> {
    pub(super) history: &'h History<'h>,
    /// The newest section that belongs to it.
    pub(super) index: usize,
}

impl<'h> View<'h> {
    pub(super) fn trailer(&self) -> &'h RawDict {
        &self.history.sections[self.index].trailer
    }

    /// Where an object is by the newest entry; `None` for one that there is not.
    pub(super) fn place(&self, number: u32) -> Option<Place> {
        let all = self.history.entries.get(&number)?;
        all.iter().find(|(index, _)| *index >= self.index).map(|(_, place)| *place)
    }

    /// The bytes that an object consists of; `None` for one that is free or not there.
    pub(super) fn spot(&self, number: u32) -> Option<Spot> {
        match self.place(number)? {
            Place::Free => None,
            Place::At(offset, _) => Some((offset, number)),
            Place::Within(stream) => match self.place(stream)? {
                Place::At(offset, 0) => Some((offset, number)),
                Place::At(..) | Place::Free | Place::Within(_) => None,
            },
        }
    }

    /// The object; `None` where there is none, or it is not where the file says.
    pub(super) fn body(&self, number: u32) -> Option<Rc<Body>> {
        let place = self.place(number)?;
        let spot = self.spot(number)?;
        let pdf = self.history.pdf;
        match place {
            Place::Free => None,
            Place::At(offset, generation) => {
                let is_there = is_head(pdf, offset, number, generation);
                is_there.then(|| self.history.body_at(spot, false))?
            }
            Place::Within(_) => self.history.body_at(spot, true),
        }
    }

    /// Whether there is an object of this number that can be read, or none.
    pub(super) fn is_sound(&self, number: u32) -> bool {
        matches!(self.place(number), None | Some(Place::Free)) || self.body(number).is_some()
    }

    /// A value, or the one that it refers to; `None` for null.
    pub(super) fn resolved(&self, raw: &[u8]) -> Option<Rc<Body>> {
        let mut number = match reference(raw) {
            Some((number, _)) => number,
            None if raw == b"null" => return None,
            None => return Some(Rc::new(Body::of(raw.to_vec(), false, 0..0))),
        };
        for _ in 0..8 {
            let body = self.body(number)?;
            match reference(&body.raw) {
                Some((next, _)) => number = next,
                None => return (body.raw != b"null").then_some(body),
            }
        }
        None
    }

    /// The value under a key, direct or indirect.
    pub(super) fn value(&self, dict: &RawDict, key: &str) -> Option<Rc<Body>> {
        self.resolved(dict.get(key)?)
    }

    /// The dictionary under a key, direct or indirect; no stream.
    pub(super) fn dict(&self, dict: &RawDict, key: &str) -> Option<RawDict> {
        let body = self.value(dict, key)?;
        body.dict.clone().filter(|_| !body.is_stream)
    }

    /// The dictionary of an object.
    pub(super) fn dict_of(&self, id: Id) -> Option<RawDict> {
        let body = self.body(id.0)?;
        body.dict.clone().filter(|_| !body.is_stream)
    }

    /// The items of the array under a key.
    pub(super) fn items(&self, dict: &RawDict, key: &str) -> Vec<Vec<u8>> {
        let array = self.value(dict, key);
        let items = array.as_ref().and_then(|array| crate::pdf::raw::items(&array.raw));
        items.unwrap_or_default().into_iter().map(<[u8]>::to_vec).collect()
    }

    pub(super) fn catalog(&self) -> RawDict {
        self.dict(self.trailer(), "Root").unwrap_or_default()
    }

    /// Every object that can be reached from the trailer.
    pub(super) fn reached(&self) -> BTreeSet<u32> {
        let mut rest = references(&self.trailer().write()).unwrap_or_default();
        let mut seen = BTreeSet::new();
        let budget = &self.history.budget;
        while let Some(number) = rest.pop().filter(|_| budget.get() > 0) {
            budget.set(budget.get() - 1);
            if seen.insert(number) {
                rest.extend(self.body(number).iter().flat_map(|body| body.refers_to.clone()));
            }
        }
        seen
    }
}
