#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "cmd/dgctl/session.h"
#include "engine/model/desired.h"
#include "engine/render/connection_text.h"
#include "engine/state/ledger.h"

namespace dgctl::cmd {

/// The data graph of that key; "": the only one. Throws UsageError.
const engine::DesiredConnection& chosen_connection(const engine::Desired& desired,
                                                   const std::string& key);

/// Finds out who and what connects Segment for one data graph: from the configuration, from what is
/// recorded, from what stands beside the secret in its sink, and from the workspace.
class Connecting {
 public:
  Connecting(Session& session, const engine::DesiredConnection& wanted, std::stop_token stop);

  /// All of it. Throws what the parts below throw.
  engine::Connection find();

  /// Nothing of another workspace is told, or used, as this one's. Throws StaleError.
  void require_right_workspace(engine::Reader& reader);
  /// What stands beside the secret; "" as long as nothing does. Throws Error where the sink cannot
  /// be read, ConfigError for what another stack or principal keeps there.
  void read_sink(engine::Connection& found);
  /// Throws Error where no principal is made yet.
  [[nodiscard]] std::string client_id(const engine::Connection& found) const;
  [[nodiscard]] engine::Lookup warehouse_lookup(const engine::Address& address) const;
  /// What stands beside the secret once the sink was read; nullptr: nothing does.
  [[nodiscard]] const engine::SinkLabel* label() const { return label_ ? &*label_ : nullptr; }

  /// What the last apply left of a resource, and what the configuration asks for; nullptr: nothing.
  [[nodiscard]] const engine::Recorded* recorded(
      const std::optional<engine::Address>& address) const;
  [[nodiscard]] const engine::DesiredResource* desired(const engine::Address& address) const;

  /// What is odd about it, as people read it.
  [[nodiscard]] const std::vector<std::string>& warnings() const { return warnings_; }

 private:
  void require_own(const engine::SinkLabel& label);
  void read_warehouse(const engine::Address& address, engine::Connection& found);

  Session& session_;
  const engine::DesiredConnection& wanted_;
  std::stop_token stop_;
  engine::State state_;
  std::optional<engine::SinkLabel> label_;
  std::vector<std::string> warnings_;
};

/// The one object of an answer, of several that bear a name the first; nullptr where none is found.
const engine::Object* object_in(const engine::ReadResult& result);

}  // namespace dgctl::cmd
