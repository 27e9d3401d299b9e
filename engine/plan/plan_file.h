#pragma once

#include <map>
#include <string>
#include <string_view>

#include "engine/model/desired.h"
#include "engine/plan/plan.h"

namespace dgctl::engine {

/// A plan as it is kept for review, with all that apply must find unchanged.
struct PlanFile {
  std::string made_at;    ///< RFC 3339
  std::string made_by;    ///< dgctl's version
  std::string operation;  ///< "apply", "destroy"
  Pins workspace;
  std::string stack, target;
  std::map<std::string, Value> variables;
  std::string desired_digest;
  std::string lineage;  ///< of the state; empty: there was none
  std::uint64_t serial = 0;
  std::string journal_digest;      ///< of the interrupted run that the plan has taken into account
  std::string last_applied;        ///< the day of the apply that the plan compares with, or ""
  std::string interrupted;         ///< of a run that was interrupted: "apply by ada at
                                   ///< 2026-11-24T09:00:00Z", or ""
  std::string lock_holder;         ///< who held the lock then: "'apply' by ada@build-7 pid 4711
                                   ///< since 2026-11-24T09:00:00Z (lock ID)", or "": nobody
  std::int64_t requests_read = 0;  ///< how many were needed to read the workspace
  Plan plan;
  bool operator==(const PlanFile&) const = default;
};

/// Sealed JSON, all of it under the one key "dgctl".
std::string plan_text(const PlanFile& file);

struct ReadPlan {
  PlanFile file;
  std::string digest;  ///< the seal: names the plan in journals
};
/// Throws CorruptError if any byte is not what was written, Error if a newer dgctl wrote it.
ReadPlan plan_from(std::string_view text);

/// Over all that the configuration asks for, whatever its comments, order and spelling.
std::string desired_digest(const Desired& desired);

/// Which side moved, in documents.
Value to_value(Mover mover);
/// The member "mover". Throws CorruptError where it holds none.
Mover mover_in(const Fields& fields);

/// A change as a document: "action" and what that action holds.
Value to_value(const Change& change);
Change change_from(const Value& value);
/// "create", "update", …: the actions' names in documents and messages.
std::string action_of(const Change& change);

}  // namespace dgctl::engine
