#include "providers/sim/timestamp.h"
#include "tests/unit/providers/sim/support.h"

namespace dgctl::providers::ip_access_lists_test {
namespace {

json with_lists() {
  json file = json::parse(R"json({
    "users": {"ada@example.com": {"workspace_admin": true, "metastore_admin": true},
              "bob@example.com": {}},
    "ip_access": {"enabled": true, "lists": {
      "1f0c": {"label": "office", "addresses": ["203.0.113.0/24"]},
      "2f0c": {"type": "BLOCK", "addresses": ["198.51.100.7"], "enabled": false}}}})json");
  return file;
}

TEST_CASE("address lists are listed with what they say", "[network]") {
  Sim sim(with_lists());
  const json body = json::parse(sim.get("/api/2.0/ip-access-lists").body);
  const json& lists = body.at("ip_access_lists");
  REQUIRE(lists.size() == 2);
  CHECK(lists[0].at("list_id") == "1f0c");
  CHECK(lists[0].at("label") == "office");
  CHECK(lists[0].at("list_type") == "ALLOW");
  CHECK(lists[0].at("ip_addresses") == json::array({"203.0.113.0/24"}));
  CHECK(lists[0].at("enabled") == true);
  CHECK(lists[1].at("label") == "2f0c");
  CHECK(lists[1].at("list_type") == "BLOCK");
  CHECK(lists[1].at("enabled") == false);
}

TEST_CASE("whether address lists count is a setting of the workspace", "[network]") {
  const std::string path = "/api/2.0/workspace-conf?keys=enableIpAccessLists";
  CHECK(Sim(with_lists()).get(path).body == R"({"enableIpAccessLists":"true"})");
  CHECK(Sim().get(path).body == R"({"enableIpAccessLists":"false"})");
  CHECK(Sim().get("/api/2.0/ip-access-lists").body == "{}");
  CHECK(outcome(Sim().get("/api/2.0/workspace-conf?keys=other")) ==
        "400 INVALID_PARAMETER_VALUE: Invalid keys: [other]");
}

TEST_CASE("address lists are for workspace admins", "[network]") {
  Sim sim(with_lists());
  for (const char* path :
       {"/api/2.0/ip-access-lists", "/api/2.0/workspace-conf?keys=enableIpAccessLists"}) {
    CHECK(outcome(sim.get(path, "bob@example.com")).find("403 PERMISSION_DENIED") == 0);
  }
}

TEST_CASE("answers bear the workspace's time or one that differs from it", "[network]") {
  json file = with_lists();
  file["clock"] = "2026-11-23T09:00:00Z";
  // Each request takes a second.
  CHECK(header(Sim(file).get("/api/2.0/ip-access-lists"), "Date") ==
        "Mon, 23 Nov 2026 09:00:01 GMT");
  file["switches"]["date_offset_s"] = -3601;
  CHECK(header(Sim(file).get("/api/2.0/ip-access-lists"), "Date") ==
        "Mon, 23 Nov 2026 08:00:00 GMT");
}

TEST_CASE("a time is written as headers have it", "[network]") {
  CHECK(sim::http_date(0) == "Thu, 01 Jan 1970 00:00:00 GMT");
  CHECK(sim::http_date(1'772'323'199'999) == "Sat, 28 Feb 2026 23:59:59 GMT");
}

}  // namespace
}  // namespace dgctl::providers::ip_access_lists_test
