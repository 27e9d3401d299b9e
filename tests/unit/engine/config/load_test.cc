#include "engine/config/load.h"

#include "tests/support/catch.h"
#include "tests/unit/engine/config/loading.h"

namespace dgctl::engine::load_test {
namespace {

struct Case {
  std::string name, body, expected;
};

TEST_CASE("the frame of a configuration is checked", "[load]") {
  const std::string known =
      "; known here are version, name, workspace, identity_plane, account, state, safety, "
      "variables, "
      "data_graphs "
      "and resources\n";
  const auto c = GENERATE_COPY(values<Case>({
      {"the least", "version: 1\nname: acme\nworkspace: {profile: prod}\n", ""},
      {"nothing of it",
       "state: {}\n",
       "1:1: error: 'name' is missing\n"
       "1:1: error: 'version' is missing\n"
       "1:1: error: 'workspace' is missing\n"},
      {"another version",
       "version: 2\nname: acme\nworkspace: {profile: prod}\n",
       "1:1: error: 'version' must be 1, which is all that there is\n"},
      {"a version in quotes",
       "version: \"1\"\nname: acme\nworkspace: {profile: prod}\n",
       "1:10: error: 'version' must be a whole number, not the text '1'\n"},
      {"a missing value",
       "version:\nname: acme\nworkspace: {profile: prod}\n",
       "1:1: error: 'version' has no value; write a whole number, or leave it out\n"},
      {"a name of other characters",
       "version: 1\nname: Acme_1\nworkspace: {profile: prod}\n",
       "2:1: error: 'name' must be 1 to 63 of the characters a-z, 0-9 and '-', not 'Acme_1'\n"},
      {"a name that is a number", "version: 1\nname: 42\nworkspace: {profile: prod}\n", ""},
      {"an unknown key that is near",
       "version: 1\nname: acme\nworkspce: {profile: prod}\n",
       "3:1: error: unknown key 'workspce'; did you mean 'workspace'?\n"},
      {"an unknown key that is not",
       "version: 1\nname: acme\nworkspace: {profile: prod}\nfoo: bar\n",
       "4:1: error: unknown key 'foo'" + known},
      {"a merge key",
       "version: 1\nname: acme\nworkspace: &w {profile: prod}\n<<: {}\n",
       "4:1: error: unknown key '<<': maps are not merged; repeat the keys, or give single values "
       "an anchor\n"},
      {"a list", "- a\n", "1:1: error: the file must be a map, not a list\n"},
      {"a text", "hello\n", "1:1: error: the file must be a map, not 'hello'\n"},
      {"what later versions read",
       "version: 1\nname: acme\nworkspace: {profile: prod}\ninclude: [a.yml]\ntargets: {dev: {}}\n",
       "4:1: error: 'include' is not supported by this version of dgctl\n"
       "5:1: error: 'targets' is not supported by this version of dgctl\n"},
  }));
  DYNAMIC_SECTION(c.name) {
    const Loaded loaded = load_text(c.body);
    CHECK(text_of(loaded.diagnostics) == c.expected);
    CHECK(loaded.desired.has_value() == c.expected.empty());
  }
}

TEST_CASE("workspace and state are checked", "[load]") {
  const std::string head = "version: 1\nname: acme\n";
  const auto c = GENERATE(values<Case>({
      {"neither host nor profile",
       "workspace: {}",
       "3:1: error: 'workspace' names no workspace; write host or profile in it\n"},
      {"an empty profile",
       "workspace: {profile: \"\"}",
       "3:22: error: 'profile' is empty; name a profile, or leave it out\n"},
      {"a host that is none",
       "workspace: {host: dbc-1.cloud.databricks.com}",
       "3:19: error: 'host' must begin with https://, or sim: for an embedded workspace; write "
       "'https://dbc-1.cloud.databricks.com'\n"},
      {"pins that are none",
       "workspace: {profile: p, workspace_id: 0, metastore_id: x, account_id: 12}",
       "3:25: error: 'workspace_id' must be greater than 0\n"
       "3:42: error: 'metastore_id' must be a UUID, not 'x'\n"
       "3:59: error: 'account_id' must be a UUID, not '12'\n"},
      {"an id that is no number",
       "workspace: {profile: p, workspace_id: '12'}",
       "3:39: error: 'workspace_id' must be a whole number, not the text '12'\n"},
      {"an id that is too large",
       "workspace: {profile: p, workspace_id: 99999999999999999999}",
       "3:39: error: 'workspace_id' must be a whole number, not '99999999999999999999'\n"},
      {"an unknown key",
       "workspace: {profile: p, workspace: 12}",
       "3:25: error: unknown key 'workspace'; did you mean 'workspace_id'?\n"},
      {"a workspace that is no map",
       "workspace: prod",
       "3:12: error: 'workspace' must be a map, not 'prod'\n"},
      {"another state backend",
       "workspace: {profile: p}\nstate: {backend: s3, bucket: b}",
       "4:18: error: 's3' is not supported by this version of dgctl\n"},
      {"an unknown state backend",
       "workspace: {profile: p}\nstate: {backend: locl}",
       "4:18: error: 'backend' must be local, not 'locl'\n"},
      {"an empty path",
       "workspace: {profile: p}\nstate: {path: ''}",
       "4:9: error: 'path' is empty; name a folder\n"},
      {"an unknown key of the state",
       "workspace: {profile: p}\nstate: {folder: x}",
       "4:9: error: unknown key 'folder'; known here are backend and path\n"},
  }));
  DYNAMIC_SECTION(c.name) {
    CHECK(text_of(load_text(head + c.body + "\n").diagnostics) == c.expected);
  }
}

TEST_CASE("the workspace is kept as the file names it", "[load]") {
  const Desired desired = desired_of_file(R"(version: 1
name: acme
workspace:
  host: https://DBC-1.cloud.databricks.com/x?o=12&a=0f6b2d4e-1111-4222-8333-444455556666#y
  profile: ci
  metastore_id: 0F6B2D4E-1111-4222-8333-444455556666
state: {path: here}
)");
  CHECK(desired.stack == "acme");
  CHECK(desired.target == "default");
  CHECK(desired.workspace.host == "https://dbc-1.cloud.databricks.com");
  CHECK(desired.workspace.profile == "ci");
  CHECK(desired.workspace.workspace_id == 12);
  CHECK(desired.workspace.metastore_id == kId);
  CHECK(desired.workspace.account_id == kId);
  CHECK(desired.workspace.place == Place{"dgctl.yml", 3, 1});
  CHECK(desired.state_path == "here");
}

TEST_CASE("the account that keeps identities is checked", "[load]") {
  const std::string head = "version: 1\nname: acme\n";
  const std::string at = "workspace: {host: 'https://dbc-1.cloud.databricks.com'}\n";
  const std::string sim = "workspace: {host: 'sim:w.json'}\n";
  const std::string plane = "identity_plane: account\n";
  struct Wrong {
    std::string body, expected;
  };
  const auto c = GENERATE_COPY(values<Wrong>({
      {at + "identity_plane: acount",
       "4:17: error: 'identity_plane' must be one of workspace and account, not 'acount'\n"},
      {at + "account: {id: " + std::string(kId) + "}",
       "4:1: error: 'account' is for 'identity_plane: account' only; write that too, or leave "
       "'account' out\n"},
      {at + plane,
       "4:1: error: with 'identity_plane: account' the account must be named; write account: {id: "
       "UUID, host: https://accounts.cloud.databricks.com}\n"},
      {at + plane + "account: {}",
       "5:1: error: 'host' is missing; write that of the account console, such as "
       "https://accounts.cloud.databricks.com, or a profile\n"
       "5:1: error: 'id' is missing; write the account's UUID\n"},
      {at + plane + "account: {id: 12, profile: p, hots: x}",
       "5:11: error: 'id' must be a UUID, not '12'\n"
       "5:31: error: unknown key 'hots'; did you mean 'host'?\n"},
      {at + plane + "account: {id: " + std::string(kId) + ", host: accounts.example.com}",
       "5:59: error: 'host' must begin with https://, or sim: for an embedded workspace; write "
       "'https://accounts.example.com'\n"},
      {sim + plane + "account: {id: " + std::string(kId) + ", host: 'sim:other.json'}",
       "5:59: error: an embedded workspace and its account are one file; leave 'host' out\n"},
      {"workspace: {host: 'sim:w.json', account_id: 1f6b2d4e-1111-4222-8333-444455556666}\n" +
           plane + "account: {id: " + std::string(kId) + "}",
       "5:15: error: 'id' is not the account that 'workspace' is pinned to, "
       "1f6b2d4e-1111-4222-8333-444455556666\n"},
  }));
  DYNAMIC_SECTION(c.body) {
    CHECK(text_of(load_text(head + c.body + "\n").diagnostics) == c.expected);
  }
}

TEST_CASE("the account that keeps identities pins the workspace too", "[load]") {
  const Desired desired = desired_of_file(
      "version: 1\nname: acme\nworkspace: {host: 'sim:w.json'}\nidentity_plane: account\n"
      "account: {id: 0F6B2D4E-1111-4222-8333-444455556666, profile: root@example.com}\n");
  REQUIRE(desired.account.has_value());
  CHECK(desired.account->host == desired.workspace.host);
  CHECK(desired.account->id == kId);
  CHECK(desired.account->profile == "root@example.com");
  CHECK(desired.workspace.account_id == kId);
}

TEST_CASE("the file of a simulated workspace is relative to the configuration", "[load]") {
  struct Host {
    std::string file, host, expected;
  };
  const auto c = GENERATE(values<Host>({
      {"dgctl.yml", "sim:w.json", "sim:w.json"},
      {"stacks/acme/dgctl.yml", "sim:w.json", "sim:stacks/acme/w.json"},
      {"stacks/acme/dgctl.yml", "sim:/srv/w.json", "sim:/srv/w.json"},
  }));
  LoadOptions options;
  options.file = c.file;
  const std::string text = "version: 1\nname: acme\nworkspace: {host: \"" + c.host + "\"}\n";
  CHECK(desired_of_file(text, options).workspace.host == c.expected);
}

TEST_CASE("a file that cannot be read is said once", "[load]") {
  MemoryFiles files;
  LoadOptions options;
  options.shown_as = "infra/dgctl.yml";
  CHECK(text_of(load(files, options).diagnostics) ==
        "infra/dgctl.yml: error: there is no such file; 'dgctl init' writes one\n");
  files.texts["dgctl.yml"] = std::string((std::size_t{4} << 20U) + 1, ' ');
  CHECK(text_of(load(files, options).diagnostics) ==
        "infra/dgctl.yml: error: cannot read the configuration: dgctl.yml is larger than 4 MiB\n");
  files.texts["dgctl.yml"] = "a: [";
  CHECK(text_of(load(files, options).diagnostics) ==
        "infra/dgctl.yml:1:4: error: nothing closes this bracket, or a comma is missing behind it; "
        "add ',' or ']'\n");
}

TEST_CASE("a target that does not exist is an error", "[load]") {
  LoadOptions options;
  options.target = "prod";
  CHECK(problems("", options) ==
        "dgctl.yml: error: there is no target 'prod': this configuration has no targets; leave out "
        "-t\n");
}

TEST_CASE("everything wrong is reported at once and in the order of the file", "[load]") {
  CHECK(text_of(load_text(R"(version: 1
name: Acme
workspace: {}
state: {backend: file}
data_graphs:
  main:
    service_principal: {application_id: 12, exces: revoke}
    checkpoint: {catalog: "a b", owner: [x]}
    read:
      sales: some
      crm: {tables: [a, a.b, A.B]}
resources:
  catalogs:
    a: {nme: a}
  tables: {}
variables:
  env: {allowed: [dev], default: prod}
)")
                    .diagnostics) ==
        R"(2:1: error: 'name' must be 1 to 63 of the characters a-z, 0-9 and '-', not 'Acme'
3:1: error: 'workspace' names no workspace; write host or profile in it
4:18: error: 'backend' must be local, not 'file'
7:41: error: 'application_id' must be a UUID, not '12'; it is the client id that the workspace shows of the service principal
7:45: error: unknown key 'exces'; did you mean 'excess'?
8:27: error: 'a b' is no name: names hold no '.', ' ', '/' or control character, also in backticks
8:41: error: 'owner' must be a text, not a list
10:14: error: 'sales' must be 'all', or a map with schemas or tables, not 'some'
11:22: error: 'a' is no name of a table; write it as 'schema.table'
11:30: error: table crm.a.b stands at dgctl.yml:11:25 already, if case is left aside; remove one
14:9: error: unknown key 'nme'; did you mean 'name'?
15:3: error: unknown key 'tables'; known here are service_principals, sql_warehouses, catalogs, schemas, external_locations, volumes and grants
17:34: error: variable 'env' must be dev, not 'prod', which is its default
)");
}

TEST_CASE("one mistake is reported once", "[load]") {
  const auto c = GENERATE(values<Case>({
      {"a principal that could not be read is not missed where it is used",
       "data_graphs:\n  main:\n    service_principal: {application_id: x}\n    read: {sales: all}\n"
       "resources:\n  grants:\n    a: {securable: {catalog: c}, principal: \"sp:main\", "
       "privileges: [SELECT]}\n",
       "6:41: error: 'application_id' must be a UUID, not 'x'; it is the client id that the "
       "workspace "
       "shows of the service principal\n"},
      {"a data graph that is no map is not missed where it is referred to",
       "data_graphs:\n  main: x\n  other: {service_principal: {from: data_graphs.main}}\n",
       "5:9: error: 'main' must be a map, not 'x'\n"},
      {"resources that are no map are not missed where they are referred to",
       "resources: {catalogs: [a], schemas: {s: {catalog_name: \"${resources.catalogs.a.name}\", "
       "name: s}}}\n",
       "4:23: error: 'catalogs' must be a map, not a list\n"},
      {"a broken value is not missed as a name",
       "resources: {schemas: {s: {catalog_name: \"${var.x}\", name: s, grants: [{principal: p, "
       "privileges: [SELECT]}]}}}\n",
       "4:41: error: no variable 'x' is declared\n"},
      {"a broken catalog does not spoil what is listed below it",
       "data_graphs:\n  main:\n    service_principal: {application_id: "
       "0f6b2d4e-1111-4222-8333-444455556666}\n"
       "    read: {\"a b\": {schemas: [x, other.y], tables: [s.t]}}\n",
       "7:12: error: 'a b' is no name: names hold no '.', ' ', '/' or control character, also in "
       "backticks\n"},
      {"a resource that could not be read is not missed where it is needed",
       "resources: {catalogs: {a: {name: \"x y\"}, b: {name: b, needs: [catalog.a]}}}\n",
       "4:34: error: 'x y' is no name: names hold no '.', ' ', '/' or control character, also in "
       "backticks\n"},
      {"what an alias repeats is wrong in one place",
       "resources:\n  catalogs:\n    a: {name: a, properties: &p {x: [1]}}\n    b: {name: b, "
       "properties: *p}\n",
       "6:37: error: 'x' must be a text, not a list\n"},
  }));
  DYNAMIC_SECTION(c.name) { CHECK(problems(c.body) == c.expected); }
}

}  // namespace
}  // namespace dgctl::engine::load_test
