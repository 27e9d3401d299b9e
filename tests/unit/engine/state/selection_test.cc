#include "engine/state/selection.h"

#include "tests/support/catch.h"

namespace dgctl::engine::selection_test {
namespace {

TEST_CASE("a pattern means a kind or an address or what its stars and marks stand for",
          "[selection]") {
  struct Case {
    std::string pattern, address;
    bool is_meant;
  };
  const auto c = GENERATE(values<Case>({
      {"grant", "grant.catalog:sales/main", true},
      {"grant", "grants.catalog:sales/main", false},
      {"service_principal", "service_principal_secret.main", false},
      {"catalog.main", "catalog.main", true},
      {"catalog.main", "catalog.main2", false},
      {"*", "catalog.main", true},
      {"grant.*", "grant.catalog:sales/main", true},
      {"grant.*/main", "grant.catalog:sales/main", true},
      {"grant.*/main", "grant.catalog:main/other", false},
      {"*:sales*", "grant.schema:sales.crm/main", true},
      {"*sales*crm*", "grant.schema:sales.crm/main", true},
      {"catalog.m?in", "catalog.main", true},
      {"catalog.?", "catalog.", false},
      {"*.*a*a*a*b", "catalog.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false},
      {"", "catalog.main", false},
  }));
  DYNAMIC_SECTION(c.pattern << " and " << c.address) {
    const std::size_t dot = c.address.find('.');
    CHECK(is_meant(c.pattern, {c.address.substr(0, dot), c.address.substr(dot + 1)}) == c.is_meant);
  }
}

TEST_CASE("what the workspace knows by an id is found by each of them", "[selection]") {
  State state;
  Recorded principal;
  principal.address = {"service_principal", "main"};
  principal.id = "42";
  principal.fields = {{"application_id", "3f0c9a52-0000-4000-8000-0000000000aa"}};
  Recorded secret;
  secret.address = {"service_principal_secret", "main"};
  secret.id = "s2";
  secret.secrets.resize(3);
  secret.secrets[0].id = "s1";
  secret.secrets[1].id = "s2";
  Recorded grant;
  grant.address = {"grant", "catalog:sales/main"};
  for (const Recorded* record : {&principal, &secret, &grant}) {
    state.resources.emplace(record->address, *record);
  }
  struct Case {
    std::string id, expected;
  };
  const auto c = GENERATE(values<Case>({
      {"42", "service_principal.main"},
      {"3F0C9A52-0000-4000-8000-0000000000AA", "service_principal.main"},
      {"s1", "service_principal_secret.main"},
      {"s2", "service_principal_secret.main"},
      {"s3", ""},
  }));
  std::string found;
  for (const Recorded* record : selected(state, {}, c.id)) found += to_string(record->address);
  CHECK(found == c.expected);
  CHECK(selected(state, {"grant"}, c.id).empty());
  CHECK(selected(state, {"grant", "service_principal"}, {}).size() == 2);
}

}  // namespace
}  // namespace dgctl::engine::selection_test
