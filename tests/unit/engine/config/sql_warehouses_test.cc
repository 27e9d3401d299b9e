#include "engine/config/permissions.h"
#include "engine/model/descriptor.h"
#include "tests/support/catch.h"
#include "tests/unit/engine/config/loading.h"

namespace dgctl::engine::sql_warehouses_test {
namespace {

struct Case {
  std::string name, body, expected;
};

const std::string kStart = "resources:\n  sql_warehouses:\n    a: ";

TEST_CASE("a warehouse has the fields of its descriptor", "[warehouses]") {
  const Desired all = desired(R"(
resources:
  sql_warehouses:
    etl:
      name: Etl, nightly
      warehouse_type: pro
      enable_serverless_compute: false
      cluster_size: 2x-small
      min_num_clusters: 2
      max_num_clusters: 3
      auto_stop_mins: 0
      enable_photon: true
      spot_instance_policy: COST_OPTIMIZED
      channel: {name: CHANNEL_NAME_CURRENT}
      tags: {custom_tags: [{key: team, value: data}, {key: n, value: 5}]}
      lifecycle: {prevent_destroy: true, ignore_changes: [{field: cluster_size, because: it grows}]}
    taken: {name: b, adopt: true}
    read: {id: 0a1b2c3d4e5f6071, existing: true}
    named: {name: c, existing: true}
)");
  CHECK(summary(all) ==
        "sql_warehouse.etl = Etl, nightly\n"
        "sql_warehouse.named = c, existing\n"
        "sql_warehouse.read = 0a1b2c3d4e5f6071, existing\n"
        "sql_warehouse.taken = b\n");
  const DesiredResource& etl = all.resources[0];
  CHECK(etl.fields == Fields{{"name", "Etl, nightly"},
                             {"warehouse_type", "PRO"},
                             {"enable_serverless_compute", false},
                             {"cluster_size", "2X-Small"},
                             {"min_num_clusters", 2},
                             {"max_num_clusters", 3},
                             {"auto_stop_mins", 0},
                             {"enable_photon", true},
                             {"spot_instance_policy", "COST_OPTIMIZED"},
                             {"channel", Fields{{"name", "CHANNEL_NAME_CURRENT"}}},
                             {"tags", Fields{{"team", "data"}, {"n", "5"}}}});
  CHECK_FALSE(etl.adopt);
  CHECK(etl.prevent_destroy);
  CHECK(etl.ignore_changes == std::vector<IgnoredChange>{{"cluster_size", "it grows", ""}});
  CHECK(all.resources[3].adopt);
  CHECK_FALSE(all.resources[3].prevent_destroy);
}

TEST_CASE("a permission is a level on a warehouse for one principal", "[permissions]") {
  const Desired all = desired(R"(
resources:
  service_principals:
    etl: {display_name: etl}
    old: {application_id: 0f6b2d4e-1111-4222-8333-444455556666, existing: true}
  sql_warehouses:
    a b:
      name: a
      permissions:
        - {service_principal_name: "sp:etl", level: CAN_USE}
        - {service_principal_name: 0F6B2D4E-1111-4222-8333-444455556666, level: CAN_MANAGE}
        - {user_name: Me@Example.com, level: CAN_VIEW, lifecycle: {prevent_destroy: true}}
        - {group_name: "Data Team", level: CAN_MONITOR, needs: [service_principal.etl]}
    read:
      id: 0a1b2c3d4e5f6071
      existing: true
      permissions:
        - {service_principal_name: "${resources.service_principals.etl.application_id}", level: CAN_USE}
        - {service_principal_name: 1f6b2d4e-1111-4222-8333-444455556666, level: CAN_USE}
)");
  std::string text;
  for (const DesiredResource& resource : all.resources) {
    if (resource.address.kind != "permission") continue;
    const LevelEntry entry = level_entry_of(resource.fields);
    text += to_string(resource.address) + " " + dump(entry.thing) + " " + dump(entry.principal) +
            " " + entry.level + (resource.prevent_destroy ? " kept" : "");
    for (const Address& need : resource.needs) text += ", needs " + to_string(need);
    text += "\n";
  }
  const std::string thing = " later(<sql_warehouse:>sql_warehouse.\"a b\" id) ";
  const std::string needs = ", needs sql_warehouse.\"a b\"\n";
  CHECK(text == "permission.\"sql_warehouse:a b\"/\"Data Team\"" + thing +
                    "<Data Team> CAN_MONITOR, needs service_principal.etl" + needs +
                    "permission.\"sql_warehouse:a b\"/etl" + thing +
                    "later(service_principal.etl application_id) CAN_USE, needs "
                    "service_principal.etl" +
                    needs + "permission.\"sql_warehouse:a b\"/me@example.com" + thing +
                    "<me@example.com> CAN_VIEW kept" + needs +
                    "permission.\"sql_warehouse:a b\"/old" + thing + "<" + kId + "> CAN_MANAGE" +
                    needs + "permission.sql_warehouse:read/" + kOtherId +
                    " <sql_warehouse:0a1b2c3d4e5f6071> <" + kOtherId + "> CAN_USE\n" +
                    "permission.sql_warehouse:read/etl <sql_warehouse:0a1b2c3d4e5f6071> "
                    "later(service_principal.etl application_id) CAN_USE, needs "
                    "service_principal.etl\n");
  CHECK(all.principals.size() == 1);  // whoever is made; the others have no privileges here
}

TEST_CASE("a warehouse can be referred to", "[warehouses]") {
  const Desired all = desired(R"(
resources:
  sql_warehouses:
    a: {name: a, cluster_size: Small}
    b: {name: "b of ${resources.sql_warehouses.a.name}", cluster_size: "${resources.sql_warehouses.a.cluster_size}",
        auto_stop_mins: "${resources.sql_warehouses.a.auto_stop_mins}"}
    c: {existing: true, id: 0a1b2c3d4e5f6071}
  catalogs:
    d: {name: d, comment: "${resources.sql_warehouses.a.http_path} ${resources.sql_warehouses.c.id}"}
)");
  const KnownAfter minutes{{AttributeRef{{"sql_warehouse", "a"}, "auto_stop_mins"}}};
  const KnownAfter path{{AttributeRef{{"sql_warehouse", "a"}, "http_path"}, " 0a1b2c3d4e5f6071"}};
  CHECK(all.resources[0].fields.at("comment") == Value(path));
  CHECK(all.resources[0].needs ==
        std::vector<Address>{{"sql_warehouse", "a"}, {"sql_warehouse", "c"}});
  CHECK(all.resources[2].fields ==
        Fields{{"name", "b of a"}, {"cluster_size", "Small"}, {"auto_stop_mins", minutes}});
  CHECK(all.resources[2].needs == std::vector<Address>{{"sql_warehouse", "a"}});
}

TEST_CASE("a warehouse that cannot be told is refused", "[warehouses]") {
  const auto c = GENERATE_COPY(values<Case>({
      {"no name", kStart + "{}\n", "6:5: error: 'name' is missing\n"},
      {"no name of one that exists",
       kStart + "{existing: true}\n",
       "6:5: error: 'name' is missing; write it, or id\n"},
      {"a name and an id",
       kStart + "{existing: true, name: a, id: 0a}\n",
       "6:34: error: 'id' tells already which one is meant; remove it, or 'name'\n"},
      {"an id of one that is made",
       kStart + "{name: a, id: 0a}\n",
       "6:18: error: 'id' is for what is only read; remove it, and write adopt: true to take over "
       "the one of that name\n"},
      {"an id that is none",
       kStart + "{existing: true, id: a/b}\n",
       "6:29: error: 'id' must be an id such as 0a1b2c3d4e5f6071, not 'a/b'\n"},
      {"a name that is too long",
       kStart + "{name: " + std::string(100, 'x') + "}\n",
       "6:15: error: 'name' must be 1 to 99 characters without control characters and without a "
       "space at either end, not '" +
           std::string(80, 'x') + "…'\n"},
      {"a field of what is only read",
       kStart + "{name: a, existing: true, cluster_size: Small, adopt: true}\n",
       "6:34: error: 'cluster_size' has no effect on what is only read; remove it, or 'existing'\n"
       "6:55: error: 'adopt' has no effect on what is only read; remove it, or 'existing'\n"},
      {"a computed field",
       kStart + "{name: a, state: RUNNING}\n",
       "6:18: error: 'state' is computed by the workspace; remove it\n"},
      {"serverless without PRO",
       kStart + "{name: a, warehouse_type: CLASSIC, enable_serverless_compute: true}\n",
       "6:43: error: 'enable_serverless_compute' takes warehouse_type PRO, and this one is "
       "CLASSIC; "
       "write false, or PRO\n"},
      {"fewer clusters than at least",
       kStart + "{name: a, min_num_clusters: 3, max_num_clusters: 2}\n",
       "6:39: error: 'max_num_clusters' must be at least 'min_num_clusters', 3\n"},
      {"tags that are a map of texts",
       kStart + "{name: a, tags: {team: data}}\n",
       "6:24: error: 'custom_tags' is missing\n"
       "6:25: error: unknown key 'team'; known here is custom_tags\n"},
      {"a tag twice and one that is none",
       kStart +
           "{name: a, tags: {custom_tags: [{key: a, value: b}, {key: a, value: c}, {key: d}]}}\n",
       "6:59: error: the tag 'a' stands at dgctl.yml:6:39 already; keep one of them\n"
       "6:79: error: 'value' is missing\n"},
      {"one name twice",
       kStart + "{name: x}\n    b: {name: x, existing: true}\n",
       "7:5: error: the sql_warehouse x is sql_warehouse.a at dgctl.yml:6:5 already; name another "
       "one, or refer to that one\n"},
      {"one id twice",
       kStart + "{id: 0a, existing: true}\n    b: {id: 0a, existing: true}\n",
       "7:5: error: the sql_warehouse 0a is sql_warehouse.a at dgctl.yml:6:5 already; name another "
       "one, or refer to that one\n"},
      {"a circle",
       kStart + "{name: a, cluster_size: \"${resources.sql_warehouses.b.cluster_size}\"}\n"
                "    b: {name: b, channel: {name: \"${resources.sql_warehouses.a.id}\"}}\n",
       "6:5: error: resources need each other in a circle: sql_warehouse.a -> sql_warehouse.b -> "
       "sql_warehouse.a; remove a reference\n"},
  }));
  DYNAMIC_SECTION(c.name) { CHECK(problems(c.body) == c.expected); }
}

TEST_CASE("a permission that cannot be given is refused", "[permissions]") {
  const std::string start = kStart + "{name: a, permissions: [";
  const auto c = GENERATE_COPY(values<Case>({
      {"no list",
       kStart + "{name: a, permissions: {level: CAN_USE}}\n",
       "6:31: error: 'permissions' must be a list, not a map\n"},
      {"nobody",
       start + "{level: CAN_USE}]}\n",
       "6:32: error: a permission names one principal; write one of service_principal_name, "
       "user_name and group_name\n"},
      {"two",
       start + "{user_name: a@b.c, group_name: d, level: CAN_USE}]}\n",
       "6:32: error: a permission names one principal; write one of service_principal_name, "
       "user_name and group_name\n"},
      {"no level", start + "{group_name: d}]}\n", "6:32: error: 'level' is missing\n"},
      {"the key of REST",
       start + "{group_name: d, permission_level: CAN_USE}]}\n",
       "6:48: error: 'permission_level' is called 'level' here, as in bundles; rename it\n"},
      {"another level",
       start + "{group_name: d, level: CAN_RUN}]}\n",
       "6:55: error: 'level' must be one of CAN_VIEW, CAN_MONITOR, CAN_USE and CAN_MANAGE, not "
       "'CAN_RUN'\n"},
      {"the owner",
       start + "{group_name: d, level: IS_OWNER}]}\n",
       "6:55: error: 'level' cannot be IS_OWNER: who owns it stays as it is; write CAN_MANAGE, or "
       "remove it\n"},
      {"the admins",
       start + "{group_name: admins, level: CAN_USE}]}\n",
       "6:45: error: 'group_name' is 'admins', a group that inherits CAN_MANAGE on everything; "
       "remove it\n"},
      {"names of other forms",
       start + "{user_name: robot, level: CAN_USE}, {group_name: a@b.c, level: CAN_USE}]}\n",
       "6:44: error: 'user_name' must be the e-mail address of a user\n"
       "6:81: error: 'group_name' names a user or a service principal by its form; write user_name "
       "or service_principal_name\n"},
      {"a service principal by its name",
       start + "{service_principal_name: etl, level: CAN_USE}, {service_principal_name: \"sp:b\", "
               "level: CAN_USE}]}\n  service_principals:\n    etl: {display_name: x}\n",
       "6:57: error: 'service_principal_name' must be sp:KEY or an application id, not 'etl'; "
       "write "
       "'sp:etl' for the one of this file\n"
       "6:104: error: no service principal 'b' is declared in this file\n"},
      {"one principal twice",
       start + "{group_name: g, level: CAN_USE}, {group_name: g, level: CAN_USE}]}\n",
       "6:65: error: g has a level on sql_warehouse.a at dgctl.yml:6:32 already; keep one of "
       "them\n"},
      {"an unknown key",
       start + "{group_name: g, levle: CAN_USE}]}\n",
       "6:48: error: unknown key 'levle'; did you mean 'level'?\n"},
      {"a need that is not there",
       start + "{group_name: g, level: CAN_USE, needs: [catalog.x]}]}\n",
       "6:72: error: this configuration has no resource catalog.x\n"},
      {"one address of a group and a service principal",
       start + "{group_name: etl, level: CAN_USE}, {service_principal_name: \"sp:etl\", level: "
               "CAN_USE}]}\n  service_principals:\n    etl: {display_name: x}\n",
       "6:67: error: two permissions would have the address permission.sql_warehouse:a/etl, this "
       "one and the one at dgctl.yml:6:32; a service principal's key is also another principal's "
       "name: rename it\n"},
  }));
  DYNAMIC_SECTION(c.name) { CHECK(problems(c.body) == c.expected); }
}

}  // namespace
}  // namespace dgctl::engine::sql_warehouses_test
