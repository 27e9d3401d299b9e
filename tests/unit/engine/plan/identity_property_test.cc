// What holds for every configuration of principals, warehouses and secrets, whatever people did.

#include "engine/plan/draft.h"
#include "tests/support/property.h"
#include "tests/support/random_world.h"

namespace dgctl::engine::identity_property_test {
namespace {

using tests::DesiredBuilder;
using tests::FakeWorkspace;
using tests::RandomWorld;
using tests::World;

constexpr std::array kNames{"n0", "n1", "n2"};
constexpr std::array kLevels{"CAN_USE", "CAN_MANAGE", "CAN_MONITOR"};

/// Grants and permissions for some of them.
void add_entries(RandomWorld& random,
                 DesiredBuilder& builder,
                 const std::set<std::string>& principals,
                 const std::set<std::string>& warehouses) {
  for (const std::string& principal : principals) {
    if (random.chance(50)) builder.grant_to_made("catalog:c", principal, {"USE_CATALOG"});
    for (const std::string& warehouse : warehouses) {
      if (!random.chance(50)) continue;
      builder.permission(
          warehouse, principal, kLevels.at(static_cast<std::size_t>(random.below(3))));
    }
  }
}

/// Keys, names and levels drawn from small pools: what one configuration calls k0 another calls k1.
Desired drawn(RandomWorld& random) {
  DesiredBuilder builder;
  std::set<std::string> principals;
  std::set<std::string> warehouses;
  const int shift = random.below(3);
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    const std::string key = "k" + std::to_string((static_cast<int>(i) + shift) % 3);
    if (random.chance(60)) {
      const std::string sink = std::string("file:") + kNames.at(i) + ".env";
      builder.made_principal(key, kNames.at(i), {{"sink", sink}});
      principals.insert(key);
    }
    if (random.chance(60)) {
      builder.warehouse(key, kNames.at(i), {{"auto_stop_mins", 10 * (1 + random.below(3))}});
      warehouses.insert(key);
    }
  }
  builder.catalog("c", "c");
  add_entries(random, builder, principals, warehouses);
  Desired desired = builder.build();
  for (DesiredResource& resource : desired.resources) {
    if (random.chance(50)) resource.prevent_destroy = false;
  }
  return desired;
}

/// What somebody does to one object, or to what goes with it.
void meddle_with(RandomWorld& random, FakeWorkspace& workspace, const ById& key) {
  auto& content = workspace.content;
  const bool is_principal = key.kind == "service_principal";
  switch (random.below(5)) {
    case 0:
      content.identified.at(key)[is_principal ? "display_name" : "cluster_size"] = "odd";
      break;
    case 1:
      if (is_principal) content.identified.at(key)["entitlements"] = List{"workspace-access"};
      break;
    case 2:
      content.secrets[key.id].clear();
      break;
    case 3:
      if (!is_principal) content.acls[{"permission", "sql_warehouse:" + key.id}].direct.clear();
      break;
    default:
      workspace.write({0, DeleteObject{key.kind, key.id, false}, {}, {}, {}}, {});
  }
}

void meddle(RandomWorld& random, FakeWorkspace& workspace) {
  std::vector<ById> keys;
  for (const auto& [key, fields] : workspace.content.identified) keys.push_back(key);
  for (const ById& key : keys) {
    if (random.chance(40)) meddle_with(random, workspace, key);
  }
}

std::string text_of(const Draft& draft) {
  std::string text = tests::summary(draft.plan);
  for (const Diagnostic& problem : draft.problems) text += problem.message + "\n";
  for (const Kept& kept : draft.plan.kept) text += "kept " + to_string(kept.address) + "\n";
  for (const auto& [key, words] : draft.plan.excess) {
    text += "excess " + key.kind + " " + key.name + "\n";
  }
  return text;
}

/// One configuration applied, people's hands, and another. False: what was drawn is refused.
bool tell(std::uint64_t seed, World& world, Desired& second) {
  RandomWorld random(seed);
  const Desired first = drawn(random);
  world.parallelism = 1;  // which step overtakes which is for the tests of apply
  world.apply(first);
  meddle(random, world.workspace);
  second = random.chance(50) ? first : drawn(random);
  const Draft draft = world.plan(second).draft;
  world.workspace.written.clear();
  return draft.problems.empty() && draft.plan.refusals.empty();
}

TEST_CASE("principals, warehouses and secrets converge", "[property]") {
  tests::check_property("the next plan is empty", [](std::uint64_t seed) {
    World world;
    Desired second;
    RC_PRE(tell(seed, world, second));
    RC_LOG() << text_of(world.plan(second).draft);
    world.apply(second);
    const Draft next = world.plan(second).draft;
    RC_LOG() << "next:\n" << text_of(next);
    RC_ASSERT(next.problems.empty());
    RC_ASSERT(!has_work(next.plan));
  });
}

TEST_CASE("every secret in a sink works and no principal has more than two", "[property]") {
  tests::check_property("secrets after an apply", [](std::uint64_t seed) {
    World world;
    Desired second;
    RC_PRE(tell(seed, world, second));
    world.apply(second);
    const auto& content = world.workspace.content;
    for (const auto& [principal, secrets] : content.secrets) RC_ASSERT(secrets.size() <= 2U);
    for (const DesiredResource& resource : second.resources) {
      if (resource.address.kind != "service_principal_secret") continue;
      const auto sink = content.sinks.find(engine::text_of(resource.fields, "sink"));
      RC_ASSERT(sink != content.sinks.end());
      const bool works =
          std::any_of(content.secrets.begin(), content.secrets.end(), [&](const auto& item) {
            return std::any_of(item.second.begin(), item.second.end(), [&](const auto& secret) {
              return secret.id == sink->second.secret_id;
            });
          });
      RC_ASSERT(works);
    }
  });
}

TEST_CASE("what an id identifies and is protected outlives every plan", "[property]") {
  tests::check_property("prevent_destroy holds for what has an id", [](std::uint64_t seed) {
    World world;
    Desired second;
    RC_PRE(tell(seed, world, second));
    world.apply(second);
    for (const Call& call : world.workspace.written) {
      const auto* gone = std::get_if<DeleteObject>(&call);
      if (gone == nullptr) continue;
      RC_ASSERT(gone->kind == "sql_warehouse" || gone->kind == "service_principal");
      for (const auto& [address, recorded] : world.state().resources) {
        RC_ASSERT(recorded.id != gone->id);
      }
    }
  });
}

}  // namespace
}  // namespace dgctl::engine::identity_property_test
