#pragma once

#include <cstddef>
#include <cstdint>
#include <stop_token>
#include <string>
#include <utility>
#include <variant>

#include "engine/edges/clock.h"
#include "engine/edges/sql_session.h"
#include "engine/model/value.h"
#include "providers/databricks/rest.h"

// Statements over the statement execution API. Source: databricks-sdk-go service/sql/interface.go
// and model.go, databricks/cli libs/sqlexec/sqlexec.go.

namespace dgctl::providers {

/// More rows, or chunks of rows, are not fetched: dgctl counts a few, and looks through lists of
/// names.
inline constexpr std::size_t kMostStatementRows = 10'000;
inline constexpr std::int64_t kMostStatementChunks = 100;
/// How much of a failure's message is told, in bytes.
inline constexpr std::size_t kMostOfMessage = 2'000;

/// Whoever the transport asks as, on one warehouse, which starts when it has to.
class StatementSession : public engine::SqlSession {
 public:
  StatementSession(Transport& transport, engine::Clock& clock, std::string warehouse_id)
      : transport_(transport),
        rest_(transport, clock),
        clock_(clock),
        warehouse_id_(std::move(warehouse_id)) {}

  std::variant<engine::Rows, engine::SqlFailure> run(const std::string& statement,
                                                     std::stop_token stop) override;

 private:
  engine::Fields submit(const std::string& statement, const std::stop_token& stop);
  engine::Fields wait_for_end(engine::Fields answer,
                              const std::string& id,
                              const std::stop_token& stop);
  engine::Rows rows(const engine::Fields& answer,
                    const std::string& id,
                    const std::stop_token& stop);
  void fetch_more(engine::Rows& rows,
                  std::int64_t chunks,
                  const std::string& id,
                  const std::stop_token& stop);
  void cancel(const std::string& id);

  Transport& transport_;
  Rest rest_;
  engine::Clock& clock_;
  std::string warehouse_id_;
};

/// A failed statement's error taken apart: "[TABLE_OR_VIEW_NOT_FOUND] The table … SQLSTATE: 42P01".
/// It may quote what was sent, and is masked as errors of requests are.
engine::SqlFailure failure_in(const std::string& message,
                              const std::string& sql_state,
                              const std::string& error_code);

}  // namespace dgctl::providers
