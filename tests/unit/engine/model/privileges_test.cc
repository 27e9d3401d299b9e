#include "engine/model/privileges.h"

#include "tests/support/catch.h"
#include "tests/support/property.h"

namespace dgctl::engine::privileges_test {
namespace {

std::string describe(const std::variant<KnownPrivilege, UnknownPrivilege, RefusedPrivilege>& read) {
  if (const auto* known = std::get_if<KnownPrivilege>(&read)) {
    std::string names;
    for (const std::string& name : known->names) names += (names.empty() ? "" : " ") + name;
    return names;
  }
  if (const auto* unknown = std::get_if<UnknownPrivilege>(&read)) return "unknown " + unknown->name;
  return "refused: " + std::get<RefusedPrivilege>(read).why;
}

TEST_CASE("a privilege is read in every spelling as the name that the workspace stores",
          "[privileges]") {
  struct Case {
    std::string type, written, expected;
  };
  const auto c = GENERATE(values<Case>({
      {"catalog", "USE_CATALOG", "USE_CATALOG"},
      {"catalog", "use catalog", "USE_CATALOG"},
      {"catalog", " Use  Catalog ", "USE_CATALOG"},
      {"catalog", "USAGE", "USE_CATALOG"},
      {"schema", "usage", "USE_SCHEMA"},
      {"catalog", "CREATE", "CREATE_SCHEMA"},
      {"schema", "ALL PRIVILEGES", "ALL_PRIVILEGES"},
      {"schema", "all", "ALL_PRIVILEGES"},
      {"table", "select", "SELECT"},
      {"catalog", "FLY_TO_MOON", "unknown FLY_TO_MOON"},
      {"catalog", "SELCT", "refused: unknown privilege 'SELCT'; did you mean 'SELECT'?"},
      {"catalog", "", "refused: an empty privilege"},
  }));
  DYNAMIC_SECTION(c.type << " " << c.written) {
    CHECK(describe(read_privilege(c.type, c.written)) == c.expected);
  }
}

TEST_CASE("a privilege that a securable does not take is refused with those it does",
          "[privileges]") {
  const std::string why = describe(read_privilege("table", "USE SCHEMA"));
  CHECK(why.find("USE_SCHEMA cannot be granted on a table; it takes ALL_PRIVILEGES, ") !=
        std::string::npos);
  CHECK(describe(read_privilege("schema", "CREATE")).find("write those that are meant") !=
        std::string::npos);
  CHECK(describe(read_privilege("catalog", "CREATE VIEW")).find("refused: CREATE_VIEW cannot") ==
        0);
}

TEST_CASE("removing ALL_PRIVILEGES adds again what is to stay", "[privileges]") {
  const Privileges live{"ALL_PRIVILEGES", "MANAGE", "MODIFY", "SELECT"};
  CHECK(delta(live, {"SELECT"}, {"ALL_PRIVILEGES"}) ==
        WordsDelta{{"MANAGE", "MODIFY", "SELECT"}, {"ALL_PRIVILEGES"}});
  CHECK(applied(live, delta(live, {"SELECT"}, {"ALL_PRIVILEGES", "MODIFY"})) ==
        Privileges{"MANAGE", "SELECT"});
}

TEST_CASE("what ALL_PRIVILEGES implies is not beyond it", "[privileges]") {
  CHECK(beyond({"ALL_PRIVILEGES", "SELECT", "MANAGE"}, {"ALL_PRIVILEGES"}) == Privileges{"MANAGE"});
  CHECK(beyond({"ALL_PRIVILEGES", "SELECT"}, {"SELECT"}) == Privileges{"ALL_PRIVILEGES"});
}

TEST_CASE("a delta takes and gives exactly what was asked for", "[privileges][property]") {
  tests::check_property("applied(live, delta(live, add, remove))", [] {
    const auto words = rc::gen::map(
        rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
            "ALL_PRIVILEGES", "MANAGE", "MODIFY", "SELECT", "USE_SCHEMA", "EXTERNAL_USE_SCHEMA")),
        [](const std::vector<std::string>& drawn) {
          return Privileges(drawn.begin(), drawn.end());
        });
    const Privileges live = *words;
    const Privileges add = *words;
    const Privileges remove = without(*words, add);
    const WordsDelta sent = delta(live, add, remove);
    RC_ASSERT(applied(live, sent) == united(without(live, remove), add));
    RC_ASSERT(common(sent.add, sent.remove).empty());
    RC_ASSERT(without(sent.remove, live).empty());
  });
}

}  // namespace
}  // namespace dgctl::engine::privileges_test
