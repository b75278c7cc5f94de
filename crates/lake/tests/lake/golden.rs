#[test]
fn placeholder_until_generated() {}
