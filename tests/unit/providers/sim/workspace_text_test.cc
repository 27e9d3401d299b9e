#include "providers/sim/workspace_text.h"

#include "providers/sim/json.h"
#include "providers/sim/workspace_files.h"
#include "tests/unit/providers/sim/support.h"

namespace dgctl::providers::sim::workspace_text_test {
namespace {

std::string error_of(const std::string& text) {
  try {
    read_workspace(text);
  } catch (const JsonError& error) {
    return error.what();
  }
  return "";
}

/// A workspace with all that schemas/workspace.schema.json knows.
constexpr const char* kEverything = R"json({
  "format": "dgsim/1", "seed": 7, "clock": "2026-11-23T09:00:00.250Z",
  "counters": {"requests": 12, "uuids": 3}, "operator": "Ada@Example.com",
  "workspace": {"host": "ws.example.test", "id": 900800700600, "account_id": "7a1b2c3d",
                "metastore": {"id": "5d1f0c1e", "name": "main", "cloud": "azure",
                              "region": "westeurope", "storage_root": "", "owner": "analysts",
                              "privilege_model_version": "1.1",
                              "grants": {"bob@example.com": ["CREATE CATALOG"]}}},
  "users": {"Ada@example.com": {"workspace_admin": true, "metastore_admin": true,
                                "account_admin": true, "display_name": "Ada"},
            "bob@example.com": {"id": "42", "active": false, "assigned": false,
                                "external_id": "x", "entitlements": ["workspace-access"]}},
  "groups": {"analysts": {"members": ["BOB@example.com", "leads"], "id": "43",
                          "external_id": "e", "entitlements": ["workspace-consume"]},
             "leads": {"members": ["3F0C9A52-0000-4000-8000-0000000000AA"], "assigned": false},
             "night": {"local": true, "members": ["analysts"], "workspace_admin": true}},
  "service_principals": {"3F0C9A52-0000-4000-8000-0000000000aa": {
    "id": "4412398765430001", "display_name": "etl", "entitlements": ["databricks-sql-access"],
    "secrets": {"8f2c": {
      "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
      "create_time": "2026-11-01T00:00:00Z", "expire_time": "2028-11-01T00:00:00Z"}}}},
  "deleted_principals": ["3F0C9A52-0000-4000-8000-0000000000BB"],
  "warehouses": {"0a1b2c3d4e5f6071": {"name": "segment", "cluster_size": "Large",
    "min_num_clusters": 2, "max_num_clusters": 3, "auto_stop_mins": 5, "enable_photon": false,
    "enable_serverless_compute": true, "warehouse_type": "PRO", "creator": "bob@example.com",
    "spot_instance_policy": "RELIABILITY_OPTIMIZED", "instance_profile_arn": "arn:x",
    "channel": {"name": "CHANNEL_NAME_CUSTOM", "dbsql_version": "2026.1"}, "tags": {"team": "t"},
    "state": "STARTING", "settles_at": "2026-11-23T09:00:05Z", "acl": {"ada@example.com": "IS_OWNER", "users": "CAN_USE"}}},
  "catalogs": {
    "Sales": {"owner": "analysts", "comment": "c", "properties": {"p": "1"},
      "options": {"authorized_paths": "x"}, "storage_root": "s3://sales",
      "isolation_mode": "ISOLATED", "bindings": {"900800700600": "BINDING_TYPE_READ_ONLY"},
      "enable_predictive_optimization": "DISABLE", "custom_max_retention_hours": 48,
      "grants": {"analysts": ["usage", "SELECT"], "account users": ["BROWSE"]},
      "grants_of_deleted": {"77": ["SELECT"]},
      "created_at": 5, "created_by": "ada@example.com", "updated_at": 6, "updated_by": "x",
      "schemas": {"CRM": {"owner": "ada@example.com", "id": "s-1", "storage_root": "s3://crm",
        "tables": {"Users": {"id": "t-1", "type": "EXTERNAL", "format": "CSV", "comment": "t",
          "owner": "bob@example.com", "properties": {"q": "2"},
          "columns": [["id", "BIGINT"], ["Name", "STRING", "full"]],
          "rows": [["1", null], ["2", "Mia"]],
          "grants": {"3f0c9a52-0000-4000-8000-0000000000aa": ["SELECT"]}},
        "v": {"type": "VIEW", "view_definition": "SELECT 1"}},
        "volumes": {"Files": {"id": "v-1", "volume_type": "EXTERNAL", "comment": "f",
                    "storage_location": "s3://landing/files", "owner": "bob@example.com",
                    "grants": {"analysts": ["READ VOLUME"]}},
                    "plain": {}}}}},
    "empty": {"schemas": {}},
    "system": {}},
  "storage_credentials": {"Role": {"id": "c-1", "comment": "r", "read_only": true,
                                   "grants": {"analysts": ["CREATE EXTERNAL LOCATION"]}}},
  "external_locations": {"Landing": {"url": "s3://landing", "credential_name": "ROLE",
    "comment": "l", "read_only": true, "fallback": true, "owner": "analysts",
    "isolation_mode": "ISOLATION_MODE_ISOLATED",
    "bindings": {"900800700600": "BINDING_TYPE_READ_WRITE"},
    "grants": {"bob@example.com": ["READ FILES"]}, "grants_of_deleted": {"77": ["WRITE_FILES"]}}},
  "ip_access": {"enabled": true, "lists": {
    "1f0c": {"label": "office", "addresses": ["203.0.113.0/24"]},
    "2f0c": {"type": "BLOCK", "addresses": ["198.51.100.7"], "enabled": false}}},
  "statements": {
    "open": {"by": "ada@example.com", "number": 7, "runs_at": "2026-11-23T09:00:00Z",
      "ends_at": "2026-11-23T09:00:05Z", "statement": "SELECT :a, :b", "catalog": "sales",
      "schema": "crm", "row_limit": 5, "byte_limit": 6,
      "parameters": [{"name": "a", "value": "", "type": "STRING"}, {"name": "b", "type": "INT"}]},
    "done": {"by": "x", "runs_at": "2026-11-23T09:00:00.5Z", "state": "SUCCEEDED",
      "truncated": true, "columns": [["n", "BIGINT"]], "rows": [["1"], [null]]},
    "failed": {"by": "x", "runs_at": "2026-11-23T09:00:00Z", "state": "FAILED",
      "error_code": "BAD_REQUEST", "sql_state": "42601", "message": "no"},
    "called_back": {"by": "x", "runs_at": "2026-11-23T09:00:00Z", "state": "CANCELED"}},
  "faults": [
    {"method": "PATCH", "path": "/a/*", "skip": 1, "times": 2, "seen": 1, "do": {"lose": true}},
    {"path": "/api/2.0/sql/statements", "statement": "*users*", "do": {"drop": true}},
    {"path": "*", "do": {"status": 429, "retry_after": 3}},
    {"path": "*", "do": {"status": 500, "body": "<pre>oops</pre>"}},
    {"path": "*", "do": {"status": 500, "body": {"error": "x"}, "delay": 5}},
    {"path": "*", "do": {"status": 500, "body": ""}},
    {"path": "*", "do": {"drop": true}},
    {"path": "*", "do": {"kill": "before"}},
    {"path": "*", "do": {"lag": 3, "flicker": true}},
    {"path": "*", "do": {"edit": {"method": "POST", "path": "/x", "body": {"a": 1},
                                  "as": "bob@example.com"}}}],
  "switches": {"page_size": 3, "scim_page_size": 4, "empty_pages": false,
    "inject_catalog_properties": true, "default_storage": "binds",
    "unknown_principal_status": 400, "not_empty_status": 409, "permissions_for_others": "own",
    "effective_gates": true, "scim_meta": false, "scim_inherited_groups": true,
    "scim_account_users": true, "scim_filter_ignores_case": false, "sixth_secret_status": 429,
    "account_list_members": true, "scim_write_bodies": false, "repeated_members": "refuses",
    "invalid_client_status": 400,
    "expired_token_status": 403, "token_lifetime_s": 60, "edit_starts_warehouse": false,
    "edit_keeps_omitted": true, "warehouse_start_s": 0, "serverless_by_default": true,
    "serverless_short_auto_stop": false, "put_without_owner": "refuses", "patch_owner": "moves",
    "owner_needs_cluster_create": false, "unknown_acl_principal_status": 400,
    "sql_denied_text": "plain", "statement_s": 3, "chunk_rows": 2, "date_offset_s": -90}})json";

TEST_CASE("all that a workspace file can say survives being read and written", "[workspace_text]") {
  const std::string written = write_workspace(read_workspace(kEverything));
  CHECK(write_workspace(read_workspace(written)) == written);
  tests::check_golden("everything.json", written);
}

TEST_CASE("an empty file is a workspace with an administrator", "[workspace_text]") {
  const State state = read_workspace("{}");
  CHECK(state.operator_name == "admin@example.com");
  CHECK(state.users.at("admin@example.com").metastore_admin);
  CHECK(metastore_of(state).storage_root == "s3://sim");
  CHECK(write_workspace(read_workspace(empty_workspace())) == empty_workspace());
}

TEST_CASE("the operator defaults to who may do most", "[workspace_text]") {
  struct Case {
    std::string text, expected;
  };
  const auto c = GENERATE(values<Case>({
      {R"({"operator": "Ada@example.com"})", "ada@example.com"},
      {R"({"users": {"b@x": {"metastore_admin": true}, "a@x": {}}})", "b@x"},
      {R"({"users": {"b@x": {}, "a@x": {}}, "operator": "B@X"})", "b@x"},
  }));
  DYNAMIC_SECTION(c.text) { CHECK(read_workspace(c.text).operator_name == c.expected); }
}

TEST_CASE("the guide's workspace is written as a fold would write it", "[workspace_text]") {
  const std::string text = guide_workspace();
  CHECK(write_workspace(read_workspace(text)) == text);
  const State state = read_workspace(text);
  CHECK(state.catalogs.count("segment_linked_profiles_db") == 0);
  CHECK(state.catalogs.at("marketing").schemas.count("internal") == 1);
  CHECK(state.service_principals.count(kEtl) == 1);
}

TEST_CASE("a catalog without schemas has those of a new one", "[workspace_text]") {
  const State state = read_workspace(
      R"({"catalogs": {"a": {}, "b": {"schemas": {}}, "c": {"schemas": {"x": {}}}}})");
  const auto names = [&](const char* catalog) {
    std::string out;
    for (const auto& [name, schema] : state.catalogs.at(catalog).schemas) out += name + " ";
    return out;
  };
  CHECK(names("a") == "default information_schema ");
  CHECK(names("b") == "information_schema ");
  CHECK(names("c") == "information_schema x ");
}

TEST_CASE("what a file leaves out is taken from what stands around it", "[workspace_text]") {
  const State state = read_workspace(R"({
    "users": {"a@x": {"metastore_admin": true}, "b@x": {}},
    "catalogs": {"c": {"owner": "b@x", "created_at": 9, "schemas": {"s": {"tables": {"t": {}}}}},
                 "d": {}}})");
  const Catalog& catalog = state.catalogs.at("c");
  CHECK(catalog.schemas.at("s").securable.owner == "b@x");
  CHECK(catalog.schemas.at("s").tables.at("t").securable.owner == "b@x");
  CHECK(catalog.schemas.at("s").tables.at("t").securable.created == Stamp{9, "b@x"});
  CHECK(catalog.schemas.at("information_schema").securable.owner == kSystemUser);
  CHECK(state.catalogs.at("d").securable.owner == "a@x");
}

TEST_CASE("a workspace file is refused with the place and the reason", "[workspace_text]") {
  struct Case {
    std::string text, expected;
  };
  const auto c = GENERATE(values<Case>({
      {"[]", "the document: expected an object"},
      {R"({"catalog": {}})", "/catalog: unknown member; did you mean 'catalogs'?"},
      {R"({"format": "dgsim/2"})", "/format: 'dgsim/2' is not \"dgsim/1\""},
      {R"({"seed": "1"})", "/seed: expected a whole number"},
      {R"({"seed": -1})", "/seed: expected 0 or more"},
      {R"({"clock": "yesterday"})", "/clock: expected \"real\" or a time"},
      {R"({"operator": "x@y", "users": {"a@b": {}}})", "/operator: there is no user"},
      {R"({"operator": "g", "users": {"a@b": {}}, "groups": {"g": {}}})",
       "/operator: expected a user or service principal"},
      {R"({"users": {"a@b": {}}})", "/operator: missing"},
      {R"({"users": {"ada": {}}})", "/users/ada: a user is named by an e-mail"},
      {R"({"users": {"a@b": {}, "A@b": {}}})", "/users/A@b: this user is written twice"},
      {R"({"users": {"a@b": {"activ": true}}})",
       "/users/a@b/activ: unknown member; did you mean 'active'?"},
      {R"({"users": {"a@b": {"id": "x"}}})", "/users/a@b/id: expected a decimal number"},
      {R"({"users": {"a@b": {"id": "5"}, "b@b": {"id": "5"}}})",
       "/groups: 'b@b' has the id of somebody else"},
      {R"({"groups": {"admins": {}}})", "/groups/admins: this group is built in"},
      {R"({"groups": {"g": {"members": ["bob@x"]}}})",
       "/groups/g/members/0: there is no user, service principal or group 'bob@x'"},
      {R"({"groups": {"g": {"members": ["users"]}}})", "/groups/g/members/0: 'users' is built in"},
      {R"({"groups": {"g": {"members": ["l"]}, "l": {"local": true}}})",
       "/groups/g/members/0: 'l' lives in the workspace"},
      {R"({"service_principals": {"etl": {}}})", "/service_principals/etl: a service principal is"},
      {R"({"deleted_principals": ["etl"]})", "/deleted_principals: 'etl' is no application id"},
      {R"({"service_principals": {"3f0c9a52-0000-4000-8000-0000000000aa": {}},
           "deleted_principals": ["3f0c9a52-0000-4000-8000-0000000000aa"]})",
       "/deleted_principals: '3f0c9a52-0000-4000-8000-0000000000aa' is still there"},
      {R"({"workspace": {"id": 0}})", "/workspace/id: expected 1 or more"},
      {R"({"workspace": {"metastore": null}, "catalogs": {"c": {}}})", "/catalogs: without a"},
      {R"({"warehouses": {"w": {"state": "OFF"}}})", "/warehouses/w/state: 'OFF' is none of"},
      {R"({"warehouses": {"w": {}}})", "/warehouses/w: a warehouse is named by its id"},
      {R"({"warehouses": {"w": {"cluster_size": "Huge"}}})",
       "/warehouses/w: cluster_size 'Huge' is none of 2X-Small,"},
      {R"({"warehouses": {"w": {"auto_stop_mins": 5}}})", "/warehouses/w: auto_stop_mins is neith"},
      {R"({"warehouses": {"w": {"settles_at": "2026-11-23T09:00:05Z"}}})",
       "/warehouses/w/settles_at: expected a time"},
      {R"({"warehouses": {"w": {"acl": {"admins": "IS_OWNER"}}}})",
       "/warehouses/w/acl/admins: a group cannot be the owner"},
      {R"({"warehouses": {"w": {"acl": {"admins": "CAN_USEE"}}}})",
       "/warehouses/w/acl/admins: 'CAN_USEE' is none of"},
      {R"({"catalogs": {"a.b": {}}})", "/catalogs/a.b: a name is 1 to 255 characters"},
      {R"({"catalogs": {"a/b": {}}})", "/catalogs/a~1b: a name is"},
      {R"({"catalogs": {"a": {}, "A": {}}})", "/catalogs/A: 'a' is written twice"},
      {R"({"catalogs": {"hive_metastore": {}}})", "/catalogs/hive_metastore: hive_metastore is"},
      {R"({"catalogs": {"a": {"ownr": "x"}}})",
       "/catalogs/a/ownr: unknown member; did you mean 'owner'?"},
      {R"({"catalogs": {"a": {"owner": "x"}}})", "/catalogs/a/owner: there is no user, service"},
      {R"({"catalogs": {"a": {"owner": "users"}}})", "/catalogs/a/owner: 'users' lives in the"},
      {R"({"catalogs": {"a": {"grants": {"admin@exmple.com": ["SELECT"]}}}})",
       "/catalogs/a/grants/admin@exmple.com: there is no user, service principal or account group "
       "'admin@exmple.com'; did you mean 'admin@example.com'?"},
      {R"({"catalogs": {"a": {"grants": {"account users": ["CREATE VIEW"]}}}})",
       "/catalogs/a/grants/account users: 'CREATE VIEW' cannot be granted here"},
      {R"({"catalogs": {"a": {"grants": {"account users": []}}}})", "/catalogs/a/grants/account"},
      {R"({"catalogs": {"a": {"bindings": {"here": "BINDING_TYPE_READ_ONLY"}}}})",
       "/catalogs/a/bindings/here: expected a workspace's number"},
      {R"({"catalogs": {"a": {"schemas": {"s": {"tables": {"t": {"columns": ["id"]}}}}}}})",
       "/catalogs/a/schemas/s/tables/t/columns/0: expected a list"},
      {R"({"catalogs": {"a": {"schemas": {"s": {"tables": {"t": {"columns": [["id"]]}}}}}}})",
       "/catalogs/a/schemas/s/tables/t/columns/0: expected [name, type]"},
      {R"({"catalogs": {"a": {"schemas": {"s": {"tables": {"t": {"rows": [["1"]]}}}}}}})",
       "/catalogs/a/schemas/s/tables/t/rows/0: expected 0 values"},
      {R"({"catalogs": {"a": {"schemas": {"s": {"tables": {"t": {"type": "VEW"}}}}}}})",
       "/catalogs/a/schemas/s/tables/t/type: 'VEW' is none of"},
      {R"({"faults": [{"do": {"drop": true}}]})", "/faults/0/path: missing"},
      {R"({"faults": [{"path": "*"}]})", "/faults/0/do: missing"},
      {R"({"faults": [{"path": "*", "do": {}}]})", "/faults/0/do: this does nothing"},
      {R"({"faults": [{"path": "*", "do": {"lose": true, "drop": true}}]})",
       "/faults/0/do: only one of status, lose, drop and kill"},
      {R"({"faults": [{"path": "*", "do": {"lose": true, "body": "x"}}]})",
       "/faults/0/do: body and retry_after belong to a status"},
      {R"({"faults": [{"path": "*", "do": {"kill": "later"}}]})", "/faults/0/do/kill: 'later' is"},
      {R"({"faults": [{"path": "*", "do": {"flicker": true}}]})", "/faults/0/do/flicker: it"},
      {R"({"faults": [{"path": "*", "do": {"edit": {"method": "GET"}}}]})", "/faults/0/do/edit:"},
      {R"({"faults": [{"path": "*", "do": {"edit": {"method": "GET", "path": "/", "as": "x"}}}]})",
       "/faults/0/do/edit/as: there is no user"},
      {R"({"switches": {"pagesize": 5}})",
       "/switches/pagesize: unknown member; did you mean 'page_size'?"},
      {R"({"switches": {"token_lifetime_s": 31536001}})",
       "/switches/token_lifetime_s: expected 31536000 or less"},
      {R"({"switches": {"page_size": 0}})", "/switches/page_size: expected 1 or more"},
      {R"({"switches": {"unknown_principal_status": 200}})", "/switches/unknown_principal_status:"},
  }));
  DYNAMIC_SECTION(c.text) {
    const std::string error = error_of(c.text);
    INFO(error);
    CHECK(error.find(c.expected) == 0);
  }
}

}  // namespace
}  // namespace dgctl::providers::sim::workspace_text_test
