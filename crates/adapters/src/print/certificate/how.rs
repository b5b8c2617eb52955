//! How a person was authenticated, in the words of the seal's reason and in English.

use super::words::Words;
use crate::pades::{method, sent_by};
use wariin_domain::{Assurance, EnrolmentClass, FactorMethod, SignInMethod, Timestamp};

/// What is told of an authentication.
pub(super) struct How {
    /// The method.
    pub(super) method: Words,
    /// When the person was authenticated; `None` where only the link was used.
    pub(super) at: Option<Timestamp>,
    /// When the factor was enrolled, or the identity linked.
    pub(super) enrolled_at: Option<Timestamp>,
    /// Whether a mailed code had proved the mailbox when the factor was enrolled or the identity linked; `None` where
    /// this is not known.
    pub(super) behind_code: Option<bool>,
    /// What the enrolment is worth for the document; of a sender nothing is told.
    pub(super) class: Option<EnrolmentClass>,
    /// Its identifier, where there is one: of the factor, or of the person at the provider.
    pub(super) by: Vec<(&'static str, &'static str, String)>,
}

impl How {
    /// How a recipient was authenticated.
    pub(super) fn of(assurance: &Assurance) -> Self {
        let japanese = method(assurance);
        let (english, at, by) = match assurance {
            Assurance::TwoFactor { method, factor, authenticated_at, assertion, .. } => {
                let mut by = vec![("認証手段ID", "Factor id", factor.to_string())];
                by.extend(assertion.map(|id| ("パスキーの署名", "Assertion kept", id.to_string())));
                (two_factor(*method), Some(*authenticated_at), by)
            }
            Assurance::Idp { identity, acr, amr, id_token, authenticated_at, .. } => {
                let subject = identity.subject.as_str().to_owned();
                let mut by = idp(identity.issuer.as_str(), subject, acr.as_deref(), amr);
                if let Some(id) = id_token {
                    by.push(("IDトークン", "ID token kept", id.to_string()));
                }
                ("identity provider (OpenID Connect)", Some(*authenticated_at), by)
            }
            Assurance::Mailbox { generation } => {
                let by = vec![("リンク", "Link", format!("第{generation}世代 / no. {generation}"))];
                ("mailed link", None, by)
            }
        };
        let (class, enrolled_at) = (assurance.class(), assurance.enrolled_at());
        let behind_code = assurance.behind_code();
        Self { method: (japanese, english.to_owned()), at, enrolled_at, behind_code, class, by }
    }

    /// How the sender was signed in.
    pub(super) fn of_sender(sign_in: &SignInMethod) -> Self {
        let japanese = sent_by(sign_in);
        let (english, at, enrolled_at, by) = match sign_in {
            SignInMethod::Password { at } => ("password alone", *at, None, Vec::new()),
            SignInMethod::TwoFactor { at, factor, method, enrolled_at, .. } => {
                let by = vec![("認証手段ID", "Factor id", factor.to_string())];
                (two_factor(*method), *at, Some(*enrolled_at), by)
            }
            SignInMethod::Idp { at, login } => {
                let (issuer, subject) = (&login.identity.issuer, &login.identity.subject);
                let subject = subject.as_str().to_owned();
                let by = idp(issuer.as_str(), subject, login.acr.as_deref(), &login.amr);
                ("identity provider (OpenID Connect)", *at, Some(login.linked_at), by)
            }
        };
        let method = (japanese, english.to_owned());
        Self { method, at: Some(at), enrolled_at, behind_code: None, class: None, by }
    }
}

const fn two_factor(method: FactorMethod) -> &'static str {
    match method {
        FactorMethod::Totp => "two factors: authenticator app",
        FactorMethod::Passkey => "two factors: passkey",
    }
}

fn idp(
    issuer: &str,
    subject: String,
    acr: Option<&str>,
    amr: &[String],
) -> Vec<(&'static str, &'static str, String)> {
    let mut by = vec![
        ("IdP発行者", "Issuer (iss)", issuer.to_owned()),
        ("IdPでの識別子", "Subject (sub)", subject),
    ];
    by.extend(acr.map(|acr| ("認証コンテキスト", "acr", acr.to_owned())));
    if !amr.is_empty() {
        by.push(("認証方式", "amr", amr.join(" ")));
    }
    by
}
