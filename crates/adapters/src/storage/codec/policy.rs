//! What is stored of what an organisation demands of recipients, in rows and in events alike.

use super::{JsonColumn, parsed};
use serde::{Deserialize, Serialize};
use wariin_domain::{
    Amount, EmailDomain, EnrolmentRule, NewFactorRule, OutsideRecipients, OwnIdpRule,
    RecipientPolicy, RequestOrigin, RequestReason, RequestRule, RequestedDocuments,
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

/// What is demanded of the recipients of one document, and, once it is sent with the request, who set that.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::storage) struct DemandsOfDocument {
    /// The organisation's settings.
    pub(in crate::storage) policy: RecipientPolicy,
    /// Who set the request of a document that was sent; `None` where that was not kept.
    pub(in crate::storage) request_by: Option<RequestOrigin>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(in crate::storage) struct StoredDemands {
    #[serde(flatten)]
    policy: StoredRecipientPolicy,
    /// Absent in drafts, and in what releases before wrote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    request_by: Option<String>,
}

impl JsonColumn for DemandsOfDocument {
    const COLUMN: &'static str = "recipient_policy";
    type Stored = StoredDemands;

    fn stored(&self) -> StoredDemands {
        let name = |origin| match origin {
            RequestOrigin::Sender => "sender",
            RequestOrigin::Organisation(RequestReason::Always) => "always",
            RequestOrigin::Organisation(RequestReason::Amount(_)) => "amount",
            RequestOrigin::Organisation(RequestReason::AmountUnknown(_)) => "amount_unknown",
            RequestOrigin::Organisation(RequestReason::OutsideRecipient) => "outside",
        };
        StoredDemands {
            policy: StoredRecipientPolicy::of(&self.policy),
            request_by: self.request_by.map(|origin| name(origin).to_owned()),
        }
    }

    fn restored(stored: StoredDemands) -> Option<Self> {
        let policy = stored.policy.read()?;
        let from = policy.request.from_amount;
        let request_by = match stored.request_by.as_deref() {
            None => None,
            Some("sender") => Some(RequestOrigin::Sender),
            Some("always") => Some(RequestOrigin::Organisation(RequestReason::Always)),
            Some("amount") => Some(RequestOrigin::Organisation(RequestReason::Amount(from?))),
            Some("amount_unknown") => {
                Some(RequestOrigin::Organisation(RequestReason::AmountUnknown(from?)))
            }
            Some("outside") => Some(RequestOrigin::Organisation(RequestReason::OutsideRecipient)),
            Some(_) => return None,
        };
        Some(Self { policy, request_by })
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::holds;
    use super::super::{decode, encode};
    use super::*;

    fn policy() -> RecipientPolicy {
        let from_amount = Some(Amount::parse("1000000").unwrap());
        let request = RequestRule { from_amount, ..RequestRule::default() };
        RecipientPolicy { request, ..RecipientPolicy::default() }
    }

    // O-13
    #[test]
    fn who_set_the_request_of_a_document_is_kept_beside_what_its_organisation_demands() {
        let million = Amount::parse("1000000").unwrap();
        for request_by in [
            None,
            Some(RequestOrigin::Sender),
            Some(RequestOrigin::Organisation(RequestReason::Always)),
            Some(RequestOrigin::Organisation(RequestReason::Amount(million))),
            Some(RequestOrigin::Organisation(RequestReason::AmountUnknown(million))),
            Some(RequestOrigin::Organisation(RequestReason::OutsideRecipient)),
        ] {
            holds(DemandsOfDocument { policy: policy(), request_by });
        }
    }

    // FA-14
    #[test]
    fn what_the_release_before_wrote_is_read_and_what_it_reads_is_written() {
        let before = encode(&policy()).unwrap();
        let read: DemandsOfDocument = decode(&before).unwrap();
        assert_eq!(read, DemandsOfDocument { policy: policy(), request_by: None });
        let request_by = Some(RequestOrigin::Sender);
        let written = encode(&DemandsOfDocument { policy: policy(), request_by }).unwrap();
        assert_eq!(decode::<RecipientPolicy>(&written).unwrap(), policy());
        let unknown = written.replace("sender", "somewhere");
        assert!(decode::<DemandsOfDocument>(&unknown).is_err());
    }
}
