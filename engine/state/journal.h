#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/edges/error.h"
#include "engine/model/step.h"
#include "engine/state/ledger.h"

// The journal of one run: what it began and what it heard. Before a request that changes something
// its intent stands there, after the answer its outcome, so that whoever comes next can tell what
// happened. A value; where it is kept is a JournalStore's business.

namespace dgctl::engine {

/// The first entry.
struct Begin {
  std::string run, operation, who, at;  ///< as in a RunRecord; `at` is RFC 3339
  std::string plan;                     ///< the digest of the saved plan that it carries out, or ""
  std::string lineage;                  ///< of the state that it began with, or will make
  std::uint64_t serial = 0;             ///< of the state on disk when the entry was written
  std::string stack;
  Pins pins;
  std::vector<StateEdit> edits;             ///< changes of state only, which need no request
  std::map<NaturalKey, Privileges> excess;  ///< State::excess as the run leaves it
  std::vector<StepId> done;                 ///< steps whose effect the state holds already
  bool operator==(const Begin&) const = default;
};
struct Intent {
  StepId step = 0;
  Call call;                     ///< without KnownAfter
  bool existed = false;          ///< what the call makes or changes was there before it
  std::vector<StateEdit> edits;  ///< what the state says once it has happened
  bool operator==(const Intent&) const = default;
};
struct Done {
  StepId step = 0;
  StepOutcome outcome;
  bool operator==(const Done&) const = default;
};
struct NotDone {
  StepId step = 0;
  ErrorClass error_class = ErrorClass::Ours;
  bool may_have_happened = false;
  std::string why;
  bool operator==(const NotDone&) const = default;
};

/// Makes the lines of one journal, without their newlines: each has a checksum of its own and bears
/// that of the one before it, so that a line is noticed that is missing, doubled or elsewhere.
class JournalLines {
 public:
  /// Begins anew.
  std::string line(const Begin& entry);
  std::string line(const Intent& entry);
  std::string line(const Done& entry);
  std::string line(const NotDone& entry);

 private:
  std::string linked(Fields entry);

  std::string last_sum_;  // "" before the first
};

/// A step that was begun, and what was heard of it. Nothing: it may have happened or not.
struct Attempt {
  Intent intent;
  std::variant<std::monostate, Done, NotDone> heard;
  bool operator==(const Attempt&) const = default;
};
struct Journal {
  Begin begin;
  std::vector<Attempt> attempts;
  bool operator==(const Journal&) const = default;
};

/// Nothing if there is no journal, or if a kill left no whole entry of it. The first damaged line
/// ends it; throws CorruptError for a good line after a damaged one, for one that does not follow
/// the line before it, or for an order of entries that no run writes. Lines of a dgctl that did not
/// link them are read as well, but not among others.
std::optional<Journal> journal_from(const std::vector<std::string>& lines);

/// The edits of an attempt, with what only its outcome told.
std::vector<StateEdit> edits_after(const Intent& intent, const StepOutcome& outcome);

}  // namespace dgctl::engine
