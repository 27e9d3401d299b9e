#include "providers/sim/access.h"

#include "providers/sim/workspace_text.h"
#include "tests/support/catch.h"
#include "tests/support/property.h"

namespace dgctl::providers::sim::access_test {
namespace {

constexpr const char* kMe = "me@x";

/// A catalog c with a schema s with a table t, of somebody else. `me` is in inner, inner in outer.
State world() {
  State state = read_workspace(R"json({
    "users": {"me@x": {}, "other@x": {"metastore_admin": true}}, "operator": "other@x",
    "groups": {"inner": {"members": ["me@x"]}, "outer": {"members": ["inner"]}},
    "catalogs": {"c": {"schemas": {"s": {"tables": {"t": {}}}}}}})json");
  return state;
}

Place catalog_of(State& state) { return catalog_place(state, "c", state.catalogs.at("c")); }
Place schema_of(State& state) {
  const Place catalog = catalog_of(state);
  return schema_place(catalog, "s", catalog.catalog->schemas.at("s"));
}
Place table_of(State& state) {
  const Place schema = schema_of(state);
  return table_place(schema, "t", schema.schema->tables.at("t"));
}

/// What "me" or, behind the first @, somebody else has: "c:own", "s:SELECT", "t:MANAGE@outer".
void give(State& state, const std::string& gift) {
  if (gift == "admin") {
    state.users.at(kMe).metastore_admin = true;
    return;
  }
  const Place place = gift[0] == 'c'   ? catalog_of(state)
                      : gift[0] == 's' ? schema_of(state)
                                       : table_of(state);
  const std::size_t at = gift.find('@');
  const std::string who = at == std::string::npos ? kMe : gift.substr(at + 1);
  const std::string what = gift.substr(2, at == std::string::npos ? at : at - 2);
  Securable& on = securable(place);
  if (what == "own") {
    on.owner = who;
  } else {
    on.grants[who].insert(what);
  }
}

/// The predicates that hold, in the order of the reference.
std::string predicates(State& state) {
  const Asker me = asker_named(state, kMe);
  const Access access(state, me);
  const Place c = catalog_of(state);
  const Place s = schema_of(state);
  const Place t = table_of(state);
  std::string out;
  const auto add = [&](const char* name, bool holds) {
    if (holds) out += std::string(out.empty() ? "" : " ") + name;
  };
  add("use_catalog", access.can_use_catalog(c));
  add("use_schema", access.can_use_schema(s));
  add("select", access.can_select(t));
  add("modify", access.can_modify(t));
  add("create_schema", access.can_create_schema(c));
  add("create_table", access.can_create_table(s));
  add("grant_c", access.can_grant(c));
  add("grant_s", access.can_grant(s));
  add("grant_t", access.can_grant(t));
  add("drop_c", access.can_drop(c));
  add("drop_s", access.can_drop(s));
  add("drop_t", access.can_drop(t));
  add("see_c", access.sees(c));
  add("see_s", access.sees(s));
  add("see_t", access.sees(t));
  return out;
}

TEST_CASE("what one has is what one may", "[access]") {
  struct Case {
    std::vector<std::string> has;
    std::string may;
  };
  const auto c = GENERATE(values<Case>({
      {{}, ""},
      {{"t:SELECT"}, ""},
      {{"c:USE_CATALOG"}, "use_catalog see_c"},
      {{"c:USE_CATALOG", "s:USE_SCHEMA"}, "use_catalog use_schema see_c see_s"},
      {{"c:USE_CATALOG", "s:USE_SCHEMA", "t:SELECT"},
       "use_catalog use_schema select see_c see_s see_t"},
      {{"c:USE_CATALOG", "c:USE_SCHEMA", "c:SELECT"},
       "use_catalog use_schema select see_c see_s see_t"},
      {{"s:USE_SCHEMA", "t:SELECT"}, ""},
      {{"c:USE_CATALOG", "t:SELECT"}, "use_catalog see_c"},
      {{"c:USE_CATALOG", "c:USE_SCHEMA", "s:MODIFY"}, "use_catalog use_schema see_c see_s"},
      {{"c:USE_CATALOG", "c:USE_SCHEMA", "s:MODIFY", "c:SELECT"},
       "use_catalog use_schema select modify see_c see_s see_t"},
      {{"c:USE_CATALOG@outer", "s:USE_SCHEMA@inner", "t:SELECT@account users"},
       "use_catalog use_schema select see_c see_s see_t"},
      {{"c:USE_CATALOG", "c:CREATE_SCHEMA"}, "use_catalog create_schema see_c"},
      {{"c:CREATE_SCHEMA"}, ""},
      {{"c:USE_CATALOG", "s:own"},
       "use_catalog use_schema create_table grant_s grant_t drop_s drop_t see_c see_s see_t"},
      {{"s:own"}, "grant_s grant_t drop_s see_s"},
      {{"c:own"},
       "use_catalog create_schema grant_c grant_s grant_t drop_c drop_s drop_t see_c see_s see_t"},
      {{"c:own", "c:USE_SCHEMA", "c:CREATE_TABLE"},
       "use_catalog use_schema create_schema create_table grant_c grant_s grant_t drop_c drop_s "
       "drop_t see_c see_s see_t"},
      {{"t:own"}, "grant_t"},
      {{"c:USE_CATALOG", "s:USE_SCHEMA", "t:own"},
       "use_catalog use_schema select modify grant_t drop_t see_c see_s see_t"},
      {{"c:ALL_PRIVILEGES"},
       "use_catalog use_schema select modify create_schema create_table see_c see_s see_t"},
      {{"s:ALL_PRIVILEGES"}, ""},
      {{"c:USE_CATALOG", "s:ALL_PRIVILEGES"},
       "use_catalog use_schema select modify create_table see_c see_s see_t"},
      {{"c:MANAGE"}, "grant_c drop_c"},
      {{"c:MANAGE", "c:USE_CATALOG"}, "use_catalog grant_c grant_s drop_c drop_s see_c"},
      {{"c:MANAGE", "c:USE_CATALOG", "c:USE_SCHEMA"},
       "use_catalog use_schema grant_c grant_s grant_t drop_c drop_s drop_t see_c see_s"},
      {{"s:MANAGE"}, ""},
      {{"admin"}, "create_schema grant_c grant_s grant_t drop_c see_c see_s see_t"},
  }));
  std::string name;
  for (const std::string& gift : c.has) name += gift + " ";
  DYNAMIC_SECTION("has " << name) {
    State state = world();
    for (const std::string& gift : c.has) give(state, gift);
    CHECK(predicates(state) == c.may);
  }
}

TEST_CASE("before model 1.0 nothing is inherited and the old names count", "[access]") {
  State state = world();
  metastore_of(state).privilege_model_version = "0.1";
  SECTION("usage and select on each level") {
    for (const char* gift : {"c:USAGE", "s:USAGE", "t:SELECT"}) give(state, gift);
    CHECK(predicates(state) == "use_catalog use_schema select see_c see_s see_t");
  }
  SECTION("usage on the catalog alone") {
    give(state, "c:USAGE");
    give(state, "c:CREATE");
    CHECK(predicates(state) == "use_catalog create_schema see_c");
  }
}

TEST_CASE("USE_SCHEMA on a system catalog has no effect on its schemas", "[access]") {
  State state = world();
  state.catalogs.at("c").type = "SYSTEM_CATALOG";
  give(state, "c:USE_CATALOG");
  give(state, "c:USE_SCHEMA");
  CHECK(predicates(state) == "use_catalog see_c");
  give(state, "s:USE_SCHEMA");
  CHECK(predicates(state) == "use_catalog use_schema see_c see_s");
}

TEST_CASE("who may use a catalog finds its information_schema", "[access]") {
  State state = world();
  give(state, "c:USE_CATALOG");
  const Asker me = asker_named(state, kMe);
  const Place catalog = catalog_of(state);
  const Place place = schema_place(
      catalog, "information_schema", catalog.catalog->schemas.at("information_schema"));
  CHECK(Access(state, me).sees(place));
}

/// The predicates of the reference, read again: sets of privileges a level, with what
/// ALL_PRIVILEGES stands for filled in beforehand.
struct Again {
  std::set<std::string> c, s, t;
  bool own_c = false, own_s = false, own_t = false, admin = false;

  [[nodiscard]] bool in(const char* p) const { return c.count(p) + s.count(p) + t.count(p) > 0; }
  [[nodiscard]] bool in_s(const char* p) const { return c.count(p) + s.count(p) > 0; }
  [[nodiscard]] bool use_catalog() const { return own_c || c.count("USE_CATALOG") > 0; }
  [[nodiscard]] bool use_schema() const { return use_catalog() && (own_s || in_s("USE_SCHEMA")); }
  [[nodiscard]] bool select() const { return use_schema() && (own_t || in("SELECT")); }
  [[nodiscard]] bool modify() const { return select() && (own_t || in("MODIFY")); }
  [[nodiscard]] bool manage_c() const { return c.count("MANAGE") > 0; }
  [[nodiscard]] bool manage_s() const { return in_s("MANAGE") && use_catalog(); }
  [[nodiscard]] bool manage_t() const { return in("MANAGE") && use_schema(); }

  static void note(std::string& out, const char* name, bool holds) {
    if (holds) out.append(out.empty() ? "" : " ").append(name);
  }
  void note_use(std::string& out) const {
    const auto add = [&](const char* name, bool holds) { note(out, name, holds); };
    add("use_catalog", use_catalog());
    add("use_schema", use_schema());
    add("select", select());
    add("modify", modify());
    add("create_schema", admin || (use_catalog() && (own_c || c.count("CREATE_SCHEMA") > 0)));
    add("create_table", use_catalog() && (own_s || (use_schema() && in_s("CREATE_TABLE"))));
  }
  void note_rights(std::string& out) const {
    const auto add = [&](const char* name, bool holds) { note(out, name, holds); };
    add("grant_c", admin || own_c || manage_c());
    add("grant_s", admin || own_s || own_c || manage_s());
    add("grant_t", admin || own_t || own_s || own_c || manage_t());
    add("drop_c", admin || own_c || manage_c());
    add("drop_s", own_s || own_c || manage_s());
    add("drop_t", own_c || (use_catalog() && own_s) || (use_schema() && (own_t || manage_t())));
  }
  void note_sight(std::string& out) const {
    note(out, "see_c", admin || own_c || use_catalog());
    note(out, "see_s", admin || own_c || own_s || use_schema());
    note(out, "see_t", admin || own_c || (own_s && use_catalog()) || select());
  }
  [[nodiscard]] std::string all() const {
    std::string out;
    note_use(out);
    note_rights(out);
    note_sight(out);
    return out;
  }
};

/// Everything but what stands apart.
void imply(std::set<std::string>& on, const std::vector<std::string>& privileges) {
  for (const std::string& implied : privileges) {
    if (implied != "MANAGE") on.insert(implied);
  }
}

/// Draws privileges on one level, gives them, and notes what "me" has of them.
std::set<std::string> draw_grants(State& state, char level) {
  const std::vector<std::string> privileges{"USE_CATALOG",
                                            "USE_SCHEMA",
                                            "SELECT",
                                            "MODIFY",
                                            "MANAGE",
                                            "CREATE_SCHEMA",
                                            "BROWSE",
                                            "CREATE_TABLE",
                                            "ALL_PRIVILEGES"};
  std::set<std::string> mine;
  for (int i = *rc::gen::inRange(0, 4); i > 0; --i) {
    const std::string privilege = *rc::gen::elementOf(privileges);
    const std::string who =
        *rc::gen::element<std::string>("me@x", "inner", "outer", "account users", "other@x");
    std::string gift(1, level);
    give(state, gift.append(":").append(privilege).append("@").append(who));
    if (who == "other@x") continue;
    mine.insert(privilege);
    if (privilege == "ALL_PRIVILEGES") imply(mine, privileges);
  }
  return mine;
}

bool draw_owner(State& state, char level) {
  const std::string owner =
      *rc::gen::element<std::string>("me@x", "outer", "account users", "other@x", "other@x");
  give(state, std::string(1, level) + ":own@" + owner);
  return owner != "other@x";
}

TEST_CASE("a second reading of the predicates agrees on random grants", "[access][property]") {
  tests::check_property("predicates", [] {
    State state = world();
    Again again;
    again.c = draw_grants(state, 'c');
    again.s = draw_grants(state, 's');
    again.t = draw_grants(state, 't');
    again.own_c = draw_owner(state, 'c');
    again.own_s = draw_owner(state, 's');
    again.own_t = draw_owner(state, 't');
    again.admin = *rc::gen::arbitrary<bool>();
    state.users.at(kMe).metastore_admin = again.admin;
    RC_ASSERT(predicates(state) == again.all());
  });
}

}  // namespace
}  // namespace dgctl::providers::sim::access_test
