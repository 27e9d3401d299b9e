#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <random>
#include <set>
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
    std::set<engine::Securable> there = furniture(workspace);
    add_catalogs(builder, there, suffix);
    add_schemas(builder, there, suffix);
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
  static constexpr std::array kPrincipals{"p0", "p1", "ada@example.com"};
  static constexpr std::array kComments{"", "one", "two"};
  static constexpr std::array kWords{"ALL_PRIVILEGES",
                                     "BROWSE",
                                     "EXTERNAL_USE_SCHEMA",
                                     "MANAGE",
                                     "MODIFY",
                                     "SELECT",
                                     "USE_SCHEMA"};

  template <std::size_t N>
  std::string pick(const std::array<const char*, N>& from) {
    return from[static_cast<std::size_t>(below(static_cast<int>(N)))];
  }

  /// What somebody made in the workspace, without what came with it.
  static std::set<engine::Securable> furniture(const FakeWorkspace& workspace) {
    std::set<engine::Securable> made;
    for (const auto& [securable, fields] : workspace.content.objects) {
      if (!securable.full_name.ends_with("information_schema") &&
          !securable.full_name.ends_with("default")) {
        made.insert(securable);
      }
    }
    return made;
  }

  void add_catalogs(DesiredBuilder& builder,
                    std::set<engine::Securable>& there,
                    const std::string& suffix) {
    for (const char* catalog : {"c0", "c1", "new"}) {
      if (!chance(40)) continue;
      builder.catalog(std::string(catalog) + "_key" + suffix, catalog, fields()).with([&](auto& r) {
        flags(r);
      });
      there.insert({"catalog", catalog});
    }
  }

  void add_schemas(DesiredBuilder& builder,
                   std::set<engine::Securable>& there,
                   const std::string& suffix) {
    for (const engine::Securable& catalog : std::set(there)) {
      if (catalog.type != "catalog") continue;
      for (const char* schema : {"s0", "s2"}) {
        if (!chance(25)) continue;
        builder.schema(catalog.full_name + schema + suffix, catalog.full_name, schema, fields())
            .with([&](auto& r) { flags(r); });
        there.insert({"schema", catalog.full_name + "." + schema});
      }
    }
  }

  engine::Privileges words() {
    engine::Privileges drawn{pick(kWords)};
    for (int i = below(3); i > 0; --i) drawn.insert(pick(kWords));
    return drawn;
  }

  engine::Fields fields() {
    engine::Fields drawn;
    if (chance(40)) drawn.emplace("comment", pick(kComments));
    if (chance(8)) drawn.emplace("storage_root", chance(50) ? "s3://a" : "s3://b");
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
    const engine::Securable& gone =
        all[static_cast<std::size_t>(below(static_cast<int>(all.size())))];
    const auto within = [&](const engine::Securable& s) {
      return s == gone || s.full_name.starts_with(gone.full_name + ".");
    };
    std::erase_if(workspace.content.objects, [&](const auto& item) { return within(item.first); });
    std::erase_if(workspace.content.grants, [&](const auto& item) { return within(item.first); });
  }

  std::mt19937_64 random_;
};

}  // namespace dgctl::tests
