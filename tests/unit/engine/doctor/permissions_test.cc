#include "engine/doctor/permissions.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include "engine/model/descriptor.h"
#include "tests/support/catch.h"
#include "tests/support/golden.h"

namespace dgctl::engine::permissions_test {
namespace {

TEST_CASE("docs/permissions.md has the tables that the doctor goes by", "[permissions_page]") {
  const std::filesystem::path source = DGCTL_SOURCE_DIR;
  const std::string page = tests::file_text(source / "docs" / "permissions.md");
  INFO("the tables have to be:\n" << permission_tables());
  CHECK(page.find(permission_tables()) != std::string::npos);
}

TEST_CASE("every kind that is sent has a right of its own", "[permissions_page]") {
  std::set<std::string> kinds;
  for (const KindRights& row : kind_rights()) kinds.insert(std::string(row.kind));
  for (const Descriptor& descriptor : descriptors()) CHECK(kinds.contains(descriptor.kind));
}

TEST_CASE("every right has words and a cure", "[permissions_page]") {
  std::set<std::string> ids;
  for (const Right right : all_rights()) {
    CAPTURE(to_string(right));
    ids.insert(to_string(right));
    const Need need{right, {"schema", "sales.crm"}};
    const Cure cure = cure_of(need, "ci@example.com");
    CHECK_FALSE(to_string(need).empty());
    CHECK_FALSE(held_words(right, false).empty());
    CHECK_FALSE(cure.who.empty());
    CHECK((cure.sql.empty() != cure.steps.empty()));
  }
  CHECK(ids.size() == all_rights().size());
}

TEST_CASE("what is missing is given by SQL where there is SQL", "[permissions_page]") {
  struct Case {
    Need need;
    std::string words, sql;
  };
  const auto c = GENERATE(values<Case>({
      {{Right::Manage, {"catalog", "sales"}},
       "MANAGE on catalog sales",
       "GRANT MANAGE ON CATALOG `sales` TO `it's``me`"},
      {{Right::UseSchema, {"schema", "sales.crm"}},
       "USE SCHEMA on schema sales.crm",
       "GRANT USE SCHEMA ON SCHEMA `sales`.`crm` TO `it's``me`"},
      {{Right::CreateCatalog, {"metastore", ""}},
       "CREATE CATALOG on the metastore",
       "GRANT CREATE CATALOG ON METASTORE TO `it's``me`"},
      {{Right::Own, {"catalog", "sales"}},
       "ownership of catalog sales",
       "ALTER CATALOG `sales` OWNER TO `it's``me`"},
  }));
  CHECK(to_string(c.need) == c.words);
  const Cure cure = cure_of(c.need, "it's`me");
  REQUIRE(cure.sql.size() == 1);
  CHECK(cure.sql.front() == c.sql);
}

}  // namespace
}  // namespace dgctl::engine::permissions_test
