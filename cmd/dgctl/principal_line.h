#pragma once

#include <string>

#include "cmd/dgctl/line.h"
#include "providers/databricks/logins.h"
#include "providers/databricks/provider.h"
#include "providers/databricks/sql_session.h"

namespace dgctl::cmd {

/// A workspace as a service principal uses it: what it may see, and what its statements yield.
class PrincipalLine {
 public:
  PrincipalLine(const LineEnd& end, engine::Clock& clock, const LineOptions& options)
      : line_(end, clock, options),
        clock_(clock),
        logins_(line_.open, clock),
        provider_(line_.top(), clock, {1}) {}

  engine::Logins& logins() { return logins_; }
  engine::Reader& reader() { return provider_; }
  /// On a warehouse, which starts with the first statement.
  std::unique_ptr<engine::SqlSession> statements(const std::string& warehouse_id) {
    return std::make_unique<providers::StatementSession>(line_.top(), clock_, warehouse_id);
  }
  Line& line() { return line_; }

 private:
  Line line_;
  engine::Clock& clock_;
  providers::WorkspaceLogins logins_;
  providers::DatabricksProvider provider_;
};

}  // namespace dgctl::cmd
