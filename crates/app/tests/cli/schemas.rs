//! What each command writes as JSON is what its published schema says.

use serde_json::Value;

use crate::firstline;

/// Follows `$ref`, the types, and what an object may and must have; enough for schemas that are made
/// from types.
fn fits(root: &Value, schema: &Value, value: &Value, at: &str) {
    if let Some(name) = schema["$ref"].as_str() {
        let name = name.trim_start_matches("#/$defs/");
        return fits(root, &root["$defs"][name], value, at);
    }
    if let Some(any) = schema["anyOf"].as_array() {
        let null = |s: &&Value| (s["type"] == "null") == value.is_null();
        let one = any.iter().find(null).expect("one of them is the type");
        return fits(root, one, value, at);
    }
    let word = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(n) if n.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let is = |t: &Value| t == word || (t == "number" && word == "integer");
    let typed = match &schema["type"] {
        Value::Array(all) => all.iter().any(is),
        Value::Null => true,
        one => is(one),
    };
    assert!(typed, "{at}: {value} is not {}", schema["type"]);
    if let Value::Array(items) = value {
        for (i, item) in items.iter().enumerate() {
            if !schema["items"].is_null() {
                fits(root, &schema["items"], item, &format!("{at}[{i}]"));
            }
        }
    }
    if let Value::Object(fields) = value {
        for must in schema["required"].as_array().into_iter().flatten() {
            let must = must.as_str().expect("a name");
            assert!(fields.contains_key(must), "{at}: {must} is missing");
        }
        for (key, value) in fields {
            if let Some(properties) = schema["properties"].as_object() {
                let of = properties.get(key);
                let of = of.unwrap_or_else(|| panic!("{at}: {key} is not in the schema"));
                fits(root, of, value, &format!("{at}.{key}"));
            }
        }
    }
}

fn check(command: &str, args: &[&str]) {
    let path = crate::project().join(format!("docs/schema/{command}.json"));
    let schema = std::fs::read_to_string(&path).expect("the schema is published");
    let schema: Value = serde_json::from_str(&schema).expect("a schema is JSON");
    let mut all = vec![command];
    all.extend(args);
    all.extend(["--format", "json"]);
    let ran = firstline(&all);
    let value: Value = serde_json::from_str(&ran.out).expect("JSON was asked for");
    fits(&schema, &schema, &value, command);
}

#[test]
fn each_command_writes_what_its_schema_says() {
    let sho = "rotas/medicine-sho-1in8.csv";
    let hospital = "rotas/district-hospital/hospital.toml";
    let week = "rotas/district-hospital/week.csv";
    check("check", &[sho]);
    check("fatigue", &[sho]);
    check("pay", &[sho, "--grade", "CT1", "--on", "2026-04-01"]);
    let both = [
        "--contract",
        "new-deal-2002@2015-11-02",
        "--contract",
        "england-2016@2026-11-02",
    ];
    check(
        "compare",
        &[&[sho][..], &both, &["--basic", "40190"]].concat(),
    );
    check(
        "leave",
        &[
            "rotas/leave.csv",
            "--department",
            "rotas/leave.toml",
            "--from",
            "2026-08-05",
            "--to",
            "2027-02-03",
        ],
    );
    check(
        "worked",
        &[
            "rotas/worked-planned.csv",
            "rotas/worked-done.csv",
            "--grade",
            "F1",
        ],
    );
    check(
        "design",
        &["rotas/design/short-of-people.toml", "--work", "5"],
    );
    check("cover", &[hospital, week, "--weekend"]);
    let period = "2016-01-12T08:00/2016-01-13T08:00";
    check(
        "strike",
        &[
            hospital,
            week,
            "--period",
            period,
            "--form",
            "full",
            "--out-grades",
            "tier1,tier2",
        ],
    );
    check(
        "incident",
        &[
            hospital,
            week,
            "--at",
            "2016-01-15T22:00",
            "--casualties",
            "40",
        ],
    );
    check("gaps", &["rotas/medicine.toml", "--months", "6"]);
    check(
        "ballot",
        &[
            "--entitled",
            "37155",
            "--voted",
            "28305",
            "--yes",
            "27741",
            "--opened",
            "2015-11-05",
            "--public-service",
        ],
    );
}

/// A report of nothing keeps to the schema too.
#[test]
fn a_refusal_is_written_as_the_schema_says() {
    check("check", &["rotas/not-there.csv"]);
    check(
        "strike",
        &[
            "rotas/medicine.toml",
            "rotas/not-there.csv",
            "--period",
            "x",
            "--form",
            "full",
            "--out-grades",
            "x",
        ],
    );
    check(
        "incident",
        &[
            "rotas/medicine.toml",
            "rotas/not-there.csv",
            "--at",
            "x",
            "--casualties",
            "1",
        ],
    );
    check("cover", &["rotas/medicine.toml", "rotas/not-there.csv"]);
    check(
        "gaps",
        &["rotas/medicine.toml", "--figures", "rotas/not-there.toml"],
    );
}
