// Every format of a drift report against golden files. tests/interop/check_drift_formats holds the
// same files to validators of others, tests/behaviour/check_schemas to our own.

#include <nlohmann/json.hpp>

#include "engine/render/drift_json.h"
#include "engine/render/drift_junit.h"
#include "engine/render/drift_openmetrics.h"
#include "engine/render/drift_sarif.h"
#include "engine/render/drift_text.h"
#include "tests/support/golden.h"
#include "tests/unit/engine/render/drift_reports.h"

namespace dgctl::tests::drift_formats_test {
namespace {

using nlohmann::json;

const engine::SourcePath kSource{"infra/segment", "dgctl.yml"};

json results_of(const engine::DriftReport& report) {
  return json::parse(engine::drift_sarif(report, kSource)).at("runs").at(0).at("results");
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t n = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++n;
  return n;
}

TEST_CASE("a drift report reads in every format as its golden file", "[drift]") {
  struct Story {
    std::string name;
    engine::DriftReport (*report)();
  };
  const auto story = GENERATE(values<Story>({
      {"nothing-drifted", nothing_drifted},
      {"little-drifted", little_drifted},
      {"one-of-every-class", one_of_every_class},
      {"both-moved", both_moved},
      {"pending-only", pending_only},
      {"partly-hidden", partly_hidden},
      {"never-applied", never_applied},
      {"awkward-names", awkward_names},
  }));
  DYNAMIC_SECTION(story.name) {
    const engine::DriftReport report = story.report();
    const std::string file = "drift/" + story.name;
    check_golden(file + ".txt", engine::drift_for_people(report, {}));
    check_golden(file + ".json", engine::drift_json(report));
    check_golden(file + ".xml", engine::drift_junit(report, kSource));
    check_golden(file + ".sarif", engine::drift_sarif(report, kSource));
    check_golden(file + ".prom", engine::drift_openmetrics(report));
  }
}

TEST_CASE("five hundred things that drifted alike read as one", "[drift]") {
  const engine::DriftReport report = many_drifted(500);
  check_golden("drift/many-drifted.txt", engine::drift_for_people(report, {}));
  CHECK(json::parse(engine::drift_json(report)).at("drifted").size() == 501);
  CHECK(results_of(report).size() == 501);
  CHECK(count(engine::drift_junit(report, kSource), "<failure ") == 501);
  CHECK(engine::drift_openmetrics(report).find("kind=\"grant\",class=\"changed\"} 500\n") !=
        std::string::npos);
}

TEST_CASE("a drift report for people fits the terminal but for names that are longer", "[drift]") {
  for (const auto& report :
       {one_of_every_class(), both_moved(), partly_hidden(), many_drifted(50)}) {
    std::istringstream text(engine::drift_for_people(report, {}));
    for (std::string line; std::getline(text, line);) {
      // The line that programs look for is one whatever it holds.
      if (!line.starts_with("Drift: ")) CHECK(line.size() <= 80);
    }
  }
}

TEST_CASE("colour says nothing that the text does not", "[drift]") {
  const engine::DriftReport report = one_of_every_class();
  std::string text = engine::drift_for_people(report, {true});
  CHECK(text.find("\x1b[33m~\x1b[0m sql_warehouse.main") != std::string::npos);
  for (std::size_t at = text.find('\x1b'); at != std::string::npos; at = text.find('\x1b')) {
    text.erase(at, text.find('m', at) + 1 - at);
  }
  CHECK(text == engine::drift_for_people(report, {}));
}

TEST_CASE("GitHub takes a thing that drifted for the same wherever its line has moved", "[drift]") {
  engine::DriftReport report = little_drifted();
  const json before = results_of(report);
  for (engine::Drifted& drifted : report.drift.drifted) drifted.places.front().line += 40;
  report.made_at = "2026-11-25T09:00:00Z";
  const json after = results_of(report);
  report.target = "dev";
  const json elsewhere = results_of(report);
  REQUIRE(before.size() == 2);
  for (std::size_t i = 0; i < before.size(); ++i) {
    CHECK(before[i].at("locations") != after[i].at("locations"));
    CHECK(before[i].at("partialFingerprints") == after[i].at("partialFingerprints"));
    CHECK(before[i].at("partialFingerprints") != elsewhere[i].at("partialFingerprints"));
  }
}

TEST_CASE("GitHub is sent as many results as it shows and the most severe of them", "[drift]") {
  engine::DriftReport report = many_drifted(engine::kMostSarifResults);
  std::swap(report.drift.drifted.front(), report.drift.drifted.back());  // a warning comes first
  const json document = json::parse(engine::drift_sarif(report, kSource));
  const json& run = document.at("runs").at(0);
  REQUIRE(run.at("results").size() == engine::kMostSarifResults);
  for (const json& result : run.at("results")) CHECK(result.at("level") == "error");
  const json& notes = run.at("invocations").at(0).at("toolExecutionNotifications");
  REQUIRE(notes.size() == 1);
  CHECK(notes.at(0).at("message").at("text") ==
        "Of 5001 things that drifted the 5000 most severe are here, as many as GitHub shows; "
        "`dgctl drift` prints all.");
}

TEST_CASE("of two secrets in use under one key the metric is of the one that ends first",
          "[drift]") {
  engine::DriftReport report = nothing_drifted();
  const engine::Address secret{"service_principal_secret", "main"};
  report.drift.secrets = {{secret, "1", "2027-01-02T00:00:00Z"},
                          {secret, "2", "2026-12-01T00:00:00Z"}};
  const std::string text = engine::drift_openmetrics(report);
  CHECK(count(text, "dgctl_secret_expiry_timestamp_seconds{") == 1);
  CHECK(text.find("secret=\"main\"} 1796083200\n") != std::string::npos);
}

TEST_CASE("a workspace where nothing is managed makes a report that Jenkins takes", "[drift]") {
  engine::DriftReport report = never_applied();
  report.drift.pending.clear();
  const std::string never = engine::drift_junit(report, kSource);
  CHECK(count(never, "<testcase ") == 1);
  CHECK(count(never, "<skipped message=\"Nothing was applied yet") == 1);
  report.last_applied = "2026-11-20T16:30:12Z";  // and destroyed
  const std::string destroyed = engine::drift_junit(report, kSource);
  CHECK(count(destroyed, "<testcase ") == 1);
  CHECK(count(destroyed, "<skipped ") == 0);
}

}  // namespace
}  // namespace dgctl::tests::drift_formats_test
