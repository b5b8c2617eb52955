//! What is stored of the sign-in that a document was sent with.

use super::JsonColumn;
use super::idp::StoredLogin;
use serde::{Deserialize, Serialize};
use wariin_domain::{FactorMethod, IdpLogin, SignIn, SignInMethod, Timestamp, Uuid};

#[derive(Serialize, Deserialize)]
pub(in crate::storage) struct StoredSignIn {
    account: Uuid,
    at: i64,
    by: StoredMethod,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "method", rename_all = "snake_case")]
enum StoredMethod {
    Password,
    TwoFactor {
        factor: Uuid,
        factor_kind: String,
        enrolled_at: i64,
        /// Missing in what releases have stored that did not keep it.
        #[serde(default)]
        behind_code: Option<bool>,
    },
    Idp {
        login: StoredLogin,
    },
}

impl JsonColumn for SignIn {
    const COLUMN: &'static str = "document.sent_by";
    type Stored = StoredSignIn;

    fn stored(&self) -> StoredSignIn {
        let (at, by) = match self.method() {
            SignInMethod::Password { at } => (at, StoredMethod::Password),
            SignInMethod::TwoFactor { at, factor, method, enrolled_at, behind_code } => {
                let by = StoredMethod::TwoFactor {
                    factor: (*factor).into(),
                    factor_kind: method.name().to_owned(),
                    enrolled_at: enrolled_at.as_micros(),
                    behind_code: *behind_code,
                };
                (at, by)
            }
            SignInMethod::Idp { at, login } => (at, StoredMethod::Idp { login: login.stored() }),
        };
        StoredSignIn { account: self.account().into(), at: at.as_micros(), by }
    }

    fn restored(stored: StoredSignIn) -> Option<Self> {
        let at = Timestamp::from_micros(stored.at);
        let method = match stored.by {
            StoredMethod::Password => SignInMethod::Password { at },
            StoredMethod::TwoFactor { factor, factor_kind, enrolled_at, behind_code } => {
                SignInMethod::TwoFactor {
                    at,
                    factor: factor.into(),
                    method: FactorMethod::parse(&factor_kind)?,
                    enrolled_at: Timestamp::from_micros(enrolled_at),
                    behind_code,
                }
            }
            StoredMethod::Idp { login } => {
                SignInMethod::Idp { at, login: IdpLogin::restored(login)? }
            }
        };
        Some(Self::new(stored.account.into(), method))
    }
}
