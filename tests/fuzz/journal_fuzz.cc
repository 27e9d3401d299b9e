#include "engine/digest/sha256.h"
#include "engine/state/document.h"
#include "engine/state/journal.h"
#include "tests/fuzz/input.h"
#include "tests/fuzz/targets.h"

// The journal of a run, a line an entry: as it is, and with the checksums that make its lines
// follow each other.

namespace dgctl::fuzz {
namespace {

/// The input's lines as a run would have written them; those that are no JSON object stay damaged.
std::vector<std::string> linked_lines(const std::vector<std::string>& entries) {
  constexpr std::size_t kDigits = 16;
  std::vector<std::string> lines;
  std::string last_sum;
  for (const std::string& entry : entries) {
    try {
      engine::Value value = engine::from_json(entry);
      auto* fields = std::get_if<engine::Fields>(&value.is);
      if (fields == nullptr) throw engine::CorruptError("no object");
      (*fields)["after"] = last_sum;
      const std::string text = engine::to_json(value);
      last_sum = engine::sha256(text).substr(0, kDigits);
      lines.push_back(R"({"sum":")" + last_sum + R"(","entry":)" + text + "}");
    } catch (const engine::CorruptError&) {
      lines.push_back(entry);
    }
  }
  return lines;
}

/// What the state says once all that the journal tells has taken effect.
engine::State state_after(const engine::Journal& journal) {
  engine::State state;
  state.lineage = journal.begin.lineage;
  for (const engine::StateEdit& edit : journal.begin.edits) engine::apply_edit(state, edit);
  for (const engine::Attempt& attempt : journal.attempts) {
    const auto* done = std::get_if<engine::Done>(&attempt.heard);
    if (done == nullptr) continue;
    for (const engine::StateEdit& edit : engine::edits_after(attempt.intent, done->outcome)) {
      engine::apply_edit(state, edit);
    }
  }
  return state;
}

void check_journal(const std::vector<std::string>& lines) {
  std::optional<engine::Journal> journal;
  try {
    journal = engine::journal_from(lines);
  } catch (const engine::Error&) {
    return;
  }
  if (!journal) return;
  const engine::State state = state_after(*journal);
  require(engine::state_from(engine::state_text(state)) == state,
          "a state is read back as it was written");
}

}  // namespace

void journal(std::string_view input) {
  const std::vector<std::string> lines = lines_of(input);
  check_journal(lines);
  check_journal(linked_lines(lines));
}

}  // namespace dgctl::fuzz
