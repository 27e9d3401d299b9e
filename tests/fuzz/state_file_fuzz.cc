#include "engine/render/state_text.h"
#include "engine/state/ledger.h"
#include "engine/state/selection.h"
#include "engine/state/surgery.h"
#include "tests/fuzz/input.h"
#include "tests/fuzz/sealing.h"
#include "tests/fuzz/targets.h"

// A recorded state: as it is, and sealed as if dgctl had written it.

namespace dgctl::fuzz {
namespace {

void check_surgery(const engine::State& state) {
  if (state.resources.empty()) return;
  const engine::Address first = state.resources.begin()->first;
  const engine::Address other{first.kind, "other"};
  engine::needing(state, {first});
  engine::removed(state, {first});
  if (engine::why_not_renamed(state, first, other).empty()) {
    engine::renamed(state, engine::renaming_of(state, first, other));
  }
}

void check_state(const std::string& text) {
  engine::State state;
  try {
    state = engine::state_from(text);
  } catch (const engine::Error&) {
    return;
  }
  require(engine::state_from(engine::state_text(state)) == state,
          "a state is read back as it was written");
  engine::state_for_people(state);
  engine::runs_for_people(state);
  engine::runs_as_json(state);
  engine::list_as_json(engine::selected(state, {"*"}, ""));
  require(state.last_applied_at().starts_with(state.last_applied()),
          "the day of an apply is that of its time");
  check_surgery(state);
}

}  // namespace

void state_file(std::string_view input) {
  check_state(std::string(input));
  if (const auto text = as_sealed(input)) check_state(*text);
}

}  // namespace dgctl::fuzz
