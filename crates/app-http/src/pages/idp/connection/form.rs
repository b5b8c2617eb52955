//! What an admin enters about a connection.

use crate::pages::Typed;
use crate::web::{Field, FieldKind, Fields};
use wariin_domain::{
    ClientId, IdpConnection, IdpName, IdpSettings, Issuer, StrengthRule, Tenant, TextError,
};
use wariin_ports::ClientSecret;

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
    fn read(typed: &Typed) -> Result<StrengthRule, Self> {
        let text = typed.get("values").cloned().unwrap_or_default();
        let separators = |c: char| c.is_whitespace() || c == ',' || c == '、';
        let values: Vec<String> =
            text.split(separators).filter(|v| !v.is_empty()).map(str::to_owned).collect();
        let again =
            |kind, error: &str| Err(Self { kind, values: text.clone(), error: error.into() });
        let is_plain =
            values.iter().all(|v| v.len() <= 255 && v.bytes().all(|b| b.is_ascii_graphic()));
        match typed.get("strength").map(String::as_str) {
            Some("trust") => Ok(StrengthRule::TrustEveryLogin),
            Some(kind @ ("acr" | "amr")) => {
                let kind = if kind == "acr" { "acr" } else { "amr" };
                if values.is_empty() || values.len() > 20 || !is_plain {
                    return again(
                        kind,
                        "値を半角で、1個から20個まで、空白で区切って入力してください。",
                    );
                }
                Ok(if kind == "acr" {
                    StrengthRule::Acr(values)
                } else {
                    StrengthRule::Amr(values)
                })
            }
            _ => again("amr", "2要素認証の確認方法を選んでください。"),
        }
    }
}

pub(super) fn fields() -> Fields {
    Fields(vec![
        Field::new("name", "表示名", FieldKind::Text)
            .hint("ログインや同意の画面に出る名前です。会社名・組織名にします。")
            .limit(IdpName::LIMIT),
        Field::new("issuer", "発行者（issuer）", FieldKind::Text)
            .hint("https:// から始まるURLです。末尾の「/」の有無まで、IdPの設定と同じにします。")
            .limit(255),
        Field::new("client", "クライアントID", FieldKind::Text).limit(255),
        Field::new("tenant", "組織を見分ける項目（クレーム）", FieldKind::Text)
            .hint("Google Workspaceなど、発行者のURLが他社と共通のIdPで必要です。例：hd=example.co.jp")
            .optional()
            .limit(255),
    ])
}

pub(super) fn fields_of(connection: &IdpConnection) -> Fields {
    let tenant = connection.tenant.as_ref().map(ToString::to_string).unwrap_or_default();
    let values = [
        ("name", connection.name.to_string()),
        ("issuer", connection.issuer.to_string()),
        ("client", connection.client.to_string()),
        ("tenant", tenant),
    ];
    fields().filled(&values.map(|(name, value)| (name.to_owned(), value)).into())
}

pub(super) fn secret_field() -> Field {
    Field::new("secret", "クライアントシークレット", FieldKind::Password)
        .hint("暗号化して保存し、画面には二度と表示しません。")
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
pub(super) fn read(typed: &Typed, fields: &mut Fields) -> Result<IdpSettings, Rule> {
    let rule = Rule::read(typed);
    let read = (
        fields.read("name", IdpName::parse),
        fields.read("issuer", Issuer::parse),
        fields.read("client", ClientId::parse),
        fields.read_optional("tenant", Tenant::parse),
    );
    match (read, rule) {
        ((Some(name), Some(issuer), Some(client), Some(tenant)), Ok(strength)) => Ok(IdpSettings {
            name,
            issuer,
            client,
            tenant,
            strength,
            creates_members: typed.contains_key("creates"),
        }),
        (_, Ok(strength)) => Err(Rule::of(&strength)),
        (_, Err(rule)) => Err(rule),
    }
}
