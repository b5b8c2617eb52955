//! Changes that keep an input readable, so that the fuzzer gets behind the parsers: one value of the JSON, or one
//! part of the pack.

use crate::forger::{read, zipped};
use serde_json::{Value, json};

/// What the fuzzer adds to a value at most, in bytes.
const GROWTH: usize = 64;

/// The evidence with another value somewhere; `None` where it is no JSON, and for one change in eight.
pub(crate) fn json(bytes: &[u8], seed: u32) -> Option<Vec<u8>> {
    let mut evidence: Value = serde_json::from_slice(bytes).ok()?;
    let mut places = Vec::new();
    values(&evidence, String::new(), &mut places);
    let mut random = seed;
    let mut below = |limit: usize| {
        random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (random >> 8) as usize % limit
    };
    let (from, to) = (below(places.len()), below(places.len()));
    let copy = evidence.pointer(&places[from])?.clone();
    let value = evidence.pointer_mut(&places[to])?;
    match below(8) {
        0 => return None,
        1 => *value = copy,
        2 => *value = Value::Null,
        3 => remove(value, below(16)),
        4 => add(value, copy),
        _ => change(value, below(1 << 20)),
    }
    serde_json::to_vec(&evidence).ok()
}

/// The pack with other bytes in one of its parts; `None` where it cannot be read, and for half of the changes.
pub(crate) fn pack(bytes: &[u8], seed: u32) -> Option<Vec<u8>> {
    if seed % 2 == 0 {
        return None;
    }
    let mut parts = read(bytes).filter(|parts| !parts.is_empty())?;
    let count = parts.len();
    let (_, part) = &mut parts[seed as usize / 2 % count];
    *part = mutated(part);
    Some(zipped(&parts))
}

/// The places of all values, those that hold others too.
fn values(value: &Value, at: String, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            members.iter().for_each(|(name, value)| values(value, format!("{at}/{name}"), found));
        }
        Value::Array(items) => {
            items.iter().zip(0..).for_each(|(item, n)| values(item, format!("{at}/{n}"), found));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
    found.push(at);
}

fn remove(value: &mut Value, place: usize) {
    match value {
        Value::Array(items) if !items.is_empty() => {
            items.remove(place % items.len());
        }
        Value::Object(members) if !members.is_empty() => {
            let name = members.keys().nth(place % members.len()).cloned();
            name.map(|name| members.remove(&name));
        }
        other => *other = json!({}),
    }
}

fn add(value: &mut Value, copy: Value) {
    match value {
        Value::Array(items) => items.push(copy),
        other => *other = json!([copy]),
    }
}

fn change(value: &mut Value, number: usize) {
    match value {
        Value::String(text) => {
            *text = String::from_utf8_lossy(&mutated(text.as_bytes())).into_owned();
        }
        Value::Number(_) if number % 4 == 0 => *value = json!(i64::MAX),
        Value::Number(_) if number % 4 == 1 => *value = json!(-1),
        Value::Bool(yes) => *yes = !*yes,
        other => *other = json!(number),
    }
}

/// These bytes as the fuzzer changes them.
fn mutated(bytes: &[u8]) -> Vec<u8> {
    let mut room = bytes.to_vec();
    room.resize(bytes.len() + GROWTH, 0);
    let limit = room.len();
    let length = libfuzzer_sys::fuzzer_mutate(&mut room, bytes.len(), limit);
    room.truncate(length);
    room
}
