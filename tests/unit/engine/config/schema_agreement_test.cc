// The loader and the JSON Schema agree about what a configuration is.

#include <filesystem>
#include <regex>
#include <sstream>
#include <utility>

#include "tests/support/catch.h"
#include "tests/support/golden.h"
#include "tests/unit/engine/config/agreement.h"
#include "tests/unit/engine/config/loading.h"

namespace dgctl::engine::schema_agreement_test {
namespace {

namespace fs = std::filesystem;

/// The parts of a file behind a line that matches `begin`, up to the line that its group names, or
/// `end` where it has none.
void collect_parts(const fs::path& file,
                   const std::regex& begin,
                   const std::string& end,
                   std::vector<Sample>& samples) {
  std::istringstream text(tests::file_text(file));
  std::string line, part, closing;
  int number = 0, began = 0;
  while (std::getline(text, line)) {
    ++number;
    std::smatch match;
    if (closing.empty()) {
      if (!std::regex_match(line, match, begin)) continue;
      closing = match.size() > 1 ? match[1].str() : end;
      began = number + 1;
      part.clear();
    } else if (line == closing) {
      samples.push_back({file.string() + ":" + std::to_string(began), part});
      closing.clear();
    } else {
      part += line + "\n";
    }
  }
}

/// Everything in the source tree that is a configuration.
std::vector<Sample> written_configurations() {
  static const std::regex kDocument("cat >+ ?[^ ]*\\.yml <<'?(\\w+)'?"), kBlock("```yaml");
  const fs::path root(DGCTL_SOURCE_DIR);
  std::vector<Sample> samples;
  collect_parts(root / "README.md", kBlock, "```", samples);
  for (const char* folder :
       {"examples", "docs", "tests/behaviour/cases", "tests/unit/engine/config/golden"}) {
    for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
      const fs::path& file = entry.path();
      if (file.extension() == ".yml") samples.push_back({file.string(), tests::file_text(file)});
      if (file.extension() == ".md") collect_parts(file, kBlock, "```", samples);
      if (file.filename() == "script") collect_parts(file, kDocument, "", samples);
    }
  }
  return samples;
}

TEST_CASE("what the source tree has of configurations fits the schema if it loads", "[schema]") {
  std::vector<Sample> loaded;
  for (Sample& sample : written_configurations()) {
    if (loads(sample.text)) loaded.push_back(std::move(sample));
  }
  CHECK(loaded.size() > 25);
  CHECK(refused_by_schema(loaded) == std::vector<std::string>());
}

/// What stands below the head that every configuration has.
struct Case {
  std::string name, body;
};

std::vector<Sample> whole(const std::vector<Case>& cases) {
  std::vector<Sample> samples;
  samples.reserve(cases.size());
  for (const Case& each : cases) samples.push_back({each.name, kHead + each.body + "\n"});
  return samples;
}

TEST_CASE("what is unusual and loads fits the schema", "[schema]") {
  const std::string values =
      "variables: {flag: {type: bool, default: true}, count: {type: number, default: 3}, word: "
      "{default: auto}, text: {default: abc}}\n";
  const std::vector<Sample> samples = whole({
      {"plain numbers and flags as texts",
       resource("catalogs", "name: 5, comment: true, owner: 1.5")},
      {"a reference to a flag",
       values + resource("catalogs", "name: a, exclusive: \"${var.flag}\"")},
      {"a reference to a number",
       values + resource("sql_warehouses", "name: w, auto_stop_mins: \"${var.count}\"")},
      {"a reference to a word", values + graph_with("reverse_etl: \"${var.word}\"")},
      {"a reference to what exists",
       values + resource("service_principals",
                         "application_id: 0f6b2d4e-1111-4222-8333-444455556666, existing: "
                         "\"${var.flag}\"")},
      {"limits", "safety: {max_destroy: 3, max_revoke: {own: 30%, others: 1}}"},
      {"limits as texts", "safety: {max_revoke: {own: \"12\"}}"},
      {"references to limits",
       values + "safety: {max_destroy: \"${var.count}\", max_revoke: {own: \"${var.count}\"}}"},
      {"a reference in a name",
       values + graph_with("read: {x: {catalog: \"${var.text}_x\", all: true}}")},
      {"a reference to a map",
       "resources: {catalogs: {a: {name: a, properties: {b: c}}, b: {name: b, properties: "
       "\"${resources.catalogs.a.properties}\"}}}"},
      {"a reference to a list",
       "resources: {service_principals: {a: {display_name: a, entitlements: [x]}, b: "
       "{display_name: b, entitlements: \"${resources.service_principals.a.entitlements}\"}}}"},
      {"a reference to tags",
       "resources: {sql_warehouses: {a: {name: a, tags: {custom_tags: [{key: b, value: c}]}}, b: "
       "{name: b, tags: \"${resources.sql_warehouses.a.tags}\"}}}"},
      {"a key with a brace in a reference",
       "resources: {catalogs: {\"a}\": {name: a}, b: {name: b, comment: "
       "\"${resources.catalogs.\\\"a}\\\".name}\"}}}"},
      {"a dollar before a brace", resource("catalogs", "name: a, comment: \"$${x}\"")},
      {"values that nobody knows",
       resource("sql_warehouses", "name: w, cluster_size: 9X-Large, warehouse_type: pro")},
      {"privileges in any spelling",
       resource("grants", "securable: {catalog: c}, principal: p, privileges: [use catalog, FLY]")},
      {"names in backticks",
       graph_with(
           "read: {\"`my-c`\": {tables: [\"`l`.`a``b`\"]}, x: {catalog: \"`y`\", all: true}}")},
      {"a key that is no name beside the name",
       graph_with("read: {\"not a name\": {catalog: sales, schemas: [a]}}")},
      {"an alias",
       "resources: {catalogs: {a: &a {name: a, comment: x}}, schemas: {b: {catalog_name: a, name: "
       "b, comment: x}}}"},
      {"a principal that is only named",
       "data_graphs: {m: {service_principal: {application_id: "
       "0F6B2D4E-1111-4222-8333-444455556666, excess: revoke, needs: []}}}"},
      {"an account that the workspace tells",
       "identity_plane: account\naccount: {host: https://accounts.cloud.databricks.com, id: "
       "0f6b2d4e-1111-4222-8333-444455556666}"},
      {"a secret that is made elsewhere",
       resource("service_principals",
                "display_name: s, secret: {existing: {file: /run/secrets/s.json}}")},
      {"no secret", "data_graphs: {m: {service_principal: {name: s, secret: none}}}"},
      {"a warehouse by its id with permissions",
       graph_with(
           "warehouse: {existing: {id: 0a1b}, permissions: [{group_name: 5, level: CAN_USE}]}")},
      {"empty lists and maps",
       resource("sql_warehouses",
                "name: w, permissions: [], tags: {custom_tags: []}, channel: {}")},
      {"numbers with signs in a variable", "variables: {n: {type: number, default: \"+5\"}}"},
  });
  for (const Sample& sample : samples) {
    INFO(sample.where);
    CHECK(text_of(load_text(sample.text).diagnostics).find("error") == std::string::npos);
  }
  CHECK(refused_by_schema(samples) == std::vector<std::string>());
}

TEST_CASE("what is wrong by itself is refused by the loader and by the schema", "[schema]") {
  const std::string id = "0f6b2d4e-1111-4222-8333-444455556666";
  const std::vector<Sample> samples = whole({
      {"an unknown key", "foo: 1"},
      {"a key of another version", "include: [a.yml]"},
      {"targets", "targets: {dev: {}}"},
      {"a null", "state:"},
      {"a list for a map", "data_graphs: []"},
      {"a map for a text", "state: {path: {a: b}}"},
      {"an empty text", "state: {path: \"\"}"},
      {"a negative limit", "safety: {max_destroy: -1}"},
      {"a part of nothing", "safety: {max_destroy: 10%}"},
      {"more than all", "safety: {max_revoke: {own: 101%}}"},
      {"a negative part", "safety: {max_revoke: {own: -1}}"},
      {"another backend", "state: {backend: s3}"},
      {"an account without the plane", "account: {id: " + id + "}"},
      {"the plane without an account", "identity_plane: account"},
      {"an account without an id", "identity_plane: account\naccount: {host: https://a.b}"},
      {"an account without a host", "identity_plane: account\naccount: {id: " + id + "}"},
      {"a name of a variable", "variables: {1a: {}}"},
      {"a type of a variable", "variables: {a: {type: text}}"},
      {"a default that is no number", "variables: {a: {type: number, default: 1.5}}"},
      {"a default that is no flag", "variables: {a: {type: bool, default: 1}}"},
      {"a default that is a flag", "variables: {a: {type: number, default: true}}"},
      {"nothing allowed", "variables: {a: {default: b, allowed: []}}"},
      {"a reference that is allowed", "variables: {a: {default: b, allowed: [\"${target}\"]}}"},
      {"a pattern that looks ahead", "variables: {a: {default: b, pattern: \"(?=b)b\"}}"},
      {"a graph of nobody", "data_graphs: {m: {}}"},
      {"a principal without a name", "data_graphs: {m: {service_principal: {}}}"},
      {"a principal by its field's name",
       "data_graphs: {m: {service_principal: {display_name: s}}}"},
      {"a principal from elsewhere with more",
       "data_graphs: {a: {service_principal: {name: s}}, b: {service_principal: {from: "
       "data_graphs.a, excess: report}, checkpoint: {existing: x}}}"},
      {"what is said of a principal that is only named",
       "data_graphs: {m: {service_principal: {application_id: " + id + ", lifecycle: {}}}}"},
      {"a privileged secret of none",
       "data_graphs: {m: {service_principal: {name: s, secret: none, allow_privileged: true}}}"},
      {"a name with a space at its end", "data_graphs: {m: {service_principal: {name: \"s \"}}}"},
      {"a warehouse without a name", graph_with("warehouse: {cluster_size: Small}")},
      {"a warehouse that exists with fields",
       graph_with("warehouse: {existing: {name: w}, cluster_size: Small}")},
      {"a warehouse that exists twice", graph_with("warehouse: {existing: {name: w, id: 0a}}")},
      {"a warehouse that exists as a flag", graph_with("warehouse: {name: w, existing: true}")},
      {"a warehouse that Databricks cannot run",
       graph_with(
           "warehouse: {name: w, warehouse_type: CLASSIC, enable_serverless_compute: true}")},
      {"a checkpoint that exists as a flag", graph_with("checkpoint: {existing: true}")},
      {"a checkpoint that exists with fields", graph_with("checkpoint: {existing: x, owner: y}")},
      {"a checkpoint with grants", graph_with("checkpoint: {grants: []}")},
      {"profiles of no catalog", graph_with("profiles_sync: {schemas: [a]}")},
      {"a catalog of which nothing is read", graph_with("read: {sales: {}}")},
      {"all and lists", graph_with("read: {sales: {all: true, schemas: [a]}}")},
      {"something of a catalog", graph_with("read: {sales: some}")},
      {"a list that is empty", graph_with("read: {sales: {schemas: []}}")},
      {"a key that is a schema", graph_with("read: {sales.crm: all}")},
      {"a table without a schema", graph_with("read: {sales: {tables: [orders]}}")},
      {"a mode of Reverse ETL", graph_with("reverse_etl: on")},
      {"a kind", "resources: {catalog: {}}"},
      {"an id that is none", resource("service_principals", "application_id: abc")},
      {"a computed field", resource("service_principals", "display_name: a, id: \"5\"")},
      {"one that exists by its name",
       resource("service_principals", "display_name: a, existing: true")},
      {"adopting by a name", resource("service_principals", "display_name: a, adopt: true")},
      {"a secret without a sink", resource("service_principals", "display_name: a, secret: {}")},
      {"a duration that is none",
       resource("service_principals", "display_name: a, secret: {sink: {file: x}, lifetime: 1y}")},
      {"a sink above",
       resource("service_principals", "display_name: a, secret: {sink: {file: a/../x}}")},
      {"changes of a secret",
       resource("service_principals",
                "display_name: a, secret: {sink: {file: x}, lifecycle: {ignore_changes: []}}")},
      {"a text that is a flag", resource("catalogs", "name: a, exclusive: \"true\"")},
      {"a word that YAML 1.1 takes for a flag", resource("catalogs", "name: a, exclusive: yes")},
      {"a number that is none", resource("catalogs", "name: a, custom_max_retention_hours: 1.5")},
      {"a name of two parts", resource("catalogs", "name: a.b")},
      {"a field of what exists", resource("catalogs", "name: a, existing: true, comment: x")},
      {"an owner that is nobody", resource("catalogs", "name: a, owner: \"user:\"")},
      {"a field that cannot change",
       resource("catalogs", "name: a, lifecycle: {ignore_changes: [{field: name, because: x}]}")},
      {"no reason", resource("catalogs", "name: a, lifecycle: {ignore_changes: [{field: owner}]}")},
      {"no day of the calendar",
       resource("catalogs",
                "name: a, lifecycle: {ignore_changes: [{field: owner, because: x, until: "
                "2027-02-30}]}")},
      {"a schema without a catalog", resource("schemas", "name: a")},
      {"a need that is no address", resource("catalogs", "name: a, needs: [main]")},
      {"a key with a reference", resource("catalogs", "name: a, properties: {\"${target}\": x}")},
      {"two securables",
       resource("grants",
                "securable: {catalog: a, schema: b.c}, principal: p, privileges: [SELECT]")},
      {"a schema of one part",
       resource("grants", "securable: {schema: a}, principal: p, privileges: [SELECT]")},
      {"no privilege", resource("grants", "securable: {catalog: a}, principal: p, privileges: []")},
      {"a permission of two",
       resource("sql_warehouses",
                "name: w, permissions: [{group_name: g, user_name: a@b.c, level: CAN_USE}]")},
      {"a user without an address",
       resource("sql_warehouses", "name: w, permissions: [{user_name: ana, level: CAN_USE}]")},
      {"a level",
       resource("sql_warehouses", "name: w, permissions: [{group_name: g, level: USE}]")},
      {"a tag without a value",
       resource("sql_warehouses", "name: w, tags: {custom_tags: [{key: a}]}")},
  });
  const std::vector<std::string> verdicts = verdicts_of(samples);
  for (std::size_t at = 0; at < samples.size(); ++at) {
    INFO(samples[at].where);
    CHECK_FALSE(loads(samples[at].text));
    CHECK(verdicts[at] != "ok");
  }
}

}  // namespace
}  // namespace dgctl::engine::schema_agreement_test
