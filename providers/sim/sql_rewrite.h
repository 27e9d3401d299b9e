#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "providers/sim/sql_run.h"

// SELECT, INSERT and DELETE for another database: tables under other names, literals and names in
// its own quotes. Nothing else of their grammar is looked at.

namespace dgctl::providers::sim {

/// A table that a statement names.
struct TableUse {
  SqlName name;
  std::size_t first = 0, last = 0;  ///< its tokens, the last included
  bool is_target = false;           ///< it is written to
  bool has_alias = false;
};

/// In the order of the text. What WITH defines is no table. Throws SqlError for what is no such
/// statement.
std::vector<TableUse> tables_of(const DataStatement& statement);

/// The statement with each table under the name at its place in `names`. Markers become the
/// parameters' values. Throws SqlError.
std::string rewritten(const DataStatement& statement,
                      const std::vector<TableUse>& uses,
                      const std::vector<std::string>& names,
                      const std::vector<SqlParameter>& parameters);

}  // namespace dgctl::providers::sim
