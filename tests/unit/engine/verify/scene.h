#pragma once

#include <string>
#include <vector>

#include "engine/verify/checks.h"
#include "tests/support/catch.h"
#include "tests/support/desired_builder.h"

namespace dgctl::tests {

inline constexpr const char* kClient = "3f0c9a52-0000-4000-8000-0000000000aa";

/// A data graph's principal with some grants, and what was seen of the workspace.
struct VerifyScene {
  VerifyScene() {
    connection.key = "main";
    connection.principal = engine::Address{"service_principal", "main"};
    connection.warehouse = engine::Address{"sql_warehouse", "main"};
    connection.catalog = "ckpt";
    builder.made_principal("main", "segment-data-graph");
  }

  VerifyScene& grant(const std::string& securable, const engine::Privileges& words) {
    builder.grant_to_made(securable, "main", words);
    return *this;
  }
  /// The names below something, as somebody saw them.
  VerifyScene& saw(const std::string& type, const std::string& name, const engine::Names& names) {
    live.insert_or_assign(engine::Below{{type, name}}, engine::Found{names});
    return *this;
  }

  [[nodiscard]] engine::GrantedTo to() const {
    return engine::granted_to(builder.build(), connection, kClient);
  }
  [[nodiscard]] std::vector<engine::LiveCheck> checks() const {
    const engine::GrantedTo granted = to();
    const engine::Samples samples = engine::samples_of(granted, live);
    return engine::checks_of(granted, samples, live);
  }
  /// "read sales.crm.users | SELECT …", with a "!" in front of what must be denied.
  [[nodiscard]] std::vector<std::string> lines() const {
    std::vector<std::string> all;
    for (const engine::LiveCheck& check : checks()) {
      const bool is_denied = check.expected == engine::Expectation::Denied;
      all.push_back((is_denied ? "!" : "") + check.statement);
    }
    return all;
  }

  DesiredBuilder builder;
  engine::DesiredConnection connection;
  engine::Live live;
};

}  // namespace dgctl::tests
