#include "tests/unit/providers/sim/support.h"

namespace dgctl::providers::bindings_test {
namespace {

constexpr std::int64_t kHere = 7201983344556677;
const std::string kBindings = uc("/bindings/catalog/sales");

json bind(std::int64_t workspace, const std::string& type) {
  return {{"add", {{{"workspace_id", workspace}, {"binding_type", type}}}}};
}

TEST_CASE("bindings are added and removed and change their type", "[bindings]") {
  Sim sim;
  CHECK(sim.get(kBindings).body == "{}");
  CHECK(outcome(sim.patch(kBindings, bind(5, "BINDING_TYPE_READ_ONLY"))) == "200");
  const json changed = json::parse(sim.patch(kBindings, bind(5, "BINDING_TYPE_READ_WRITE")).body);
  CHECK(changed.at("bindings").size() == 1);
  CHECK(changed.at("bindings").at(0).at("binding_type") == "BINDING_TYPE_READ_WRITE");
  CHECK(sim.patch(kBindings, {{"remove", {{{"workspace_id", 5}}}}}).body == "{}");
}

TEST_CASE("a change of bindings is refused for a reason", "[bindings]") {
  struct Case {
    std::string path;
    json body;
    std::string who, expected;
  };
  const auto c = GENERATE(values<Case>({
      {"/bindings/schema/sales.crm",
       json::object(),
       "",
       "400 INVALID_PARAMETER_VALUE: 'schema' has"},
      {"/bindings/catalog/nope", json::object(), "", "404 CATALOG_DOES_NOT_EXIST"},
      {"/bindings/catalog/sales",
       bind(5, "READ"),
       "",
       "400 INVALID_PARAMETER_VALUE: /add/0/bindin"},
      {"/bindings/catalog/sales",
       {{"add", {{{"binding_type", "BINDING_TYPE_READ_ONLY"}}}}},
       "",
       "400 INVALID_PARAMETER_VALUE: /add/0/workspace_id: missing"},
      {"/bindings/catalog/sales",
       {{"set", json::array()}},
       "",
       "400 INVALID_PARAMETER_VALUE: /set:"},
      {"/bindings/catalog/sales",
       json::object(),
       "cai@example.com",
       "403 PERMISSION_DENIED: User does not have USE CATALOG on Catalog 'sales'."},
  }));
  DYNAMIC_SECTION(c.path << c.body.dump()) {
    Sim sim;
    CHECK(outcome(sim.patch(uc(c.path), c.body, c.who)).find(c.expected) == 0);
  }
}

TEST_CASE("a catalog that is not bound here is closed but for its bindings", "[bindings]") {
  Sim sim;
  sim.grant("catalog/sales", "account users", {"ALL_PRIVILEGES"});
  CHECK(outcome(sim.patch(uc("/catalogs/sales"), {{"isolation_mode", "ISOLATED"}})) == "200");
  const std::string closed =
      "403 PERMISSION_DENIED: Catalog 'sales' is not accessible in current workspace";
  for (const char* path : {"/catalogs/sales",
                           "/schemas?catalog_name=sales",
                           "/schemas/sales.crm",
                           "/tables/sales.crm.users",
                           "/permissions/catalog/sales",
                           "/effective-permissions/table/sales.crm.users"}) {
    CHECK(outcome(sim.get(uc(path))) == closed);
  }
  CHECK(outcome(sim.patch(uc("/catalogs/sales"), {{"isolation_mode", "OPEN"}})) == closed);
  CHECK(names_of(sim.get(uc("/catalogs")), "catalogs") == "hr");
  CHECK(names_of(sim.get(uc("/catalogs?include_unbound=true")), "catalogs") == "hr sales");
  CHECK(names_of(sim.get(uc("/catalogs?include_unbound=true"), "cai@example.com"), "catalogs")
            .empty());
  CHECK(outcome(sim.patch(kBindings, bind(kHere, "BINDING_TYPE_READ_WRITE"))) == "200");
  CHECK(outcome(sim.get(uc("/catalogs/sales"), "cai@example.com")) == "200");
}

TEST_CASE("a binding for reading only blocks changes inside", "[bindings]") {
  Sim sim;
  sim.patch(kBindings, bind(kHere, "BINDING_TYPE_READ_ONLY"));
  sim.patch(uc("/catalogs/sales"), {{"isolation_mode", "ISOLATED"}});
  const std::string blocked =
      "403 PERMISSION_DENIED: Catalog 'sales' is bound to this workspace for reading only";
  CHECK(outcome(sim.post(uc("/schemas"), {{"name", "x"}, {"catalog_name", "sales"}})) == blocked);
  CHECK(outcome(sim.patch(uc("/schemas/sales.crm"), {{"comment", "c"}})) == blocked);
  CHECK(outcome(sim.remove(uc("/tables/sales.crm.users"))) == blocked);
  CHECK(outcome(sim.get(uc("/tables/sales.crm.users"))) == "200");
}

}  // namespace
}  // namespace dgctl::providers::bindings_test
