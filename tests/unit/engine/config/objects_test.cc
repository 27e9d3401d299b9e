#include "engine/config/objects.h"

#include "tests/support/catch.h"
#include "tests/unit/engine/config/loading.h"

namespace dgctl::engine::objects_test {
namespace {

struct Case {
  std::string name, body, expected;
};

/// A catalog with these keys besides its name, which stand from column 18 of line 6 on.
std::string catalog(const std::string& keys) {
  return "resources:\n  catalogs:\n    a: {name: a, " + keys + "}\n";
}

/// A volume with these keys besides its name, which stand from column 51 of line 6 on.
std::string volume(const std::string& keys) {
  return "resources:\n  volumes:\n    a: {catalog_name: c, schema_name: s, name: a, " + keys +
         "}\n";
}

TEST_CASE("fields are read as their descriptor says", "[objects]") {
  const Desired desired = engine::desired(R"(
resources:
  catalogs:
    ckpt:
      name: SEGMENT
      comment: 5
      owner: Data-Platform
      storage_root: "s3://bucket/x/"
      properties: {team: data, on: true}
      isolation_mode: isolated
      custom_max_retention_hours: 168
      exclusive: true
      force_destroy: true
      adopt: false
      lifecycle:
        prevent_destroy: false
        ignore_changes:
          - {field: owner, because: moves, until: 2027-01-31}
          - {field: comment, because: set by hand}
  schemas:
    web: {catalog_name: marketing, name: "`Web`", comment: ""}
    read: {catalog_name: marketing, name: read, existing: true, exclusive: true}
)");
  REQUIRE(desired.resources.size() == 3);
  const DesiredResource& catalog = desired.resources[0];
  CHECK(catalog.address == Address{"catalog", "ckpt"});
  CHECK(catalog.fields == Fields{{"name", "segment"},
                                 {"comment", "5"},
                                 {"owner", "Data-Platform"},
                                 {"storage_root", "s3://bucket/x/"},
                                 {"properties", Fields{{"team", "data"}, {"on", "true"}}},
                                 {"isolation_mode", "ISOLATED"},
                                 {"custom_max_retention_hours", 168}});
  CHECK(catalog.exclusive);
  CHECK(catalog.force_destroy);
  CHECK_FALSE(catalog.adopt);
  CHECK_FALSE(catalog.prevent_destroy);
  CHECK(catalog.ignore_changes == std::vector<IgnoredChange>{{"comment", "set by hand", ""},
                                                             {"owner", "moves", "2027-01-31"}});
  CHECK(catalog.places == std::vector<Place>{{"dgctl.yml", 7, 5}});

  const DesiredResource& existing = desired.resources[1];
  CHECK(existing.address == Address{"schema", "read"});
  CHECK(existing.existing);
  CHECK(existing.exclusive);
  CHECK_FALSE(existing.prevent_destroy);

  const DesiredResource& schema = desired.resources[2];
  CHECK(schema.fields == Fields{{"catalog_name", "marketing"}, {"name", "web"}, {"comment", ""}});
  CHECK(schema.prevent_destroy);
  CHECK(schema.adopt);
  CHECK_FALSE(schema.force_destroy);
}

TEST_CASE("a resource that does not fit its descriptor is refused", "[objects]") {
  const auto c = GENERATE(values<Case>({
      {"a computed field",
       catalog("storage_location: x"),
       "6:18: error: 'storage_location' is computed by the workspace; remove it\n"},
      {"a number that is none",
       catalog("custom_max_retention_hours: 1e3"),
       "6:46: error: 'custom_max_retention_hours' must be a whole number, not '1e3'\n"},
      {"a hexadecimal number",
       catalog("custom_max_retention_hours: 0x1f"),
       "6:46: error: 'custom_max_retention_hours' must be a whole number, not '0x1f'\n"},
      {"a flag of YAML 1.1",
       catalog("adopt: yes, exclusive: on"),
       "6:25: error: 'adopt' must be true or false, not 'yes'\n"
       "6:41: error: 'exclusive' must be true or false, not 'on'\n"},
      {"a flag in quotes",
       catalog("adopt: 'true'"),
       "6:25: error: 'adopt' must be true or false, not the text 'true'\n"},
      {"null",
       catalog("comment: null"),
       "6:27: error: 'comment' has no value; write a text, or leave it out\n"},
      {"a text that is a map",
       catalog("comment: {a: b}"),
       "6:27: error: 'comment' must be a text, not a map\n"},
      {"a map that is a text",
       catalog("properties: a"),
       "6:30: error: 'properties' must be a map, not 'a'\n"},
      {"an unknown word",
       catalog("isolation_mode: CLOSED"),
       "6:34: warning: dgctl knows no value 'CLOSED' of 'isolation_mode', but OPEN and ISOLATED; "
       "the "
       "workspace decides\n"},
      {"an unknown key",
       catalog("comments: x"),
       "6:18: error: unknown key 'comments'; did you mean 'comment'?\n"},
      {"a missing name",
       "resources:\n  schemas:\n    a: {name: a}\n",
       "6:5: error: 'catalog_name' is missing\n"},
      {"an unknown kind",
       "resources:\n  catalog: {}\n",
       "5:3: error: unknown key 'catalog'; did you mean 'catalogs'?\n"},
      {"a kind that stands in another",
       "resources:\n  permission: {}\n",
       "5:3: error: unknown key 'permission'; known here are service_principals, sql_warehouses, "
       "catalogs, schemas, external_locations, volumes and grants\n"},
      {"what goes with a value of another field",
       volume("volume_type: EXTERNAL"),
       "6:51: error: 'storage_location' is missing, which volume_type EXTERNAL takes; write it\n"},
      {"what goes with another value of another field",
       volume("volume_type: MANAGED, storage_location: 's3://a/b'"),
       "6:73: error: 'storage_location' goes with volume_type EXTERNAL only, and this one is "
       "MANAGED; remove it, or write EXTERNAL\n"},
      {"a value that may go with anything",
       volume("volume_type: OTHER, storage_location: 's3://a/b'"),
       "6:64: warning: dgctl knows no value 'OTHER' of 'volume_type', but MANAGED and EXTERNAL; "
       "the workspace decides\n"},
      {"both that go together", volume("volume_type: EXTERNAL, storage_location: 's3://a/b'"), ""},
      {"what goes with nothing as it is only read", volume("existing: true"), ""},
      {"a resource that is no map",
       "resources:\n  catalogs: {a: b}\n",
       "5:17: error: 'a' must be a map, not 'b'\n"},
      {"a field of what is only read",
       catalog("existing: true, comment: x, adopt: true, force_destroy: true, lifecycle: {}"),
       "6:34: error: 'comment' has no effect on what is only read; remove it, or 'existing'\n"
       "6:46: error: 'adopt' has no effect on what is only read; remove it, or 'existing'\n"
       "6:59: error: 'force_destroy' has no effect on what is only read; remove it, or 'existing'\n"
       "6:80: error: 'lifecycle' has no effect on what is only read; remove it, or 'existing'\n"},
      {"an unknown key of the lifecycle",
       catalog("lifecycle: {prevent: true}"),
       "6:30: error: unknown key 'prevent'; known here are prevent_destroy and ignore_changes\n"},
      {"a change that is ignored without a reason",
       catalog("lifecycle: {ignore_changes: [{field: owner}]}"),
       "6:47: error: 'because' is missing\n"},
      {"a change that is ignored for no reason",
       catalog("lifecycle: {ignore_changes: [{field: owner, because: ''}]}"),
       "6:62: error: 'because' is empty; say why the change is accepted\n"},
      {"a change of no field",
       catalog(
           "lifecycle: {ignore_changes: [{field: ownr, because: x}, {field: name, because: x}]}"),
       "6:55: error: a catalog has no field 'ownr' that can change; did you mean 'owner'?\n"
       "6:82: error: a catalog has no field 'name' that can change; it has comment, owner, "
       "properties, "
       "storage_root, connection_name, provider_name, share_name, isolation_mode, "
       "enable_predictive_optimization and custom_max_retention_hours\n"},
      {"a day that is none",
       catalog("lifecycle: {ignore_changes: [{field: owner, because: x, until: 2027-02-30}]}"),
       "6:74: error: 'until' must be a date such as 2027-01-31, not '2027-02-30'\n"},
      {"a field twice",
       catalog(
           "lifecycle: {ignore_changes: [{field: owner, because: x}, {field: owner, because: y}]}"),
       "6:75: error: 'owner' stands in 'ignore_changes' twice\n"},
      {"a need that is no address",
       catalog("needs: [b, catalog.c]"),
       "6:26: error: 'b' is no address of a resource; write one such as catalog.main\n"
       "6:29: error: this configuration has no resource catalog.c; did you mean 'catalog.a'?\n"},
      {"a key that breaks lines",
       "resources:\n  catalogs: {\"a\\nb\": {name: a}}\n",
       "5:14: error: a key that becomes part of an address holds at most 255 characters, and no "
       "control character; shorten it\n"},
  }));
  DYNAMIC_SECTION(c.name) { CHECK(problems(c.body) == c.expected); }
}

TEST_CASE("neither one object nor one address belongs to two resources", "[objects]") {
  const auto c = GENERATE(values<Case>({
      {"one name in other case",
       "resources:\n  catalogs:\n    b: {name: Sales}\n    a: {name: sales}\n",
       "7:5: error: the catalog sales is catalog.b at dgctl.yml:6:5 already; name another one, or "
       "refer to that one\n"},
      {"one name, of which one is only read",
       "resources:\n  schemas:\n    a: {catalog_name: c, name: s}\n    b: {catalog_name: C, name: "
       "S, existing: true}\n",
       "7:5: error: the schema c.s is schema.a at dgctl.yml:6:5 already; name another one, or "
       "refer to that one\n"},
      {"a key of a data graph and of a resource",
       "resources:\n  catalogs:\n    main: {name: x}\n  service_principals:\n    main: "
       "{application_id: "
       "1f6b2d4e-1111-4222-8333-444455556666, existing: true}\ndata_graphs:\n  main: "
       "{service_principal: "
       "{application_id: 0f6b2d4e-1111-4222-8333-444455556666}, checkpoint: {catalog: y}}\n",
       "10:10: error: service_principal.main is declared at dgctl.yml:8:5 already; give one of "
       "them another key\n"
       "10:85: error: catalog.main is declared at dgctl.yml:6:5 already; give one of them another "
       "key\n"},
      {"a circle of needs",
       "resources:\n  catalogs:\n    a: {name: a, comment: \"${resources.catalogs.b.name}\"}\n"
       "    b: {name: b, comment: \"${resources.catalogs.a.name}\"}\n    c: {name: c, needs: "
       "[catalog.a]}\n",
       "6:5: error: resources need each other in a circle: catalog.a -> catalog.b -> catalog.a; "
       "remove a "
       "reference\n"},
      {"a circle by what holds a resource",
       "resources:\n  catalogs:\n    a: {name: a, comment: \"${resources.schemas.s.name}\"}\n"
       "  schemas:\n    s: {catalog_name: a, name: s}\n",
       "6:5: error: resources need each other in a circle: catalog.a -> schema.s -> catalog.a; "
       "remove a "
       "reference\n"},
  }));
  DYNAMIC_SECTION(c.name) { CHECK(problems(c.body) == c.expected); }
}

TEST_CASE("a key of any characters becomes a part of an address", "[objects]") {
  const Desired desired =
      engine::desired("resources:\n  catalogs:\n    \"my key\": {name: a}\n    x/y: {name: b}\n");
  CHECK(summary(desired) == "catalog.\"my key\" = a\ncatalog.\"x/y\" = b\n");
}

}  // namespace
}  // namespace dgctl::engine::objects_test
