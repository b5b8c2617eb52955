//! What others than the service signed for the consents: ID tokens of identity providers, assertions of passkeys.

use super::Read;
use crate::evidence::finding::{Finding, Findings};
use crate::evidence::manifest::sha256;
use crate::openid::verify_id_tokens;
use crate::webauthn::verify_passkey_evidence;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use wariin_domain::EventKind;

impl Read<'_> {
    /// Whether each ID token was signed by its key for a consent to this document, and none is missing.
    pub(in crate::evidence) fn check_id_tokens(&self, findings: &mut Findings) {
        for entry in &self.evidence.id_tokens {
            let text = |name: &str| entry.get(name).and_then(Value::as_str).unwrap_or_default();
            let place = format!("ID token {}", text("transaction"));
            let file = json!({ "format": "wariin-id-token-evidence-1", "id_tokens": [entry] });
            if verify_id_tokens(&file.to_string()).is_err() {
                findings.fails(
                    Finding::IdTokens,
                    &place,
                    (
                        "it is not signed by the key, or not made for this consent",
                        "鍵による署名ではないか、この同意のためのものではありません",
                        "不是由该密钥签名，或不是为此同意所作",
                        "不是由該金鑰簽名，或不是為此同意所作",
                    ),
                );
            }
            let received_at = entry.get("received_at").and_then(Value::as_i64);
            let is_kept = self.events.iter().any(|event| match &event.kind {
                EventKind::IdTokenKept {
                    recipient, authorization, nonce, sha256: digest, ..
                } => {
                    authorization.to_string() == text("transaction")
                        && recipient.to_string() == text("recipient")
                        && nonce == text("nonce")
                        && digest.to_string() == sha256(text("id_token").as_bytes())
                        && received_at == Some(event.at)
                }
                _ => false,
            });
            if !is_kept || text("document") != self.evidence.document.id.to_string() {
                findings.fails(
                    Finding::IdTokens,
                    &place,
                    (
                        "no event commits to it",
                        "対応する履歴がありません",
                        "没有对应的历史记录",
                        "沒有對應的歷程記錄",
                    ),
                );
            }
        }
        for recipient in &self.evidence.recipients {
            let assurance =
                recipient.consent.as_ref().and_then(|consent| consent.assurance.as_ref());
            let named = assurance.and_then(|assurance| assurance.get("id_token")?.as_str());
            let of_it = |entry: &&Value| {
                let is = |name: &str, value: Option<&str>| {
                    entry.get(name).and_then(Value::as_str) == value
                };
                let identity = assurance.and_then(|assurance| assurance.get("identity"));
                let of_identity = |name: &str| identity.and_then(|i| i.get(name)?.as_str());
                let content =
                    recipient.consent.as_ref().and_then(|consent| consent.content.as_deref());
                is("transaction", named)
                    && is("content_digest", content)
                    && is("issuer", of_identity("issuer"))
                    && is("sub", of_identity("subject"))
            };
            if named.is_some() && !self.evidence.id_tokens.iter().any(|entry| of_it(&entry)) {
                let place = format!("recipient {}", recipient.id);
                findings.fails(
                    Finding::IdTokens,
                    &place,
                    ("it is missing", "ありません", "缺失", "缺少"),
                );
            }
        }
        if self.evidence.id_tokens.is_empty() {
            return;
        }
        findings.holds_unless_failed(Finding::IdTokens);
        findings.unknown(
            Finding::ProviderKeys,
            "",
            (
                "compare them with those that the providers publish",
                "IdPが公開している鍵と比べてください",
                "请与IdP公开的密钥比较",
                "請與IdP公開的金鑰比較",
            ),
        );
    }

    /// Whether each assertion was signed by its passkey for a consent to this document, and none is missing.
    pub(in crate::evidence) fn check_passkeys(&self, findings: &mut Findings) {
        for entry in &self.evidence.passkeys {
            let text = |name: &str| entry.get(name).and_then(Value::as_str).unwrap_or_default();
            let place = format!("passkey {}", text("ceremony"));
            let file = json!({ "format": "wariin-passkey-evidence-1", "assertions": [entry] });
            if verify_passkey_evidence(&file.to_string()).is_err() {
                findings.fails(
                    Finding::Passkeys,
                    &place,
                    (
                        "it is not signed by the key, or not made for this consent",
                        "鍵による署名ではないか、この同意のためのものではありません",
                        "不是由该密钥签名，或不是为此同意所作",
                        "不是由該金鑰簽名，或不是為此同意所作",
                    ),
                );
            }
            let signature = URL_SAFE_NO_PAD.decode(text("signature")).unwrap_or_default();
            let received_at = entry.get("received_at").and_then(Value::as_i64);
            let is_kept = self.events.iter().any(|event| match &event.kind {
                EventKind::PasskeyAssertionKept { recipient, ceremony, factor, sha256: digest } => {
                    ceremony.to_string() == text("ceremony")
                        && recipient.to_string() == text("recipient")
                        && factor.to_string() == text("factor")
                        && digest.to_string() == sha256(&signature)
                        && received_at == Some(event.at)
                }
                _ => false,
            });
            if !is_kept || text("document") != self.evidence.document.id.to_string() {
                findings.fails(
                    Finding::Passkeys,
                    &place,
                    (
                        "no event commits to it",
                        "対応する履歴がありません",
                        "没有对应的历史记录",
                        "沒有對應的歷程記錄",
                    ),
                );
            }
        }
        for recipient in &self.evidence.recipients {
            let consent = recipient.consent.as_ref();
            let assurance = consent.and_then(|consent| consent.assurance.as_ref());
            let of_consent = |name: &str| assurance.and_then(|how| how.get(name)?.as_str());
            let named = of_consent("assertion");
            let signed = consent.and_then(|consent| consent.content.as_deref());
            let is_of_it = |entry: &Value| {
                let is = |name: &str, value: Option<&str>| {
                    entry.get(name).and_then(Value::as_str) == value
                };
                is("ceremony", named)
                    && is("factor", of_consent("factor"))
                    && is("content_digest", signed)
            };
            if named.is_some() && !self.evidence.passkeys.iter().any(is_of_it) {
                let place = format!("recipient {}", recipient.id);
                findings.fails(
                    Finding::Passkeys,
                    &place,
                    ("it is missing", "ありません", "缺失", "缺少"),
                );
            }
        }
        if !self.evidence.passkeys.is_empty() {
            findings.holds_unless_failed(Finding::Passkeys);
        }
    }
}
