use super::*;

const SQUARE: &str = r##"<?xml version="1.0"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10"><rect width="20" height="10" fill="#c8102e"/></svg>"##;

fn svg(inside: &str) -> String {
    format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
        viewBox="0 0 10 10"><rect width="10" height="10"/>{inside}</svg>"#
    )
}

fn size(png: &[u8]) -> (u32, u32) {
    let pixels = Pixels::read(png).unwrap();
    (pixels.width, pixels.height)
}

fn png(width: u32, height: u32, pixel: [u8; 4]) -> Vec<u8> {
    let count = usize::try_from(width * height).unwrap();
    Pixels { width, height, rgba: pixel.repeat(count) }.write().unwrap()
}

#[test]
fn an_svg_of_outlines_becomes_a_png_that_fits() {
    let logo = drawn(SQUARE.as_bytes()).unwrap();
    assert_eq!(size(&logo), (288, 144));
    let pixels = Pixels::read(&logo).unwrap().rgba;
    assert!(pixels.as_chunks::<4>().0.iter().all(|pixel| *pixel == [200, 16, 46, 255]));
    let wide = SQUARE.replace("0 0 20 10", "0 0 200 10");
    assert_eq!(size(&drawn(wide.as_bytes()).unwrap()), (480, 24));
    assert_eq!(drawn(&logo).unwrap(), logo, "once more changes nothing");
}

#[test]
fn a_png_is_made_smaller_and_never_larger() {
    assert_eq!(size(&drawn(&png(40, 30, [1, 2, 3, 255])).unwrap()), (40, 30));
    let large = drawn(&png(2_000, 1_000, [200, 16, 46, 255])).unwrap();
    assert_eq!(size(&large), (288, 144));
    let pixels = Pixels::read(&large).unwrap().rgba;
    assert!(pixels.as_chunks::<4>().0[5_000..5_010].iter().all(|p| *p == [200, 16, 46, 255]));
    assert_eq!(size(&drawn(&png(2_000, 1, [9, 9, 9, 255])).unwrap()), (480, 1));
}

#[test]
fn what_would_be_drawn_otherwise_than_its_author_saw_it_is_refused() {
    for (inside, refusal) in [
        ("<text x='1' y='5'>Wariin</text>", LogoRefusal::HasText),
        ("<g><defs><text>a</text></defs></g>", LogoRefusal::HasText),
        ("<image xlink:href='file:///etc/passwd'/>", LogoRefusal::HasMore),
        ("<image href='https://evil.example/pixel.png'/>", LogoRefusal::HasMore),
        ("<filter id='f'><feImage href='/etc/passwd'/></filter>", LogoRefusal::HasMore),
        ("<foreignObject><p/></foreignObject>", LogoRefusal::HasMore),
        ("<filter id='f'><feTurbulence/></filter>", LogoRefusal::HasMore),
        ("<pattern id='p'><circle r='3'/></pattern>", LogoRefusal::HasMore),
        ("<marker id='m'><circle r='3'/></marker>", LogoRefusal::HasMore),
        ("<script>alert(1)</script>", LogoRefusal::HasMore),
    ] {
        assert_eq!(drawn(svg(inside).as_bytes()), Err(refusal), "{inside}");
    }
    assert!(drawn(svg("<circle r='3'/>").as_bytes()).is_ok());
}

#[test]
fn what_is_no_image_too_much_or_cannot_be_seen_is_refused() {
    let cut = &png(9, 9, [1; 4])[..40];
    for other in [&b"GIF89a"[..], b"", b"<html/>", b"<svg", b"\xff\xd8", b"\x1f\x8b\x08", cut] {
        assert_eq!(drawn(other), Err(LogoRefusal::Unreadable));
    }
    let many = "<g/>".repeat(60_000);
    assert_eq!(drawn(svg(&many).as_bytes()), Err(LogoRefusal::TooLarge));
    let invisible = SQUARE.replace("fill=", "opacity=\"0\" fill=");
    assert_eq!(drawn(invisible.as_bytes()), Err(LogoRefusal::Empty));
    assert_eq!(drawn(&png(3, 3, [9, 9, 9, 0])), Err(LogoRefusal::Empty));
}

#[test]
fn an_entity_that_names_a_file_is_not_read() {
    let text = r#"<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><desc>&x;</desc><rect width="9" height="9"/></svg>"#;
    assert!(drawn(text.as_bytes()).is_err());
}

#[test]
fn every_refusal_is_known_by_its_name() {
    for refusal in LogoRefusal::ALL {
        assert_eq!(LogoRefusal::parse(refusal.name()), Some(refusal));
    }
}
