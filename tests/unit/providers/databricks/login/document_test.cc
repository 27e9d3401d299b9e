// What users read of logging in is what there is.

#include <filesystem>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "providers/databricks/login/setting_names.h"
#include "providers/databricks/login/strategies.h"
#include "tests/support/catch.h"
#include "tests/support/golden.h"

namespace dgctl::providers::document_test {
namespace {

std::string document() {
  return tests::file_text(std::filesystem::path(DGCTL_SOURCE_DIR) / "docs/authentication.md");
}

TEST_CASE("the document has each way to log in in the order in which they are tried", "[login]") {
  static const std::regex kRow(R"re(\n\| `([a-z0-9-]+)` \|)re");
  const std::string text = document();
  std::vector<std::string> rows;
  for (std::sregex_iterator it(text.begin(), text.end(), kRow); it != std::sregex_iterator();
       ++it) {
    rows.push_back((*it)[1]);
  }
  CHECK(rows == login_strategies());
}

TEST_CASE("variables and keys stand together in the document as they are read", "[login]") {
  static const std::regex kPair(R"re(`([A-Z_]+)` \(`([a-z_]+)`)re");
  const std::string text = document();
  std::size_t pairs = 0;
  for (std::sregex_iterator it(text.begin(), text.end(), kPair); it != std::sregex_iterator();
       ++it) {
    INFO(it->str());
    CHECK(setting_name((*it)[2].str()).variable == (*it)[1].str());
    ++pairs;
  }
  CHECK(pairs >= 15);
}

TEST_CASE("every variable that the document names is read", "[login]") {
  static const std::regex kName(R"re(\b(DATABRICKS|ARM|ACTIONS)_[A-Z_]+\b)re");
  std::set<std::string> known{
      "DATABRICKS_CONFIG_FILE", "DATABRICKS_CONFIG_PROFILE", "DATABRICKS_OIDC_TOKEN"};
  for (const SettingName& name : setting_names()) known.emplace(name.variable);
  const std::string text = document();
  for (std::sregex_iterator it(text.begin(), text.end(), kName); it != std::sregex_iterator();
       ++it) {
    INFO(it->str());
    CHECK(known.contains(it->str()));
  }
}

}  // namespace
}  // namespace dgctl::providers::document_test
