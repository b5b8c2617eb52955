//! What the structure tree of a tagged PDF says about one page: which marked parts of its contents are read in which
//! order, and in which language (ISO 32000-2, section 14.7).

use super::marked::language_tag;
use hayro::hayro_syntax::object::{Array, Dict, MaybeRef, Name, Object, ObjectIdentifier};
use hayro::hayro_syntax::page::Page;
use hayro::hayro_syntax::xref::XRef;
use std::collections::HashMap;

/// How many elements and parts of contents a tree has at most; a book of 350 pages has 30,000.
const MAX_NODES: usize = 200_000;
/// How deep elements may lie in each other.
const MAX_DEPTH: usize = 64;

/// The marked parts of a page that are in the structure tree.
#[derive(Debug, Default)]
pub(super) struct Structure {
    parts: HashMap<i32, Part>,
}

/// A marked part of a page's contents.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Part {
    /// Its place among the parts of the page in the order of the tree.
    pub(super) place: u32,
    /// The language that its element names, or one around it.
    pub(super) language: Option<String>,
}

impl Structure {
    /// What the tree says about a page. `None` where it names nothing of it, is too large, or names contents outside
    /// of the page's own, whose numbers could not be told from those of the page.
    pub(super) fn of(page: &Page<'_>) -> Option<Self> {
        let xref = page.xref();
        let catalog = xref.get::<Dict<'_>>(xref.root_id())?;
        let root = catalog.get::<Dict<'_>>("StructTreeRoot")?;
        let mut walk =
            Walk { xref, page: page.raw().obj_id()?, left: MAX_NODES, structure: Self::default() };
        walk.kids(&root, &Within::default(), 0)?;
        (!walk.structure.parts.is_empty()).then_some(walk.structure)
    }

    /// The part with this number (`MCID`).
    pub(super) fn part(&self, number: i32) -> Option<&Part> {
        self.parts.get(&number)
    }
}

/// What an element takes over from those around it.
#[derive(Clone, Default)]
struct Within {
    page: Option<ObjectIdentifier>,
    language: Option<String>,
}

struct Walk<'a> {
    xref: &'a XRef,
    page: ObjectIdentifier,
    left: usize,
    structure: Structure,
}

impl<'a> Walk<'a> {
    /// The kids of an element; `None` when the tree cannot be used.
    fn kids(&mut self, element: &Dict<'a>, within: &Within, depth: usize) -> Option<()> {
        if depth > MAX_DEPTH {
            return None;
        }
        match element.get::<Object<'a>>("K") {
            Some(Object::Array(kids)) => self.all(&kids, within, depth),
            Some(kid) => self.kid(kid, within, depth),
            None => Some(()),
        }
    }

    fn all(&mut self, kids: &Array<'a>, within: &Within, depth: usize) -> Option<()> {
        for kid in kids.raw_iter() {
            let kid = match kid {
                MaybeRef::Ref(reference) => self.xref.get::<Object<'a>>(reference.into()),
                MaybeRef::NotRef(kid) => Some(kid),
            };
            if let Some(kid) = kid {
                self.kid(kid, within, depth)?;
            }
        }
        Some(())
    }

    fn kid(&mut self, kid: Object<'a>, within: &Within, depth: usize) -> Option<()> {
        self.left = self.left.checked_sub(1)?;
        match kid {
            Object::Dict(kid) => self.dict(&kid, within, depth),
            kid => {
                if let Some(number) = kid.into_i32()
                    && within.page == Some(self.page)
                {
                    self.add(number, within);
                }
                Some(())
            }
        }
    }

    /// An element, or a reference to marked contents or to an object.
    fn dict(&mut self, kid: &Dict<'a>, within: &Within, depth: usize) -> Option<()> {
        let mut own = within.clone();
        if let Some(page) = kid.get_ref("Pg") {
            own.page = Some(page.into());
        }
        let of_type = kid.get::<Name<'a>>("Type");
        match of_type.as_deref() {
            Some(b"MCR") => {
                if own.page == Some(self.page) {
                    if kid.contains_key("Stm") {
                        return None;
                    }
                    if let Some(number) = kid.get::<i32>("MCID") {
                        self.add(number, &own);
                    }
                }
                Some(())
            }
            Some(b"OBJR") => Some(()),
            _ => {
                if let Some(language) = language_tag(kid) {
                    own.language = Some(language);
                }
                self.kids(kid, &own, depth + 1)
            }
        }
    }

    /// A part that is named twice is read where it is named first.
    fn add(&mut self, number: i32, within: &Within) {
        let place = u32::try_from(self.structure.parts.len()).unwrap_or(u32::MAX);
        let part = Part { place, language: within.language.clone() };
        self.structure.parts.entry(number).or_insert(part);
    }
}
