#pragma once

#include <string>

#include "providers/sim/refusal.h"

namespace dgctl::providers::sim {

/// A statement that fails. Over the statements API that is an answer like any other, with status
/// 200: what went wrong stands in it.
struct SqlError : engine::Error {
  SqlError(std::string code_in, std::string sql_state_in, const std::string& message)
      : Error(message), code(std::move(code_in)), sql_state(std::move(sql_state_in)) {}
  std::string code;       ///< of the API: "BAD_REQUEST", …
  std::string sql_state;  ///< five characters, or "": it has none
};

/// "[TABLE_OR_VIEW_NOT_FOUND] why. SQLSTATE: 42P01"
SqlError classed(const std::string& condition,
                 const std::string& sql_state,
                 const std::string& why);

/// What a request over REST is refused with, as SQL says it. `denied_text`: the switch of that
/// name.
SqlError as_sql(const Refusal& refusal, const std::string& denied_text);

}  // namespace dgctl::providers::sim
