//! What single inputs of a form are read as: a secret, a checkbox.

use serde::de::IgnoredAny;
use serde::{Deserialize, Deserializer};
use wariin_usecases::SecretInput;

/// A password or code as it was typed. It has no `Debug`, and no form shows it again.
#[derive(Clone, Default, Deserialize)]
#[serde(transparent)]
pub(crate) struct Secret(String);

impl Secret {
    /// What was typed.
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }
}

impl From<Secret> for SecretInput {
    fn from(secret: Secret) -> Self {
        Self(secret.0)
    }
}

/// A checkbox, or a hidden field that only says it is there: checked when the form has it at all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Checkbox(bool);

impl Checkbox {
    /// Whether the form has it.
    pub(crate) fn is_checked(self) -> bool {
        self.0
    }
}

impl From<bool> for Checkbox {
    fn from(is_checked: bool) -> Self {
        Self(is_checked)
    }
}

impl<'de> Deserialize<'de> for Checkbox {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        IgnoredAny::deserialize(deserializer).map(|_| Self(true))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use poem::Request;

    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Form {
        agreed: Checkbox,
        code: Secret,
    }

    fn read(query: &str) -> Form {
        let uri = format!("/?{query}").parse().unwrap();
        Request::builder().uri(uri).finish().params().unwrap()
    }

    #[test]
    fn a_checkbox_is_checked_when_the_form_has_it_whatever_its_value() {
        assert!(read("agreed=on").agreed.is_checked());
        assert!(read("agreed=").agreed.is_checked());
        assert!(!read("code=1").agreed.is_checked());
    }

    #[test]
    fn a_secret_is_what_was_typed_and_empty_when_nothing_was() {
        assert_eq!(read("code=12+34").code.expose(), "12 34");
        assert_eq!(read("").code.expose(), "");
    }
}
