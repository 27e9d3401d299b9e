#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "engine/edges/sql_session.h"
#include "engine/model/diagnostic.h"
#include "engine/model/lookup.h"
#include "engine/model/value.h"

// What `dgctl verify` checks as the service principal, and what came of it.

namespace dgctl::engine {

/// A privilege on a securable, as a statement takes it. Of a warehouse the securable's type is
/// "sql_warehouse", its name is the warehouse's, and the privilege is a level.
struct Gate {
  Securable on;
  std::string privilege;  ///< "USE_CATALOG"
  auto operator<=>(const Gate&) const = default;
  bool operator==(const Gate&) const = default;
};

enum class Expectation {
  Works,
  Lists,   ///< it works, and the rows name the privileges of all gates
  OneRow,  ///< it works and yields one row, which was written just before
  Denied,
};

/// A statement that shows whether something is so. None harms: what must be denied reads or writes
/// no row where it is not, what writes works on what verify made itself.
struct LiveCheck {
  std::string name;       ///< "read sales.crm.users"; the same from run to run
  std::string statement;  ///< without the semicolon; "" where there is nothing that could be run
  Expectation expected = Expectation::Works;
  Securable on;              ///< what it is about
  std::vector<Gate> gates;   ///< what it takes, the outermost first
  bool counts_rows = false;  ///< how many rows it yields is worth telling
  /// Whether what it is on was seen, by whoever runs dgctl or by the principal; nothing: neither
  /// could tell.
  std::optional<bool> exists;
  /// What is denied may be held all the same: `excess: report`.
  bool excess_is_reported = false;
  std::string why_skipped;  ///< it is not run; one sentence without a final period
  /// What is not run for that reason leaves something open that was to be proven.
  bool leaves_open = false;
  /// Why it must be so: the grant or permission, and where the configuration asks for it.
  Address because;
  std::vector<Place> places;
  bool operator==(const LiveCheck&) const = default;
};

enum class Judgement {
  Passed,
  Failed,
  Unknown,  ///< it failed for a reason that says nothing of grants
  Excess,   ///< held beyond the configuration, which lets that be
  Skipped,  ///< not run
};
/// "passed", "failed", "unknown", "excess", "skipped"
const char* to_string(Judgement judgement);

/// A grant that would make a check pass.
struct MissingGrant {
  Gate gate;
  std::string sql;                 ///< the statement that gives it; "": it cannot stand in SQL
  std::optional<Address> address;  ///< of the configuration's, which apply puts back
  bool operator==(const MissingGrant&) const = default;
};

/// Through what something is held that was to be denied.
struct HeldGrant {
  std::string text;  ///< who holds what; a sentence without a final period
  std::string sql;   ///< the statement that takes it away; "": none could be told
  bool operator==(const HeldGrant&) const = default;
};

struct CheckResult {
  LiveCheck check;
  Judgement judgement = Judgement::Passed;
  std::optional<std::size_t> rows;    ///< how many came, of a statement that worked
  std::string text;                   ///< what came of it; a sentence without a final period, or ""
  std::vector<MissingGrant> missing;  ///< one of them or several, the outermost first
  std::vector<HeldGrant> held;        ///< of what was to be denied and was not
  std::vector<std::string> remedies;  ///< what else to do; a sentence each, without a final period
  std::optional<SqlFailure> failure;  ///< what the workspace answered, of a statement that failed
  bool operator==(const CheckResult&) const = default;
};

}  // namespace dgctl::engine
