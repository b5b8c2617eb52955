//! The signature's reason, worded from typed facts: which document, and how each party was authenticated
//! and when.

mod read;

pub(crate) use read::{Said, instant, read};
use wariin_domain::{AgreedSender, Assurance, FactorMethod, SignInMethod, Timestamp};
use wariin_pades::Utc;
use wariin_ports::{SealOrder, SealedSubject};

/// `合意締結 / document ID; 送信 「name」 「organisation」 method time; 1/2 「name」 method time; …`, times in RFC
/// 3339. The time of the sender is that of the sending.
pub(crate) fn reason(order: &SealOrder) -> String {
    let SealOrder { subject, agreement, .. } = order;
    let subject = match subject {
        SealedSubject::Contract => "合意締結",
        SealedSubject::Certificate => "合意締結証明書",
    };
    let mut text = format!("{subject} / document {}", agreement.document);
    if let Some(AgreedSender { name, organisation, sign_in, sent_at }) = &agreement.sender {
        let (name, organisation) = (quoted(name.as_str()), quoted(organisation.as_str()));
        text += &format!("; 送信 {name} {organisation} {} {}", sent_by(sign_in), time(*sent_at));
    }
    let count = agreement.parties.len();
    for (number, party) in (1..).zip(&agreement.parties) {
        let (name, method) = (quoted(party.name.as_str()), method(&party.assurance));
        text += &format!("; {number}/{count} {name} {method} {}", time(party.consented_at));
    }
    text
}

/// A name in brackets.
fn quoted(name: &str) -> String {
    format!("「{}」", quotable(name))
}

/// A name as it stands between the brackets, which it cannot close to continue as if it were the service's own text.
pub(crate) fn quotable(name: &str) -> String {
    name.replace(['「', '」'], "'")
}

fn time(at: Timestamp) -> String {
    Utc::from_unix(at.as_seconds()).rfc3339()
}

pub(crate) fn sent_by(sign_in: &SignInMethod) -> String {
    match sign_in {
        SignInMethod::Password { .. } => "パスワード認証".to_owned(),
        SignInMethod::TwoFactor { method, .. } => format!("2要素認証・{}", factor(*method)),
        SignInMethod::Idp { login, .. } => format!("IdP認証 ({})", login.identity.issuer),
    }
}

pub(crate) fn method(assurance: &Assurance) -> String {
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
        FactorMethod::Passkey => "パスキー",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wariin_domain::{
        AccountId, AgreedParty, Agreement, DocumentId, EnrolmentClass, FactorId, FoundName,
        IdpConnectionId, IdpIdentity, IdpLogin, IdpStrength, IdpSubject, Issuer, OrganisationName,
        PersonName, RecipientId, Uuid,
    };
    use wariin_ports::{SaidMethod, ShownSeal};

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
            behind_code: None,
            class: EnrolmentClass::AfterSending,
            authenticated_at: at,
            assertion: None,
        };
        let idp = Assurance::Idp {
            account,
            identity: IdpIdentity {
                connection: IdpConnectionId::from(Uuid::from_u128(3)),
                issuer: Issuer::parse("https://idp.example.com").unwrap(),
                subject: IdpSubject::parse("sub").unwrap(),
            },
            linked_at: at,
            behind_code: None,
            class: EnrolmentClass::NamedIdp,
            authenticated_at: at,
            acr: None,
            amr: Vec::new(),
            id_token: None,
        };
        let mailbox = Assurance::Mailbox { generation: 1 };
        let parties = [("山田", two_factor), ("」 IdP認証 「", idp), ("Li", mailbox)];
        let parties = parties.map(|(name, assurance)| AgreedParty {
            recipient: RecipientId::from(Uuid::from_u128(4)),
            name: PersonName::parse(name).unwrap(),
            assurance,
            consented_at: at,
        });
        let document = DocumentId::from(Uuid::from_u128(42));
        let order = SealOrder {
            subject: SealedSubject::Contract,
            agreement: Agreement { document, sender: None, parties: parties.to_vec() },
            at,
            fields: Vec::new(),
            shown: ShownSeal::Nothing,
        };
        assert_eq!(
            reason(&order),
            "合意締結 / document 00000000-0000-0000-0000-00000000002a; \
             1/3 「山田」 2要素認証・認証アプリ (E1) 2026-11-18T11:06:40Z; \
             2/3 「' IdP認証 '」 IdP認証 (https://idp.example.com, E4) 2026-11-18T11:06:40Z; \
             3/3 「Li」 メール認証 2026-11-18T11:06:40Z"
        );
        let said = read(&reason(&order)).unwrap();
        assert_eq!(said.document, document);
        let found: Vec<_> =
            said.parties.iter().map(|party| (party.name.as_str(), party.how.clone())).collect();
        let issuer = FoundName::cut("https://idp.example.com", 99);
        let expected = [
            ("山田", SaidMethod::App),
            ("' IdP認証 '", SaidMethod::Idp(issuer)),
            ("Li", SaidMethod::Mailbox),
        ];
        assert_eq!(found, expected);
        assert!(said.parties.iter().all(|party| party.at == at && party.sender_of.is_none()));
    }

    // T-004
    #[test]
    fn the_reason_words_how_the_sender_was_signed_in_and_says_nothing_where_it_was_not_kept() {
        let at = Timestamp::from_micros(1_795_000_000_000_000);
        let identity = IdpIdentity {
            connection: IdpConnectionId::from(Uuid::from_u128(3)),
            issuer: Issuer::parse("https://idp.example.com").unwrap(),
            subject: IdpSubject::parse("sub").unwrap(),
        };
        let (strength, linked_at) = (IdpStrength::Proven, at);
        let login = IdpLogin {
            identity,
            session: None,
            strength,
            acr: None,
            amr: vec![],
            linked_at,
            behind_code: None,
        };
        let factor = FactorId::from(Uuid::from_u128(2));
        let method = FactorMethod::Totp;
        let worded = |sign_in| {
            let sender = AgreedSender {
                name: PersonName::parse("営業」 IdP認証 「花子").unwrap(),
                organisation: OrganisationName::parse("割印商事「本社」").unwrap(),
                sign_in,
                sent_at: at,
            };
            let document = DocumentId::from(Uuid::from_u128(42));
            let agreement = Agreement { document, sender: Some(sender), parties: Vec::new() };
            let (subject, fields) = (SealedSubject::Contract, Vec::new());
            reason(&SealOrder { subject, agreement, at, fields, shown: ShownSeal::Nothing })
        };
        let two_factor =
            SignInMethod::TwoFactor { at, factor, method, enrolled_at: at, behind_code: None };
        let issuer = FoundName::cut("https://idp.example.com", 99);
        for (sign_in, how, method) in [
            (SignInMethod::Password { at }, "パスワード認証", SaidMethod::Password),
            (two_factor, "2要素認証・認証アプリ", SaidMethod::App),
            (
                SignInMethod::Idp { at, login },
                "IdP認証 (https://idp.example.com)",
                SaidMethod::Idp(issuer),
            ),
        ] {
            let text = worded(sign_in);
            let said = read(&text).unwrap();
            let [sender] = said.parties.as_slice() else { panic!("{said:?}") };
            assert_eq!((sender.name.as_str(), &sender.how), ("営業' IdP認証 '花子", &method));
            let organisation = sender.sender_of.as_ref().map(FoundName::as_str);
            assert_eq!(organisation, Some("割印商事'本社'"));
            assert_eq!(
                text,
                format!(
                    "合意締結 / document 00000000-0000-0000-0000-00000000002a; \
                     送信 「営業' IdP認証 '花子」 「割印商事'本社'」 {how} 2026-11-18T11:06:40Z"
                )
            );
        }
    }

    #[test]
    fn a_reason_of_another_form_is_not_read() {
        let id = "00000000-0000-0000-0000-00000000002a";
        assert_eq!(read(&format!("合意締結 / document {id}")).unwrap().parties, []);
        let head = format!("合意締結 / document {id}; ");
        for text in [
            "",
            "I agree",
            "合意締結 / document 42",
            &format!("{head}山田 メール認証 2026-11-18T11:06:40Z"),
            &format!("{head}1/x 「山田」 メール認証 2026-11-18T11:06:40Z"),
            &format!("{head}1/1 「山田」 メール認証 yesterday"),
            &format!("{head}1/1 「山田」 印鑑 2026-11-18T11:06:40Z"),
            &format!("{head}送信 「山田」 パスワード認証 2026-11-18T11:06:40Z"),
            &(head.clone() + &"1/1 「山田」 メール認証 2026-11-18T11:06:40Z; ".repeat(130)),
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
