use super::format;

#[test]
fn probe() {
    for f in std::env::var("VF").unwrap_or_default().split(' ').filter(|f| !f.is_empty()) {
        let text = std::fs::read_to_string(f).unwrap();
        let once = format(&text).unwrap();
        println!("== {f}\n{once}");
        let a = crate::syntax::print(&crate::syntax::parse(crate::span::FileId(0), &text).file);
        let b = crate::syntax::print(&crate::syntax::parse(crate::span::FileId(0), &once).file);
        assert_eq!(a, b);
        assert_eq!(format(&once).unwrap(), once);
    }
}
