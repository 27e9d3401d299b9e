#pragma once

#include <string>

#include "providers/sim/json.h"
#include "providers/sim/workspace.h"
#include "providers/sim/workspace_text.h"
#include "tests/fuzz/input.h"

namespace dgctl::fuzz {

/// Ada may do everything, Bob is an analyst and nothing else. There is a bit of everything that a
/// request can be about.
inline constexpr const char* kSimulatedWorkspace = R"json({
  "clock": "2026-11-23T09:00:00Z", "operator": "ada@example.com",
  "users": {"ada@example.com": {"workspace_admin": true, "metastore_admin": true},
            "bob@example.com": {}},
  "groups": {"analysts": {"members": ["bob@example.com"]}},
  "service_principals": {"3f0c9a52-0000-4000-8000-0000000000aa": {"id": "77", "display_name": "etl"}},
  "warehouses": {"0123456789abcdef": {"name": "Starter"}},
  "catalogs": {
    "sales": {"grants": {"analysts": ["USE_CATALOG", "USE_SCHEMA", "SELECT"]},
      "schemas": {"crm": {"tables": {
        "users": {"columns": [["id", "BIGINT"], ["name", "STRING"]], "rows": [["1", "x"], ["2", null]]},
        "deals": {"type": "VIEW", "view_definition": "SELECT id FROM sales.crm.users"}}}}},
    "hr": {"owner": "bob@example.com", "schemas": {"people": {"tables": {"staff": {}}}}}}})json";

/// What a workspace would write down is a workspace file, and reads as the same.
inline void check_snapshot(providers::SimWorkspace& workspace) {
  const std::string snapshot = workspace.snapshot();
  require(write_workspace(providers::sim::read_workspace(snapshot)) == snapshot,
          "what a workspace writes down is a workspace file");
}

/// An answer is one that HTTP has, and JSON where it says so.
inline void check_answer(const providers::Response& response) {
  require(response.status >= 100 && response.status < 1000, "an answer has a status");
  if (header(response, "Content-Type").find("json") == std::string::npos) return;
  if (!response.body.empty()) providers::sim::parse_json(response.body);
}

}  // namespace dgctl::fuzz
