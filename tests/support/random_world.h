#pragma once

#include <algorithm>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "tests/support/world.h"

namespace dgctl::tests {

/// Draws configurations, workspaces and what people do to them by hand, all from one seed. The
/// pools are small, so that things meet: a grant its catalog, a hand the pair that dgctl gave.
class RandomWorld {
 public:
  explicit RandomWorld(std::uint64_t seed) : random_(seed) {}

  /// A workspace that somebody has used before.
  void furnish(FakeWorkspace& workspace) {
    for (const char* catalog : {"c0", "c1", "c2"}) {
      if (!chance(70)) continue;
      workspace.catalog(
          catalog, chance(30) ? engine::Fields{{"comment", pick(kComments)}} : engine::Fields{});
      for (const char* schema : {"s0", "s1"}) {
        if (!chance(60)) continue;
        workspace.schema(catalog, schema, {{"owner", pick(kPrincipals)}});
        if (chance(50)) workspace.table(std::string(catalog) + "." + schema + ".t0");
      }
    }
    for (int i = below(8); i > 0; --i) grant_by_hand(workspace);
  }

  /// What somebody does in the workspace without dgctl.
  void meddle(FakeWorkspace& workspace) {
    for (int i = 1 + below(4); i > 0; --i) {
      const int what = below(10);
      if (what < 5)
        grant_by_hand(workspace);
      else if (what < 7)
        comment_by_hand(workspace);
      else if (what < 8)
        drop_by_hand(workspace);
      else
        revoke_by_hand(workspace);
    }
  }

  /// A configuration that fits the workspace: whatever it grants on exists or is made.
  engine::Desired configuration(const FakeWorkspace& workspace, const std::string& suffix = {}) {
    DesiredBuilder builder;
    std::vector<engine::Securable> there;
    for (const auto& [securable, fields] : workspace.content.objects) {
      if (!securable.full_name.ends_with("information_schema") &&
          !securable.full_name.ends_with("default")) {
        there.push_back(securable);
      }
    }
    std::vector<std::string> catalogs;
    for (const engine::Securable& securable : there) {
      if (securable.type == "catalog") catalogs.push_back(securable.full_name);
    }
    for (const char* catalog : {"c0", "c1", "new"}) {
      if (!chance(40)) continue;
      builder.catalog(std::string(catalog) + "_key" + suffix, catalog, fields()).with([&](auto& r) {
        flags(r);
      });
      there.push_back({"catalog", catalog});
      catalogs.emplace_back(catalog);
    }
    std::sort(catalogs.begin(), catalogs.end());
    catalogs.erase(std::unique(catalogs.begin(), catalogs.end()), catalogs.end());
    for (const std::string& catalog : catalogs) {
      for (const char* schema : {"s0", "s2"}) {
        if (!chance(25)) continue;
        builder.schema(catalog + schema + suffix, catalog, schema, fields()).with([&](auto& r) {
          flags(r);
        });
        there.push_back({"schema", catalog + "." + schema});
      }
    }
    std::sort(there.begin(), there.end());
    there.erase(std::unique(there.begin(), there.end()), there.end());
    for (const engine::Securable& securable : there) {
      for (const char* principal : kPrincipals) {
        if (!chance(25)) continue;
        builder.grant(
            engine::to_text(securable), principal, words(), std::string(principal) + suffix);
      }
    }
    for (const char* principal : kPrincipals) {
      if (chance(30)) {
        builder.principal_of(principal,
                             std::string(principal) + suffix,
                             chance(50) ? engine::Excess::Revoke : engine::Excess::Report);
      }
    }
    return builder.build();
  }

  bool chance(int percent) { return below(100) < percent; }
  int below(int n) { return static_cast<int>(random_() % static_cast<std::uint64_t>(n)); }

 private:
  static constexpr const char* kPrincipals[] = {"p0", "p1", "ada@example.com"};
  static constexpr const char* kComments[] = {"", "one", "two"};
  static constexpr const char* kWords[] = {"ALL_PRIVILEGES",
                                           "BROWSE",
                                           "EXTERNAL_USE_SCHEMA",
                                           "MANAGE",
                                           "MODIFY",
                                           "SELECT",
                                           "USE_SCHEMA"};

  template <std::size_t N>
  std::string pick(const char* const (&from)[N]) {
    return from[static_cast<std::size_t>(below(static_cast<int>(N)))];
  }

  engine::Privileges words() {
    engine::Privileges drawn{pick(kWords)};
    for (int i = below(3); i > 0; --i) drawn.insert(pick(kWords));
    return drawn;
  }

  engine::Fields fields() {
    engine::Fields drawn;
    if (chance(40)) drawn.emplace("comment", pick(kComments));
    if (chance(15)) drawn.emplace("owner", chance(50) ? "p0" : "p1");
    if (chance(15)) drawn.emplace("properties", engine::Fields{{"team", pick(kComments)}});
    if (chance(15))
      drawn.emplace("enable_predictive_optimization", chance(50) ? "ENABLE" : "DISABLE");
    return drawn;
  }

  void flags(engine::DesiredResource& resource) {
    resource.prevent_destroy = chance(40);
    resource.force_destroy = chance(30);
    resource.exclusive = chance(15);
  }

  /// A thing that grants can be on, or nothing if the workspace is empty.
  std::vector<engine::Securable> securables(const FakeWorkspace& workspace) {
    std::vector<engine::Securable> all;
    for (const auto& [securable, fields] : workspace.content.objects) all.push_back(securable);
    return all;
  }

  void grant_by_hand(FakeWorkspace& workspace) {
    const auto all = securables(workspace);
    if (all.empty()) return;
    const auto& on = all[static_cast<std::size_t>(below(static_cast<int>(all.size())))];
    const std::string principal = pick(kPrincipals);
    workspace.grant(engine::to_text(on),
                    principal,
                    engine::united(workspace.held(engine::to_text(on), principal), words()));
  }

  void revoke_by_hand(FakeWorkspace& workspace) {
    for (auto& [securable, grants] : workspace.content.grants) {
      if (grants.direct.empty() || !chance(50)) continue;
      auto& held = grants.direct.begin()->second;
      held.erase(held.begin());
      if (held.empty()) grants.direct.erase(grants.direct.begin());
    }
    std::erase_if(workspace.content.grants,
                  [](const auto& item) { return item.second.direct.empty(); });
  }

  void comment_by_hand(FakeWorkspace& workspace) {
    for (auto& [securable, fields] : workspace.content.objects) {
      if (securable.type != "table" && chance(20))
        fields.insert_or_assign("comment", pick(kComments));
    }
  }

  void drop_by_hand(FakeWorkspace& workspace) {
    const auto all = securables(workspace);
    if (all.empty()) return;
    const auto gone = all[static_cast<std::size_t>(below(static_cast<int>(all.size())))];
    const auto within = [&](const engine::Securable& s) {
      return s == gone || s.full_name.starts_with(gone.full_name + ".");
    };
    std::erase_if(workspace.content.objects, [&](const auto& item) { return within(item.first); });
    std::erase_if(workspace.content.grants, [&](const auto& item) { return within(item.first); });
  }

  std::mt19937_64 random_;
};

}  // namespace dgctl::tests
