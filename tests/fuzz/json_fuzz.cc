#include "engine/model/secret_json.h"
#include "engine/state/document.h"
#include "providers/databricks/json.h"
#include "providers/sim/json.h"
#include "providers/transport/logging.h"
#include "tests/fuzz/input.h"
#include "tests/fuzz/targets.h"

// The readers of JSON that there are: of documents of dgctl's own, of answers, of the simulated
// workspace, of answers that hold a secret, and what a log shows of one.

namespace dgctl::fuzz {
namespace {

void check_body(const std::string& text) {
  try {
    const engine::Value value = providers::parsed(text);
    require(providers::parsed(providers::json_text(value)) == value,
            "a body is read back as it was written");
    providers::parsed_object(text);
  } catch (const providers::UnexpectedForm&) {
    return;
  }
}

/// Whether it is JSON to the simulated workspace.
bool check_simulated(std::string_view text) {
  using providers::sim::parse_json;
  try {
    const providers::sim::Json json = parse_json(text);
    require(parse_json(to_text(json)) == json, "JSON is read back as it was written");
    require(parse_json(to_pretty_text(json)) == json,
            "printed JSON is read back as it was written");
    return true;
  } catch (const providers::sim::JsonError&) {
    return false;
  }
}

bool check_document(std::string_view text) {
  try {
    const engine::Value value = engine::from_json(text);
    require(engine::from_json(engine::to_json(value)) == value,
            "a document is read back as it was written");
    require(engine::from_json(engine::to_printed_json(value)) == value,
            "a printed document is read back as it was written");
    return true;
  } catch (const engine::CorruptError&) {
    return false;
  }
}

void check_secret(std::string text) {
  engine::written_member(text, "expires_in");
  const auto secret = engine::take_member(text, "secret");
  if (!secret) return;
  // What is left can be read as usual, and says nothing of it.
  try {
    const engine::Fields fields = providers::parsed_object(text);
    const std::string& left = providers::text_in(fields, "secret");
    require(left.find_first_not_of('*') == std::string::npos,
            "a secret that was taken out is not there");
  } catch (const providers::UnexpectedForm&) {
    return;
  }
}

}  // namespace

void json(std::string_view input) {
  const std::string text(input);
  check_body(text);
  const bool is_json = check_simulated(input);
  const bool is_document = check_document(input);
  require(is_json || !is_document, "what dgctl reads the simulated workspace reads as well");
  check_secret(text);
  providers::shown_body(text, "application/json");
  providers::shown_body(text, "application/x-www-form-urlencoded");
}

}  // namespace dgctl::fuzz
