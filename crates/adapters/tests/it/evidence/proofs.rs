//! What others than the service signed for a consent: ID tokens and assertions of passkeys in a pack.

use super::forged::{edited, leaves};
use super::forger::{forged_pack, forgers_key, part, parts};
use super::python::by_python;
use super::{Concluded, checked, concluded, draft, failures, sealed};
use crate::databases::{TestDatabase, sqlite};
use crate::hostile::{Hostile, KEY, claims, header};
use crate::id_token::id_token;
use crate::passkeys::authenticator::Authenticator;
use crate::passkeys::{finished, passkeys, registered};
use crate::people::{account, after, by_totp, fresh, kept, stepped};
use crate::seal::sealer;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use wariin_adapters::{EvidenceOutcome, KeyedTokens, MasterKey, check_evidence};
use wariin_domain::fixtures::{
    STATEMENT, by_idp, connection, consent_to, factor_id, identity, said, signed_in, text,
    text_field,
};
use wariin_domain::{
    Account, Assignee, ConsentRequest, ConsentTransaction, Document, EmailAddress, Events,
    FactorMethod, FileDigest, ForwardTo, IdTokenEvidence, InputField, KeptIdToken, Language,
    PasskeyConsent, PasskeyEvidence, PersonName, RecipientId, SignIn, SignInMethod, Timestamp,
    fixtures,
};
use wariin_ports::{Evidence, EvidenceView, IdentityProviders, PasskeyChallenge, Passkeys, Tokens};

/// A document with input fields: a recipient by the authenticator app forwards it, the next consents by a passkey,
/// the last by the provider.
pub(super) async fn concluded_by_all_means(test: &TestDatabase) -> Concluded {
    let database = &test.database;
    let sender = account(database, &format!("{}@example.com", fresh())).await;
    let by = by_totp(sender.id);
    let (mut document, events) = draft(&sender, ["soumu@example.com", "taro@example.com"]);
    let [soumu, taro] = [0, 1].map(|place: usize| document.recipients[place].id);
    let jiro = RecipientId::from(fresh());
    let file = document.files[0].id;
    let field =
        |number, assignee| InputField { id: fresh().into(), file, ..text_field(number, assignee) };
    let fields = vec![
        field(1, Assignee::Sender),
        field(2, Assignee::Recipient(soumu)),
        field(3, Assignee::Recipient(taro)),
    ];
    let ids: Vec<_> = fields.iter().map(|field| field.id).collect();
    let value = |place: usize, value: &str| vec![(ids[place], Some(text(value)))];
    let mut events = events.and(document.set_fields(fields, &by, after(2)).unwrap());
    events = events.and(document.fill_as_sender(value(0, "甲"), &by, after(2)).unwrap());
    kept(database, &document, events).await;
    let id = document.id;
    stepped(database, id, |document| document.send(&by, after(3)).unwrap()).await;

    let person = |email: &str| Account { id: fresh().into(), ..fixtures::account(0, email) };
    let first = person("soumu@example.com");
    stepped(database, id, |document| {
        let to = ForwardTo {
            id: jiro,
            name: PersonName::parse("髙橋 𠮷郎").unwrap(),
            email: EmailAddress::parse("jiro@example.com").unwrap(),
            organisation: None,
        };
        let sign_in = by_totp(first.id);
        document.forward(soumu, signed_in(&first, &sign_in), to, after(4)).unwrap()
    })
    .await;
    let mut assertions = Vec::new();
    let second = person("jiro@example.com");
    stepped(database, id, |document| {
        by_passkey(document, (&second, jiro), value(1, "乙"), &mut assertions)
    })
    .await;
    let mut tokens = Vec::new();
    let third = Account { id: fresh().into(), ..fixtures::taro() };
    let agreed = stepped(database, id, |document| {
        by_provider(document, (&third, taro), value(2, "丙"), &mut tokens)
    })
    .await;
    let folder = tempfile::tempdir().unwrap();
    let maker = sealer(&folder.path().join("seal.pem"));
    let mut concluded = sealed(test, &agreed, &maker, folder).await;
    let providers = Hostile::start().await.providers;
    concluded.evidence.id_tokens = providers.id_token_file(&tokens);
    concluded.evidence.passkeys = passkeys().evidence_file(&assertions);
    concluded
}

type Filling = Vec<(wariin_domain::FieldId, Option<wariin_domain::FieldValue>)>;

/// Fills in and consents by an assertion, which is kept.
fn by_passkey(
    document: &mut Document,
    (account, recipient): (&Account, RecipientId),
    filling: Filling,
    kept: &mut Vec<PasskeyEvidence>,
) -> Events {
    let (at, method, factor) = (after(5), FactorMethod::Passkey, factor_id());
    let enrolled_at = Timestamp::from_micros(1);
    let sign_in = SignIn::new(
        account.id,
        SignInMethod::TwoFactor { at, factor, method, enrolled_at, behind_code: None },
    );
    let filled = document.fill(recipient, signed_in(account, &sign_in), filling, at).unwrap();
    let seen = document.content_for(recipient);
    let consent = PasskeyConsent {
        statement: Some(STATEMENT),
        id: fresh().into(),
        account: account.id,
        recipient,
        document: document.id,
        content: seen.digest(),
        random: [9; 32],
        began_at: at,
    };
    let mut own = Authenticator::new(1);
    let known = registered(&mut own);
    let challenge = PasskeyChallenge::DigestOf(consent.preimage());
    let begun = passkeys().begin_authentication(std::slice::from_ref(&known), &challenge).unwrap();
    let verified = finished(&begun, &known, &own.assert(&begun)).unwrap();
    let proof = consent.accept(factor);
    let request = ConsentRequest { assertion: Some(&proof), ..consent_to(consent.content) };
    let consented =
        document.consent(recipient, signed_in(account, &sign_in), request, after(6)).unwrap();
    let committed = consent.assertion_kept(factor, verified.signature_sha256, after(6));
    let (assertion, received_at) = (verified.assertion, after(6));
    kept.push(PasskeyEvidence { consent, factor, content: seen, assertion, received_at });
    filled.and(committed).and(consented.into_events())
}

/// Fills in and consents by an ID token, which is kept.
fn by_provider(
    document: &mut Document,
    (account, recipient): (&Account, RecipientId),
    filling: Filling,
    kept: &mut Vec<IdTokenEvidence>,
) -> Events {
    let tokens = KeyedTokens::new(&MasterKey::from_bytes([42; 32]));
    let sign_in = by_idp(account, after(7));
    let filled = document.fill(recipient, signed_in(account, &sign_in), filling, after(7)).unwrap();
    let content = document.content_for(recipient);
    let transaction = ConsentTransaction {
        statement: Some(STATEMENT),
        id: fresh().into(),
        account: account.id,
        identity: identity("taro-at-the-idp"),
        recipient,
        content: content.digest(),
        random: [3; 32],
        began_at: after(7),
    };
    let nonce = tokens.consent_nonce(&transaction.preimage());
    let mut claims = claims("https://idp.example.com");
    claims["nonce"] = json!(nonce);
    claims["auth_time"] = json!(after(8).as_seconds());
    let token = KEY.token(&header(), &claims);
    let sha256 = FileDigest::new(Sha256::digest(&token).into());
    let proof = transaction.accept(&connection(), &said(after(8)), after(8)).unwrap();
    let request = ConsentRequest { proof: Some(&proof), ..consent_to(transaction.content) };
    let consented =
        document.consent(recipient, signed_in(account, &sign_in), request, after(8)).unwrap();
    let strength = connection().strength;
    let committed =
        transaction.id_token_kept(document.id, KeptIdToken { nonce, sha256, strength }, after(8));
    kept.push(IdTokenEvidence {
        transaction,
        document: document.id,
        content,
        id_token: token,
        key: KEY.jwk("one").to_string(),
        received_at: after(8),
    });
    filled.and(committed).and(consented.into_events())
}

// O-17 CO-03
#[tokio::test]
async fn a_pack_with_fields_forwarding_passkey_and_id_token_verifies_by_both_programs() {
    let concluded = concluded_by_all_means(&sqlite().await).await;
    let pack = concluded.pack().await;
    let check = check_evidence(&pack, &concluded.anchors(), after(90));
    assert_eq!(check.outcome, EvidenceOutcome::Good, "{}", check.text(Language::English));
    for about in ["id_tokens", "passkeys", "content"] {
        assert!(check.findings.iter().any(|f| f.about.name() == about && f.holds()), "{about}");
    }
    let (verifies, said) = by_python(&pack, &concluded.key);
    assert!(verifies, "{said}");
    let jiro = concluded.evidence.document.recipients[1].id;
    let evidence = Evidence { view: EvidenceView::Recipient(jiro), ..concluded.evidence.clone() };
    let own = concluded.pack_of(evidence).await;
    assert_eq!(failures(&checked(&own)), Vec::<&str>::new());
    let mut own = parts(&own);
    let evidence: Value = serde_json::from_slice(part(&mut own, "evidence.json")).unwrap();
    assert_eq!(evidence["passkeys"].as_array().map(Vec::len), Some(1));
    assert_eq!(evidence["id_tokens"], json!([]), "the ID token of another recipient");
}

// O-17 CO-03
#[tokio::test]
async fn every_edited_field_of_an_assertion_or_an_id_token_is_found() {
    let concluded = concluded_by_all_means(&sqlite().await).await;
    let pack = concluded.pack().await;
    let mut original = parts(&pack);
    let evidence: Value = serde_json::from_slice(part(&mut original, "evidence.json")).unwrap();
    let mut places = Vec::new();
    leaves(&evidence["passkeys"], "/passkeys", &mut places);
    leaves(&evidence["id_tokens"], "/id_tokens", &mut places);
    leaves(&evidence["content"], "/content", &mut places);
    let mut only_attested = Vec::new();
    for place in places {
        let edit = |evidence: &mut Value| {
            let value = evidence.pointer_mut(&place).unwrap();
            // The last digit of a coordinate in base64 has bits that say nothing.
            let is_coordinate = place.ends_with("key/x") || place.ends_with("key/y");
            *value = match value.as_str().filter(|_| is_coordinate) {
                Some(at) => {
                    json!(format!("{}{}", if at.starts_with('a') { 'b' } else { 'a' }, &at[1..]))
                }
                None => edited(value),
            };
        };
        let forged = forged_pack(&pack, edit);
        if checked(&forged).outcome != EvidenceOutcome::Failed {
            only_attested.push(place);
        }
    }
    assert_eq!(
        only_attested,
        [
            "/passkeys/0/began_at",
            "/passkeys/0/credential",
            "/id_tokens/0/began_at",
            "/id_tokens/0/key/kid",
        ],
        "what says when a consent began and which of the person's keys it was"
    );
    for member in ["passkeys", "id_tokens"] {
        let forged = forged_pack(&pack, |evidence| evidence[member] = json!([]));
        assert_eq!(failures(&checked(&forged)), [member]);
        let (verifies, said) = by_python(&forged, &forgers_key());
        assert!(!verifies && said.contains("missing"), "{said}");
    }
}

// CO-03
#[tokio::test]
async fn a_proof_to_which_no_event_commits_is_found() {
    let concluded = concluded(&sqlite().await).await;
    let idp = Hostile::start().await;
    let id_tokens = idp.providers.id_token_file(&[id_token(&idp, &KEY)]);
    let pack = concluded.pack_of(Evidence { id_tokens, ..concluded.evidence.clone() }).await;
    assert_eq!(failures(&checked(&pack)), ["id_tokens"]);
    let other = concluded_by_all_means(&sqlite().await).await;
    let passkeys = other.evidence.passkeys;
    let pack = concluded.pack_of(Evidence { passkeys, ..concluded.evidence.clone() }).await;
    assert_eq!(failures(&checked(&pack)), ["passkeys"]);
}
