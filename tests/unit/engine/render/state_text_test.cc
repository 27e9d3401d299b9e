#include "engine/render/state_text.h"

#include "tests/support/golden.h"

namespace dgctl::engine::state_text_test {
namespace {

State sample() {
  State state;
  state.runs = {
      {"r1",
       "apply",
       "ada@example.com",
       "2026-11-20T09:00:00Z",
       "4d80c95f13446b29",
       "done",
       12,
       0,
       0},
      {"r2", "rotate", "build-7", "2026-11-21T09:00:00Z", "", "interrupted", 1, 0, 0},
      {"r3", "state rm", "ada@example.com", "2026-11-22T09:00:00Z", "", "done", 0, 0, 0},
      {"r4", "destroy", "eve\x1b[2J", "2026-11-23T09:00:00Z", "", "partial", 0, 0, 103},
  };
  return state;
}

TEST_CASE("the last runs are a table whose numbers stand below each other", "[state_text]") {
  tests::check_golden("runs.txt", runs_for_people(sample()));
}

TEST_CASE("runs and addresses for programs say all of each", "[state_text]") {
  Recorded catalog;
  catalog.address = {"catalog", "main"};
  catalog.id = "ckpt";
  catalog.created = catalog.prevent_destroy = true;
  Recorded grant;
  grant.address = {"grant", "catalog:ckpt/main"};
  tests::check_golden("list.json", list_as_json({&catalog, &grant}));
  tests::check_golden("runs.json", runs_as_json(sample()));
}

TEST_CASE("the last apply is none of what changed the state alone", "[state_text]") {
  State state = sample();
  state.stack = "acme/default";
  state.runs.pop_back();
  // Of a rotation that was interrupted neither.
  CHECK(state_for_people(state).find("2026-11-20T09:00:00Z by ") != std::string::npos);
}

}  // namespace
}  // namespace dgctl::engine::state_text_test
