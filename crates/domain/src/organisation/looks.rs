//! What an organisation shows of itself to recipients: its address, its logo, and the colour of its mails.

use super::{Organisation, OrganisationAdmin};
use crate::{EventKind, Events, FileDigest, OrganisationName, PostalAddress, Timestamp};
use alloc::string::ToString;
use core::fmt;

/// What an organisation shows of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OrganisationLooks {
    /// 住所, in one line.
    pub address: Option<PostalAddress>,
    /// The logo, by the digest of the PNG.
    pub logo: Option<FileDigest>,
    /// The colour of buttons in its mails.
    pub colour: AccentColour,
}

/// A colour on which white words can be read: its contrast to white is 4.5 to 1 at least (WCAG 2.2, 1.4.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AccentColour([u8; 3]);

/// The colour of the service's own buttons.
impl Default for AccentColour {
    fn default() -> Self {
        Self([0x0f, 0x3b, 0xa8])
    }
}

impl AccentColour {
    /// Reads `#rrggbb`.
    ///
    /// # Errors
    /// [`ColourError`].
    pub fn parse(text: &str) -> Result<Self, ColourError> {
        let digits = text.trim().strip_prefix('#').ok_or(ColourError::Malformed)?;
        if digits.len() != 6 || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return Err(ColourError::Malformed);
        }
        let number = u32::from_str_radix(digits, 16).map_err(|_| ColourError::Malformed)?;
        let [_, red, green, blue] = number.to_be_bytes();
        let colour = Self([red, green, blue]);
        if colour.contrast_to_white() < 4.5 { Err(ColourError::TooPale) } else { Ok(colour) }
    }

    /// The contrast to white, from 1 to 21 (WCAG 2.2, "contrast ratio").
    pub fn contrast_to_white(self) -> f64 {
        let [red, green, blue] = self.0.map(linear);
        let luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
        1.05 / (luminance + 0.05)
    }
}

impl fmt::Display for AccentColour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

/// Why a colour is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ColourError {
    /// It is not of the form `#rrggbb`.
    #[error("the colour is not of the form #rrggbb")]
    Malformed,
    /// White words on it could not be read.
    #[error("the colour is too pale for white words")]
    TooPale,
}

/// The light of a channel of sRGB, from 0 to 1 (WCAG 2.2, "relative luminance").
fn linear(channel: u8) -> f64 {
    let value = f64::from(channel) / 255.0;
    if value <= 0.04045 { value / 12.92 } else { to_the_2_4th((value + 0.055) / 1.055) }
}

/// A number between 0 and 1 to the power of 2.4: the fifth root of its twelfth power, by Newton's method, since
/// `core` has no powers that are no whole numbers.
fn to_the_2_4th(base: f64) -> f64 {
    let fourth = base * base * base * base;
    let power = fourth * fourth * fourth;
    let mut root = 1.0_f64;
    for _ in 0..60 {
        let fourth = root * root * root * root;
        root -= (fourth * root - power) / (5.0 * fourth);
    }
    root
}

impl Organisation {
    /// The organisation goes by another name from now on; documents that were sent keep the name of their time.
    pub fn rename(
        &mut self,
        name: OrganisationName,
        by: OrganisationAdmin,
        now: Timestamp,
    ) -> Events {
        if self.name == name {
            return Events::none();
        }
        self.name = name;
        let renamed = EventKind::OrganisationRenamed { name: self.name.to_string() };
        Events::one(by.did(renamed, now))
    }

    /// Sets what it shows of itself.
    pub fn set_looks(
        &mut self,
        looks: OrganisationLooks,
        by: OrganisationAdmin,
        now: Timestamp,
    ) -> Events {
        if self.looks == looks {
            return Events::none();
        }
        self.looks = looks;
        let OrganisationLooks { address, logo, colour } = &self.looks;
        Events::one(by.did(
            EventKind::OrganisationLooksSet {
                address: address.as_ref().map(|address| address.as_str().to_string()),
                logo: *logo,
                colour: colour.to_string(),
            },
            now,
        ))
    }
}
