#include "engine/state/journal.h"

#include <nlohmann/json.hpp>

#include "engine/digest/sha256.h"
#include "tests/support/catch.h"
#include "tests/support/figures.h"

namespace dgctl::engine::journal_test {
namespace {

Begin begin() {
  Begin entry;
  entry.run = "run";
  entry.operation = "apply";
  entry.who = "ada";
  entry.at = "2026-11-23T09:00:00Z";
  entry.plan = "digest";
  entry.lineage = "lineage";
  entry.serial = 4;
  entry.stack = "acme/default";
  entry.pins.host = "sim:workspace.json";
  entry.edits = {Remove{{"catalog", "old"}}};
  entry.excess = {{{"grant", "catalog:a/b"}, {"MODIFY"}}};
  entry.done = {0, 2};
  return entry;
}

Intent intent() {
  Recorded recorded;
  recorded.address = {"catalog", "main"};
  recorded.fields = {{"name", "a"}};
  return {7, CreateObject{"catalog", {{"name", "a"}}}, false, {Put{recorded}}};
}

std::vector<std::string> whole() {
  JournalLines journal;
  return {journal.line(begin()),
          journal.line(intent()),
          journal.line(Intent{8, DeleteObject{"schema", "a.b", true}, true, {}}),
          journal.line(Intent{9, UpdateObject{"catalog", "a", {{"comment", "x"}}, {}}, true, {}}),
          journal.line(Intent{
              10, PatchGrants{{"catalog", "a"}, {{"p", {"SELECT"}, {"MODIFY"}}}, true}, true, {}}),
          journal.line(Done{7, {"a", {{"storage_location", "s3://a"}}}}),
          journal.line(NotDone{8, ErrorClass::Transport, true, "no answer"})};
}

TEST_CASE("a journal is read back as it was written", "[journal]") {
  const std::optional<Journal> journal = journal_from(whole());
  REQUIRE(journal);
  CHECK(journal->begin == begin());
  REQUIRE(journal->attempts.size() == 4);
  CHECK(journal->attempts[0].intent == intent());
  CHECK(std::get<Done>(journal->attempts[0].heard).outcome.id == "a");
  CHECK(std::get<NotDone>(journal->attempts[1].heard).may_have_happened);
  CHECK(std::holds_alternative<std::monostate>(journal->attempts[2].heard));
}

TEST_CASE("no journal is no journal", "[journal]") {
  CHECK_FALSE(journal_from({}));
  CHECK_FALSE(journal_from({"{\"sum\":\"12"}));
}

TEST_CASE("a journal that a kill cut anywhere is read up to there", "[journal]") {
  std::size_t cuts = 0;
  const std::vector<std::string> lines = whole();
  for (std::size_t n = 0; n < lines.size(); ++n) {
    for (std::size_t length = 0; length < lines[n].size(); ++length) {
      std::vector<std::string> cut(lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(n));
      cut.push_back(lines[n].substr(0, length));
      const std::optional<Journal> journal = journal_from(cut);
      const std::vector<std::string> before(lines.begin(),
                                            lines.begin() + static_cast<std::ptrdiff_t>(n));
      REQUIRE(journal == journal_from(before));
      ++cuts;
    }
  }
  tests::record_figure("a journal cut off after each of its bytes", "journals", cuts);
}

TEST_CASE("a damaged line before a good one is corruption", "[journal]") {
  const std::vector<std::string> lines = whole();
  for (std::size_t n = 0; n + 1 < lines.size(); ++n) {
    for (std::size_t at = 0; at < lines[n].size(); ++at) {
      std::vector<std::string> damaged = lines;
      damaged[n][at] = static_cast<char>(damaged[n][at] ^ 4);
      INFO("line " << n << " byte " << at);
      REQUIRE_THROWS_AS(journal_from(damaged), CorruptError);
    }
  }
}

TEST_CASE("a line that is missing, doubled or elsewhere is corruption", "[journal]") {
  const std::vector<std::string> lines = whole();
  // Without its last line a journal is what a kill leaves.
  for (std::size_t n = 0; n + 1 < lines.size(); ++n) {
    const auto at = static_cast<std::ptrdiff_t>(n);
    INFO("line " << n);
    std::vector<std::string> without = lines;
    without.erase(without.begin() + at);
    REQUIRE_THROWS_AS(journal_from(without), CorruptError);
    std::vector<std::string> swapped = lines;
    std::swap(swapped[n], swapped[n + 1]);
    REQUIRE_THROWS_AS(journal_from(swapped), CorruptError);
  }
  for (std::size_t n = 0; n < lines.size(); ++n) {
    INFO("line " << n);
    std::vector<std::string> doubled = lines;
    doubled.insert(doubled.begin() + static_cast<std::ptrdiff_t>(n), lines[n]);
    REQUIRE_THROWS_AS(journal_from(doubled), CorruptError);
  }
}

/// A line as it was before lines named the one before them.
std::string unlinked(const std::string& line) {
  const auto whole = nlohmann::json::parse(line);
  nlohmann::json entry = whole["entry"];
  entry.erase("after");
  const std::string text = entry.dump();
  return R"({"sum":")" + sha256(text).substr(0, 16) + R"(","entry":)" + text + "}";
}

TEST_CASE("a journal of before lines were linked is read, and not mixed with another",
          "[journal]") {
  const std::vector<std::string> lines = whole();
  std::vector<std::string> old;
  for (const std::string& line : lines) old.push_back(unlinked(line));
  CHECK(journal_from(old) == journal_from(lines));
  std::vector<std::string> mixed = lines;
  mixed.back() = old.back();
  CHECK_THROWS_AS(journal_from(mixed), CorruptError);
  mixed = old;
  mixed.back() = lines.back();
  CHECK_THROWS_AS(journal_from(mixed), CorruptError);
}

TEST_CASE("an order that no run writes is corruption", "[journal]") {
  CHECK_THROWS_AS(journal_from({JournalLines().line(intent())}), CorruptError);
  JournalLines journal;
  const std::string first = journal.line(begin());
  CHECK_THROWS_AS(journal_from({first, journal.line(Done{1, {}})}), CorruptError);
  CHECK_THROWS_AS(journal_from({first, journal.line(begin())}), CorruptError);
}

TEST_CASE("the id that only the outcome told is recorded", "[journal]") {
  const auto edits = edits_after(intent(), {"the-id", {}});
  CHECK(std::get<Put>(edits.front()).recorded.id == "the-id");
}

}  // namespace
}  // namespace dgctl::engine::journal_test
