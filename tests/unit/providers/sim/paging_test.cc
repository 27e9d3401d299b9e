#include "providers/sim/paging.h"

#include "tests/support/property.h"
#include "tests/unit/providers/sim/support.h"

namespace dgctl::providers::paging_test {
namespace {

/// n catalogs, each with n schemas, and n grants on the first.
json wide_workspace(int n, std::int64_t page_size, bool empty_pages, int seed = 1) {
  json file = small_workspace();
  file["seed"] = seed;
  file["switches"] = {{"page_size", page_size}, {"empty_pages", empty_pages}};
  file["catalogs"] = json::object();
  for (int i = 0; i < n; ++i) {
    const std::string number = std::to_string(i);
    file["groups"]["group " + number] = json::object();
    json& catalog = file["catalogs"]["c" + number];
    catalog["schemas"] = json::object();
    catalog["bindings"][std::to_string(100 + i)] = "BINDING_TYPE_READ_WRITE";
  }
  for (int i = 0; i < n; ++i) {
    const std::string number = std::to_string(i);
    file["catalogs"]["c0"]["schemas"]["s" + number] = {
        {"tables", {{"t" + number, json::object()}}}};
    file["catalogs"]["c0"]["schemas"]["s0"]["tables"]["t" + number] = json::object();
    file["catalogs"]["c0"]["grants"]["group " + number] = {"SELECT", "MODIFY"};
  }
  return file;
}

struct Pages {
  std::vector<std::string> items;
  int pages = 0, empty = 0;
};

/// Follows the tokens to the end.
Pages follow(Sim& sim, const std::string& path, const char* list, const char* member) {
  Pages out;
  std::string token;
  do {
    const std::string query = token.empty() ? "" : "&page_token=" + token;
    const Response response = sim.get(uc(path + query));
    REQUIRE(response.status == 200);
    const json body = json::parse(response.body);
    const json items = body.value(list, json::array());
    for (const json& item : items) out.items.push_back(item.at(member).dump());
    ++out.pages;
    if (items.empty()) ++out.empty;
    token = body.value("next_page_token", "");
  } while (!token.empty());
  return out;
}

struct Listing {
  std::string path, list, member;
};

const std::vector<Listing>& listings() {
  static const std::vector<Listing> kListings{
      {"/catalogs?", "catalogs", "name"},
      {"/schemas?catalog_name=c0&", "schemas", "name"},
      {"/tables?catalog_name=c0&schema_name=s0&", "tables", "name"},
      {"/bindings/catalog/c0?", "bindings", "workspace_id"},
      {"/permissions/catalog/c0?", "privilege_assignments", "principal"},
      {"/effective-permissions/schema/c0.s0?", "privilege_assignments", "principal"}};
  return kListings;
}

TEST_CASE("pages put together are the whole list whatever their size", "[paging][property]") {
  tests::check_property("pages", [] {
    const int n = *rc::gen::inRange(1, 12);
    const auto page_size = *rc::gen::inRange<std::int64_t>(1, 14);
    const bool empty_pages = *rc::gen::arbitrary<bool>();
    Sim sim(wide_workspace(n, page_size, empty_pages, *rc::gen::inRange(0, 1000)));
    for (const Listing& listing : listings()) {
      const bool grants = listing.list == "privilege_assignments";
      const std::string max = grants ? "max_results=0"
                                     : *rc::gen::element<std::string>(
                                           "max_results=0", "max_results=2", "max_results=500");
      const char* list = listing.list.c_str();
      const char* member = listing.member.c_str();
      Pages whole = follow(sim, listing.path.substr(0, listing.path.size() - 1), list, member);
      RC_ASSERT(whole.pages == 1);
      Pages pages = follow(sim, listing.path + max, list, member);
      std::sort(whole.items.begin(), whole.items.end());
      std::sort(pages.items.begin(), pages.items.end());
      RC_ASSERT(pages.items == whole.items);
      RC_ASSERT(empty_pages || pages.empty == 0);
    }
  });
}

TEST_CASE("a page holds no more than it may", "[paging]") {
  Sim sim(wide_workspace(7, 3, false));
  struct Case {
    std::string query;
    std::size_t expected;
  };
  const auto c = GENERATE(
      values<Case>({{"", 7}, {"?max_results=0", 3}, {"?max_results=2", 2}, {"?max_results=5", 3}}));
  DYNAMIC_SECTION(c.query) {
    CHECK(json::parse(sim.get(uc("/catalogs" + c.query)).body).at("catalogs").size() == c.expected);
  }
}

TEST_CASE("a page of grants counts privileges and splits nobody", "[paging]") {
  Sim sim(wide_workspace(7, 5, false));
  const std::string path = uc("/permissions/catalog/c0?max_results=150");
  const json page = json::parse(sim.get(path).body);
  CHECK(page.at("privilege_assignments").size() == 2);
  for (const json& entry : page.at("privilege_assignments")) {
    CHECK(entry.at("privileges") == json({"MODIFY", "SELECT"}));
  }
  Sim narrow(wide_workspace(7, 1, false));
  CHECK(json::parse(narrow.get(path).body).at("privilege_assignments").size() == 1);
}

TEST_CASE("grants come in another order each time", "[paging]") {
  Sim sim(wide_workspace(9, 100, false));
  const std::string path = uc("/permissions/catalog/c0");
  const std::string first = names_of(sim.get(path), "privilege_assignments", "principal");
  CHECK(first != names_of(sim.get(path), "privilege_assignments", "principal"));
  CHECK(first.size() == 9 * std::string("group 0").size() + 8);
}

TEST_CASE("empty pages come now and then and never twice in a row", "[paging]") {
  Sim sim(wide_workspace(40, 1, true));
  const Pages pages = follow(sim, "/catalogs?max_results=0", "catalogs", "name");
  CHECK(pages.items.size() == 40);
  CHECK(pages.empty > 0);
  CHECK(pages.empty < 20);
}

TEST_CASE("bad sizes and tokens are refused", "[paging]") {
  Sim sim(wide_workspace(5, 2, false));
  const std::string token = json::parse(sim.get(uc("/catalogs?max_results=0")).body)
                                .at("next_page_token")
                                .get<std::string>();
  struct Case {
    std::string path, expected;
  };
  const auto c = GENERATE_COPY(values<Case>({
      {"/catalogs?max_results=-1", "400 INVALID_PARAMETER_VALUE: max_results is -1, below 0"},
      {"/permissions/catalog/c0?max_results=149",
       "400 INVALID_PARAMETER_VALUE: max_results is 149; it is 0, or 150 and more"},
      {"/permissions/catalog/c0?max_results=1", "400 INVALID_PARAMETER_VALUE: max_results is 1;"},
      {"/permissions/catalog/c0?max_results=-1", "400 INVALID_PARAMETER_VALUE: max_results is -1,"},
      {"/effective-permissions/catalog/c0?max_results=9", "400 INVALID_PARAMETER_VALUE: max_resul"},
      {"/catalogs?max_results=0&page_token=abc",
       "400 INVALID_PARAMETER_VALUE: page_token 'abc' is"},
      {"/catalogs?max_results=0&page_token=" + token + "00",
       "400 INVALID_PARAMETER_VALUE: page_to"},
      {"/catalogs?include_browse=true&page_token=" + token,
       "400 INVALID_PARAMETER_VALUE: page_tok"},
      {"/schemas?catalog_name=c0&page_token=" + token, "400 INVALID_PARAMETER_VALUE: page_token"},
      {"/catalogs?page_token=" + token, "200"},
      {"/catalogs?page_token=", "200"},
  }));
  DYNAMIC_SECTION(c.path) { CHECK(outcome(sim.get(uc(c.path))).find(c.expected) == 0); }
}

TEST_CASE("a listing goes on though what it ended at is gone", "[paging]") {
  Sim sim(wide_workspace(5, 2, false));
  const json first = json::parse(sim.get(uc("/catalogs?max_results=0")).body);
  sim.remove(uc("/catalogs/c1?force=true"));
  const std::string token = first.at("next_page_token").get<std::string>();
  CHECK(names_of(sim.get(uc("/catalogs?max_results=0&page_token=" + token)), "catalogs") ==
        "c2 c3");
}

}  // namespace
}  // namespace dgctl::providers::paging_test
