#pragma once

#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "cmd/dgctl/connecting.h"
#include "cmd/dgctl/either_view.h"
#include "cmd/dgctl/principal_line.h"
#include "cmd/dgctl/progress.h"
#include "cmd/dgctl/session.h"
#include "cmd/dgctl/verify_writes.h"
#include "engine/verify/report.h"
#include "engine/verify/run.h"
#include "engine/verify/samples.h"

namespace dgctl::cmd {

struct VerifyingOptions {
  bool write = false;  ///< also into a checkpoint catalog that is in use
  bool quiet = false;  ///< which warehouse it is need not be said
};

/// Verifies one data graph, in two parts: what its checks take is there, and the checks. All data
/// graphs log in before any is checked.
class Verifying {
 public:
  Verifying(Session& session,
            const engine::DesiredConnection& wanted,
            const VerifyingOptions& options,
            Progress& progress,
            std::stop_token stop);

  /// Reads the sink, logs in and finds the warehouse. Throws ConfigError, StaleError, ProviderError
  /// where the login is not taken, and Error.
  void begin();
  /// What came of the checks. Throws ProviderError, and StoppedError that says how far it came.
  engine::VerifiedGraph run();
  /// The report on a data graph that has begun and was not verified to its end.
  [[nodiscard]] engine::VerifiedGraph unfinished(engine::Judgement judgement,
                                                 const std::string& why) const;
  [[nodiscard]] std::size_t requests() const;

 private:
  void read_sink();
  [[noreturn]] void refuse_empty_sink() const;
  void require_own_secret();
  void log_in(const engine::Secret& secret);
  EitherView& view();
  void find_warehouse();
  void read(const std::vector<engine::Lookup>& lookups);
  void read_names();
  void note_unseen();
  [[nodiscard]] engine::Securable checkpoint() const { return {"catalog", wanted_.catalog}; }
  [[nodiscard]] bool is_writing() const;
  void say_which_warehouse();
  [[nodiscard]] std::string called_warehouse() const;
  [[nodiscard]] std::string warehouse_state();
  void run_checks();

  Session& session_;
  const engine::DesiredConnection& wanted_;
  VerifyingOptions options_;
  Progress& progress_;
  std::stop_token stop_;
  Connecting connecting_;
  engine::Connection known_;
  engine::VerifiedGraph graph_;
  std::optional<engine::Secret> secret_;
  std::unique_ptr<PrincipalLine> line_;
  std::optional<EitherView> view_;
  engine::GrantedTo to_;
  engine::Live live_;
  engine::Samples samples_;
};

}  // namespace dgctl::cmd
