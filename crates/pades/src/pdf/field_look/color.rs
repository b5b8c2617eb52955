//! Colours as arrays of numbers.

use super::super::annotation::numbers;
use super::super::geometry::number;
use super::super::raw::RawDict;
use super::field::Field;
use crate::Error;

/// 1, 3 or 4 numbers: grey, RGB or CMYK.
pub(super) struct Color(Vec<f64>);

impl Color {
    /// The colour under a key; `None` where it is transparent.
    pub(super) fn under(
        field: &Field<'_>,
        looks: &RawDict,
        key: &str,
    ) -> Result<Option<Self>, Error> {
        let parts = numbers(field.file, looks, key)?.unwrap_or_default();
        match parts.len() {
            0 => Ok(None),
            1 | 3 | 4 => Ok(Some(Self(parts))),
            _ => Err(Error::UnfixedForm),
        }
    }

    fn operation(&self, operators: [&str; 3]) -> String {
        let operator = match self.0.len() {
            1 => operators[0],
            3 => operators[1],
            _ => operators[2],
        };
        format!("{} {operator}", self.0.iter().map(|it| number(*it)).collect::<Vec<_>>().join(" "))
    }

    pub(super) fn fill(&self) -> String {
        self.operation(["g", "rg", "k"])
    }

    pub(super) fn stroke(&self) -> String {
        self.operation(["G", "RG", "K"])
    }

    pub(super) fn darker(&self) -> Self {
        match self.0.as_slice() {
            [c, m, y, k] => Self(vec![*c, *m, *y, (k + 0.25).min(1.0)]),
            parts => Self(parts.iter().map(|part| part * 0.75).collect()),
        }
    }
}
