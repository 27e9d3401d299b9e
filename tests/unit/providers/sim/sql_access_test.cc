#include <set>

#include "tests/support/property.h"
#include "tests/unit/providers/sim/support.h"

// What REST says of permissions is what SQL lets one do, whatever the grants are.

namespace dgctl::providers::sql_access_test {
namespace {

constexpr const char* kMe = "me@x.org";
constexpr const char* kGrant = R"({"changes": [{"principal": "inner", "add": ["SELECT"]}]})";

/// By level, who has what: privileges that can be granted there.
const std::vector<std::string>& privileges_of(char level) {
  static const std::vector<std::string> kCatalog{"ALL_PRIVILEGES",
                                                 "USE_CATALOG",
                                                 "USE_SCHEMA",
                                                 "SELECT",
                                                 "MODIFY",
                                                 "CREATE_SCHEMA",
                                                 "CREATE_TABLE",
                                                 "MANAGE",
                                                 "BROWSE"};
  static const std::vector<std::string> kSchema{
      "ALL_PRIVILEGES", "USE_SCHEMA", "SELECT", "MODIFY", "CREATE_TABLE", "MANAGE"};
  static const std::vector<std::string> kTable{"ALL_PRIVILEGES", "SELECT", "MODIFY", "MANAGE"};
  if (level == 'c') return kCatalog;
  return level == 's' ? kSchema : kTable;
}

json random_grants(char level) {
  json grants = json::object();
  // "other" gets as much, so that what one has is no question of whether anybody has it.
  for (const char* who : {kMe, "inner", "outer", "account users", "other@x.org"}) {
    std::set<std::string> held;
    const int count = *rc::gen::inRange(0, 3);
    for (int i = 0; i < count; ++i) held.insert(*rc::gen::elementOf(privileges_of(level)));
    if (!held.empty()) grants[who] = held;
  }
  return grants;
}

std::string random_owner() {
  return *rc::gen::elementOf(
      std::vector<std::string>{"other@x.org", "other@x.org", "outer", kMe, "ada@x.org"});
}

json random_file() {
  json file = json::parse(
      R"({"operator": "ada@x.org", "switches": {"effective_gates": true, "empty_pages": false},
    "users": {"ada@x.org": {"metastore_admin": true, "workspace_admin": true}, "me@x.org": {}, "other@x.org": {}},
    "groups": {"inner": {"members": ["me@x.org"]}, "outer": {"members": ["inner"]}}})");
  json table = json::parse(R"({"columns": [["a", "INT"]], "rows": [["1"]]})");
  table["owner"] = random_owner();
  table["grants"] = random_grants('t');
  const json schema{
      {"owner", random_owner()}, {"grants", random_grants('s')}, {"tables", {{"t", table}}}};
  file["catalogs"]["c"] = {
      {"owner", random_owner()}, {"grants", random_grants('c')}, {"schemas", {{"s", schema}}}};
  return file;
}

/// The predicates of the privilege model over what REST answers, with nothing of the simulator's.
struct FromRest {
  explicit FromRest(const Sim& sim) {
    read(sim, "catalog", "catalogs", "c");
    read(sim, "schema", "schemas", "c.s");
    read(sim, "table", "tables", "c.s.t");
  }

  [[nodiscard]] bool has(const std::string& on, const std::string& privilege) const {
    const auto& held = held_.at(on);
    const bool through_all = privilege != "MANAGE" && held.contains("ALL_PRIVILEGES");
    return held.contains(privilege) || through_all;
  }
  [[nodiscard]] bool owns(const std::string& on) const { return owned_.contains(on); }

  [[nodiscard]] bool use_catalog() const { return owns("c") || has("c", "USE_CATALOG"); }
  [[nodiscard]] bool use_schema() const {
    return use_catalog() && (owns("c.s") || has("c.s", "USE_SCHEMA"));
  }
  [[nodiscard]] bool select() const {
    return use_schema() && (owns("c.s.t") || has("c.s.t", "SELECT"));
  }
  [[nodiscard]] bool modify() const {
    return select() && (owns("c.s.t") || has("c.s.t", "MODIFY"));
  }
  [[nodiscard]] bool create_schema() const {
    return use_catalog() && (owns("c") || has("c", "CREATE_SCHEMA"));
  }
  [[nodiscard]] bool create_table() const {
    return use_catalog() && (owns("c.s") || (use_schema() && has("c.s", "CREATE_TABLE")));
  }

 private:
  void read(const Sim& sim,
            const std::string& type,
            const std::string& list,
            const std::string& name) {
    const std::set<std::string> mine{kMe, "inner", "outer", "account users"};
    if (mine.contains(body_of(sim.get(uc("/" + list + "/" + name))).at("owner")))
      owned_.insert(name);
    auto& held = held_[name];
    const json body = body_of(sim.get(uc("/effective-permissions/" + type + "/" + name)));
    for (const json& entry : body.value("privilege_assignments", json::array())) {
      if (!mine.contains(entry.at("principal"))) continue;
      for (const json& each : entry.at("privileges")) held.insert(each.at("privilege"));
    }
  }

  std::map<std::string, std::set<std::string>> held_;
  std::set<std::string> owned_;
};

bool runs(const json& file, const std::string& statement) {
  const std::string came_to = sql_outcome(Sim(file).sql(statement, kMe));
  const bool is_denied = came_to.find("INSUFFICIENT_PERMISSIONS") != std::string::npos;
  // Whatever else may be wrong with a statement must not pass for a permission.
  if (!is_denied && came_to.starts_with("[")) RC_FAIL(statement + ": " + came_to);
  return !is_denied;
}

/// Whether a request over REST does what a statement would.
bool is_done(const json& file,
             Method method,
             const std::string& path,
             const std::string& body = {}) {
  const Response response = Sim(file).call(method, uc(path), body, kMe);
  if (response.status != 200 && response.status != 403) RC_FAIL(path + ": " + response.body);
  return response.status == 200;
}

}  // namespace

TEST_CASE("SQL lets one do what REST says one may", "[sim][sql]") {
  tests::check_property("over random worlds", [] {
    const json file = random_file();
    RC_LOG() << file.dump();
    const FromRest may{Sim(file)};
    RC_ASSERT(runs(file, "USE CATALOG c") == may.use_catalog());
    RC_ASSERT(runs(file, "USE SCHEMA c.s") == may.use_schema());
    RC_ASSERT(runs(file, "SELECT * FROM c.s.t") == may.select());
    RC_ASSERT(runs(file, "INSERT INTO c.s.t VALUES (2)") == may.modify());
    RC_ASSERT(runs(file, "DELETE FROM c.s.t WHERE false") == may.modify());
    RC_ASSERT(runs(file, "CREATE SCHEMA c.n") == may.create_schema());
    RC_ASSERT(runs(file, "CREATE TABLE c.s.n (a INT)") == may.create_table());
    RC_ASSERT(runs(file, "GRANT SELECT ON TABLE c.s.t TO inner") ==
              is_done(file, Method::Patch, "/permissions/table/c.s.t", kGrant));
    RC_ASSERT(runs(file, "DROP TABLE c.s.t") == is_done(file, Method::Delete, "/tables/c.s.t"));
    RC_ASSERT(runs(file, "ALTER SCHEMA c.s OWNER TO inner") ==
              is_done(file, Method::Patch, "/schemas/c.s", R"({"owner": "inner"})"));
    RC_ASSERT(runs(file, "DROP CATALOG c CASCADE") ==
              is_done(file, Method::Delete, "/catalogs/c?force=true"));
  });
}

}  // namespace dgctl::providers::sql_access_test
