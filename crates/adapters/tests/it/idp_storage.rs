//! Connections, links, authorization request and ID token evidence on both databases.

mod connections;
mod identities;

use crate::people::{NOW, fresh};
use sea_orm::{FromQueryResult, Statement};
use wariin_domain::fixtures::STATEMENT;
use wariin_domain::{
    Account, AccountId, ClientId, ConsentTransaction, Content, ContentDigest, DocumentId,
    EmailAddress, EmailDomain, EmailVerified, EndpointOrigin, Events, FileDigest, IdTokenEvidence,
    IdpAdmin, IdpConnection, IdpConnectionId, IdpIdentity, IdpLogin, IdpName, IdpSettings,
    IdpStatement, IdpStrength, IdpSubject, Issuer, LoginRenewal, NewIdpConnection, ProvenBy,
    StrengthRule, Tenant, Uuid,
};
use wariin_ports::{ClientSecret, Storage};

pub(crate) fn login(subject: &str) -> IdpLogin {
    IdpLogin {
        identity: identity(IdpConnectionId::from(Uuid::from_u128(500)), subject),
        session: Some(format!("session of {subject}")),
        strength: IdpStrength::Proven,
        acr: Some("phr".into()),
        amr: vec!["pwd".into(), "mfa".into()],
        linked_at: NOW,
        behind_code: None,
    }
}

fn identity(connection: IdpConnectionId, subject: &str) -> IdpIdentity {
    IdpIdentity {
        connection,
        issuer: Issuer::parse("https://idp.example.com").unwrap(),
        subject: IdpSubject::parse(subject).unwrap(),
    }
}

fn said(connection: IdpConnectionId) -> IdpStatement {
    IdpStatement {
        identity: identity(connection, "taro"),
        session: None,
        authenticated_at: Some(NOW),
        acr: None,
        amr: vec!["mfa".into()],
        tenant: Some("ours".into()),
        email: Some(EmailAddress::parse("taro@example.com").unwrap()),
        email_verified: EmailVerified::Unsaid,
        name: Some("山田 太郎".into()),
    }
}

fn domain(text: &str) -> EmailDomain {
    EmailDomain::parse(text).unwrap()
}

fn new_connection(owner: &Account) -> (IdpConnection, Events) {
    let settings = IdpSettings {
        name: IdpName::parse("例示商事").unwrap(),
        issuer: Issuer::parse("https://idp.example.com").unwrap(),
        hosts: EndpointOrigin::parse_list("auth.example.com https://login.example.com:8443")
            .unwrap(),
        client: ClientId::parse("wariin").unwrap(),
        tenant: Some(Tenant::parse("tid=ours").unwrap()),
        strength: StrengthRule::Amr(vec!["mfa".into()]),
        creates_members: true,
    };
    let new = NewIdpConnection {
        id: fresh().into(),
        organisation: owner.membership.organisation().unwrap(),
        settings,
    };
    IdpConnection::add(new, &IdpAdmin::operator(), NOW).unwrap()
}

/// A connection of the owner that is on for `example.com`, as it is stored.
pub(crate) async fn connected(storage: &dyn Storage, owner: &Account) -> IdpConnection {
    let by = IdpAdmin::operator();
    let (mut connection, mut events) = new_connection(owner);
    events = events.and(connection.add_domain(domain("example.com"), &by, NOW).unwrap());
    events = events
        .and(connection.prove_domain(&domain("example.com"), ProvenBy::Dns, &by, NOW).unwrap());
    let _ = connection.tested(&said(connection.id), LoginRenewal::MaxAge, &by, NOW);
    events = events.and(connection.switch_on(&by, NOW).unwrap());
    let mut tx = storage.begin().await.unwrap();
    tx.idp_connections().save(&connection, events).await.unwrap();
    tx.idp_connections()
        .set_secret(connection.id, &ClientSecret("s3cret-canary".into()))
        .await
        .unwrap();
    tx.commit().await.unwrap();
    connection.version = 1;
    connection
}

#[derive(FromQueryResult)]
struct Bytes {
    value: Vec<u8>,
}

async fn stored(db: &sea_orm::DatabaseConnection, table: &str, column: &str) -> Vec<Vec<u8>> {
    let sql = format!("SELECT {column} AS value FROM {table}");
    let statement = Statement::from_string(db.get_database_backend(), sql);
    let rows = Bytes::find_by_statement(statement).all(db).await.unwrap();
    rows.into_iter().map(|row| row.value).collect()
}

pub(crate) fn id_token(document: DocumentId) -> IdTokenEvidence {
    IdTokenEvidence {
        transaction: transaction(),
        document,
        content: Content { files: vec![FileDigest::new([4; 32])], fields: vec![] },
        id_token: "an.id.token".into(),
        key: "{}".into(),
        received_at: NOW,
    }
}

fn transaction() -> ConsentTransaction {
    ConsentTransaction {
        statement: Some(STATEMENT),
        id: fresh().into(),
        account: AccountId::from(fresh()),
        identity: identity(fresh().into(), "taro"),
        recipient: fresh().into(),
        content: ContentDigest::new([1; 32]),
        random: [9; 32],
        began_at: NOW,
    }
}
