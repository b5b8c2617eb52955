//! The history in a pack: what of it each reader is told, and whether it is whole.

use super::file::{EventFacts, HistoryFacts, WithheldEvent};
use super::finding::{Finding, Findings};
use crate::checkpoint::TreeHead;
use crate::history_file::{FORMAT, HistoryEvent, HistoryFile, is_proved};
use crate::signed_note::NoteVerifier;
use crate::storage::decode_event;
use serde_json::Value;
use wariin_domain::evidence::NO_HASH;
use wariin_domain::{EventKind, Uuid};
use wariin_ports::EvidenceView;

/// The events that are told to every recipient.
const TOLD_TO_ALL: [&str; 4] = ["all_consented", "concluded", "certificate_issued", "seal_renewed"];

/// An event that was told and understood.
pub(super) struct ToldEvent {
    pub(super) at: i64,
    pub(super) kind: EventKind,
    /// Its data as it is stored.
    pub(super) data: Value,
}

impl HistoryFacts {
    /// What of the history this reader may see.
    pub(super) fn of(history: HistoryFile, view: EvidenceView) -> Self {
        let HistoryFile { format, subject, id, key, checkpoint, events } = history;
        let seen = |event: HistoryEvent| {
            if is_told(&event, view) {
                return EventFacts::Told(event);
            }
            let HistoryEvent { sequence, hash, leaf, proof, .. } = event;
            EventFacts::Withheld(WithheldEvent { sequence, hash, leaf, proof })
        };
        let events = events.into_iter().map(seen).collect();
        Self { format, subject, id, key, checkpoint, events }
    }

    /// The events that are told, as far as this version of the program knows them.
    pub(super) fn told(&self) -> Vec<ToldEvent> {
        let told = self.events.iter().filter_map(|event| match event {
            EventFacts::Told(event) => Some(event),
            EventFacts::Withheld(_) => None,
        });
        let known = told.filter_map(|event| {
            let kind = decode_event(&event.data)?;
            let data = serde_json::from_str(&event.data).ok()?;
            Some(ToldEvent { at: event.at, kind, data })
        });
        known.collect()
    }

    /// Checks that the events follow each other from the first, that none that is told was changed, and that each
    /// is in the log whose head this key signed.
    pub(super) fn check(&self, document: Uuid, key: &NoteVerifier, findings: &mut Findings) {
        let is_of_document = self.format == FORMAT
            && self.subject == "document"
            && self.id == document
            && self.key == key.to_string();
        if !is_of_document {
            findings.fails(Finding::Chain, "", OTHER_DOCUMENT);
        }
        let head = TreeHead::open(key, &self.checkpoint);
        if head.is_none() {
            findings.fails(Finding::Log, "", OTHER_KEY);
        }
        let (mut previous, mut all_proved) = (NO_HASH, true);
        for (event, number) in self.events.iter().zip(1_u64..) {
            let place = format!("event {number}");
            let (sequence, hash, leaf, proof) = match event {
                EventFacts::Told(told) => {
                    let hash = told.hash_of(&self.subject, self.id, &previous);
                    if told.previous != hex::encode(previous) || told.hash != hex::encode(hash) {
                        findings.fails(Finding::Chain, &place, CHANGED);
                    }
                    if !is_consistent(told) {
                        findings.fails(
                            Finding::Chain,
                            &place,
                            (
                                "its data is of another kind",
                                "内容が種類と合いません",
                                "内容与其种类不符",
                                "內容與其種類不符",
                            ),
                        );
                    }
                    (told.sequence, Some(hash), told.leaf, &told.proof)
                }
                EventFacts::Withheld(untold) => {
                    (untold.sequence, digest(&untold.hash), untold.leaf, &untold.proof)
                }
            };
            if sequence != number {
                findings.fails(
                    Finding::Chain,
                    &place,
                    (
                        "events are missing before it",
                        "前のイベントが欠けています",
                        "缺少之前的事件",
                        "缺少之前的事件",
                    ),
                );
            }
            let is_in_log =
                hash.zip(head).is_some_and(|(hash, head)| is_proved(&hash, leaf, proof, head));
            if !is_in_log && head.is_some() {
                findings.fails(Finding::Log, &place, NOT_IN_LOG);
            }
            all_proved &= is_in_log;
            previous = hash.unwrap_or(NO_HASH);
        }
        if self.events.is_empty() {
            findings.fails(
                Finding::Chain,
                "",
                ("there are no events", "イベントがありません", "没有事件", "沒有事件"),
            );
        }
        findings.holds_unless_failed(Finding::Chain);
        if all_proved {
            findings.holds_unless_failed(Finding::Log);
        }
    }
}

/// Whether the column of the kind and the data say the same.
fn is_consistent(event: &HistoryEvent) -> bool {
    let data: Option<Value> = serde_json::from_str(&event.data).ok();
    data.is_some_and(|data| data.get("kind").and_then(Value::as_str) == Some(&event.kind))
}

fn is_told(event: &HistoryEvent, view: EvidenceView) -> bool {
    let EvidenceView::Recipient(own) = view else {
        return true;
    };
    let data: Value = serde_json::from_str(&event.data).unwrap_or_default();
    let about = data.get("recipient").and_then(Value::as_str);
    TOLD_TO_ALL.contains(&event.kind.as_str()) || about == Some(own.to_string().as_str())
}

fn digest(hex: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    hex::decode_to_slice(hex, &mut bytes).ok().map(|()| bytes)
}

/// What is found of a history that does not hold.
const OTHER_DOCUMENT: super::finding::Words = (
    "it is of another document or service",
    "別の書類またはサービスのものです",
    "属于其他文件或服务",
    "屬於其他文件或服務",
);
const OTHER_KEY: super::finding::Words = (
    "the key did not sign the checkpoint",
    "チェックポイントの署名が鍵と合いません",
    "检查点的签名与密钥不符",
    "檢查點的簽名與金鑰不符",
);
const CHANGED: super::finding::Words = (
    "it was changed, or does not follow the one before it",
    "変更されたか、前のイベントにつながっていません",
    "已被更改，或未与前一事件相连",
    "已被變更，或未與前一事件相連",
);
const NOT_IN_LOG: super::finding::Words = (
    "it is not proved to be in the signed log",
    "署名されたログにあることが証明されません",
    "未能证明其在已签名的日志中",
    "未能證明其在已簽名的記錄中",
);
