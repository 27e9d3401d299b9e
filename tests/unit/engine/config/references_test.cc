#include "engine/config/references.h"

#include "tests/support/catch.h"
#include "tests/unit/engine/config/loading.h"

namespace dgctl::engine::references_test {
namespace {

struct Case {
  std::string name, body, expected;
};

/// The comment of a catalog `c` beside which stand others.
Value commented(const std::string& comment) {
  Loaded loaded = load_text(
      "version: 1\nname: acme\nworkspace: {host: \"https://H.com:443/x\"}\n"
      "variables: {v: {default: x}, n: {type: number, default: 3}}\n"
      "data_graphs:\n  main: {service_principal: {application_id: " +
      std::string(kId) +
      "}}\n"
      "resources:\n"
      "  service_principals: {etl: {application_id: " +
      std::string(kOtherId) +
      ", existing: true}}\n"
      "  catalogs:\n    c: {name: C, comment: \"" +
      comment +
      "\"}\n"
      "    d: {name: \"`D-1`\", custom_max_retention_hours: 5}\n"
      "    \"k.}x\": {name: k}\n");
  if (!loaded.desired) return "does not load: " + text_of(loaded.diagnostics);
  for (const DesiredResource& resource : loaded.desired->resources) {
    if (resource.address.key == "c") return resource.fields.at("comment");
  }
  return {};
}

KnownAfter later(std::vector<std::variant<std::string, AttributeRef>> parts) {
  return {std::move(parts)};
}

TEST_CASE("a reference becomes what it refers to", "[references]") {
  struct Reference {
    std::string text;
    Value expected;
  };
  const AttributeRef location{{"catalog", "d"}, "storage_location"};
  const auto c = GENERATE_COPY(values<Reference>({
      {"plain", "plain"},
      {"$ { $x }", "$ { $x }"},
      {"${var.v}", "x"},
      {"a${var.v}b${var.n}", "axb3"},
      {"${ var.v }", "x"},
      {"${target}", "default"},
      {"${workspace.host}", "https://h.com"},
      {"$${var.v}", "${var.v}"},
      {"$$${var.v}", "$${var.v}"},
      {"$$$${var.v}", "$$${var.v}"},
      {"$", "$"},
      {"${resources.catalogs.d.name}", "d-1"},
      {"${resources.catalogs.d.custom_max_retention_hours}h", "5h"},
      {"${resources.catalogs.main.name}", "segment_linked_profiles_db"},
      {"${resources.service_principals.main.application_id}", kId},
      {"${resources.service_principals.etl.application_id}", kOtherId},
      {"${resources.catalogs.\\\"k.}x\\\".name}", "k"},
      {"${resources.catalogs.d.storage_location}", later({location})},
      {"${resources.catalogs.d.comment}", later({AttributeRef{{"catalog", "d"}, "comment"}})},
      {"at ${resources.catalogs.d.storage_location}${var.v}/$${", later({"at ", location, "x/${"})},
  }));
  DYNAMIC_SECTION(c.text) { CHECK(commented(c.text) == c.expected); }
}

TEST_CASE("whoever refers to a resource needs it", "[references]") {
  const Desired all = desired(R"(
variables: {v: {default: "${resources.catalogs.a.name}"}}
data_graphs:
  main:
    service_principal: {application_id: 0f6b2d4e-1111-4222-8333-444455556666}
    checkpoint: {existing: "${resources.catalogs.a.name}"}
    reverse_etl: off
    profiles_sync: {catalog: "${resources.catalogs.a.name}"}
    read:
      x: {catalog: "${resources.catalogs.b.name}", schemas: [s]}
      c: {schemas: ["${resources.schemas.s.name}"]}
resources:
  catalogs:
    a: {name: a, comment: "${resources.catalogs.a.name}"}
    b: {name: b, comment: "${var.v}", properties: {x: "${resources.catalogs.b.name}"}}
  schemas:
    s: {catalog_name: "${resources.catalogs.a.name}", name: s,
        grants: [{principal: "${resources.catalogs.b.name}", privileges: [SELECT]}]}
  grants:
    g: {securable: {catalog: "${resources.catalogs.a.name}"}, principal: p, privileges: ["${resources.catalogs.b.name}"], condition: always}
    h: {securable: {catalog: "${resources.catalogs.a.name}"}, principal: p, privileges: [BROWSE], needs: [catalog.b]}
)");
  CHECK(summary(all) == R"(catalog.a = a
catalog.b = b, needs catalog.a
grant.catalog:a/main CREATE_SCHEMA SELECT USE_CATALOG USE_SCHEMA, needs catalog.a
grant.catalog:a/p B BROWSE, needs catalog.a, needs catalog.b
grant.catalog:b/main USE_CATALOG, needs catalog.b
grant.catalog:c/main USE_CATALOG
grant.schema:a.s/b SELECT, needs catalog.b
grant.schema:b.s/main SELECT USE_SCHEMA, needs catalog.b
grant.schema:c.s/main SELECT USE_SCHEMA, needs schema.s
schema.s = a.s, needs catalog.a
)");
}

TEST_CASE("a value that is one reference keeps its type", "[references]") {
  const Desired all = desired(R"(
resources:
  catalogs:
    a: {name: a, custom_max_retention_hours: 5, properties: {x: y}, adopt: false, owner: "user:x@y"}
    b: {name: b, custom_max_retention_hours: "${resources.catalogs.a.custom_max_retention_hours}",
        properties: "${resources.catalogs.a.properties}", owner: "${resources.catalogs.a.owner}"}
    c: {name: c, custom_max_retention_hours: "${resources.catalogs.d.custom_max_retention_hours}",
        properties: "${resources.catalogs.d.properties}", owner: "${resources.catalogs.d.owner}"}
    d: {name: d}
)");
  CHECK(all.resources[1].fields == Fields{{"name", "b"},
                                          {"custom_max_retention_hours", 5},
                                          {"properties", Fields{{"x", "y"}}},
                                          {"owner", "x@y"}});
  CHECK(all.resources[2].fields ==
        Fields{{"name", "c"},
               {"custom_max_retention_hours",
                later({AttributeRef{{"catalog", "d"}, "custom_max_retention_hours"}})},
               {"properties", later({AttributeRef{{"catalog", "d"}, "properties"}})},
               {"owner", later({AttributeRef{{"catalog", "d"}, "owner"}})}});
}

TEST_CASE("a reference that leads nowhere is reported where it stands", "[references]") {
  const std::string catalogs = "resources:\n  catalogs:\n    a: {name: a, comment: \"";
  const std::string end = "\"}\n    b: {name: b, properties: {x: y}}\n";
  const auto c = GENERATE_COPY(values<Case>({
      {"an unknown variable",
       "variables: {env: {default: x}}\nresources: {catalogs: {a: {name: \"${var.enw}\"}}}\n",
       "5:34: error: no variable 'enw' is declared; did you mean 'env'?\n"},
      {"an unknown name space",
       catalogs + "${vars.env}" + end,
       "6:27: error: '${vars.env}' refers to nothing; write ${var.NAME}, ${target}, "
       "${workspace.host} or "
       "${resources.PLURAL.KEY.FIELD}, or '$${' for the text '${'\n"},
      {"the environment",
       catalogs + "${env.HOME}" + end,
       "6:27: error: '${env.HOME}' cannot be read; declare a variable, and give it as "
       "DGCTL_VAR_HOME\n"},
      {"nothing between the braces",
       catalogs + "${}" + end,
       "6:27: error: '${}' refers to nothing; write ${var.NAME}, ${target}, ${workspace.host} or "
       "${resources.PLURAL.KEY.FIELD}, or '$${' for the text '${'\n"},
      {"an open brace",
       catalogs + "x ${var.env" + end,
       "6:27: error: nothing closes the '${' here; add '}', or write '$${' for the text '${'\n"},
      {"a host that the profile knows",
       catalogs + "${workspace.host}" + end,
       "6:27: error: workspace.host is not set, so that '${workspace.host}' is known to the "
       "profile "
       "only; write host beside it\n"},
      {"an unknown kind",
       catalogs + "${resources.catalog.b.name}" + end,
       "6:27: error: there are no resources 'catalog'; did you mean 'catalogs'?\n"},
      {"a warehouse that is none",
       catalogs + "${resources.sql_warehouses.b.id}" + end,
       "6:27: error: 'resources.sql_warehouses' has no key 'b'\n"},
      {"a kind that stands in another",
       catalogs + "${resources..b.sink}" + end,
       "6:27: error: there are no resources ''\n"},
      {"a grant",
       catalogs + "${resources.grants.b.principal}" + end,
       "6:27: error: the fields of 'grants' cannot be referred to\n"},
      {"an unknown key",
       catalogs + "${resources.catalogs.bb.name}" + end,
       "6:27: error: 'resources.catalogs' has no key 'bb'; did you mean 'b'?\n"},
      {"an unknown field",
       catalogs + "${resources.catalogs.b.coment}" + end,
       "6:27: error: a catalog has no field 'coment'; did you mean 'comment'?\n"},
      {"a field of the program's",
       catalogs + "${resources.catalogs.b.adopt}" + end,
       "6:27: error: a catalog has no field 'adopt'\n"},
      {"an unknown principal",
       catalogs + "${resources.service_principals.x.application_id}" + end,
       "6:27: error: 'resources.service_principals' has no key 'x'\n"},
      {"an unknown field of a principal",
       catalogs + "${resources.service_principals.etl.name}" + end +
           "  service_principals: {etl: {display_name: etl}}\n",
       "6:27: error: a service_principal has no field 'name'\n"},
      {"too few parts",
       catalogs + "${resources.catalogs.b}" + end,
       "6:27: error: '${resources.catalogs.b}' is no reference to a field; write "
       "${resources.PLURAL.KEY.FIELD}\n"},
      {"a map inside a text",
       catalogs + "x ${resources.catalogs.b.properties}" + end,
       "6:27: error: '${resources.catalogs.b.properties}' is a map, which cannot stand inside a "
       "text; "
       "make it the whole value\n"},
      {"two mistakes in one text",
       catalogs + "${var.a} ${var.b}" + end,
       "6:27: error: no variable 'a' is declared\n6:27: error: no variable 'b' is declared\n"},
      {"a reference in a key",
       "resources: {catalogs: {\"${target}\": {name: a}}}\n",
       "4:24: error: a key holds no references; write the key itself\n"},
      {"itself",
       catalogs + "${resources.catalogs.a.comment}" + end,
       "6:27: error: references lead back to where they began: resources.catalogs.a.comment\n"},
      {"a field of its own that only the workspace knows",
       catalogs + "${resources.catalogs.a.owner}" + end,
       "6:18: error: 'comment' refers to the resource that it is part of\n"},
      {"a circle",
       "resources:\n  catalogs:\n    a: {name: a, comment: \"${resources.catalogs.b.comment}\"}\n"
       "    b: {name: b, comment: \"${resources.catalogs.a.comment}\"}\n",
       "6:27: error: references lead back to where they began: resources.catalogs.b.comment -> "
       "resources.catalogs.a.comment\n"},
      {"a circle of variables",
       "variables: {a: {default: \"${var.b}\"}, b: {default: \"x${var.a}\"}}\n",
       "4:26: error: references lead back to where they began: var.b -> var.a\n"},
      {"a circle through a map",
       "resources:\n  catalogs:\n    a: {name: a, properties: {x: "
       "\"${resources.catalogs.a.properties}\"}}\n",
       "6:30: error: references lead back to where they began: resources.catalogs.a.properties\n"},
      {"a name that only the workspace knows",
       "resources:\n  catalogs:\n    a: {name: \"${resources.catalogs.b.storage_root}\"}\n    b: "
       "{name: b}\n",
       "6:15: error: 'name' must be known before apply, and what it refers to is not; write a text "
       "here\n"},
      {"a principal that only the workspace knows",
       "resources:\n  catalogs: {b: {name: b}}\n  grants:\n    a: {securable: {catalog: "
       "\"${resources.catalogs.b.owner}\"}, "
       "principal: \"${resources.catalogs.b.owner}\", privileges: [SELECT]}\n",
       "7:30: error: the name of a catalog must be known before apply, and what it refers to is "
       "not; write a "
       "text "
       "here\n"
       "7:75: error: 'principal' must be known before apply, and what it refers to is not; write a "
       "text "
       "here\n"},
      {"a checkpoint that exists is no resource",
       "data_graphs: {main: {service_principal: {application_id: "
       "0f6b2d4e-1111-4222-8333-444455556666}, "
       "checkpoint: {existing: x}}}\nresources: {catalogs: {a: {name: a, comment: "
       "\"${resources.catalogs.main.name}\"}}}\n",
       "5:46: error: 'resources.catalogs' has no key 'main'\n"},
  }));
  DYNAMIC_SECTION(c.name) { CHECK(problems(c.body) == c.expected); }
}

TEST_CASE("references do not multiply a file beyond bounds", "[references][hostile]") {
  std::string doubling = "variables:\n  v0: {default: xxxxxxxxxx}\n";
  for (int at = 1; at < 60; ++at) {
    const std::string before = "${var.v" + std::to_string(at - 1) + "}";
    doubling += "  v" + std::to_string(at) + ": {default: \"" + before + before + "\"}\n";
  }
  CHECK(problems(doubling).find(
            "error: references make the file larger than 4 MiB here; use fewer\n") !=
        std::string::npos);

  std::string chain = "variables:\n  v0: {default: x}\n";
  for (int at = 1; at < 5000; ++at) {
    chain +=
        "  v" + std::to_string(at) + ": {default: \"${var.v" + std::to_string(at - 1) + "}\"}\n";
  }
  std::string backwards = "variables:\n";
  for (int at = 5000; at > 1; --at) {
    backwards +=
        "  v" + std::to_string(at) + ": {default: \"${var.v" + std::to_string(at - 1) + "}\"}\n";
  }
  backwards += "  v1: {default: x}\n";
  const std::string deep =
      "error: references are followed 64 deep here; refer to the value itself\n";
  CHECK(problems(chain).find(deep) != std::string::npos);
  CHECK(problems(backwards).find(deep) != std::string::npos);

  std::string maps = "resources:\n  catalogs:\n    a:\n      name: a\n      properties:\n";
  for (int at = 0; at < 1000; ++at) maps += "        k" + std::to_string(at) + ": v\n";
  for (int at = 0; at < 1000; ++at) {
    maps += "    c" + std::to_string(at) + ": {name: c" + std::to_string(at) +
            ", properties: \"${resources.catalogs.a.properties}\"}\n";
  }
  CHECK(problems(maps).find("larger than 4 MiB") != std::string::npos);
}

}  // namespace
}  // namespace dgctl::engine::references_test
