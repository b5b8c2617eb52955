//! What an admin enters about a connection.

use crate::i18n::OfficeMessages;
use crate::web::{Checkbox, FieldKind, FormField, FormFields, Secret};
use serde::Deserialize;
use wariin_domain::{
    ClientId, EndpointOrigin, IdpConnection, IdpName, IdpSettings, Issuer, StrengthRule, Tenant,
    TextError,
};
use wariin_ports::ClientSecret;

/// What was entered. A new connection has its secret beside the rest.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct ConnectionForm {
    pub(super) name: String,
    pub(super) issuer: String,
    pub(super) hosts: String,
    pub(super) client: String,
    pub(super) tenant: String,
    pub(super) secret: Secret,
    pub(super) strength: String,
    pub(super) values: String,
    pub(super) creates: Checkbox,
}

/// How strength is proven, as the form has it.
#[derive(Clone)]
pub(super) struct Rule {
    pub(super) kind: &'static str,
    pub(super) values: String,
    pub(super) error: String,
}

impl Rule {
    pub(super) fn of(rule: &StrengthRule) -> Self {
        let (kind, values) = match rule {
            StrengthRule::Acr(values) => ("acr", values.join(" ")),
            StrengthRule::Amr(values) => ("amr", values.join(" ")),
            StrengthRule::TrustEveryLogin => ("trust", String::new()),
        };
        Self { kind, values, error: String::new() }
    }

    /// Reads the form; the values are separated by blanks or commas.
    fn read(form: &ConnectionForm, o: &OfficeMessages) -> Result<StrengthRule, Self> {
        let text = &form.values;
        let separators = |c: char| c.is_whitespace() || c == ',' || c == '、';
        let values: Vec<String> =
            text.split(separators).filter(|v| !v.is_empty()).map(str::to_owned).collect();
        let again = |kind, error| Err(Self { kind, values: text.clone(), error });
        let is_plain =
            values.iter().all(|v| v.len() <= 255 && v.bytes().all(|b| b.is_ascii_graphic()));
        match form.strength.as_str() {
            "trust" => Ok(StrengthRule::TrustEveryLogin),
            kind @ ("acr" | "amr") => {
                let kind = if kind == "acr" { "acr" } else { "amr" };
                if values.is_empty() || values.len() > 20 || !is_plain {
                    return again(kind, o.idp_rule_values_wrong());
                }
                Ok(if kind == "acr" {
                    StrengthRule::Acr(values)
                } else {
                    StrengthRule::Amr(values)
                })
            }
            _ => again("amr", o.idp_rule_missing()),
        }
    }
}

pub(super) fn fields(o: &OfficeMessages, form: &ConnectionForm) -> FormFields {
    FormFields(vec![
        FormField::new("name", o.idp_name(), FieldKind::Text)
            .value(&form.name)
            .hint(o.idp_name_hint())
            .limit(IdpName::LIMIT),
        FormField::new("issuer", o.idp_issuer(), FieldKind::Text)
            .value(&form.issuer)
            .hint(o.idp_issuer_hint())
            .limit(255),
        FormField::new("client", o.idp_client(), FieldKind::Text).value(&form.client).limit(255),
        FormField::new("tenant", o.idp_tenant(), FieldKind::Text)
            .value(&form.tenant)
            .hint(o.idp_tenant_hint())
            .optional()
            .limit(255),
        FormField::new("hosts", o.idp_hosts(), FieldKind::Text)
            .value(&form.hosts)
            .hint(o.idp_hosts_hint())
            .optional()
            .limit(1500),
    ])
}

pub(super) fn fields_of(o: &OfficeMessages, connection: &IdpConnection) -> FormFields {
    let form = ConnectionForm {
        name: connection.name.to_string(),
        issuer: connection.issuer.to_string(),
        hosts: hosts_of(connection),
        client: connection.client.to_string(),
        tenant: connection.tenant.as_ref().map(ToString::to_string).unwrap_or_default(),
        ..ConnectionForm::default()
    };
    fields(o, &form)
}

/// The hosts that were named, with blanks between them.
pub(super) fn hosts_of(connection: &IdpConnection) -> String {
    connection.hosts.iter().map(EndpointOrigin::as_str).collect::<Vec<_>>().join(" ")
}

/// The fields of a connection whose provider names endpoints on hosts that were not named for it: these are
/// proposed, to be confirmed by saving.
pub(super) fn proposing(
    o: &OfficeMessages,
    connection: &IdpConnection,
    others: &[String],
) -> FormFields {
    let mut fields = fields_of(o, connection);
    let known = connection.hosts.iter().map(EndpointOrigin::as_str);
    let all: Vec<&str> = known.chain(others.iter().map(String::as_str)).collect();
    if let Some(field) = fields.0.iter_mut().find(|field| field.name == "hosts") {
        field.value = all.join(" ");
    }
    fields.refuse("hosts", o.idp_other_hosts(others.join(o.idp_comma().as_str())));
    fields
}

pub(super) fn secret_field(o: &OfficeMessages) -> FormField {
    FormField::new("secret", o.idp_secret(), FieldKind::Password)
        .hint(o.idp_secret_hint())
        .limit(1024)
}

pub(super) fn secret(text: &str) -> Result<ClientSecret, TextError> {
    let text = text.trim();
    match text.len() {
        0 => Err(TextError::Empty),
        1..=1024 if text.bytes().all(|b| b.is_ascii_graphic()) => Ok(ClientSecret(text.to_owned())),
        1..=1024 => Err(TextError::Malformed),
        _ => Err(TextError::TooLong { limit: 1024 }),
    }
}

/// What was entered; the fields and the rule with what is wrong otherwise.
pub(super) fn read(
    o: &OfficeMessages,
    form: &ConnectionForm,
    fields: &mut FormFields,
) -> Result<IdpSettings, Rule> {
    let rule = Rule::read(form, o);
    let read = (
        fields.read("name", IdpName::parse),
        fields.read("issuer", Issuer::parse),
        fields.read("client", ClientId::parse),
        fields.read_optional("tenant", Tenant::parse),
        fields.read_optional("hosts", EndpointOrigin::parse_list),
    );
    match (read, rule) {
        ((Some(name), Some(issuer), Some(client), Some(tenant), Some(hosts)), Ok(strength)) => {
            Ok(IdpSettings {
                name,
                issuer,
                hosts: hosts.unwrap_or_default(),
                client,
                tenant,
                strength,
                creates_members: form.creates.is_checked(),
            })
        }
        (_, Ok(strength)) => Err(Rule::of(&strength)),
        (_, Err(rule)) => Err(rule),
    }
}
