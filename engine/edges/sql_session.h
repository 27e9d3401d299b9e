#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <variant>
#include <vector>

namespace dgctl::engine {

/// What a statement yielded. Every value is text; NULL is nothing, and differs from "".
struct Rows {
  std::vector<std::string> columns;
  std::vector<std::vector<std::optional<std::string>>> cells;
  /// These are all rows that the statement yielded. Where not, it worked all the same, and how many
  /// there are is not known: the workspace no longer has them, or they are more than anybody wants.
  bool is_complete = true;
  bool operator==(const Rows&) const = default;
};

/// A statement that was taken and failed.
struct SqlFailure {
  std::string sql_state;  ///< "42501", or ""
  std::string condition;  ///< "INSUFFICIENT_PERMISSIONS", or "" where the workspace names none
  /// As the workspace wrote it, without the condition; what looks like a credential is masked, and
  /// what is longer than anybody reads is cut and ends in "…".
  std::string message;
  bool operator==(const SqlFailure&) const = default;
};

/// One identity on one SQL warehouse. Statements share nothing: what USE chooses ends with it.
class SqlSession {
 public:
  virtual ~SqlSession() = default;
  /// Runs one statement to its end, however long its warehouse takes to start. Throws ProviderError
  /// where the statement was not taken or its end could not be learnt, StoppedError when asked to
  /// stop: then it was asked to be cancelled, and may have happened all the same.
  virtual std::variant<Rows, SqlFailure> run(const std::string& statement,
                                             std::stop_token stop) = 0;
};

}  // namespace dgctl::engine
