#include "engine/state/ledger.h"

#include "engine/digest/seal.h"
#include "engine/edges/error.h"
#include "tests/support/catch.h"
#include "tests/support/figures.h"

namespace dgctl::engine::ledger_test {
namespace {

State sample() {
  State state;
  state.lineage = "7cfe63f9-5dc7-4ba2-9ea2-943b8309f5db";
  state.serial = 3;
  state.stack = "acme/default";
  state.pins = {"sim:workspace.json", 7201983344556677, "5d1f0c1e-0000-4000-8000-000000000002", ""};
  state.run = "run";
  Recorded catalog;
  catalog.address = {"catalog", "main"};
  catalog.id = "ckpt";
  catalog.fields = {{"name", "ckpt"}, {"properties", Fields{{"team", "data"}}}};
  catalog.created = catalog.prevent_destroy = true;
  Recorded grant;
  grant.address = {"grant", "catalog:ckpt/\"account users\""};
  grant.fields = fields_of({{"catalog", "ckpt"}, "account users", {"SELECT"}});
  grant.given = {"SELECT"};
  grant.needs = {catalog.address};
  state.resources = {{catalog.address, catalog}, {grant.address, grant}};
  state.excess = {{{"grant", "catalog:ckpt/analysts"}, {"MODIFY"}}};
  state.runs = {{"run", "apply", "ada", "2026-11-20T09:00:00Z", "", "done", 2, 0, 0}};
  return state;
}

bool is_refused(const std::string& text) {
  try {
    state_from(text);
  } catch (const Error&) {
    return true;
  }
  return false;
}

TEST_CASE("a state is read back as it was written", "[state]") {
  CHECK(state_from(state_text(sample())) == sample());
  CHECK(state_text(sample()) == state_text(sample()));
  CHECK(sample().last_applied() == "2026-11-20");
}

TEST_CASE("what changes the state alone is no apply", "[state]") {
  State state = sample();
  for (const char* operation : {"state rm", "state mv", "import"}) {
    add_run(state, {operation, operation, "ada", "2026-12-01T09:00:00Z", "", "done", 0, 0, 0});
  }
  CHECK(state.runs.size() == 4);
  REQUIRE(state.last_apply() != nullptr);
  CHECK(state.last_apply()->id == "run");
  CHECK(state.last_applied() == "2026-11-20");
  state.runs.erase(state.runs.begin());
  CHECK(state.last_apply() == nullptr);
  CHECK(state.last_applied().empty());
}

TEST_CASE("a run of a part, or that left something undone, is not the one to count from",
          "[state]") {
  State state = sample();
  const char* const all[][2]{{"apply --only", "done"}, {"rotate", "done"}, {"apply", "partial"}};
  for (const auto& [operation, outcome] : all) {
    add_run(state, {operation, operation, "ada", "2026-12-01T09:00:00Z", "", outcome, 0, 0, 0});
  }
  CHECK(state.last_apply()->id == "run");
  add_run(state, {"next", "destroy", "ada", "2026-12-02T09:00:00Z", "", "done", 0, 0, 0});
  CHECK(state.last_apply()->id == "next");
}

TEST_CASE("the last apply is known however much is edited after it", "[state]") {
  State state = sample();
  for (int i = 0; i < 3 * static_cast<int>(kRunsKept); ++i) {
    const std::string id = "edit " + std::to_string(i);
    add_run(state, {id, "state mv", "ada", "2026-12-01T09:00:00Z", "", "done", 0, 0, 0});
    REQUIRE(state.last_applied() == "2026-11-20");
  }
  CHECK(state.runs.size() == kRunsKept);
  CHECK(state.runs.back().id == "edit " + std::to_string(3 * kRunsKept - 1));
  add_run(state, {"next", "apply", "ada", "2026-12-02T09:00:00Z", "", "done", 0, 0, 0});
  CHECK(state.last_apply()->id == "next");
  CHECK(state.runs.size() == kRunsKept);
}

TEST_CASE("a state that is cut anywhere is noticed", "[state]") {
  const std::string text = state_text(sample());
  for (std::size_t length = 0; length < text.size(); ++length) {
    INFO("cut after " << length << " bytes");
    REQUIRE(is_refused(text.substr(0, length)));
  }
  tests::record_figure("a state cut off after each of its bytes", "states", text.size());
}

TEST_CASE("a state of which any bit is flipped is noticed", "[state]") {
  const std::string text = state_text(sample());
  for (std::size_t at = 0; at < text.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string flipped = text;
      flipped[at] = static_cast<char>(flipped[at] ^ (1 << bit));
      INFO("bit " << bit << " of byte " << at);
      REQUIRE(is_refused(flipped));
    }
  }
  tests::record_figure("a state with each of its bits flipped", "states", 8 * text.size());
}

TEST_CASE("a state that a newer dgctl wrote is refused with what to do", "[state]") {
  std::string text = state_text(sample());
  text.replace(text.find("\"format_version\": 1"), 19, "\"format_version\": 9");
  text = sealed(text.substr(0, text.find(",\n \"sha256\"")) + "\n}\n");
  std::string reason;
  try {
    state_from(text);
  } catch (const Error& error) {
    reason = error.what();
  }
  CHECK(reason ==
        "it has format 9, written by a newer dgctl; this one reads up to 1: update dgctl");
}

TEST_CASE("a sealed text is recognised and any other is not", "[state]") {
  const std::string text = sealed("{\n \"a\": 1\n}\n");
  CHECK(seal_of(text).size() == 64);
  CHECK(seal_of("{\n \"a\": 1\n}\n").empty());
  CHECK(seal_of("").empty());
  CHECK(seal_of(text + " ").empty());
}

}  // namespace
}  // namespace dgctl::engine::ledger_test
