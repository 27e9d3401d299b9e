#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "providers/sim/sql_tokens.h"

// What a statement says. One struct a statement; the words that SQL has several of for one thing
// (DATABASE, SCHEMA) are one.

namespace dgctl::providers::sim {

/// The parts of a name, as written, the outermost first.
using SqlName = std::vector<std::string>;

/// The last two are granted on, and no more.
enum class SqlKind { Metastore, Catalog, Schema, Table, Volume, ExternalLocation };

/// "SCHEMA `sales`.`crm`". Views are tables.
struct SqlObject {
  SqlKind kind = SqlKind::Table;
  SqlName name;  ///< empty: the metastore, or the session's own catalog
};

struct UseCatalog {
  std::string name;
};
struct UseSchema {
  SqlName name;
};
struct ShowCatalogs {};
struct ShowSchemas {
  SqlName in;  ///< empty: the session's catalog
};
struct ShowTables {
  SqlName in;  ///< empty: the session's schema
};
struct ShowGrants {
  std::optional<std::string> principal;
  SqlObject on;
};
/// GRANT, or REVOKE.
struct ChangeGrants {
  bool revokes = false;
  std::vector<std::string> privileges;  ///< as written, words between single spaces
  SqlObject on;
  std::string principal;
};

using SqlProperties = std::vector<std::pair<std::string, std::string>>;

struct SqlColumn {
  std::string name, type, comment;
};
struct CreateObject {
  SqlObject object;
  bool if_not_exists = false;
  std::optional<std::string> comment, location;
  SqlProperties properties;
  std::vector<SqlColumn> columns;
};
struct DropObject {
  SqlObject object;
  bool if_exists = false;
  bool cascades = false;
};
struct SetOwner {
  SqlObject object;
  std::string principal;
};
struct SetComment {
  SqlObject object;
  std::string text;  ///< "": IS NULL
};
struct SetProperties {
  SqlObject object;
  SqlProperties properties;
};
struct SetOptimization {
  SqlObject object;
  std::string setting;  ///< ENABLE, DISABLE, INHERIT
};

enum class DataVerb { Select, Insert, Delete };
/// What rows are read or written with. Its grammar is left to the database that runs it.
struct DataStatement {
  DataVerb verb = DataVerb::Select;
  std::vector<SqlToken> tokens;
};

using SqlStatement = std::variant<UseCatalog,
                                  UseSchema,
                                  ShowCatalogs,
                                  ShowSchemas,
                                  ShowTables,
                                  ShowGrants,
                                  ChangeGrants,
                                  CreateObject,
                                  DropObject,
                                  SetOwner,
                                  SetComment,
                                  SetProperties,
                                  SetOptimization,
                                  DataStatement>;

}  // namespace dgctl::providers::sim
