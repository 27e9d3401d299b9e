#include "engine/config/data_graphs.h"

#include "tests/support/catch.h"
#include "tests/unit/engine/config/loading.h"

namespace dgctl::engine::data_graphs_test {
namespace {

struct Case {
  std::string name, body, expected;
};

/// A data graph `main` with these keys, which stand in line 7.
std::string graph(const std::string& keys) {
  return "data_graphs:\n  main:\n    service_principal: {application_id: " + std::string(kId) +
         "}\n    " + keys + "\n";
}

std::string given(const std::string& keys) {
  std::string text = summary(desired(graph(keys)));
  for (const std::string of :
       {"grant.catalog:segment_linked_profiles_db/main CREATE_SCHEMA SELECT USE_CATALOG\n",
        "grant.schema:segment_linked_profiles_db.__segment_reverse_etl/main "
        "ALL_PRIVILEGES, if it exists\n",
        "catalog.main = segment_linked_profiles_db\n"}) {
    const std::size_t at = text.find(of);
    if (at != std::string::npos) text.erase(at, of.size());
  }
  return text;
}

TEST_CASE("a data graph asks for what the guide grants", "[data_graphs]") {
  CHECK(summary(desired(graph(""))) ==
        "catalog.main = segment_linked_profiles_db\n"
        "grant.catalog:segment_linked_profiles_db/main CREATE_SCHEMA SELECT USE_CATALOG\n"
        "grant.schema:segment_linked_profiles_db.__segment_reverse_etl/main ALL_PRIVILEGES, if it "
        "exists\n");
}

TEST_CASE("each part of a data graph is a grant", "[data_graphs]") {
  const std::string whole = " SELECT USE_CATALOG USE_SCHEMA\n";
  const auto c = GENERATE_COPY(values<Case>({
      {"profiles of a whole catalog",
       "profiles_sync: {catalog: P}",
       "grant.catalog:p/main" + whole},
      {"profiles of schemas",
       "profiles_sync: {catalog: p, schemas: [a, P.B]}",
       "grant.catalog:p/main USE_CATALOG\n"
       "grant.schema:p.a/main SELECT USE_SCHEMA\n"
       "grant.schema:p.b/main SELECT USE_SCHEMA\n"},
      {"a whole catalog", "read: {Sales: all}", "grant.catalog:sales/main" + whole},
      {"a whole catalog as a map",
       "read: {sales: {all: true}}",
       "grant.catalog:sales/main" + whole},
      {"another catalog than the key",
       "read: {sales: {catalog: X, all: true}}",
       "grant.catalog:x/main" + whole},
      {"schemas",
       "read: {m: {schemas: [web]}}",
       "grant.catalog:m/main USE_CATALOG\ngrant.schema:m.web/main SELECT USE_SCHEMA\n"},
      {"tables of two and three parts",
       "read: {f: {tables: [l.a, F.L.B]}}",
       "grant.catalog:f/main USE_CATALOG\n"
       "grant.schema:f.l/main USE_SCHEMA\n"
       "grant.table:f.l.a/main SELECT\n"
       "grant.table:f.l.b/main SELECT\n"},
      {"schemas and tables",
       "read: {f: {schemas: [l], tables: [l.a], all: false}}",
       "grant.catalog:f/main USE_CATALOG\n"
       "grant.schema:f.l/main SELECT USE_SCHEMA\n"
       "grant.table:f.l.a/main SELECT\n"},
      {"a name in backticks", "read: {\"`my-cat`\": all}", "grant.catalog:my-cat/main" + whole},
  }));
  DYNAMIC_SECTION(c.name) { CHECK(given(c.body) == c.expected); }
}

TEST_CASE("the checkpoint catalog is made or exists already", "[data_graphs]") {
  const auto c = GENERATE(values<Case>({
      {"another name",
       "checkpoint: {catalog: CK}",
       "catalog.main = ck\n"
       "grant.catalog:ck/main CREATE_SCHEMA SELECT USE_CATALOG\n"
       "grant.schema:ck.__segment_reverse_etl/main ALL_PRIVILEGES, if it exists\n"},
      {"an existing catalog",
       "checkpoint: {existing: CK}",
       "grant.catalog:ck/main CREATE_SCHEMA SELECT USE_CATALOG\n"
       "grant.schema:ck.__segment_reverse_etl/main ALL_PRIVILEGES, if it exists\n"},
      {"a required schema",
       "checkpoint: {existing: ck}\n    reverse_etl: required",
       "grant.catalog:ck/main CREATE_SCHEMA SELECT USE_CATALOG\n"
       "grant.schema:ck.__segment_reverse_etl/main ALL_PRIVILEGES\n"},
      {"without Reverse ETL",
       "checkpoint: {existing: ck}\n    reverse_etl: off",
       "grant.catalog:ck/main CREATE_SCHEMA SELECT USE_CATALOG\n"},
  }));
  DYNAMIC_SECTION(c.name) { CHECK(summary(desired(graph(c.body))) == c.expected); }
}

TEST_CASE("the checkpoint catalog has the fields of a catalog", "[data_graphs]") {
  const Desired all =
      desired(graph("checkpoint: {owner: \"sp:main\", comment: c, exclusive: true, force_destroy: "
                    "true, adopt: false, "
                    "lifecycle: {prevent_destroy: false}}"));
  const DesiredResource& catalog = all.resources.front();
  CHECK(catalog.fields ==
        Fields{{"name", "segment_linked_profiles_db"}, {"owner", kId}, {"comment", "c"}});
  CHECK(catalog.exclusive);
  CHECK(catalog.force_destroy);
  CHECK_FALSE(catalog.adopt);
  CHECK_FALSE(catalog.prevent_destroy);
}

TEST_CASE("everything says which places ask for it", "[data_graphs]") {
  const Desired all = desired(
      "data_graphs:\n"
      "  main:\n"
      "    service_principal: {application_id: 0f6b2d4e-1111-4222-8333-444455556666, excess: "
      "revoke}\n"
      "    profiles_sync: {catalog: p}\n"
      "    read:\n"
      "      p: {schemas: [s], tables: [s.a, s.b]}\n");
  const auto places = [&](const std::string& key) {
    for (const DesiredResource& resource : all.resources) {
      if (resource.address.key == key) return resource.places;
    }
    return std::vector<Place>();
  };
  const std::string f = "dgctl.yml";
  CHECK(places("main") == std::vector<Place>{{f, 5, 3}});
  CHECK(places("catalog:segment_linked_profiles_db/main") == std::vector<Place>{{f, 5, 3}});
  CHECK(places("catalog:p/main") == std::vector<Place>{{f, 7, 5}, {f, 9, 7}});
  CHECK(places("schema:p.s/main") == std::vector<Place>{{f, 9, 21}, {f, 9, 34}, {f, 9, 39}});
  CHECK(places("table:p.s.a/main") == std::vector<Place>{{f, 9, 34}});
  REQUIRE(all.principals.size() == 1);
  CHECK(all.principals[0].key == "main");
  CHECK(all.principals[0].excess == Excess::Revoke);
  CHECK(all.principals[0].places == std::vector<Place>{{f, 6, 5}});
}

TEST_CASE("two data graphs may share a principal", "[data_graphs]") {
  CHECK(summary(desired("data_graphs:\n"
                        "  a: {service_principal: {application_id: "
                        "0f6b2d4e-1111-4222-8333-444455556666}, read: {x: all}}\n"
                        "  b: {service_principal: {from: data_graphs.a}, checkpoint: {catalog: "
                        "cb}, reverse_etl: off, "
                        "read: {x: {schemas: [s]}}}\n")) ==
        "catalog.a = segment_linked_profiles_db\n"
        "catalog.b = cb\n"
        "grant.catalog:cb/a CREATE_SCHEMA SELECT USE_CATALOG\n"
        "grant.catalog:segment_linked_profiles_db/a CREATE_SCHEMA SELECT USE_CATALOG\n"
        "grant.catalog:x/a SELECT USE_CATALOG USE_SCHEMA\n"
        "grant.schema:segment_linked_profiles_db.__segment_reverse_etl/a ALL_PRIVILEGES, if it "
        "exists\n"
        "grant.schema:x.s/a SELECT USE_SCHEMA\n");
}

TEST_CASE("a data graph that cannot be expanded is refused", "[data_graphs]") {
  const auto c = GENERATE(values<Case>({
      {"no principal",
       "data_graphs:\n  main: {}\n",
       "5:3: error: 'name' is missing; write it to have one made, or application_id of one that "
       "exists\n"},
      {"a principal without a name",
       "data_graphs:\n  main:\n    service_principal: {nmae: segment, display_name: x}\n",
       "6:25: error: unknown key 'nmae'; did you mean 'name'?\n"
       "6:40: error: unknown key 'display_name'; known here are existing, name, application_id, "
       "active, entitlements, excess, adopt, lifecycle, needs, assignment, secret, "
       "allow_privileged and groups\n"},
      {"what is said of a principal that is only named",
       "data_graphs:\n  main:\n    service_principal: {application_id: "
       "0f6b2d4e-1111-4222-8333-444455556666, allow_privileged: true, lifecycle: {}}\n",
       "6:79: error: 'allow_privileged' has no effect on what is only read; remove it, or write "
       "name to have it managed\n"
       "6:103: error: 'lifecycle' has no effect on what is only read; remove it, or write name to "
       "have it managed\n"},
      {"a principal that is no map",
       "data_graphs:\n  main:\n    service_principal: sp\n",
       "6:24: error: 'service_principal' must be a map, not 'sp'\n"},
      {"what later versions read",
       graph("warehouse: {name: w}\n    deny: []\n    definition: x\n    read: derived"),
       "8:5: error: 'deny' is not supported by this version of dgctl\n"
       "9:5: error: 'definition' is not supported by this version of dgctl\n"
       "10:11: error: 'derived' is not supported by this version of dgctl\n"},
      {"a region that Segment has not",
       graph("segment_region: asia"),
       "7:21: error: 'segment_region' must be one of us and eu, not 'asia'\n"},
      {"an unknown key",
       graph("reads: {}"),
       "7:5: error: unknown key 'reads'; did you mean 'read'?\n"},
      {"one catalog for two",
       "data_graphs:\n  a: {service_principal: {application_id: "
       "0f6b2d4e-1111-4222-8333-444455556666}}\n"
       "  b: {service_principal: {from: data_graphs.a}}\n",
       "6:3: error: the catalog segment_linked_profiles_db is catalog.a at dgctl.yml:5:3 already; "
       "name "
       "another one, or refer to that one\n"},
      {"from nowhere",
       "data_graphs:\n  main: {service_principal: {application_id: "
       "0f6b2d4e-1111-4222-8333-444455556666}}\n"
       "  b: {service_principal: {from: data_graphs.mian}, checkpoint: {existing: x}}\n",
       "6:33: error: 'from' must name another data graph, as data_graphs.KEY, not "
       "'data_graphs.mian'; did "
       "you mean 'data_graphs.main'?\n"},
      {"from one that has none",
       "data_graphs:\n  a: {service_principal: {from: data_graphs.b}, checkpoint: {existing: x}}\n"
       "  b: {service_principal: {from: data_graphs.a, excess: report}, checkpoint: {existing: "
       "x}}\n",
       "5:33: error: 'from' must name a data graph with a service principal of its own, and "
       "'data_graphs.b' "
       "has none\n"
       "6:33: error: 'from' must name a data graph with a service principal of its own, and "
       "'data_graphs.a' "
       "has none\n"
       "6:48: error: unknown key 'excess'; known here is from\n"},
      {"a warehouse from one that has none",
       graph("warehouse: {from: data_graphs.b}\n  b: {service_principal: {from: data_graphs.main}, "
             "checkpoint: {existing: x}}"),
       "7:23: error: 'from' must name a data graph with a warehouse of its own, and "
       "'data_graphs.b' has none\n"},
      {"a warehouse that exists in the manner of resources",
       graph("warehouse: {name: x, existing: true}"),
       "7:36: error: 'existing' must be {name: NAME} or {id: ID} here, not 'true'\n"},
      {"a warehouse that exists with fields",
       graph("warehouse: {existing: {name: x, size: 5}, cluster_size: Small}"),
       "7:37: error: unknown key 'size'; known here are name and id\n"
       "7:47: error: 'cluster_size' has no effect on what is only read; remove it, or "
       "'existing'\n"},
      {"a warehouse that is named twice",
       graph("warehouse: {existing: {name: x}, name: y, id: 0a1b}"),
       "7:38: error: 'name' has no effect beside 'existing', which tells the warehouse; remove one "
       "of them\n"
       "7:47: error: 'id' has no effect beside 'existing', which tells the warehouse; remove one "
       "of them\n"},
      {"a warehouse that exists by nothing",
       graph("warehouse: {existing: {}}"),
       "7:5: error: 'name' is missing; write it, or id\n"},
      {"a warehouse that is no map",
       graph("warehouse: w"),
       "7:16: error: 'warehouse' must be a map, not 'w'\n"},
      {"a warehouse of two data graphs",
       graph("warehouse: {name: w}\n  b: {service_principal: {from: data_graphs.main}, "
             "checkpoint: {existing: x}, warehouse: {existing: {name: w}}}"),
       "8:79: error: the sql_warehouse w is sql_warehouse.main at dgctl.yml:7:5 already; name "
       "another one, or refer to that one\n"},
      {"a level beside the one that a data graph asks for",
       graph("warehouse: {name: w, permissions: [{service_principal_name: \"sp:main\", level: "
             "CAN_MANAGE}]}"),
       "7:40: error: main has a level on sql_warehouse.main at dgctl.yml:7:5 already; keep one of "
       "them\n"},
      {"a checkpoint by its field's name",
       graph("checkpoint: {name: x}"),
       "7:18: error: unknown key 'name'; known here are existing, catalog, comment, owner, "
       "properties, "
       "storage_root, connection_name, provider_name, share_name, isolation_mode, "
       "enable_predictive_optimization, custom_max_retention_hours, exclusive, adopt, "
       "force_destroy, "
       "lifecycle and needs\n"},
      {"a checkpoint with grants",
       graph("checkpoint: {catalog: x, grants: []}"),
       "7:30: error: unknown key 'grants'; known here are existing, catalog, comment, owner, "
       "properties, "
       "storage_root, connection_name, provider_name, share_name, isolation_mode, "
       "enable_predictive_optimization, custom_max_retention_hours, exclusive, adopt, "
       "force_destroy, "
       "lifecycle and needs\n"},
      {"an existing checkpoint with fields",
       graph("checkpoint: {existing: x, owner: y}"),
       "7:31: error: unknown key 'owner'; known here is existing\n"},
      {"an existing checkpoint as in resources",
       graph("checkpoint: {existing: true}"),
       "7:28: error: 'existing' must be the name of a catalog here, not 'true'\n"},
      {"a checkpoint that is a text",
       graph("checkpoint: x"),
       "7:17: error: 'checkpoint' must be a map, not 'x'\n"},
      {"a checkpoint in the old metastore",
       graph("checkpoint: {catalog: hive_metastore}"),
       "7:27: error: 'hive_metastore' is not part of Unity Catalog, which alone is managed here; "
       "name a "
       "catalog of Unity Catalog\n"},
      {"another mode of Reverse ETL",
       graph("reverse_etl: on"),
       "7:18: error: 'reverse_etl' must be one of auto, required and off, not 'on'\n"},
      {"profiles of no catalog",
       graph("profiles_sync: {schemas: [a]}"),
       "7:5: error: 'catalog' is missing\n"},
      {"profiles of no schema",
       graph("profiles_sync: {catalog: p, schemas: []}"),
       "7:42: error: 'schemas' is empty; list some, or leave it out\n"},
      {"nothing of a catalog",
       graph("read: {sales: {}, b: {all: false}, c: null, d: [x]}"),
       "7:12: error: 'sales' grants nothing; write 'all', or list schemas or tables\n"
       "7:23: error: 'b' grants nothing; write 'all', or list schemas or tables\n"
       "7:43: error: 'c' must be 'all', or a map with schemas or tables, not null\n"
       "7:52: error: 'd' must be 'all', or a map with schemas or tables, not a list\n"},
      {"all and lists",
       graph("read: {sales: {all: true, schemas: [a]}}"),
       "7:20: error: 'all' already gives every schema and table; remove it, or the lists\n"},
      {"empty lists",
       graph("read: {sales: {schemas: [], tables: []}}"),
       "7:29: error: 'schemas' is empty; list some, or leave it out\n"
       "7:41: error: 'tables' is empty; list some, or leave it out\n"},
      {"a list that is a text",
       graph("read: {sales: {schemas: web}}"),
       "7:29: error: 'schemas' must be a list, not 'web'\n"},
      {"a schema and a table twice",
       graph("read: {sales: {schemas: [a, A], tables: [a.b, sales.a.B]}}"),
       "7:33: error: schema sales.a stands at dgctl.yml:7:30 already, if case is left aside; "
       "remove one\n"
       "7:51: error: table sales.a.b stands at dgctl.yml:7:46 already, if case is left aside; "
       "remove one\n"},
      {"a catalog twice",
       graph("read: {sales: all, SALES: {schemas: [a]}, x: {catalog: sales, all: true}}"),
       "7:24: error: catalog sales stands at dgctl.yml:7:12 already; put all of it into one entry\n"
       "7:47: error: catalog sales stands at dgctl.yml:7:12 already; put all of it into one "
       "entry\n"},
      {"an unknown key of an entry",
       graph("read: {sales: {schema: [a]}}"),
       "7:20: error: unknown key 'schema'; did you mean 'schemas'?\n"},
      {"the old metastore",
       graph("read: {hive_metastore: all}"),
       "7:12: error: 'hive_metastore' is not part of Unity Catalog, which alone is managed here; "
       "name a "
       "catalog of Unity Catalog\n"},
      {"a read that is a list",
       graph("read: [sales]"),
       "7:11: error: 'read' must be a map, not a list\n"},
  }));
  DYNAMIC_SECTION(c.name) { CHECK(problems(c.body) == c.expected); }
}

}  // namespace
}  // namespace dgctl::engine::data_graphs_test
