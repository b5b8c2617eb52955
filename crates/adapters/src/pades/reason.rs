//! The signature's reason, worded from typed facts: which document, and how each party was authenticated
//! and when.

use wariin_domain::{Assurance, FactorMethod};
use wariin_pades::Utc;
use wariin_ports::SealOrder;

/// `合意締結 / document ID; 1/2 「name」 method time; …`, times in RFC 3339.
pub(super) fn reason(order: &SealOrder) -> String {
    let mut text = format!("合意締結 / document {}", order.document);
    let count = order.parties.len();
    for (number, party) in (1..).zip(&order.parties) {
        let at = Utc::from_unix(party.consented_at.as_seconds()).rfc3339();
        // A name cannot close its brackets and continue as if it were the service's own text.
        let name = party.name.replace(['「', '」'], "'");
        let method = method(&party.assurance);
        text += &format!("; {number}/{count} 「{name}」 {method} {at}");
    }
    text
}

fn method(assurance: &Assurance) -> String {
    match assurance {
        Assurance::TwoFactor { method, class, .. } => {
            format!("2要素認証・{} ({})", factor(*method), class.name())
        }
        Assurance::Idp { identity, class, .. } => {
            format!("IdP認証 ({}, {})", identity.issuer, class.name())
        }
        Assurance::Mailbox { .. } => "メール認証".to_owned(),
    }
}

fn factor(method: FactorMethod) -> &'static str {
    match method {
        FactorMethod::Totp => "認証アプリ",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wariin_domain::{
        AccountId, DocumentId, EnrolmentClass, FactorId, IdpConnectionId, IdpIdentity, IdpSubject,
        Issuer, Timestamp, Uuid,
    };
    use wariin_ports::SealedParty;

    // T-004
    #[test]
    fn the_reason_words_every_method_and_a_name_cannot_forge_a_second_party() {
        let at = Timestamp::from_micros(1_795_000_000_000_000);
        let account = AccountId::from(Uuid::from_u128(1));
        let two_factor = Assurance::TwoFactor {
            account,
            factor: FactorId::from(Uuid::from_u128(2)),
            method: FactorMethod::Totp,
            enrolled_at: at,
            class: EnrolmentClass::AfterSending,
            authenticated_at: at,
        };
        let idp = Assurance::Idp {
            account,
            identity: IdpIdentity {
                connection: IdpConnectionId::from(Uuid::from_u128(3)),
                issuer: Issuer::parse("https://idp.example.com").unwrap(),
                subject: IdpSubject::parse("sub").unwrap(),
            },
            linked_at: at,
            class: EnrolmentClass::NamedIdp,
            authenticated_at: at,
            acr: None,
            amr: Vec::new(),
            id_token: None,
        };
        let mailbox = Assurance::Mailbox { generation: 1 };
        let parties = [("山田", two_factor), ("」 IdP認証 「", idp), ("Li", mailbox)];
        let parties = parties.map(|(name, assurance)| SealedParty {
            name: name.to_owned(),
            assurance,
            consented_at: at,
        });
        let document = DocumentId::from(Uuid::from_u128(42));
        let order = SealOrder { document, parties: parties.to_vec(), at };
        assert_eq!(
            reason(&order),
            "合意締結 / document 00000000-0000-0000-0000-00000000002a; \
             1/3 「山田」 2要素認証・認証アプリ (E1) 2026-11-18T11:06:40Z; \
             2/3 「' IdP認証 '」 IdP認証 (https://idp.example.com, E4) 2026-11-18T11:06:40Z; \
             3/3 「Li」 メール認証 2026-11-18T11:06:40Z"
        );
    }
}
