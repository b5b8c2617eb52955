//! What a check of the audit log has found, in sentences and as JSON.

use serde_json::{Value, json};
use std::fmt::Write as _;
use wariin_ports::{AuditLocation, AuditProblem, AuditReport, EventPlace};

/// One line for each problem, which says where it is. `compared` is how many checkpoints the log extends, and how many
/// were kept.
pub(super) fn sentences(report: &AuditReport, compared: (usize, usize)) -> String {
    let mut text = String::new();
    let (extended, kept) = compared;
    if kept > 0 {
        let _ = writeln!(text, "The log extends {extended} of {kept} checkpoints.");
    }
    let _ = writeln!(text, "{} events, {} of them in the log.", report.events, report.integrated);
    if let Some(checkpoint) = &report.checkpoint {
        let _ = writeln!(text, "\n{checkpoint}");
    }
    for problem in &report.problems {
        let _ = writeln!(text, "{problem}");
    }
    text += if report.problems.is_empty() {
        "The audit log is whole.\n"
    } else {
        "The audit log is broken: something above was changed or removed.\n"
    };
    text
}

/// The same for programs.
pub(super) fn json(report: &AuditReport, (extended, kept): (usize, usize)) -> Value {
    json!({
        "format": "wariin/audit-report/v1",
        "events": report.events,
        "integrated": report.integrated,
        "checkpoint": report.checkpoint,
        "kept": { "checkpoints": kept, "extended": extended },
        "whole": report.problems.is_empty(),
        "problems": report.problems.iter().map(problem).collect::<Vec<_>>(),
    })
}

fn problem(problem: &AuditProblem) -> Value {
    json!({ "problem": problem.to_string(), "location": location(problem.location()) })
}

fn location(location: AuditLocation) -> Value {
    match location {
        AuditLocation::Event(place) => event("event", &place),
        AuditLocation::BeforeEvent(place) => event("before_event", &place),
        AuditLocation::AfterEvent(place) => event("after_event", &place),
        AuditLocation::Leaves { from, to } => json!({ "kind": "leaves", "from": from, "to": to }),
        AuditLocation::Node(position) => json!({ "kind": "node", "position": position }),
        AuditLocation::Head => json!({ "kind": "head" }),
        AuditLocation::Checkpoint(size) => json!({ "kind": "checkpoint", "size": size }),
        AuditLocation::Cosignature { size, witness } => {
            json!({ "kind": "cosignature", "size": size, "witness": witness })
        }
    }
}

fn event(kind: &str, EventPlace { subject, id, sequence }: &EventPlace) -> Value {
    json!({ "kind": kind, "subject": subject, "id": id.to_string(), "sequence": sequence })
}

#[cfg(test)]
mod tests {
    use super::*;
    use wariin_domain::Uuid;

    // EV-01
    #[test]
    fn a_report_says_of_each_problem_where_it_is() {
        let place = EventPlace { subject: "document".into(), id: Uuid::from_u128(7), sequence: 4 };
        let id = "00000000-0000-0000-0000-000000000007";
        let witness = || "witness.example".to_owned();
        let event = |kind| json!({ "kind": kind, "subject": "document", "id": id, "sequence": 4 });
        let leaves = |from, to| json!({ "kind": "leaves", "from": from, "to": to });
        let checkpoint = json!({ "kind": "checkpoint", "size": 9 });
        let cosignature = json!({ "kind": "cosignature", "size": 9, "witness": witness() });
        let cases = [
            (AuditProblem::Changed(place.clone()), event("event"), "event 4 of document"),
            (AuditProblem::Missing(place.clone()), event("before_event"), "before event 4"),
            (AuditProblem::CutOff(place), event("after_event"), "after event 4"),
            (AuditProblem::Leaf(5), leaves(5, 5), "leaf 5"),
            (AuditProblem::LeavesMissing { from: 5, to: 8 }, leaves(5, 8), "leaves 5 to 8"),
            (AuditProblem::Node(6), json!({ "kind": "node", "position": 6 }), "node 6"),
            (AuditProblem::Checkpoint, json!({ "kind": "head" }), "signed head"),
            (AuditProblem::Published(9), checkpoint.clone(), "checkpoint of 9 events"),
            (AuditProblem::Timestamp(9), checkpoint.clone(), "checkpoint of 9 events"),
            (AuditProblem::Unpublished(9), checkpoint, "checkpoint of 9 events"),
            (
                AuditProblem::Cosignature { size: 9, witness: witness() },
                cosignature.clone(),
                "witness.example under the checkpoint of 9 events",
            ),
            (
                AuditProblem::CosignatureGone { size: 9, witness: witness() },
                cosignature,
                "witness.example under the checkpoint of 9 events",
            ),
            (AuditProblem::SetBack { found: 7, counted: 9 }, leaves(7, 8), "counts 9"),
            (AuditProblem::Rewritten { good: 7, counted: 9 }, leaves(7, 8), "events 8 to 9"),
        ];
        let problems = cases.iter().map(|(problem, ..)| problem.clone()).collect();
        let report = AuditReport { events: 9, integrated: 9, checkpoint: None, problems };
        let (said, told) = (json(&report, (1, 2)), sentences(&report, (1, 2)));
        for (place, (_, location, words)) in cases.into_iter().enumerate() {
            assert_eq!(said["problems"][place]["location"], location);
            assert!(
                said["problems"][place]["problem"].as_str().unwrap().contains(words),
                "{words}"
            );
            assert!(told.contains(words), "{words}: {told}");
        }
        assert_eq!((&said["whole"], &said["kept"]["extended"]), (&json!(false), &json!(1)));
        assert!(told.starts_with("The log extends 1 of 2 checkpoints.\n"));

        let whole = AuditReport { problems: vec![], ..report };
        assert_eq!(json(&whole, (0, 0))["whole"], json!(true));
        assert!(sentences(&whole, (0, 0)).ends_with("The audit log is whole.\n"));
    }
}
