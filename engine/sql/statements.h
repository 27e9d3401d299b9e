#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/step.h"

// What of a call Databricks SQL can do. Grammar:
// https://docs.databricks.com/sql/language-manual, the pages security-grant, security-revoke,
// sql-ref-privileges and sql-ref-syntax-ddl-{create,alter,drop}-{catalog,schema,location},
// -comment.

namespace dgctl::engine {

/// One statement, without the semicolon; it may have several lines.
struct Statement {
  std::string text;
  /// What placeholders in it stand for: it cannot run as long as there are any.
  std::vector<AttributeRef> waits_for;
  bool operator==(const Statement&) const = default;
};

/// A call as SQL.
struct InSql {
  std::vector<Statement> statements;  ///< in the order in which they have to run
  /// What of the call they do not do, and why: a sentence each, without a final period.
  std::vector<std::string> left;
  bool operator==(const InSql&) const = default;
};

/// How a value that is not known yet stands in a statement:
/// "<application_id of service_principal.main>".
std::string placeholder(const AttributeRef& ref);

/// "SCHEMA `sales`.`crm`"; nothing for a type that GRANT does not know.
std::optional<std::string> sql_securable(const Securable& securable);
/// "USE CATALOG"; nothing for what is not spelled as a privilege is.
std::optional<std::string> sql_privilege(std::string_view privilege);

/// Whether SQL has statements for objects of this kind.
bool has_statements(std::string_view kind);

/// `anew`: another one of that name was dropped just before, and must be gone.
InSql create_in_sql(const CreateObject& call, bool anew);
/// `live`: what the object has been so far; only the difference of a map can be written.
InSql update_in_sql(const UpdateObject& call, const Fields& live);
InSql drop_in_sql(const DeleteObject& call);
/// What is given comes before what is taken, so that nobody goes without in between; but for ALL
/// PRIVILEGES, which take along what they imply when they are revoked.
InSql grants_in_sql(const Securable& on, const GrantDelta& delta);

}  // namespace dgctl::engine
