//! ID token evidence that can be verified without the provider.

use crate::hostile::{Hostile, KEY, Key, OTHER_KEY, header};
use crate::people::{NOW, fresh};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use rand::Rng;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use wariin_adapters::{IdTokenProblem, KeyedTokens, MasterKey, verify_id_tokens};
use wariin_domain::fixtures::STATEMENT;
use wariin_domain::{
    AccountId, ConsentTransaction, Content, DocumentId, FileDigest, IdTokenEvidence,
    IdpConnectionId, IdpIdentity, IdpSubject, Issuer,
};
use wariin_ports::{IdentityProviders, Tokens};

pub(crate) fn id_token(idp: &Hostile, key: &Key) -> IdTokenEvidence {
    authenticated_at(idp, key, json!(NOW.as_seconds() + 5))
}

/// The same with this `auth_time`.
fn authenticated_at(idp: &Hostile, key: &Key, auth_time: Value) -> IdTokenEvidence {
    let tokens = KeyedTokens::new(&MasterKey::from_bytes([42; 32]));
    let files: Vec<FileDigest> = (0..3).map(|_| FileDigest::new(tokens.random())).collect();
    let content = Content { files, fields: vec![] };
    let transaction = ConsentTransaction {
        statement: Some(STATEMENT),
        id: fresh().into(),
        account: AccountId::from(fresh()),
        identity: IdpIdentity {
            connection: IdpConnectionId::from(fresh()),
            issuer: Issuer::parse(&idp.issuer).unwrap(),
            subject: IdpSubject::parse("taro-at-the-idp").unwrap(),
        },
        recipient: fresh().into(),
        content: content.digest(),
        random: tokens.random(),
        began_at: crate::hostile::later(0),
    };
    let mut claims = idp.claims();
    claims["nonce"] = json!(tokens.consent_nonce(&transaction.preimage()));
    claims["auth_time"] = auth_time;
    IdTokenEvidence {
        transaction,
        document: DocumentId::from(fresh()),
        content,
        id_token: key.token(&header(), &claims),
        key: KEY.jwk("one").to_string(),
        received_at: NOW,
    }
}

// CO-03
#[tokio::test]
async fn a_hundred_nonces_are_recomputed_from_the_file_and_one_flipped_bit_fails() {
    let idp = Hostile::start().await;
    let hundred: Vec<_> = (0..100).map(|_| id_token(&idp, &KEY)).collect();
    let file = idp.providers.id_token_file(&hundred);
    assert_eq!(verify_id_tokens(&file), Ok(100));

    let parsed: Value = serde_json::from_str(&file).unwrap();
    for entry in parsed["id_tokens"].as_array().unwrap() {
        let preimage = hex::decode(entry["preimage"].as_str().unwrap()).unwrap();
        let payload = entry["id_token"].as_str().unwrap().split('.').nth(1).unwrap();
        let payload: Value = serde_json::from_slice(&BASE64.decode(payload).unwrap()).unwrap();
        assert_eq!(payload["nonce"], BASE64.encode(Sha256::digest(preimage)));
    }

    let one = idp.providers.id_token_file(&hundred[..1]);
    let original: Value = serde_json::from_str(&one).unwrap();
    let hex_fields = ["content_preimage", "content_digest", "random", "preimage"];
    for field in
        hex_fields.into_iter().chain(["recipient", "transaction", "nonce", "id_token", "sub"])
    {
        let mut changed = original.clone();
        let entry = &mut changed["id_tokens"][0];
        let text = entry[field].as_str().unwrap().to_owned();
        let place = rand::rng().next_u32() as usize % (text.len() - 1);
        let place = if text.as_bytes()[place] == b'-' || text.as_bytes()[place] == b'.' {
            place + 1
        } else {
            place
        };
        let old = text.as_bytes()[place];
        let new = if old == b'0' { '1' } else { '0' };
        let flipped = format!("{}{new}{}", &text[..place], &text[place + 1..]);
        entry[field] = json!(flipped);
        let broken = verify_id_tokens(&changed.to_string());
        assert!(broken.is_err(), "{field} at {place}: {text} -> {flipped}");
    }
    let mut changed = original.clone();
    changed["id_tokens"][0]["files"][0] = json!("0".repeat(64));
    let broken = verify_id_tokens(&changed.to_string()).unwrap_err();
    let what = "content_preimage: not that of the files";
    assert_eq!(broken, IdTokenProblem::Broken { number: 1, what });
    // Files of earlier releases hold no preimage of the content: it is that of the files alone.
    changed["id_tokens"][0].as_object_mut().unwrap().remove("content_preimage");
    let broken = verify_id_tokens(&changed.to_string()).unwrap_err();
    let what = "content_digest: not that of the files";
    assert_eq!(broken, IdTokenProblem::Broken { number: 1, what });
    let mut earlier = original.clone();
    earlier["id_tokens"][0].as_object_mut().unwrap().remove("content_preimage");
    assert_eq!(verify_id_tokens(&earlier.to_string()), Ok(1));
}

// CO-03 CO-04
#[tokio::test]
async fn an_id_token_by_another_key_or_from_before_the_consent_is_not_valid() {
    let idp = Hostile::start().await;
    let forged = id_token(&idp, &OTHER_KEY);
    assert!(verify_id_tokens(&idp.providers.id_token_file(&[forged])).is_err());
    let mut early = id_token(&idp, &KEY);
    early.transaction.began_at = crate::hostile::later(60);
    assert!(verify_id_tokens(&idp.providers.id_token_file(&[early])).is_err());
    for text in ["", "{}", "[]", "{\"format\":\"other\",\"id_tokens\":[]}"] {
        assert_eq!(verify_id_tokens(text), Err(IdTokenProblem::Unreadable));
    }
}

// CO-03 CO-04
#[tokio::test]
async fn an_id_token_that_was_good_for_the_consent_is_valid_however_its_time_is_written() {
    let idp = Hostile::start().await;
    let now = NOW.as_seconds();
    let verified = |auth_time: Value| {
        let evidence = authenticated_at(&idp, &KEY, auth_time);
        verify_id_tokens(&idp.providers.id_token_file(&[evidence]))
    };
    for value in [
        json!(now),
        json!(now.to_string()),
        json!(format!("{now}.0")),
        json!(format!("{now}.75")),
        json!(f64::from(u32::try_from(now).unwrap()) + 0.5),
        // A consent takes it from a provider whose clock is a second behind.
        json!(now - 1),
        json!((now - 1).to_string()),
    ] {
        assert_eq!(verified(value.clone()), Ok(1), "{value}");
    }
    for value in [
        json!(now - 2),
        json!((now - 2).to_string()),
        json!(0),
        json!("0"),
        json!("soon"),
        json!([now]),
        json!(true),
        Value::Null,
    ] {
        assert!(verified(value.clone()).is_err(), "{value}");
    }
}
