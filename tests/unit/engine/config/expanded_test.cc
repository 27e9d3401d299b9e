#include "engine/config/expanded.h"

#include <algorithm>

#include "engine/model/descriptor.h"
#include "tests/support/catch.h"
#include "tests/support/golden.h"
#include "tests/support/property.h"
#include "tests/unit/engine/config/loading.h"
#include "tests/unit/engine/config/random_configuration.h"

namespace dgctl::engine::expanded_test {
namespace {

std::vector<unsigned> choices() {
  return *rc::gen::resize(80,
                          rc::gen::container<std::vector<unsigned>>(rc::gen::inRange(0U, 1000U)));
}

TEST_CASE("the guide's configurations expand to what they grant", "[expanded]") {
  const std::string name = GENERATE(values<std::string>(
      {"guide", "whole_guide", "schemas", "tables", "existing_checkpoint", "resources"}));
  const std::string text =
      tests::file_text(std::filesystem::path(DGCTL_GOLDEN_DIR) / (name + ".yml"));
  tests::check_golden(name + ".expanded.yml", expanded_yaml(desired_of_file(text)));
}

TEST_CASE("the expanded configuration loads to the same", "[expanded][property]") {
  tests::check_property("expand round trip", [] {
    const Desired once = desired_of_file(written(random_configuration(choices(), ""), 0));
    const std::string expanded = expanded_yaml(once);
    const Desired twice = desired_of_file(expanded);
    RC_ASSERT(dump(twice) == dump(once));
    // And it is expanded to the end: only the places that it names differ.
    RC_ASSERT(dump(desired_of_file(expanded_yaml(twice))) == dump(once));
  });
}

TEST_CASE("the order of keys in the file does not matter", "[expanded][property]") {
  tests::check_property("shuffled keys", [] {
    const Document document = random_configuration(choices(), "");
    const unsigned seed = *rc::gen::inRange(1U, 1000U);
    RC_ASSERT(dump(desired_of_file(written(document, seed))) ==
              dump(desired_of_file(written(document, 0))));
  });
}

/// A resource by what it is over there, with its fields.
std::string without_address(const DesiredResource& resource) {
  NaturalKey key = natural_key(resource.address, resource.fields);
  if (key.kind == "service_principal_secret") key.name = text_of(resource.fields, "sink");
  std::string text = key.kind + " " + key.name;
  for (const auto& [name, value] : resource.fields) {
    const Fields* map = value.fields();
    const bool is_later = !references_in(value).empty();
    text += " " + name + "=" +
            (is_later         ? dump(Value("later"))
             : map == nullptr ? dump(value)
                              : std::to_string(map->size()));
  }
  return text + " " + std::to_string(resource.needs.size());
}

std::vector<std::string> without_addresses(const Desired& desired) {
  std::vector<std::string> all;
  all.reserve(desired.resources.size() + desired.principals.size());
  for (const DesiredResource& resource : desired.resources)
    all.push_back(without_address(resource));
  for (const DesiredPrincipal& principal : desired.principals) {
    const bool is_known = principal.principal.text() != nullptr;
    all.push_back(is_known ? *principal.principal.text() : "later");
  }
  std::sort(all.begin(), all.end());
  return all;
}

TEST_CASE("renaming the keys of a file changes addresses only", "[expanded][property]") {
  tests::check_property("renamed keys", [] {
    const std::vector<unsigned> drawn = choices();
    const Desired one = desired_of_file(written(random_configuration(drawn, ""), 0));
    const Desired other = desired_of_file(written(random_configuration(drawn, "zz_"), 0));
    RC_ASSERT(without_addresses(one) == without_addresses(other));
  });
}

TEST_CASE("equal configurations expand to equal bytes", "[expanded]") {
  const std::string text = written(random_configuration(std::vector<unsigned>(200, 5), ""), 0);
  CHECK(expanded_yaml(desired_of_file(text)) == expanded_yaml(desired_of_file(text)));
}

TEST_CASE("names too long for a key of YAML are expanded all the same", "[expanded]") {
  std::string part;
  for (int at = 0; at < 255; ++at) part += "\U0001F600";
  const Desired once =
      desired("resources:\n  grants:\n    a: {securable: {table: " + part + "." + part + "." +
              part + "}, principal: p, privileges: [SELECT]}\n  catalogs:\n    a: {name: " + part +
              ", properties: {? " + std::string(2000, 'k') + " : v}}\n");
  CHECK(dump(desired_of_file(expanded_yaml(once))) == dump(once));
}

}  // namespace
}  // namespace dgctl::engine::expanded_test
