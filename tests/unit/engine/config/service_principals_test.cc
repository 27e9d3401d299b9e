#include "engine/config/credentials.h"
#include "engine/model/descriptor.h"
#include "tests/support/catch.h"
#include "tests/unit/engine/config/loading.h"

namespace dgctl::engine::service_principals_test {
namespace {

struct Case {
  std::string name, body, expected;
};

const std::string kStart = "resources:\n  service_principals:\n    a: ";
const std::string kExisting =
    "{application_id: 0f6b2d4e-1111-4222-8333-444455556666, existing: true";

KnownAfter later(const char* kind, const char* key, const char* field) {
  return {{AttributeRef{{kind, key}, field}}};
}

TEST_CASE("a service principal is made with what belongs to it", "[principals]") {
  const Desired all = desired(R"(
resources:
  service_principals:
    etl:
      display_name: Etl of Sales
      active: false
      entitlements: [workspace-access, Databricks-SQL-Access]
      assignment: ADMIN
      allow_privileged: true
      secret: {sink: {file: ./.secrets//etl.env}, lifetime: 90d, rotate_before: 12h, retire: 7d,
               lifecycle: {prevent_destroy: true}}
)");
  CHECK(summary(all) ==
        "service_principal.etl = Etl of Sales\n"
        "service_principal_secret.etl in file:.secrets/etl.env, needs service_principal.etl\n"
        "workspace_assignment.etl ADMIN, needs service_principal.etl\n");
  const DesiredResource& principal = at(all, {"service_principal", "etl"});
  CHECK(principal.fields ==
        Fields{{"display_name", "Etl of Sales"},
               {"active", false},
               {"entitlements", List{"databricks-sql-access", "workspace-access"}}});
  CHECK(principal.prevent_destroy);
  const DesiredResource& secret = at(all, {"service_principal_secret", "etl"});
  CHECK(secret.fields == Fields{{"principal", later("service_principal", "etl", "id")},
                                {"client_id", later("service_principal", "etl", "application_id")},
                                {"lifetime", "90d"},
                                {"rotate_before", "12h"},
                                {"retire", "7d"},
                                {"sink", "file:.secrets/etl.env"},
                                {"allow_privileged", true}});
  CHECK(secret.prevent_destroy);
  CHECK(secret.places == std::vector<Place>{{"dgctl.yml", 13, 7}});
  const DesiredResource& assignment = at(all, {"workspace_assignment", "etl"});
  CHECK(assignment.fields ==
        fields_of(LevelEntry{kWorkspaceThing, later("service_principal", "etl", "id"), "ADMIN"}));
  CHECK_FALSE(assignment.prevent_destroy);
  CHECK(assignment.places == std::vector<Place>{{"dgctl.yml", 11, 7}});
}

TEST_CASE("what is not said of a service principal has a default", "[principals]") {
  const auto c = GENERATE(values<Case>({
      {"made",
       "{display_name: etl}",
       "service_principal.a = etl\nworkspace_assignment.a USER, needs service_principal.a\n"},
      {"taken over",
       "{application_id: 0F6B2D4E-1111-4222-8333-444455556666}",
       "service_principal.a = 0f6b2d4e-1111-4222-8333-444455556666\n"},
      {"taken over and renamed",
       "{application_id: 0f6b2d4e-1111-4222-8333-444455556666, display_name: x}",
       "service_principal.a = 0f6b2d4e-1111-4222-8333-444455556666\n"},
      {"taken over with an assignment and a secret",
       "{application_id: 0f6b2d4e-1111-4222-8333-444455556666, assignment: USER, secret: {sink: "
       "{file: /run/a.json}}}",
       "service_principal.a = 0f6b2d4e-1111-4222-8333-444455556666\n"
       "service_principal_secret.a in file:/run/a.json, needs service_principal.a\n"
       "workspace_assignment.a USER, needs service_principal.a\n"},
      {"a secret made elsewhere",
       "{display_name: etl, secret: {existing: {file: x.env}}}",
       "service_principal.a = etl\nworkspace_assignment.a USER, needs service_principal.a\n"},
      {"no secret",
       "{display_name: etl, secret: none}",
       "service_principal.a = etl\nworkspace_assignment.a USER, needs service_principal.a\n"},
      {"only read", kExisting + "}", ""},
  }));
  DYNAMIC_SECTION(c.name) { CHECK(summary(desired(kStart + c.body + "\n")) == c.expected); }
}

TEST_CASE("a principal that exists is a resource that is only read", "[principals]") {
  const Desired all = desired(kStart + kExisting + ", excess: revoke}\n");
  REQUIRE(all.resources.size() == 1);
  CHECK(all.resources[0].existing);
  CHECK(all.resources[0].fields == Fields{{"application_id", kId}});
  CHECK_FALSE(all.resources[0].prevent_destroy);
  CHECK(all.principals.empty());  // nobody names it
}

TEST_CASE("excess is revoked by default of what dgctl makes only", "[principals]") {
  const Desired all = desired(
      "resources:\n  service_principals:\n"
      "    made: {display_name: a}\n"
      "    reported: {display_name: b, excess: report}\n"
      "    taken: {application_id: 0f6b2d4e-1111-4222-8333-444455556666}\n"
      "    read: {application_id: 1f6b2d4e-1111-4222-8333-444455556666, existing: true}\n"
      "  grants:\n"
      "    a: {securable: {catalog: c}, principal: \"sp:read\", privileges: [SELECT]}\n");
  std::string text;
  for (const DesiredPrincipal& principal : all.principals) {
    text += principal.key + (principal.excess == Excess::Revoke ? " revoke\n" : " report\n");
  }
  CHECK(text == "made revoke\nreported report\ntaken report\nread report\n");
}

TEST_CASE("who is made is named by what is known after apply", "[principals]") {
  const Desired all = desired(R"(
resources:
  service_principals:
    etl: {display_name: etl}
    old: {application_id: 0f6b2d4e-1111-4222-8333-444455556666, display_name: old}
  catalogs:
    a: {name: a, owner: "sp:etl", comment: "of ${resources.service_principals.etl.id}",
        grants: [{principal: "sp:etl", privileges: [SELECT]},
                 {principal: "${resources.service_principals.etl.application_id}", privileges: [MODIFY]},
                 {principal: "${resources.service_principals.old.application_id}", privileges: [MODIFY]}]}
    b: {name: b, owner: "${resources.service_principals.etl.application_id}",
        comment: "${resources.service_principals.old.display_name} ${resources.service_principals.old.application_id}"}
)");
  const Value id = later("service_principal", "etl", "application_id");
  CHECK(summary(all) ==
        "catalog.a = a, needs service_principal.etl\n"
        "catalog.b = b, needs service_principal.etl, needs service_principal.old\n"
        "grant.catalog:a/etl MODIFY SELECT, needs service_principal.etl\n"
        "grant.catalog:a/old MODIFY, needs service_principal.old\n"
        "service_principal.etl = etl\n"
        "service_principal.old = 0f6b2d4e-1111-4222-8333-444455556666\n"
        "workspace_assignment.etl USER, needs service_principal.etl\n");
  CHECK(at(all, {"catalog", "a"}).fields.at("owner") == id);
  CHECK(at(all, {"catalog", "b"}).fields.at("owner") == id);
  CHECK(at(all, {"catalog", "b"}).fields.at("comment") == Value("old " + std::string(kId)));
  CHECK(entry_of(at(all, {"grant", "catalog:a/etl"}).fields).principal == id);
  REQUIRE(all.principals.size() == 2);
  CHECK(all.principals[0].principal == id);
  CHECK(all.principals[0].key == "etl");
  CHECK(all.principals[0].kind == "service_principal");
}

TEST_CASE("a service principal that cannot be told is refused", "[principals]") {
  const auto c = GENERATE_COPY(values<Case>({
      {"nothing of it",
       kStart + "{}\n",
       "6:5: error: 'display_name' is missing; write it to have one made, or application_id of one "
       "that exists\n"},
      {"one that exists by its name",
       kStart + "{display_name: etl, existing: true}\n",
       "6:5: error: 'application_id' is missing; a name identifies nothing, anybody may give it\n"
       "6:9: error: 'display_name' has no effect on what is only read; remove it, or 'existing'\n"},
      {"one to be taken over by its name",
       kStart + "{display_name: etl, adopt: true}\n",
       "6:28: error: 'adopt' takes over nothing here: a name identifies nothing, anybody may give "
       "it; write application_id of the one that is meant, or remove it\n"},
      {"existing: yes",
       kStart + "{application_id: 0f6b2d4e-1111-4222-8333-444455556666, existing: yes}\n",
       "6:73: error: 'existing' must be true or false, not 'yes'\n"},
      {"an application id that is none",
       kStart + "{application_id: etl}\n",
       "6:25: error: 'application_id' must be a UUID, not 'etl'; it is the client id that the "
       "workspace shows of the service principal\n"},
      {"what is said of one that is only read",
       kStart + kExisting + ", active: true, secret: {}, assignment: USER}\n",
       "6:79: error: 'active' has no effect on what is only read; remove it, or 'existing'\n"
       "6:93: error: 'secret' has no effect on what is only read; remove it, or 'existing'\n"
       "6:105: error: 'assignment' has no effect on what is only read; remove it, or "
       "'existing'\n"},
      {"another excess",
       kStart + kExisting + ", excess: drop}\n",
       "6:87: error: 'excess' must be one of report and revoke, not 'drop'\n"},
      {"another assignment",
       kStart + "{display_name: a, assignment: user}\n",
       "6:38: error: 'assignment' must be one of USER and ADMIN, not 'user'\n"},
      {"an entitlement that nobody knows and one twice",
       kStart + "{display_name: a, entitlements: [fly, workspace-access, Workspace-Access]}\n",
       "6:41: warning: dgctl knows no value 'fly' of 'entitlements', but workspace-access, "
       "databricks-sql-access, allow-cluster-create, allow-instance-pool-create and "
       "workspace-consume; the workspace decides\n"
       "6:64: warning: workspace-access stands in this list twice\n"},
      {"entitlements that are a text",
       kStart + "{display_name: a, entitlements: workspace-access}\n",
       "6:40: error: 'entitlements' must be a list, not 'workspace-access'\n"},
      {"a name of spaces",
       kStart + "{display_name: ' etl'}\n",
       "6:23: error: 'display_name' must be 1 to 100 characters without control characters and "
       "without a space at either end, not ' etl'\n"},
      {"a name that is too long",
       kStart + "{display_name: " + std::string(101, 'x') + "}\n",
       "6:23: error: 'display_name' must be 1 to 100 characters without control characters and "
       "without a space at either end, not '" +
           std::string(80, 'x') + "…'\n"},
      {"a computed field",
       kStart + "{display_name: a, id: 5}\n",
       "6:26: error: 'id' is computed by the workspace; remove it\n"},
      {"an unknown key",
       kStart + "{display_name: a, entitlement: []}\n",
       "6:26: error: unknown key 'entitlement'; did you mean 'entitlements'?\n"},
      {"the key of one in another place",
       kStart + "{display_name: etl}\n  grants:\n    g: {securable: {catalog: c}, principal: a, "
                "privileges: [SELECT]}\n",
       "8:45: error: 'a' is also the key of a service principal; write 'sp:a' or 'group:a'\n"},
  }));
  DYNAMIC_SECTION(c.name) { CHECK(problems(c.body) == c.expected); }
}

TEST_CASE("one service principal is declared once", "[principals]") {
  const auto c = GENERATE_COPY(values<Case>({
      {"by its application id",
       kStart + kExisting + "}\n    b: {application_id: 0F6B2D4E-1111-4222-8333-444455556666}\n",
       "7:5: error: the service_principal 0f6b2d4e-1111-4222-8333-444455556666 is "
       "service_principal.a at dgctl.yml:6:5 already; name another one, or refer to that one\n"},
      {"by its name",
       kStart + "{display_name: x}\n    b: {display_name: x}\n",
       "7:5: error: the service_principal x is service_principal.a at dgctl.yml:6:5 already; name "
       "another one, or refer to that one\n"},
      {"by the name of one that is taken over",
       kStart + "{application_id: 0f6b2d4e-1111-4222-8333-444455556666, display_name: x}\n"
                "    b: {display_name: x}\n",
       "7:5: error: the service_principal x is service_principal.a at dgctl.yml:6:5 already; name "
       "another one, or refer to that one\n"},
      {"names in other case are others",
       kStart + "{display_name: x}\n    b: {display_name: X}\n",
       ""},
  }));
  DYNAMIC_SECTION(c.name) { CHECK(problems(c.body) == c.expected); }
}

TEST_CASE("a secret that cannot be kept is refused", "[secrets]") {
  const std::string start = kStart + "{display_name: a, secret: ";
  const std::string sink = "{sink: {file: a.env}, ";
  const auto c = GENERATE_COPY(values<Case>({
      {"no sink", start + "{}}\n", "6:26: error: 'sink' is missing\n"},
      {"a sink that is a text",
       start + "{sink: a.env}}\n",
       "6:41: error: 'sink' must be a map, not 'a.env'\n"},
      {"a sink of another kind",
       start + "{sink: {vault: x}}}\n",
       "6:41: error: 'file' is missing\n6:42: error: unknown key 'vault'; known here is file\n"},
      {"a path out of the folder",
       start + "{sink: {file: a/../../x.env}}}\n",
       "6:42: error: 'file' leads out of a folder with '..'; write the path without it\n"},
      {"a folder", start + "{sink: {file: .secrets/}}}\n", "6:42: error: 'file' names no file\n"},
      {"no path", start + "{sink: {file: ''}}}\n", "6:42: error: 'file' names no file\n"},
      {"durations that are none",
       start + sink + "lifetime: 1y, rotate_before: 30, retire: soon}}\n",
       "6:66: error: 'lifetime' must be a duration such as 90s, 15m, 12h or 180d, not '1y'\n"
       "6:85: error: 'rotate_before' must be a duration such as 90s, 15m, 12h or 180d, not '30'\n"
       "6:97: error: 'retire' must be confirmed, or a duration such as 90s, 15m, 12h or 180d, not "
       "'soon'\n"},
      {"a lifetime that is too long",
       start + sink + "lifetime: 731d}}\n",
       "6:56: error: 'lifetime' is at most 730d, as the workspace has it, not 731d\n"},
      {"the longest lifetime", start + sink + "lifetime: 730d}}\n", ""},
      {"a rotation before it is made",
       start + sink + "lifetime: 30d}}\n",
       "6:56: error: 'rotate_before' (30d) must be shorter than 'lifetime' (30d)\n"},
      {"a rotation that is written",
       start + sink + "rotate_before: 400d}}\n",
       "6:56: error: 'rotate_before' (400d) must be shorter than 'lifetime' (365d)\n"},
      {"one that exists with fields",
       start + "{existing: {file: x}, lifetime: 5d}}\n",
       "6:56: error: unknown key 'lifetime'; known here is existing\n"},
      {"one that exists in the manner of resources",
       start + "{existing: true}}\n",
       "6:45: error: 'existing' must be a map, not 'true'\n"},
      {"another word", start + "all}\n", "6:34: error: 'secret' must be a map, not 'all'\n"},
      {"a privilege without a secret",
       kStart + "{display_name: a, allow_privileged: true}\n",
       "6:26: error: 'allow_privileged' has no effect without a secret that dgctl makes; remove "
       "it\n"},
      {"an unknown key",
       start + sink + "life_time: 5d}}\n",
       "6:56: error: unknown key 'life_time'; did you mean 'lifetime'?\n"},
      {"two in one file",
       start +
           "{sink: {file: a.env}}}\n    b: {display_name: b, secret: {sink: {file: ./a.env}}}\n",
       "7:26: error: the secret of a at dgctl.yml:6:26 is kept in a.env already, and a file holds "
       "one; write secret: {sink: {file: PATH}} with another path\n"},
      {"two data graphs that say nothing",
       "data_graphs:\n  a: {service_principal: {name: a}}\n"
       "  b: {service_principal: {name: b}, checkpoint: {catalog: x}}\n",
       "6:7: error: the secret of a at dgctl.yml:5:7 is kept in .secrets/default.env already, and "
       "a "
       "file holds one; write secret: {sink: {file: PATH}} with another path\n"},
  }));
  DYNAMIC_SECTION(c.name) { CHECK(problems(c.body) == c.expected); }
}

}  // namespace
}  // namespace dgctl::engine::service_principals_test
