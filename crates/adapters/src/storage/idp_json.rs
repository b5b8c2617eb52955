//! What belongs together about identity providers, as JSON in one column.

use serde_json::{Value, json};
use wariin_domain::{
    AccountId, AuthorizationPurpose, ConsentTransaction, ContentDigest, EmailAddress,
    EmailVerified, IdpDemand, IdpIdentity, IdpLogin, IdpName, IdpStatement, IdpStrength,
    IdpSubject, IdpTest, Issuer, StrengthRule, Timestamp, Uuid,
};

pub(super) fn identity(identity: &IdpIdentity) -> Value {
    json!({
        "connection": id(identity.connection),
        "issuer": identity.issuer.as_str(),
        "subject": identity.subject.as_str(),
    })
}

pub(super) fn to_identity(value: &Value) -> Option<IdpIdentity> {
    Some(IdpIdentity {
        connection: uuid(value, "connection")?.into(),
        issuer: Issuer::parse(text(value, "issuer")?).ok()?,
        subject: IdpSubject::parse(text(value, "subject")?).ok()?,
    })
}

pub(super) fn demand(demand: &IdpDemand) -> String {
    json!({
        "connection": id(demand.connection),
        "issuer": demand.issuer.as_str(),
        "name": demand.name.as_str(),
    })
    .to_string()
}

pub(super) fn to_demand(json: &str) -> Option<IdpDemand> {
    let value: Value = serde_json::from_str(json).ok()?;
    Some(IdpDemand {
        connection: uuid(&value, "connection")?.into(),
        issuer: Issuer::parse(text(&value, "issuer")?).ok()?,
        name: IdpName::parse(text(&value, "name")?).ok()?,
    })
}

pub(super) fn login(login: &IdpLogin) -> String {
    json!({
        "identity": identity(&login.identity),
        "session": login.session,
        "strong": login.strength == IdpStrength::Proven,
        "acr": login.acr,
        "amr": login.amr,
        "linked_at": login.linked_at.as_micros(),
    })
    .to_string()
}

pub(super) fn to_login(json: &str) -> Option<IdpLogin> {
    let value: Value = serde_json::from_str(json).ok()?;
    let is_strong = value.get("strong")?.as_bool()?;
    Some(IdpLogin {
        identity: to_identity(value.get("identity")?)?,
        session: optional(value.get("session")?)?,
        strength: if is_strong { IdpStrength::Proven } else { IdpStrength::Unproven },
        acr: optional(value.get("acr")?)?,
        amr: strings(value.get("amr")?)?,
        linked_at: at(&value, "linked_at")?,
    })
}

pub(super) fn strength(rule: &StrengthRule) -> String {
    match rule {
        StrengthRule::Acr(values) => json!({ "acr": values }),
        StrengthRule::Amr(values) => json!({ "amr": values }),
        StrengthRule::TrustEveryLogin => json!("trust_every_login"),
    }
    .to_string()
}

pub(super) fn to_strength(json: &str) -> Option<StrengthRule> {
    let value: Value = serde_json::from_str(json).ok()?;
    if value == "trust_every_login" {
        return Some(StrengthRule::TrustEveryLogin);
    }
    match (value.get("acr"), value.get("amr")) {
        (Some(values), None) => strings(values).map(StrengthRule::Acr),
        (None, Some(values)) => strings(values).map(StrengthRule::Amr),
        _ => None,
    }
}

pub(super) fn test(test: &IdpTest) -> String {
    json!({
        "at": test.at.as_micros(),
        "acr": test.acr,
        "amr": test.amr,
        "authenticated_at": test.authenticated_at.map(Timestamp::as_micros),
        "gave_address": test.gave_address,
    })
    .to_string()
}

pub(super) fn to_test(json: &str) -> Option<IdpTest> {
    let value: Value = serde_json::from_str(json).ok()?;
    Some(IdpTest {
        at: at(&value, "at")?,
        acr: optional(value.get("acr")?)?,
        amr: strings(value.get("amr")?)?,
        authenticated_at: at(&value, "authenticated_at"),
        gave_address: value.get("gave_address")?.as_bool()?,
    })
}

pub(super) fn said(said: &IdpStatement) -> String {
    let verified = match said.email_verified {
        EmailVerified::Yes => Value::Bool(true),
        EmailVerified::No => Value::Bool(false),
        EmailVerified::Unsaid => Value::Null,
    };
    json!({
        "identity": identity(&said.identity),
        "session": said.session,
        "authenticated_at": said.authenticated_at.map(Timestamp::as_micros),
        "acr": said.acr,
        "amr": said.amr,
        "tenant": said.tenant,
        "email": said.email.as_ref().map(EmailAddress::as_str),
        "email_verified": verified,
        "name": said.name,
    })
    .to_string()
}

pub(super) fn to_said(json: &str) -> Option<IdpStatement> {
    let value: Value = serde_json::from_str(json).ok()?;
    let email = optional(value.get("email")?)?;
    Some(IdpStatement {
        identity: to_identity(value.get("identity")?)?,
        session: optional(value.get("session")?)?,
        authenticated_at: at(&value, "authenticated_at"),
        acr: optional(value.get("acr")?)?,
        amr: strings(value.get("amr")?)?,
        tenant: optional(value.get("tenant")?)?,
        email: email.map(|email| EmailAddress::parse(&email)).transpose().ok()?,
        email_verified: match value.get("email_verified")? {
            Value::Bool(true) => EmailVerified::Yes,
            Value::Null => EmailVerified::Unsaid,
            _ => EmailVerified::No,
        },
        name: optional(value.get("name")?)?,
    })
}

pub(super) fn purpose(purpose: &AuthorizationPurpose) -> String {
    match purpose {
        AuthorizationPurpose::SignIn { next } => json!({ "for": "sign_in", "next": next }),
        AuthorizationPurpose::Link { account, next } => {
            json!({ "for": "link", "account": id(*account), "next": next })
        }
        AuthorizationPurpose::Test { by } => json!({ "for": "test", "account": id(*by) }),
        AuthorizationPurpose::Consent(consent) => {
            json!({ "for": "consent", "consent": transaction(consent) })
        }
    }
    .to_string()
}

pub(super) fn to_purpose(json: &str) -> Option<AuthorizationPurpose> {
    let value: Value = serde_json::from_str(json).ok()?;
    let account = || uuid(&value, "account").map(AccountId::from);
    let next = || text(&value, "next").map(str::to_owned);
    Some(match text(&value, "for")? {
        "sign_in" => AuthorizationPurpose::SignIn { next: next()? },
        "link" => AuthorizationPurpose::Link { account: account()?, next: next()? },
        "test" => AuthorizationPurpose::Test { by: account()? },
        "consent" => AuthorizationPurpose::Consent(to_transaction(value.get("consent")?)?),
        _ => return None,
    })
}

pub(super) fn transaction(consent: &ConsentTransaction) -> Value {
    json!({
        "id": id(consent.id),
        "account": id(consent.account),
        "identity": identity(&consent.identity),
        "recipient": id(consent.recipient),
        "content": consent.content.to_string(),
        "random": hex::encode(consent.random),
        "began_at": consent.began_at.as_micros(),
    })
}

pub(super) fn to_transaction(value: &Value) -> Option<ConsentTransaction> {
    let mut random = [0; 32];
    hex::decode_to_slice(text(value, "random")?, &mut random).ok()?;
    Some(ConsentTransaction {
        id: uuid(value, "id")?.into(),
        account: uuid(value, "account")?.into(),
        identity: to_identity(value.get("identity")?)?,
        recipient: uuid(value, "recipient")?.into(),
        content: ContentDigest::parse(text(value, "content")?)?,
        random,
        began_at: at(value, "began_at")?,
    })
}

/// A string or nothing; `None` for anything else.
pub(super) fn optional(value: &Value) -> Option<Option<String>> {
    match value {
        Value::Null => Some(None),
        Value::String(text) => Some(Some(text.clone())),
        _ => None,
    }
}

pub(super) fn strings(value: &Value) -> Option<Vec<String>> {
    value.as_array()?.iter().map(|v| v.as_str().map(str::to_owned)).collect()
}

fn id(id: impl Into<Uuid>) -> String {
    id.into().to_string()
}

fn uuid(value: &Value, key: &str) -> Option<Uuid> {
    Uuid::parse_str(text(value, key)?).ok()
}

pub(super) fn text<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value.get(key)?.as_str()
}

pub(super) fn at(value: &Value, key: &str) -> Option<Timestamp> {
    value.get(key)?.as_i64().map(Timestamp::from_micros)
}
