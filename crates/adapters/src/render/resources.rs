//! What the resources of a page ask for that the renderer draws otherwise than others do, or not at all. It says
//! nothing of these itself: it takes another paint, leaves a mask out, or puts a group on nothing.

use hayro::hayro_syntax::object::{Dict, Name, Object, ObjectIdentifier, Stream, dict_or_stream};
use hayro::hayro_syntax::page::{Page, Resources};
use std::collections::HashSet;

/// How many resources of a page are looked at; a page has a few dozen.
const MAX_RESOURCES: usize = 5_000;
/// How deep forms and patterns may lie in each other.
const MAX_DEPTH: usize = 16;

/// The families of colour spaces (ISO 32000-2, section 8.6), with their short names in images of the contents.
const COLOUR_SPACES: [&str; 16] = [
    "DeviceGray",
    "DeviceRGB",
    "DeviceCMYK",
    "CalGray",
    "CalRGB",
    "CalCMYK",
    "Lab",
    "ICCBased",
    "Indexed",
    "Separation",
    "DeviceN",
    "Pattern",
    "G",
    "RGB",
    "CMYK",
    "I",
];

/// What was found among the resources of a page.
#[derive(Debug, Default)]
pub(super) struct Found<'a> {
    /// Whether something is drawn otherwise than others draw it.
    pub(super) differs: bool,
    /// Whether there are patterns or masks, whose contents are interpreted when they are drawn only.
    pub(super) is_layered: bool,
    /// The fonts, those of forms and patterns too.
    pub(super) fonts: Vec<Dict<'a>>,
}

/// Looks at the resources of a page, and at those of the forms, patterns and masks among them.
pub(super) fn look<'a>(page: &Page<'a>) -> Found<'a> {
    let mut looker = Looker { found: Found::default(), seen: HashSet::new(), left: MAX_RESOURCES };
    looker.resources(page.resources(), Group::None, 0);
    looker.found
}

/// The transparency group that contents are part of (ISO 32000-2, section 11.4).
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Group {
    /// That of the page.
    None,
    /// One that begins with nothing behind it.
    Isolated,
    /// One that begins with what is behind it, which is drawn as if it were isolated.
    Open,
}

struct Looker<'a> {
    found: Found<'a>,
    seen: HashSet<(ObjectIdentifier, Group)>,
    left: usize,
}

impl<'a> Looker<'a> {
    fn resources(&mut self, resources: &Resources<'a>, group: Group, depth: usize) {
        if depth > MAX_DEPTH {
            return;
        }
        self.each::<Dict<'a>>(&resources.ext_g_states, |it, state| it.state(&state, group, depth));
        self.each::<Object<'a>>(&resources.color_spaces, |it, space| it.colour_space(&space));
        self.each::<Object<'a>>(&resources.shadings, |it, shading| it.shading(&shading));
        self.each::<Object<'a>>(&resources.patterns, |it, pattern| it.pattern(&pattern, depth));
        self.each::<Stream<'a>>(&resources.x_objects, |it, object| {
            if is(object.dict(), "Subtype", b"Form") {
                it.form(&object, resources, group, depth);
            }
        });
        self.each::<Dict<'a>>(&resources.fonts, |it, font| it.found.fonts.push(font));
    }

    /// Does this with each entry of a dictionary that is of this kind, as long as there are not too many.
    fn each<T>(&mut self, of: &Dict<'a>, look: impl Fn(&mut Self, T))
    where
        T: TryFrom<Object<'a>>,
    {
        for key in of.keys() {
            let Some(left) = self.left.checked_sub(1) else { return };
            self.left = left;
            if let Some(entry) = of.get::<Object<'a>>(key)
                && let Ok(entry) = T::try_from(entry)
            {
                look(self, entry);
            }
        }
    }

    /// A graphics state: in a group that is not isolated what is behind the group is blended with, too. A mask by
    /// brightness is left out when its group names no colour space.
    fn state(&mut self, state: &Dict<'a>, group: Group, depth: usize) {
        self.found.differs |= group == Group::Open && blends(state);
        let Some(mask) = state.get::<Dict<'a>>("SMask") else { return };
        self.found.is_layered = true;
        let Some(form) = mask.get::<Stream<'a>>("G") else {
            self.found.differs = true;
            return;
        };
        let of_form = form.dict().get::<Dict<'a>>("Group").unwrap_or_default();
        self.found.differs |= is(&mask, "S", b"Luminosity") && !of_form.contains_key("CS");
        self.form(&form, &Resources::new(Dict::empty()), Group::Isolated, depth);
    }

    fn form(&mut self, form: &Stream<'a>, around: &Resources<'a>, group: Group, depth: usize) {
        let own = form.dict().get::<Dict<'a>>("Group").filter(|own| is(own, "S", b"Transparency"));
        let is_true = |key| own.as_ref().and_then(|own| own.get::<bool>(key)).unwrap_or(false);
        self.found.differs |= is_true("K");
        let within = match own {
            None => group,
            Some(_) if is_true("I") => Group::Isolated,
            Some(_) => Group::Open,
        };
        if !self.seen.insert((form.obj_id(), within)) {
            return;
        }
        match form.dict().get::<Dict<'a>>("Resources") {
            Some(own) => self.resources(&Resources::new(own), within, depth + 1),
            None => self.resources(around, within, depth + 1),
        }
    }

    fn pattern(&mut self, pattern: &Object<'a>, depth: usize) {
        self.found.is_layered = true;
        let Some((dict, stream)) = dict_or_stream(pattern) else { return };
        match stream {
            Some(tiling) => {
                let own = dict.get::<Dict<'a>>("Resources").unwrap_or_default();
                if self.seen.insert((tiling.obj_id(), Group::Isolated)) {
                    self.resources(&Resources::new(own), Group::Isolated, depth + 1);
                }
            }
            None => match dict.get::<Object<'a>>("Shading") {
                Some(shading) => self.shading(&shading),
                None => self.found.differs = true,
            },
        }
    }

    /// A shading whose kind, function or colour space is not known is not drawn (ISO 32000-2, section 8.7.4.5).
    fn shading(&mut self, shading: &Object<'a>) {
        let Some((dict, stream)) = dict_or_stream(shading) else { return };
        let is_drawn = match dict.get::<i32>("ShadingType") {
            Some(1..=3) => dict.contains_key("Function"),
            Some(4..=7) => stream.is_some_and(|stream| stream.decoded_data().is_ok()),
            _ => false,
        };
        self.found.differs |= !is_drawn;
        match dict.get::<Object<'a>>("ColorSpace") {
            Some(space) => self.colour_space(&space),
            None => self.found.differs = true,
        }
    }

    /// A colour space of an unknown family is taken for grey.
    fn colour_space(&mut self, space: &Object<'a>) {
        let family = match space {
            Object::Name(name) => Some(name.clone()),
            Object::Array(array) => array.iter::<Name<'a>>().next(),
            _ => None,
        };
        let is_known = family.is_some_and(|family| {
            COLOUR_SPACES.iter().any(|known| known.as_bytes() == family.as_ref())
        });
        self.found.differs |= !is_known;
    }
}

fn is(dict: &Dict<'_>, key: &str, value: &[u8]) -> bool {
    dict.get::<Name<'_>>(key).is_some_and(|name| name.as_ref() == value)
}

/// Whether what is drawn in this graphics state is blended with what is behind it.
fn blends(state: &Dict<'_>) -> bool {
    let is_plain = |name: &Name<'_>| matches!(name.as_ref(), b"Normal" | b"Compatible");
    match state.get::<Object<'_>>("BM") {
        Some(Object::Name(name)) => !is_plain(&name),
        Some(Object::Array(names)) => names.iter::<Name<'_>>().any(|name| !is_plain(&name)),
        _ => false,
    }
}

#[cfg(test)]
mod tests;
