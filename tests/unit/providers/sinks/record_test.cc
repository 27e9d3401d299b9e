#include "providers/sinks/record.h"

#include "engine/edges/error.h"
#include "engine/model/sink_label.h"
#include "tests/support/catch.h"

namespace dgctl::providers::record_test {
namespace {

using engine::Secret;
using engine::SinkLabel;

constexpr const char* kValue = "dose0123456789abcdef0123456789abcdef";

SinkLabel label() {
  return {"https://acme.cloud.databricks.com",
          "acme/prod",
          "3f0c9a52-0000-4000-8000-0000000000aa",
          "5f1e9c0d2b7a4e10",
          "2026-11-24T09:00:00Z",
          {}};
}

std::string text_in(const Secret& secret) {
  return secret.reveal([](std::string_view value) { return std::string(value); });
}

std::string written(const SinkLabel& label, const engine::Fields& settings, RecordForm form) {
  return record_text(label, settings, Secret(std::string(kValue)), form);
}

std::string refusal(std::string text, RecordForm form) {
  try {
    record_in(text, form);
  } catch (const engine::Error& error) {
    return error.what();
  }
  return {};
}

TEST_CASE("a dotenv record is what shells and tools can read", "[sink]") {
  CHECK(written(label(),
                {{"http_path", "/sql/1.0/warehouses/0a1b"}, {"catalog", "my sales"}},
                RecordForm::Dotenv) == R"(# Written by dgctl; holds a secret.
DATABRICKS_HOST=https://acme.cloud.databricks.com
DATABRICKS_HTTP_PATH=/sql/1.0/warehouses/0a1b
DATABRICKS_CATALOG="my sales"
DATABRICKS_CLIENT_ID=3f0c9a52-0000-4000-8000-0000000000aa
DATABRICKS_CLIENT_SECRET=dose0123456789abcdef0123456789abcdef
DGCTL_SECRET_ID=5f1e9c0d2b7a4e10
DGCTL_SECRET_EXPIRES=2026-11-24T09:00:00Z
DGCTL_STACK=acme/prod
)");
}

TEST_CASE("a JSON record is an object of texts", "[sink]") {
  SinkLabel lasting = label();
  lasting.expires.clear();
  CHECK(written(lasting, {{"catalog", "my \"sales\"\n"}}, RecordForm::Json) == R"({
  "DATABRICKS_HOST": "https://acme.cloud.databricks.com",
  "DATABRICKS_CATALOG": "my \"sales\"\u000a",
  "DATABRICKS_CLIENT_ID": "3f0c9a52-0000-4000-8000-0000000000aa",
  "DATABRICKS_CLIENT_SECRET": "dose0123456789abcdef0123456789abcdef",
  "DGCTL_SECRET_ID": "5f1e9c0d2b7a4e10",
  "DGCTL_STACK": "acme/prod"
}
)");
}

TEST_CASE("a record is read as it was written whatever its values are", "[sink]") {
  const auto form = GENERATE(RecordForm::Dotenv, RecordForm::Json);
  const auto value = GENERATE(values<std::string>({
      "plain",
      " ",
      "with space",
      "a=b",
      "\"quoted\"",
      "'single'",
      "\"",
      "'",
      "back\\slash",
      "\\",
      "\\n",
      "two\nlines\r\n",
      "\ttab",
      "$HOME `id` $(id) ${x}",
      "# no comment",
      "caf\u00e9 \u732b \U0001F600",
      std::string("nul\0inside", 10),
      "\x01\x1f\x7f",
      "~",
      "!",
      std::string(4000, '"'),
  }));
  const SinkLabel odd{value, value, value, value, value, {}};
  std::string text = record_text(
      odd, {{"http_path", value}, {"catalog", value}}, Secret(std::string(value)), form);
  INFO(text);
  CHECK(text.ends_with('\n'));
  const Record record = record_in(text, form);
  CHECK(record.label == odd);
  CHECK(engine::text_of(record.settings, "http_path") == value);
  CHECK(engine::text_of(record.settings, "catalog") == value);
  CHECK(text_in(record.value) == value);
}

TEST_CASE("what is not set is not written", "[sink]") {
  const std::string text =
      written(label(), {{"catalog", engine::Null{}}, {"other", "x"}}, RecordForm::Dotenv);
  CHECK(text.find("CATALOG") == std::string::npos);
  CHECK(text.find("HTTP_PATH") == std::string::npos);
  CHECK(text.find("other") == std::string::npos);
}

TEST_CASE("a record that nobody could recognise is not written", "[sink]") {
  const auto form = GENERATE(RecordForm::Dotenv, RecordForm::Json);
  SinkLabel unnamed = label();
  unnamed.stack.clear();
  CHECK_THROWS_WITH(written(unnamed, {}, form), "the record of a secret has no DGCTL_STACK");
}

constexpr const char* kLabelLines =
    "DATABRICKS_HOST=h\nDATABRICKS_CLIENT_ID=c\nDGCTL_SECRET_ID=i\nDGCTL_STACK=s\n";

TEST_CASE("the plain forms that people write are read", "[sink]") {
  const auto* const line = GENERATE("DATABRICKS_CLIENT_SECRET=a.b/c==",
                                    "DATABRICKS_CLIENT_SECRET='a.b/c=='",
                                    "DATABRICKS_CLIENT_SECRET=\"a.b/c==\"",
                                    "\r\nDATABRICKS_CLIENT_SECRET=a.b/c==\r\n\n");
  std::string text = std::string(kLabelLines) + line;
  CHECK(text_in(record_in(text, RecordForm::Dotenv).value) == "a.b/c==");
}

TEST_CASE("a dotenv file that is no record is refused and nothing of it quoted", "[sink]") {
  const auto* const line = GENERATE("OTHER=dosecanary",
                                    "dosecanary",
                                    "# dosecanary",
                                    " # Written by dgctl; holds a secret.",
                                    "# Written by dgctl; holds a secret.",
                                    "export DGCTL_SECRET_EXPIRES=dosecanary",
                                    "DGCTL_SECRET_EXPIRES =dosecanary",
                                    "DGCTL_SECRET_EXPIRES= dosecanary",
                                    "DGCTL_SECRET_EXPIRES=dosecanary # expires",
                                    "DGCTL_SECRET_EXPIRES=\"dosecanary",
                                    "DGCTL_SECRET_EXPIRES=\"",
                                    "DGCTL_SECRET_EXPIRES='dose'canary'",
                                    "DGCTL_SECRET_EXPIRES=\"dose\"canary\"",
                                    "DGCTL_SECRET_EXPIRES=\"dosecanary\\\"",
                                    "DGCTL_SECRET_EXPIRES=$dosecanary",
                                    "DGCTL_STACK=dosecanary",
                                    "DATABRICKS_CLIENT_SECRET=dosecanary",
                                    "=dosecanary");
  const std::string text =
      std::string(kLabelLines) + "DATABRICKS_CLIENT_SECRET=dosecanary\n" + line + "\n";
  INFO(text);
  CHECK(refusal(text, RecordForm::Dotenv) == "line 6 is none that dgctl writes");
}

TEST_CASE("a record that lacks something is refused", "[sink]") {
  CHECK(refusal("", RecordForm::Dotenv) == "it has no DATABRICKS_HOST");
  CHECK(refusal(kLabelLines, RecordForm::Dotenv) == "it has no DATABRICKS_CLIENT_SECRET");
  CHECK(refusal(std::string(kLabelLines) + "DATABRICKS_CLIENT_SECRET=\n", RecordForm::Dotenv) ==
        "it has no DATABRICKS_CLIENT_SECRET");
  CHECK(refusal("DATABRICKS_HOST=h\nDATABRICKS_CLIENT_SECRET=x\n", RecordForm::Dotenv) ==
        "it has no DATABRICKS_CLIENT_ID");
  CHECK(refusal(R"({"DATABRICKS_CLIENT_SECRET": "x"})", RecordForm::Json) ==
        "it has no DATABRICKS_HOST");
}

TEST_CASE("a variable without a value is one that is not there", "[sink]") {
  std::string text =
      written(label(), {}, RecordForm::Dotenv) + "DATABRICKS_CATALOG=\nDATABRICKS_HTTP_PATH=''\n";
  const Record record = record_in(text, RecordForm::Dotenv);
  CHECK(record.label == label());
  CHECK(record.settings.empty());
}

TEST_CASE("a record that somebody else wrote is read and bears nobody's label", "[sink]") {
  std::string text =
      "DATABRICKS_HOST=h\nDATABRICKS_CLIENT_ID=c\nDATABRICKS_CLIENT_SECRET=dosecanary\n";
  const Record record = record_in(text, RecordForm::Dotenv);
  CHECK(record.label.client_id == "c");
  CHECK(record.label.stack.empty());
  CHECK_FALSE(engine::is_label_of(record.label, "h", "acme/default"));
  CHECK(engine::held_by_another(record.label) == "holds a secret on h that dgctl did not store");
  CHECK(record.value.reveal([](std::string_view value) { return value == "dosecanary"; }));
}

TEST_CASE("a JSON file that is no record is refused and nothing of it quoted", "[sink]") {
  const auto* const text =
      GENERATE("",
               "{",
               "[]",
               "dosecanary",
               R"({"password": "dosecanary"})",
               R"({"DATABRICKS_CLIENT_SECRET": "dosecanary", "password": "dosecanary"})",
               R"({"DATABRICKS_CLIENT_SECRET": "dosecanary", "DATABRICKS_HOST": 7})",
               R"({"DATABRICKS_CLIENT_SECRET": "dosecanary", "DATABRICKS_HOST": ["dosecanary"]})",
               R"({"DATABRICKS_CLIENT_SECRET": "dosecanary", "DATABRICKS_HOST": dosecanary})",
               R"({"DATABRICKS_CLIENT_SECRET": "dosecanary", "DATABRICKS_HOST": "h")",
               R"({"DATABRICKS_CLIENT_SECRET": ["dosecanary"]})",
               R"({"DATABRICKS_CLIENT_SECRET": "x", "DATABRICKS_CLIENT_SECRET": "dosecanary"})");
  INFO(text);
  const std::string why = refusal(text, RecordForm::Json);
  CHECK_FALSE(why.empty());
  CHECK(why.find("dosecanary") == std::string::npos);
}

}  // namespace
}  // namespace dgctl::providers::record_test
