#pragma once

#include <string_view>

#include "providers/sim/sql_cursor.h"
#include "providers/sim/sql_syntax.h"

namespace dgctl::providers::sim {

/// One statement. Throws SqlError for what is no statement, or none that the simulated workspace
/// knows: what it does not do is never taken for done.
SqlStatement parse_sql(std::string_view text);

/// Whether it leaves the workspace as it is. False for what is no statement.
bool only_reads(std::string_view text);

/// What a session has by default, after a statement that succeeded in it.
struct SqlDefaults {
  std::string catalog, schema;  ///< "": the workspace's own
};
SqlDefaults after(const SqlStatement& statement, SqlDefaults before);

// What of it stands in files of its own, each after its first word.
SqlStatement parse_create(SqlCursor& cursor);
SqlStatement parse_alter(SqlCursor& cursor);
/// "CATALOG `sales`", "TABLE …", or a table's name alone where `may_be_bare`. Only the metastore
/// and, where `may_be_bare`, the session's catalog go without a name.
SqlObject parse_object(SqlCursor& cursor, bool may_be_bare);
/// "('a' = 'b', …)"
SqlProperties parse_properties(SqlCursor& cursor);

}  // namespace dgctl::providers::sim
