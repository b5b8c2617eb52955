//! What is stored of what an organisation demands of recipients, in rows and in events alike.

use super::{JsonColumn, parsed};
use serde::{Deserialize, Serialize};
use wariin_domain::{
    Amount, EmailDomain, EnrolmentRule, NewFactorRule, OutsideRecipients, OwnIdpRule,
    RecipientPolicy, RequestRule, RequestedDocuments,
};

#[derive(Debug, Serialize, Deserialize)]
pub(in crate::storage) struct StoredRecipientPolicy {
    documents: String,
    from_amount: Option<i64>,
    outside: String,
    own_domains: Vec<String>,
    enrolment: String,
    new_factor: String,
    /// Absent in what releases before wrote.
    #[serde(default = "sender_decides")]
    own_idp: String,
}

fn sender_decides() -> String {
    OwnIdpRule::default().name().to_owned()
}

impl StoredRecipientPolicy {
    pub(super) fn of(policy: &RecipientPolicy) -> Self {
        let RecipientPolicy { request, enrolment, own_idp, new_factor } = policy;
        Self {
            documents: request.documents.name().to_owned(),
            from_amount: request.from_amount.map(Amount::yen),
            outside: request.outside.name().to_owned(),
            own_domains: request.own_domains.iter().map(ToString::to_string).collect(),
            enrolment: enrolment.name().to_owned(),
            new_factor: new_factor.name().to_owned(),
            own_idp: own_idp.name().to_owned(),
        }
    }

    pub(super) fn read(self) -> Option<RecipientPolicy> {
        let domains = self.own_domains.iter().map(|domain| EmailDomain::parse(domain));
        let amount = self.from_amount.map(|yen| yen.to_string());
        Some(RecipientPolicy {
            request: RequestRule {
                documents: RequestedDocuments::parse(&self.documents)?,
                from_amount: parsed(amount.as_deref(), Amount::parse)?,
                outside: OutsideRecipients::parse(&self.outside)?,
                own_domains: domains.collect::<Result<_, _>>().ok()?,
            },
            enrolment: EnrolmentRule::parse(&self.enrolment)?,
            own_idp: OwnIdpRule::parse(&self.own_idp)?,
            new_factor: NewFactorRule::parse(&self.new_factor)?,
        })
    }
}

impl JsonColumn for RecipientPolicy {
    const COLUMN: &'static str = "recipient_policy";
    type Stored = StoredRecipientPolicy;

    fn stored(&self) -> StoredRecipientPolicy {
        StoredRecipientPolicy::of(self)
    }

    fn restored(stored: StoredRecipientPolicy) -> Option<Self> {
        stored.read()
    }
}
