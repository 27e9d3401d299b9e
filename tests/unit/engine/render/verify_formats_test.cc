// Every format of a verify report against golden files. tests/interop/check_drift_formats holds the
// same files to validators of others.

#include <nlohmann/json.hpp>

#include "engine/render/verify_json.h"
#include "engine/render/verify_junit.h"
#include "engine/render/verify_openmetrics.h"
#include "engine/render/verify_sarif.h"
#include "engine/render/verify_text.h"
#include "engine/render/verify_words.h"
#include "tests/support/golden.h"
#include "tests/unit/engine/render/verify_reports.h"

namespace dgctl::tests::verify_formats_test {
namespace {

using nlohmann::json;

const engine::SourcePath kSource{"infra/segment", "dgctl.yml"};

TEST_CASE("a verify report reads in every format as its golden file", "[verify]") {
  struct Story {
    std::string name;
    engine::VerifyReport (*report)();
  };
  const auto story = GENERATE(values<Story>({
      {"all-verified", all_verified},
      {"grant-missing", grant_missing},
      {"one-of-every-outcome", one_of_every_outcome},
      {"no-warehouse", no_warehouse},
      {"awkward-checks", awkward_checks},
  }));
  DYNAMIC_SECTION(story.name) {
    const engine::VerifyReport report = story.report();
    const std::string file = "verify/" + story.name;
    check_golden(file + ".txt", engine::verify_for_people(report, {}));
    check_golden(file + ".json", engine::verify_json(report));
    check_golden(file + ".xml", engine::verify_junit(report, kSource));
    check_golden(file + ".sarif", engine::verify_sarif(report, kSource));
    check_golden(file + ".prom", engine::verify_openmetrics(report));
  }
}

TEST_CASE("a report is verified where nothing failed and of nothing it is unknown", "[verify]") {
  CHECK(engine::is_verified(all_verified()));
  CHECK_FALSE(engine::is_verified(grant_missing()));
  CHECK_FALSE(engine::is_verified(no_warehouse()));
  engine::VerifyReport report = all_verified();
  const auto with = [&](engine::Judgement judgement) {
    report.graphs.front().results.back().judgement = judgement;
    return engine::is_verified(report);
  };
  CHECK(with(engine::Judgement::Skipped));
  CHECK(with(engine::Judgement::Excess));
  CHECK_FALSE(with(engine::Judgement::Unknown));
}

TEST_CASE("a verify report for people fits the terminal but for what is to be copied", "[verify]") {
  for (const auto& report : {all_verified(), grant_missing(), one_of_every_outcome()}) {
    std::istringstream text(engine::verify_for_people(report, {}));
    for (std::string line; std::getline(text, line);) {
      // The summary is one line whatever it holds.
      const bool is_copied = line.find("erified: ") != std::string::npos ||
                             line.find("GRANT ") != std::string::npos ||
                             line.find("REVOKE ") != std::string::npos ||
                             line.find("dgctl_verify_") != std::string::npos;
      if (!is_copied) CHECK(line.size() <= 80);
    }
  }
}

TEST_CASE("what is coloured in a verify report is the same text", "[verify]") {
  const engine::VerifyReport report = one_of_every_outcome();
  std::string text = engine::verify_for_people(report, {true});
  CHECK(text.find('\x1b') != std::string::npos);
  for (std::size_t at = text.find('\x1b'); at != std::string::npos; at = text.find('\x1b')) {
    text.erase(at, text.find('m', at) + 1 - at);
  }
  CHECK(text == engine::verify_for_people(report, {}));
}

TEST_CASE("GitHub takes a check for the same wherever its line has moved", "[verify]") {
  const auto fingerprint = [](const engine::VerifyReport& report) {
    return json::parse(engine::verify_sarif(report, kSource))
        .at("runs")
        .at(0)
        .at("results")
        .at(0)
        .at("partialFingerprints");
  };
  engine::VerifyReport moved = grant_missing();
  for (engine::CheckResult& result : moved.graphs.front().results) {
    for (engine::Place& place : result.check.places) place.line += 40;
    result.text += " still";
  }
  CHECK(fingerprint(moved) == fingerprint(grant_missing()));
  moved.target = "dev";
  CHECK(fingerprint(moved) != fingerprint(grant_missing()));
}

}  // namespace
}  // namespace dgctl::tests::verify_formats_test
