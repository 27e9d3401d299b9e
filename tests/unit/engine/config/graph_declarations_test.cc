#include "engine/config/graph_declarations.h"

#include "engine/model/descriptor.h"
#include "tests/support/catch.h"
#include "tests/unit/engine/config/loading.h"

namespace dgctl::engine::graph_declarations_test {
namespace {

struct Case {
  std::string name, body, expected;
};

/// A data graph whose principal dgctl makes, with these keys.
std::string made(const std::string& keys) {
  return "data_graphs:\n  main:\n    service_principal: {name: segment}\n    reverse_etl: off\n   "
         " " +
         keys + "\n";
}

TEST_CASE("a data graph makes all that the guide makes", "[data_graphs]") {
  const Desired all = desired(made("warehouse: {name: segment}"));
  CHECK(summary(all) ==
        "catalog.main = segment_linked_profiles_db\n"
        "grant.catalog:segment_linked_profiles_db/main CREATE_SCHEMA SELECT USE_CATALOG, needs "
        "service_principal.main\n"
        "permission.sql_warehouse:main/main CAN_USE, needs service_principal.main, needs "
        "sql_warehouse.main\n"
        "service_principal.main = segment\n"
        "service_principal_secret.main in file:.secrets/default.env, needs service_principal.main, "
        "needs sql_warehouse.main\n"
        "sql_warehouse.main = segment\n"
        "workspace_assignment.main USER, needs service_principal.main\n");
  const Address principal{"service_principal", "main"};
  CHECK(at(all, principal).fields == Fields{{"active", true},
                                            {"display_name", "segment"},
                                            {"entitlements", List{"databricks-sql-access"}}});
  CHECK(at(all, {"sql_warehouse", "main"}).fields == Fields{{"name", "segment"},
                                                            {"warehouse_type", "PRO"},
                                                            {"enable_serverless_compute", true},
                                                            {"cluster_size", "Small"},
                                                            {"min_num_clusters", 1},
                                                            {"max_num_clusters", 2},
                                                            {"auto_stop_mins", 10}});
  const KnownAfter path{{"/sql/1.0/warehouses/", AttributeRef{{"sql_warehouse", "main"}, "id"}}};
  CHECK(at(all, {"service_principal_secret", "main"}).fields ==
        Fields{{"principal", KnownAfter{{AttributeRef{principal, "id"}}}},
               {"client_id", KnownAfter{{AttributeRef{principal, "application_id"}}}},
               {"lifetime", "365d"},
               {"rotate_before", "30d"},
               {"retire", "confirmed"},
               {"sink", "file:.secrets/default.env"},
               {"allow_privileged", false},
               {"http_path", path},
               {"catalog", "segment_linked_profiles_db"}});
  const KnownAfter thing{{"sql_warehouse:", AttributeRef{{"sql_warehouse", "main"}, "id"}}};
  CHECK(at(all, {"permission", "sql_warehouse:main/main"}).fields ==
        fields_of(
            LevelEntry{thing, KnownAfter{{AttributeRef{principal, "application_id"}}}, "CAN_USE"}));
  REQUIRE(all.principals.size() == 1);
  CHECK(all.principals[0].excess == Excess::Revoke);
  CHECK(all.connections ==
        std::vector<DesiredConnection>{{"main",
                                        principal,
                                        "",
                                        Address{"sql_warehouse", "main"},
                                        "segment_linked_profiles_db",
                                        Address{"service_principal_secret", "main"},
                                        "file:.secrets/default.env"}});
}

TEST_CASE("the principal of a data graph is made or taken over or only named", "[data_graphs]") {
  const std::string id = "application_id: " + std::string(kId);
  const std::string taken = std::string("service_principal.main = ") + kId + "\n";
  const std::string assignment = "workspace_assignment.main USER, needs service_principal.main\n";
  const std::string named = "service_principal.main = s\n";
  const std::string secret =
      "service_principal_secret.main in file:.secrets/default.env, needs "
      "service_principal.main\n";
  const auto c = GENERATE_COPY(values<Case>({
      {"named", "{" + id + ", excess: revoke}", ""},
      {"renamed", "{" + id + ", name: s}", taken},
      {"with entitlements", "{" + id + ", entitlements: []}", taken},
      {"with a state", "{" + id + ", active: true}", taken},
      {"assigned", "{" + id + ", assignment: USER}", taken + assignment},
      {"with a secret", "{" + id + ", secret: {}}", taken + secret},
      {"with a secret made elsewhere", "{" + id + ", secret: {existing: {file: x}}}", taken},
      {"made", "{name: s}", named + secret + assignment},
      {"made without a secret", "{name: s, secret: none}", named + assignment},
      {"made with a sink",
       "{name: s, secret: {sink: {file: \"${target}.json\"}}}",
       named +
           "service_principal_secret.main in file:default.json, needs service_principal.main\n" +
           assignment},
  }));
  DYNAMIC_SECTION(c.name) {
    const std::string text = summary(desired("data_graphs:\n  main: {service_principal: " + c.body +
                                             ", checkpoint: {existing: c}, reverse_etl: off}\n"));
    CHECK(text.substr(text.find('\n') + 1) == c.expected);  // without the grant on the checkpoint
  }
}

TEST_CASE("a data graph says how Segment connects", "[data_graphs]") {
  const std::string graph = "data_graphs:\n  main: {checkpoint: {existing: c}, service_principal: ";
  const std::string id = "{application_id: " + std::string(kId);
  const Address principal{"service_principal", "main"}, warehouse{"sql_warehouse", "main"};
  struct Connection {
    std::string body;
    DesiredConnection expected;
  };
  const auto c = GENERATE_COPY(values<Connection>({
      {id + "}", {"main", {}, kId, {}, "c", {}, ""}},
      {id + "}, warehouse: {existing: {name: w}}", {"main", {}, kId, warehouse, "c", {}, ""}},
      {id + ", secret: {existing: {file: x.env}}}",
       {"main", principal, kId, {}, "c", {}, "file:x.env"}},
      {id + ", secret: {}}",
       {"main",
        principal,
        kId,
        {},
        "c",
        Address{"service_principal_secret", "main"},
        "file:.secrets/default.env"}},
      {"{name: s, secret: none}", {"main", principal, "", {}, "c", {}, ""}},
  }));
  DYNAMIC_SECTION(c.body) {
    CHECK(desired(graph + c.body + "}\n").connections == std::vector{c.expected});
  }
}

TEST_CASE("the warehouse of a data graph has defaults for what is not said", "[data_graphs]") {
  const auto c = GENERATE(values<Case>({
      {"nothing", "{name: w}", "PRO true Small 1 2 10"},
      {"the type", "{name: w, warehouse_type: classic}", "CLASSIC false Small 1 2 10"},
      {"the least clusters", "{name: w, min_num_clusters: 4}", "PRO true Small 4 4 10"},
      {"all",
       "{name: w, warehouse_type: PRO, enable_serverless_compute: false, cluster_size: Large, "
       "min_num_clusters: 2, max_num_clusters: 9, auto_stop_mins: 0}",
       "PRO false Large 2 9 0"},
  }));
  DYNAMIC_SECTION(c.name) {
    const Desired all = desired(made("warehouse: " + c.body));
    std::string text;
    for (const char* field : {"warehouse_type",
                              "enable_serverless_compute",
                              "cluster_size",
                              "min_num_clusters",
                              "max_num_clusters",
                              "auto_stop_mins"}) {
      text += (text.empty() ? "" : " ") +
              scalar_text(at(all, {"sql_warehouse", "main"}).fields.at(field));
    }
    CHECK(text == c.expected);
  }
}

TEST_CASE("a warehouse that exists is used as it is", "[data_graphs]") {
  const Desired by_id = desired(
      made("warehouse: {existing: {id: 0a1b}, permissions: [{group_name: g, level: CAN_USE}]}"));
  CHECK(summary(by_id).find("sql_warehouse.main = 0a1b, existing\n") != std::string::npos);
  CHECK(at(by_id, {"service_principal_secret", "main"}).fields.at("http_path") ==
        Value("/sql/1.0/warehouses/0a1b"));
  const DesiredResource& permission = at(by_id, {"permission", "sql_warehouse:main/main"});
  CHECK(level_entry_of(permission.fields).thing == Value("sql_warehouse:0a1b"));
  CHECK(permission.needs == std::vector<Address>{{"service_principal", "main"}});
  CHECK(level_entry_of(at(by_id, {"permission", "sql_warehouse:main/g"}).fields).level ==
        "CAN_USE");

  const Desired by_name = desired(made("warehouse: {existing: {name: w}}"));
  CHECK(at(by_name, {"sql_warehouse", "main"}).fields == Fields{{"name", "w"}});
  CHECK(at(by_name, {"permission", "sql_warehouse:main/main"}).needs ==
        std::vector<Address>{{"service_principal", "main"}, {"sql_warehouse", "main"}});
}

TEST_CASE("two data graphs may share a warehouse", "[data_graphs]") {
  const Desired all = desired(
      "data_graphs:\n"
      "  a: {service_principal: {name: s}, warehouse: {name: w}, checkpoint: {existing: c}, "
      "reverse_etl: off}\n"
      "  b: {service_principal: {from: data_graphs.a}, warehouse: {from: data_graphs.a},\n"
      "      checkpoint: {existing: d}, reverse_etl: off}\n"
      "  c: {service_principal: {application_id: 0f6b2d4e-1111-4222-8333-444455556666},\n"
      "      warehouse: {from: data_graphs.a}, checkpoint: {existing: d}, reverse_etl: off}\n");
  const DesiredResource& shared = at(all, {"permission", "sql_warehouse:a/a"});
  CHECK(shared.places.size() == 2);
  CHECK(level_entry_of(at(all, {"permission", "sql_warehouse:a/c"}).fields).principal ==
        Value(kId));
  CHECK(at(all, {"service_principal_secret", "a"}).fields.at("catalog") == Value("c"));
  CHECK(all.connections[1].secret == all.connections[0].secret);
  CHECK(all.connections[2].warehouse == Address{"sql_warehouse", "a"});
}

}  // namespace
}  // namespace dgctl::engine::graph_declarations_test
