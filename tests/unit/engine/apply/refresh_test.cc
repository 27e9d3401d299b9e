#include "engine/apply/refresh.h"

#include "engine/digest/seal.h"
#include "engine/edges/error.h"
#include "tests/support/catch.h"
#include "tests/support/memory_stores.h"

namespace dgctl::engine::refresh_test {
namespace {

State sample() {
  State state;
  state.lineage = "7cfe63f9-5dc7-4ba2-9ea2-943b8309f5db";
  state.serial = 1;
  Recorded catalog;
  catalog.address = {"catalog", "main"};
  state.resources = {{catalog.address, catalog}};
  return state;
}

/// A text with one part replaced, and sealed again.
std::string resealed(std::string text, const std::string& part, const std::string& with) {
  for (std::size_t at = text.find(part); at != std::string::npos;
       at = text.find(part, at + with.size())) {
    text.replace(at, part.size(), with);
  }
  return sealed(text.substr(0, text.find(",\n \"sha256\"")) + "\n}\n");
}

std::string refusal(const std::string& state, const std::vector<std::string>& lines) {
  tests::MemoryStateStore store;
  store.bytes = state;
  store.version = {sample().lineage, 1, {}};
  tests::MemoryJournalStore journal;
  journal.lines = lines;
  try {
    open_ledger(store, journal, {});
  } catch (const CorruptError& error) {
    return std::string("corrupt: ") + error.what();
  } catch (const Error& error) {
    return error.what();
  }
  return {};
}

TEST_CASE("a state that cannot be read is named with what to do", "[refresh]") {
  const std::string whole = state_text(sample());
  std::string flipped = whole;
  flipped[whole.size() / 2] = static_cast<char>(flipped[whole.size() / 2] ^ 1);
  struct Case {
    std::string name, text, message;
  };
  const auto c = GENERATE_COPY(values<Case>({
      {"whole", whole, ""},
      {"a flipped bit",
       flipped,
       "corrupt: cannot read the state memory/state: it is damaged: its checksum does not match "
       "its bytes; put back a copy of it, or the one before it, which is memory/backup"},
      {"a newer format",
       resealed(whole, "\"format_version\": 1", "\"format_version\": 9"),
       "cannot read the state memory/state: it has format 9, written by a newer dgctl; this one "
       "reads up to 1: update dgctl"},
      {"a newer kind",
       resealed(whole, "catalog.main", "unheard_of.main"),
       "cannot read the state memory/state: it holds unheard_of.main, a kind that this version "
       "does "
       "not know: update dgctl"},
  }));
  DYNAMIC_SECTION(c.name) { CHECK(refusal(c.text, {}) == c.message); }
}

TEST_CASE("a journal that cannot be read is named with what to do", "[refresh]") {
  const std::string begin = JournalLines().line(Begin{});
  Recorded unheard_of;
  unheard_of.address = {"unheard_of", "main"};
  Begin newer;
  newer.edits = {Put{unheard_of}};
  struct Case {
    std::string name;
    std::vector<std::string> lines;
    std::string message;
  };
  const auto c = GENERATE_COPY(values<Case>({
      {"whole", {begin}, ""},
      {"cut by a kill", {begin, "{"}, ""},
      {"a damaged line before a good one",
       {"{", begin},
       "corrupt: cannot read the journal memory/journal: a line of it is damaged and a later one "
       "is not, which no interruption leaves; put back a copy of it, or move it away: the next "
       "plan adopts what the interrupted run made"},
      {"a newer kind",
       {JournalLines().line(newer)},
       "cannot read the journal memory/journal: it holds unheard_of.main, a kind that this version "
       "does not know: update dgctl"},
  }));
  DYNAMIC_SECTION(c.name) { CHECK(refusal(state_text(sample()), c.lines) == c.message); }
}

}  // namespace
}  // namespace dgctl::engine::refresh_test
