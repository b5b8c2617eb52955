use super::*;

const OLD: &str = "0101010101010101010101010101010101010101010101010101010101010101";
const NEW: &str = "0202020202020202020202020202020202020202020202020202020202020202";

fn ring(lines: &[&str]) -> MasterKey {
    MasterKey::parse(&lines.join("\n")).unwrap()
}

// EV-02
#[test]
fn the_last_key_in_use_is_written_with_and_the_others_are_read_until_they_are_retired() {
    let (old, new) = (MasterKey::from_bytes([1; 32]), MasterKey::from_bytes([2; 32]));
    let (old_id, new_id) = (old.newest(), new.newest());
    let next = format!("next {NEW}");
    let retired = format!("retired  {OLD}");
    let code = |key: &MasterKey| key.derive("link").mac(&[b"x"]);

    let before = ring(&["# our key", "", OLD, &next]);
    assert_eq!(before.uses(), [(old_id, KeyUse::Written), (new_id, KeyUse::Next)]);
    let after = ring(&[OLD, NEW, ""]);
    assert_eq!(after.uses(), [(old_id, KeyUse::Read), (new_id, KeyUse::Written)]);
    for (ring, writes) in [(&before, &old), (&after, &new)] {
        assert_eq!(code(ring), code(writes));
        for key in [&old, &new] {
            assert_eq!(ring.derive("link").maker(&[b"x"], &code(key)), Some(key.newest()));
        }
    }
    let last = ring(&[&retired, NEW]);
    assert_eq!(last.uses(), [(old_id, KeyUse::Retired), (new_id, KeyUse::Written)]);
    assert_eq!(last.read(), [new_id]);
    assert!(!last.derive("link").has_made(&[b"x"], &code(&old)));
    assert!(last.derive("link").has_made(&[b"x"], &code(&new)[..20]));
    assert!(!last.derive("link").has_made(&[b"x"], &code(&new)[..15]), "too short to prove it");
    assert!(!last.derive("link").has_made(&[b"y"], &code(&new)));
}

// EV-02
#[test]
fn what_lasts_rests_on_the_first_key_and_what_is_made_twice_on_the_oldest_in_use() {
    let (old, new) = (MasterKey::from_bytes([1; 32]), MasterKey::from_bytes([2; 32]));
    let (next, retired) = (format!("next {NEW}"), format!("retired {OLD}"));
    let rings = [ring(&[OLD]), ring(&[OLD, &next]), ring(&[OLD, NEW]), ring(&[&retired, NEW])];
    for each in &rings {
        let lasting = each.derive_lasting("log-signer");
        assert_eq!(lasting.bytes(), old.derive("log-signer").bytes());
    }
    for each in &rings[..3] {
        assert_eq!(each.derive_oldest("form-id").bytes(), old.derive("form-id").bytes());
    }
    assert_eq!(rings[3].derive_oldest("form-id").bytes(), new.derive("form-id").bytes());
}

// EV-02
#[test]
fn a_line_that_is_no_key_or_repeats_one_is_refused_by_its_number() {
    let text = |lines: &[&str]| MasterKey::parse(&lines.join("\n")).unwrap_err().to_string();
    assert!(text(&[OLD, "newest 02"]).starts_with("line 2 "));
    assert!(text(&[OLD, "", &NEW[1..]]).starts_with("line 3 "));
    assert!(text(&[&format!("former {OLD}")]).starts_with("line 1 "));
    let id = MasterKey::from_bytes([1; 32]).newest();
    assert!(text(&[OLD, &format!("retired {OLD}")]).ends_with(&format!("repeats the key {id}")));
    assert!(text(&[&format!("next {OLD}")]).contains("no key that is in use"));
    assert!(text(&[]).contains("no key that is in use"));
    assert!(!text(&[&format!("former {OLD}")]).contains("0101"), "the key is not repeated");
}
