#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <set>
#include <string>

#include <nlohmann/json.hpp>

#include "providers/sim/workspace.h"
#include "tests/support/catch.h"
#include "tests/support/process.h"

namespace dgctl::providers {

using nlohmann::json;

inline constexpr const char* kUc = "/api/2.1/unity-catalog";
inline constexpr const char* kScim = "/api/2.0/preview/scim/v2";

inline std::string uc(const std::string& rest) { return kUc + rest; }
inline std::string scim(const std::string& rest) { return kScim + rest; }

/// ada may do everything; bob and cai are users, bob an analyst; etl is a service principal. sales
/// belongs to ada, hr to bob.
inline json small_workspace() {
  return json::parse(R"json({
    "clock": "2026-11-23T09:00:00Z", "operator": "ada@example.com",
    "users": {"ada@example.com": {"workspace_admin": true, "metastore_admin": true},
              "bob@example.com": {}, "cai@example.com": {}},
    "groups": {"analysts": {"members": ["bob@example.com"]},
               "staff": {"members": ["analysts"]},
               "Night Shift": {"members": ["cai@example.com"], "local": true}},
    "service_principals": {"3f0c9a52-0000-4000-8000-0000000000aa": {"display_name": "etl"}},
    "catalogs": {
      "sales": {"schemas": {"crm": {"tables": {
        "users": {"columns": [["id", "BIGINT"], ["name", "STRING"]], "rows": [["1", null]]},
        "deals": {"type": "VIEW", "view_definition": "SELECT 1"}}}}},
      "hr": {"owner": "bob@example.com", "schemas": {"people": {"tables": {"staff": {}}}}}},
    "switches": {"empty_pages": false}})json");
}

inline constexpr const char* kEtl = "3f0c9a52-0000-4000-8000-0000000000aa";

/// A workspace in memory, and short words for asking it.
struct Sim {
  explicit Sim(const json& file = small_workspace())
      : workspace(SimWorkspace::in_memory(file.dump())) {}

  Response call(Method method,
                const std::string& path,
                const std::string& body = {},
                const std::string& who = {}) const {
    Request request;
    request.method = method;
    request.path = path;
    request.body = body;
    return workspace->send_as(who, request, {});
  }
  Response get(const std::string& path, const std::string& who = {}) const {
    return call(Method::Get, path, {}, who);
  }
  Response post(const std::string& path, const json& body, const std::string& who = {}) const {
    return call(Method::Post, path, body.dump(), who);
  }
  Response patch(const std::string& path, const json& body, const std::string& who = {}) const {
    return call(Method::Patch, path, body.dump(), who);
  }
  Response put(const std::string& path, const json& body, const std::string& who = {}) const {
    return call(Method::Put, path, body.dump(), who);
  }
  Response remove(const std::string& path, const std::string& who = {}) const {
    return call(Method::Delete, path, {}, who);
  }
  /// Another of the ways in which a request can say who makes it.
  Response with_authorization(const std::string& authorization, const std::string& path) const {
    Request request;
    request.path = path;
    request.headers = {{"Authorization", authorization}};
    return workspace->send(request, {});
  }
  /// Runs SQL by the workspace's own door: what the statements API answers.
  json sql(const std::string& statement, const std::string& who = {}) const {
    return json::parse(post("/.dgsim/sql", {{"statement", statement}}, who).body);
  }
  /// Grants, as ada.
  Response grant(const std::string& securable,
                 const std::string& principal,
                 const std::vector<std::string>& add,
                 const std::vector<std::string>& remove = {}) const {
    const json change{{"principal", principal}, {"add", add}, {"remove", remove}};
    return patch(uc("/permissions/" + securable), {{"changes", json::array({change})}});
  }
  /// "SELECT USE_CATALOG" of one principal, or "".
  std::string held(const std::string& securable, const std::string& principal) const {
    const json body = json::parse(get(uc("/permissions/" + securable)).body);
    std::string out;
    for (const json& entry : body.value("privilege_assignments", json::array())) {
      if (entry.at("principal") != principal) continue;
      for (const json& name : entry.at("privileges")) {
        out += (out.empty() ? "" : " ") + name.get<std::string>();
      }
    }
    return out;
  }

  std::unique_ptr<SimWorkspace> workspace;
};

inline json body_of(const Response& response) { return json::parse(response.body); }

/// What a statement came to: "done"; its rows, "a,1;b,null"; or why it failed, without line breaks.
inline std::string sql_outcome(const json& answer) {
  if (!answer.contains("status")) return answer.dump();
  if (answer.at("status").at("state") != "SUCCEEDED") {
    std::string message = answer.at("status").at("error").at("message");
    std::replace(message.begin(), message.end(), '\n', ' ');
    return message;
  }
  if (answer.at("manifest").at("schema").at("column_count") == 0) return "done";
  std::string out;
  for (const json& row : answer.at("result").value("data_array", json::array())) {
    out += out.empty() ? "" : ";";
    std::string cells;
    for (const json& cell : row) {
      cells += (cells.empty() ? "" : ",") + (cell.is_null() ? "null" : cell.get<std::string>());
    }
    out += cells;
  }
  return out.empty() ? "no rows" : out;
}

/// "200", or "403 PERMISSION_DENIED: User is not …"
inline std::string outcome(const Response& response) {
  if (response.status >= 200 && response.status < 300) return std::to_string(response.status);
  const json body = body_of(response);
  if (body.contains("error")) {
    return std::to_string(response.status) + " " + body.at("error").get<std::string>() + ": " +
           body.at("error_description").get<std::string>();
  }
  if (body.contains("detail")) {
    return std::to_string(response.status) + " " + body.value("scimType", "-") + ": " +
           body.at("detail").get<std::string>();
  }
  const json& code = body.at("error_code");
  return std::to_string(response.status) + " " +
         (code.is_number() ? code.dump() : code.get<std::string>()) + ": " +
         body.at("message").get<std::string>();
}

/// The values of one member of all entries of a list: "a b c".
inline std::string names(const json& list, const char* member = "name") {
  std::string out;
  for (const json& entry : list) {
    out += (out.empty() ? "" : " ") + entry.at(member).get<std::string>();
  }
  return out;
}

inline std::string names_of(const Response& response,
                            const char* list,
                            const char* member = "name") {
  return names(json::parse(response.body).value(list, json::array()), member);
}

inline void write_file(const std::filesystem::path& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

}  // namespace dgctl::providers
