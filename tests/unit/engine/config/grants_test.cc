#include "engine/config/grants.h"

#include "engine/model/descriptor.h"
#include "tests/support/catch.h"
#include "tests/unit/engine/config/loading.h"

namespace dgctl::engine::grants_test {
namespace {

struct Case {
  std::string name, body, expected;
};

const std::string kPrincipals =
    "resources:\n  service_principals:\n    etl: {application_id: "
    "0F6B2D4E-1111-4222-8333-444455556666, "
    "existing: true, excess: revoke}\n  grants:\n";

/// A grant of SELECT on catalog c to a principal, which stands from column 42 of line 8 on.
std::string granted(const std::string& principal) {
  return kPrincipals + "    a: {securable: {catalog: c}, principal: " + principal +
         ", privileges: [SELECT]}\n";
}

TEST_CASE("a principal is who it is written as", "[grants]") {
  struct Principal {
    std::string written, expected;
  };
  const std::string id = kId, other = kOtherId;
  const auto c = GENERATE_COPY(values<Principal>({
      {"analysts", "group analysts as analysts"},
      {"Data Team", "group Data Team as \"Data Team\""},
      {"Me@Example.com", "user me@example.com as me@example.com"},
      {"sp:etl", "service_principal " + id + " as etl"},
      {id, "service_principal " + id + " as etl"},
      {"sp:0F6B2D4E-1111-4222-8333-444455556666", "service_principal " + id + " as etl"},
      {"1F6B2D4E-1111-4222-8333-444455556666", "service_principal " + other + " as " + other},
      {"sp:" + other, "service_principal " + other + " as " + other},
      {"user:Robot", "user Robot as Robot"},
      {"group:team@example.com", "group team@example.com as team@example.com"},
      {"group:" + other, "group " + other + " as " + other},
      {"group:etl", "group etl as etl"},
      {"group:sp:etl", "group sp:etl as sp:etl"},
      {"42", "group 42 as 42"},
      {"etl2", "group etl2 as etl2"},
  }));
  DYNAMIC_SECTION(c.written) {
    const Desired all = desired(granted("\"" + c.written + "\""));
    REQUIRE(all.principals.size() == 1);
    REQUIRE(all.resources.size() == 2);  // and the principal that is declared
    const DesiredPrincipal& principal = all.principals.front();
    const std::string prefix = "catalog:c/";
    CHECK(principal.kind + " " + *principal.principal.text() + " as " +
              all.resources.front().address.key.substr(prefix.size()) ==
          c.expected);
    CHECK(entry_of(all.resources.front().fields).principal == principal.principal);
    CHECK(principal.excess == (principal.key == "etl" && principal.kind == "service_principal"
                                   ? Excess::Revoke
                                   : Excess::Report));
  }
}

TEST_CASE("a principal that cannot be told is refused", "[grants]") {
  const auto c = GENERATE(values<Case>({
      {"the key of a service principal",
       granted("etl"),
       "8:45: error: 'etl' is also the key of a service principal; write 'sp:etl' or "
       "'group:etl'\n"},
      {"an unknown key",
       granted("sp:elt"),
       "8:45: error: no service principal 'elt' is declared in this file; did you mean 'etl'?\n"},
      {"nobody",
       granted("\"\""),
       "8:45: error: 'principal' names nobody; write the name of a principal\n"},
      {"nobody behind a prefix",
       granted("'user:'"),
       "8:45: error: 'principal' names nobody; write the name of a principal\n"},
      {"a line break",
       granted("\"a\\nb\""),
       "8:45: error: 'principal' names nobody; write the name of a principal\n"},
      {"a list", granted("[a]"), "8:45: error: 'principal' must be a text, not a list\n"},
      {"one name of a user and a group",
       granted("a@b.c") +
           "    b: {securable: {catalog: d}, principal: \"group:a@b.c\", privileges: [SELECT]}\n",
       "9:45: error: 'a@b.c' is meant as a group here and as a user at dgctl.yml:8:45; names of "
       "principals "
       "are unique, so write the same\n"},
      {"one address of a group and a service principal",
       granted("sp:etl") +
           "    b: {securable: {catalog: c}, principal: \"group:etl\", privileges: [SELECT]}\n",
       "9:5: error: two grants would have the address grant.catalog:c/etl, this one and the one at "
       "dgctl.yml:8:5; a service principal's key is also another principal's name: rename it\n"},
  }));
  DYNAMIC_SECTION(c.name) { CHECK(problems(c.body) == c.expected); }
}

TEST_CASE("a grant that cannot be given is refused", "[grants]") {
  const std::string start = "resources:\n  grants:\n    a: ";
  const std::string known =
      "; known here are catalog, external_location, schema, table and volume\n";
  const auto c = GENERATE_COPY(values<Case>({
      {"nothing of it",
       start + "{}\n",
       "6:5: error: 'principal' is missing\n"
       "6:5: error: 'privileges' is missing\n"
       "6:5: error: 'securable' is missing\n"},
      {"no securable",
       start + "{securable: {}, principal: p, privileges: [SELECT]}\n",
       "6:20: error: 'securable' must name one thing; write it as {catalog: NAME}\n"},
      {"two securables",
       start + "{securable: {catalog: a, schema: a.b}, principal: p, privileges: [SELECT]}\n",
       "6:20: error: 'securable' must name one thing; write it as {catalog: NAME}\n"},
      {"a securable in one text",
       start + "{securable: catalog:a, principal: p, privileges: [SELECT]}\n",
       "6:20: error: 'securable' must be a map, not 'catalog:a'\n"},
      {"an unknown securable",
       start + "{securable: {tabel: a.b.c}, principal: p, privileges: [SELECT]}\n",
       "6:21: error: unknown key 'tabel'; did you mean 'table'?\n"},
      {"a securable of another sort",
       start + "{securable: {function: a.b.c}, principal: p, privileges: [SELECT]}\n",
       "6:21: error: unknown key 'function'" + known},
      {"a table of two parts",
       start + "{securable: {table: b.c}, principal: p, privileges: [SELECT]}\n",
       "6:28: error: 'b.c' is no name of a table; write it as 'catalog.schema.table'\n"},
      {"no privileges",
       start + "{securable: {catalog: a}, principal: p, privileges: []}\n",
       "6:60: error: 'privileges' is empty; list some, or remove the grant\n"},
      {"one privilege as a text",
       start + "{securable: {catalog: a}, principal: p, privileges: SELECT}\n",
       "6:60: error: 'privileges' must be a list, not 'SELECT'\n"},
      {"a privilege that is near another",
       start + "{securable: {catalog: a}, principal: p, privileges: [SELCT]}\n",
       "6:61: error: unknown privilege 'SELCT'; did you mean 'SELECT'?\n"},
      {"a privilege that nobody knows",
       start + "{securable: {catalog: a}, principal: p, privileges: [fly to moon]}\n",
       "6:61: warning: dgctl knows no privilege FLY_TO_MOON; whether a catalog takes it, the "
       "workspace "
       "decides\n"},
      {"a privilege twice",
       start +
           "{securable: {catalog: a}, principal: p, privileges: [SELECT, USAGE, use catalog]}\n",
       "6:76: warning: USE_CATALOG stands in this list twice\n"},
      {"CREATE on a schema",
       start + "{securable: {schema: a.b}, principal: p, privileges: [CREATE]}\n",
       "6:62: error: CREATE on a schema may mean several privileges; write those that are meant: "
       "CREATE_TABLE, CREATE_FUNCTION, CREATE_MATERIALIZED_VIEW, CREATE_MODEL, CREATE_VOLUME\n"},
      {"another condition",
       start + "{securable: {catalog: a}, principal: p, privileges: [SELECT], condition: never}\n",
       "6:81: error: 'condition' must be one of always and exists_and_is_not_own, not 'never'\n"},
      {"an unknown key",
       start + "{securable: {catalog: a}, principals: p, privileges: [SELECT]}\n",
       "6:34: error: unknown key 'principals'; did you mean 'principal'?\n"},
      {"a nested grant with keys of its securable",
       "resources:\n  catalogs:\n    a: {name: a, grants: [{principal: p, privileges: [SELECT], "
       "adopt: true}, x]}\n",
       "6:64: error: unknown key 'adopt'; known here are principal, privileges and lifecycle\n"
       "6:78: error: an entry of 'grants' must be a map, not 'x'\n"},
      {"nested grants that are no list",
       "resources:\n  catalogs:\n    a: {name: a, grants: {principal: p}}\n",
       "6:26: error: 'grants' must be a list, not a map\n"},
  }));
  DYNAMIC_SECTION(c.name) { CHECK(problems(c.body) == c.expected); }
}

TEST_CASE("what several places ask for is one grant", "[grants]") {
  const Desired all = desired(R"(
resources:
  schemas:
    s:
      catalog_name: c
      name: s
      grants:
        - {principal: sp:etl, privileges: [SELECT], lifecycle: {prevent_destroy: true}}
        - {principal: p, privileges: [usage]}
        - {principal: p, privileges: [modify]}
  service_principals:
    etl: {application_id: 0f6b2d4e-1111-4222-8333-444455556666, existing: true}
  grants:
    later: {securable: {schema: C.S}, principal: 0F6B2D4E-1111-4222-8333-444455556666, privileges: [ALL],
            condition: exists_and_is_not_own, adopt: false,
            lifecycle: {ignore_changes: [{field: privileges, because: moves}]}}
    alone: {securable: {table: c.s.t}, principal: p, privileges: [SELECT], condition: exists_and_is_not_own}
)");
  CHECK(summary(all) ==
        "grant.schema:c.s/etl ALL_PRIVILEGES SELECT\n"
        "grant.schema:c.s/p MODIFY USE_SCHEMA\n"
        "grant.table:c.s.t/p SELECT, if it exists\n"
        "schema.s = c.s\n");
  const DesiredResource& grant = all.resources.front();
  CHECK(grant.places == std::vector<Place>{{"dgctl.yml", 11, 11}, {"dgctl.yml", 17, 5}});
  CHECK_FALSE(grant.adopt);
  CHECK(grant.prevent_destroy);
  CHECK(grant.ignore_changes == std::vector<IgnoredChange>{{"privileges", "moves", ""}});
  CHECK_FALSE(all.resources[1].prevent_destroy);
  REQUIRE(all.principals.size() == 2);
  CHECK(all.principals[0].places ==
        std::vector<Place>{{"dgctl.yml", 11, 23}, {"dgctl.yml", 15, 5}, {"dgctl.yml", 17, 50}});
}

TEST_CASE("what several places say of one grant must agree", "[grants]") {
  const std::string start =
      "resources:\n  grants:\n    a: {securable: {catalog: c}, principal: p, privileges: "
      "[SELECT], ";
  const std::string then =
      "}\n    b: {securable: {catalog: C}, principal: p, privileges: [BROWSE], ";
  const auto c = GENERATE_COPY(values<Case>({
      {"adopt",
       start + "adopt: true" + then + "adopt: false}\n",
       "7:5: error: 'adopt' is false here and true at dgctl.yml:6:5 for one grant, "
       "grant.catalog:c/p; write "
       "the same\n"},
      {"prevent_destroy",
       start + "lifecycle: {prevent_destroy: false}" + then +
           "lifecycle: {prevent_destroy: true}}\n",
       "7:5: error: 'prevent_destroy' is true here and false at dgctl.yml:6:5 for one grant, "
       "grant.catalog:c/p; write the same\n"},
      {"ignore_changes",
       start + "lifecycle: {ignore_changes: [{field: privileges, because: x}]}" + then +
           "lifecycle: {ignore_changes: [{field: privileges, because: y}]}}\n",
       "7:5: error: 'ignore_changes' says two things of 'privileges' of grant.catalog:c/p, here "
       "and at "
       "dgctl.yml:6:5; write it once\n"},
      {"nothing that differs",
       start + "adopt: false" + then + "condition: exists_and_is_not_own}\n",
       ""},
  }));
  DYNAMIC_SECTION(c.name) { CHECK(problems(c.body) == c.expected); }
}

}  // namespace
}  // namespace dgctl::engine::grants_test
