#include "engine/plan/plan_file.h"

#include "engine/digest/seal.h"
#include "engine/edges/error.h"
#include "tests/support/property.h"
#include "tests/support/random_world.h"

namespace dgctl::engine::plan_file_test {
namespace {

PlanFile sample(std::uint64_t seed) {
  tests::World world;
  tests::RandomWorld random(seed);
  random.furnish(world.workspace);
  const Desired desired = random.configuration(world.workspace);
  PlanFile file;
  file.made_at = "2026-11-23T09:00:00Z";
  file.made_by = "0.1.0";
  file.operation = "apply";
  file.workspace.host = "sim:workspace.json";
  file.stack = "acme";
  file.target = "default";
  file.variables = {{"env", "prod"}, {"n", std::int64_t{3}}};
  file.desired_digest = desired_digest(desired);
  file.plan = world.plan(desired).draft.plan;
  file.plan.ignored = {{{"catalog", "a"}, "comment", "because", "2027-01-01", Value("is"), {}},
                       {{"sql_warehouse", "a"}, "auto_stop_mins", "why", "", Value(5), Value(7)}};
  file.interrupted = "apply by ada at 2026-11-23T09:00:00Z";
  file.lock_holder = "'apply' by ada pid 1 since 2026-11-23T09:00:00Z (lock i)";
  file.plan.unmanaged = {{{"catalog", "a"}, "comment"}};
  file.plan.warnings = {"a warning"};
  file.plan.refusals = {"a refusal"};
  file.plan.kept = {{{"catalog", "b"}, "prevent_destroy"}};
  file.plan.hidden = {
      {GrantsOn{{"catalog", "c"}}, "MANAGE", "not permitted", {{"grant", "catalog:c/p"}}}};
  return file;
}

TEST_CASE("a plan file is read back as it was written", "[plan_file][property]") {
  tests::check_property("plan_from(plan_text(f)) == f", [](std::uint64_t seed) {
    const PlanFile file = sample(seed);
    const ReadPlan read = plan_from(plan_text(file));
    RC_ASSERT(read.file == file);
    RC_ASSERT(read.digest.size() == 64U);
  });
}

TEST_CASE("a plan file of which any byte changed is refused", "[plan_file]") {
  const std::string text = plan_text(sample(3));
  for (std::size_t at = 0; at < text.size(); ++at) {
    std::string changed = text;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    INFO("byte " << at);
    REQUIRE_THROWS_AS(plan_from(changed), CorruptError);
  }
  tests::record_figure("a plan with each of its bytes changed", "plans", text.size());
  for (std::size_t length = 0; length < text.size(); length += 7) {
    REQUIRE_THROWS_AS(plan_from(text.substr(0, length)), CorruptError);
  }
}

/// A plan that has that text in place of another, and the seal that belongs to it.
std::string resealed(const std::string& from, const std::string& to) {
  std::string text = plan_text(sample(3));
  const std::size_t seal = text.rfind(",\n \"sha256\"");
  text = text.substr(0, seal) + "\n}\n";
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return sealed(text.replace(at, from.size(), to));
}

TEST_CASE("a plan with a kind that only a newer dgctl knows says so", "[plan_file]") {
  REQUIRE_NOTHROW(plan_from(resealed("\"address\"", "\"address\"")));
  const std::string in_address = R"("address": "catalog.)";
  CHECK_THROWS_WITH(
      plan_from(resealed(in_address, R"("address": "unheard_of.)")),
      Catch::Matchers::StartsWith("it holds unheard_of.") &&
          Catch::Matchers::EndsWith(", a kind that this version does not know: update dgctl"));
}

TEST_CASE("the digest of what is asked for moves with everything but places", "[plan_file]") {
  Desired desired = tests::DesiredBuilder()
                        .catalog("main", "ckpt")
                        .grant("catalog:ckpt", "p", {"SELECT"})
                        .build();
  const std::string digest = desired_digest(desired);
  desired.resources[0].places = {{"other.yml", 99, 1}};
  CHECK(desired_digest(desired) == digest);
  Desired other = desired;
  other.resources[0].prevent_destroy = false;
  CHECK(desired_digest(other) != digest);
  other = desired;
  other.variables["env"] = "dev";
  CHECK(desired_digest(other) != digest);
  other = desired;
  other.principals[0].excess = Excess::Revoke;
  CHECK(desired_digest(other) != digest);
}

}  // namespace
}  // namespace dgctl::engine::plan_file_test
