use super::super::tests::written;
use super::super::{Doubts, doubts};

/// What is doubtful about a page with these contents and resources; `more` are objects from number 5 on.
fn of(content: &str, resources: &str, more: &[&str]) -> Doubts {
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Contents 4 0 R/Resources<<{resources}>>>>"
        ),
        stream("", content),
    ];
    objects.extend(more.iter().map(|object| (*object).to_owned()));
    doubts(written(&objects).into(), || true)
}

fn stream(dict: &str, content: &str) -> String {
    format!("<<{dict}/Length {}>>stream\n{content}\nendstream", content.len())
}

/// Whether the page is said to be drawn otherwise than by others.
fn differs(content: &str, resources: &str, more: &[&str]) -> bool {
    let found = of(content, resources, more);
    assert!(found.pages.is_empty() && found.fonts.is_empty(), "{found:?}");
    found.differing == [1]
}

fn form(entries: &str, resources: &str, content: &str) -> String {
    let dict =
        format!("/Type/XObject/Subtype/Form/BBox[0 0 200 100]{entries}/Resources<<{resources}>>");
    stream(&dict, content)
}

// T-036
#[test]
fn what_is_drawn_otherwise_than_by_others_is_doubtful() {
    const BLENDS: &str = "/ExtGState<</M<</BM/Multiply>>>>";
    let yellow = "/M gs 1 1 0 rg 0 0 100 100 re f";
    assert!(!differs(yellow, BLENDS, &[]), "blended with the page itself");
    let group = |entries: &str| {
        let form = form(&format!("/Group<</S/Transparency{entries}>>"), BLENDS, yellow);
        differs("/X Do", "/XObject<</X 5 0 R>>", &[&form])
    };
    assert!(group("") && group("/I false"), "what is behind the group is blended with, too");
    assert!(!group("/I true"));
    assert!(group("/I true/K true"), "a knockout group");
    let plain = form("", BLENDS, yellow);
    let around = form("/Group<</S/Transparency>>", "/XObject<</Y 5 0 R>>", "/Y Do");
    assert!(differs("/X Do", "/XObject<</X 6 0 R>>", &[&plain, &around]), "a form in the group");

    let masked = |entries: &str| {
        let mask = form(&format!("/Group<</S/Transparency{entries}>>"), "", "1 g 0 0 50 50 re f");
        let states = "/ExtGState<</S<</SMask<</S/Luminosity/G 5 0 R>>>>>>";
        differs("/S gs 0 0 200 100 re f", states, &[&mask])
    };
    assert!(masked("") && !masked("/CS/DeviceGray"));

    let shading = |entries: &str| {
        differs("/S sh", &format!("/Shading<</S<<{entries}/Coords[0 0 200 0]>>>>"), &[])
    };
    let function = "/Function<</FunctionType 2/Domain[0 1]/C0[1 0 0]/C1[0 0 1]/N 1>>";
    let known = format!("/ShadingType 2/ColorSpace/DeviceRGB{function}");
    assert!(!shading(&known));
    assert!(shading(&known.replace(function, "")), "without a function");
    assert!(shading(&known.replace("Type 2/C", "Type 9/C")), "of an unknown kind");
    assert!(shading(&known.replace("/DeviceRGB", "[/Strange]")), "in unknown colours");

    let coloured = |space: &str| differs("/C cs 1 scn", &format!("/ColorSpace<</C {space}>>"), &[]);
    assert!(coloured("[/Strange /DeviceRGB]") && coloured("/Strange"));
    assert!(!coloured("[/Indexed /DeviceRGB 0 <000000>]") && !coloured("/DeviceCMYK"));
}

// T-036
#[test]
fn what_stands_in_forms_patterns_and_masks_is_looked_at_too() {
    let font =
        "/Font<</F<</Type/Font/Subtype/TrueType/BaseFont/Garamond/Encoding/WinAnsiEncoding>>>>";
    let inner = form("", font, "BT /F 20 Tf 10 50 Td (Hello) Tj ET");
    let found = of("/X Do", "/XObject<</X 5 0 R>>", &[&inner]);
    assert_eq!(found.fonts.into_iter().collect::<Vec<_>>(), ["Garamond"]);

    let picture = "q 10 0 0 10 0 0 cm BI /W 2 /H 2 /BPC 8 /CS /G /F /DCT ID no picture EI Q";
    let tiling =
        "/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 10 10]/XStep 10/YStep 10";
    let tiling = stream(&format!("{tiling}/Resources<<>>"), picture);
    let painted = "/Pattern cs /P scn 0 0 200 100 re f";
    assert_eq!(of(painted, "/Pattern<</P 5 0 R>>", &[&tiling]).pages, [1]);

    let chinese = "/Font<</F<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UTF16-H\
        /DescendantFonts[<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo\
        <</Registry(Adobe)/Ordering(GB1)/Supplement 5>>/FontDescriptor<</Type/FontDescriptor\
        /FontName/STSong-Light/Flags 4/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 700/StemV 80\
        /FontBBox[0 -120 1000 880]>>>>]>>>>";
    for korean in [chinese.to_owned(), chinese.replace("UniGB", "UniKS").replace("GB1", "Korea1")] {
        let inner = form("", &korean, "BT /F 20 Tf 10 50 Td <65E5> Tj ET");
        assert_eq!(of("/X Do", "/XObject<</X 5 0 R>>", &[&inner]).pages, [1]);
    }
}

// DO-06
#[test]
fn forms_that_paint_each_other_are_looked_at_once() {
    let each = |other: &str| form("", &format!("/XObject<</X {other} 0 R/Y {other} 0 R>>"), "");
    assert!(!differs("/X Do", "/XObject<</X 5 0 R>>", &[&each("6"), &each("5")]));
}
