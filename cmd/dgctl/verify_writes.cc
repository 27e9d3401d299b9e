#include "cmd/dgctl/verify_writes.h"

#include <algorithm>
#include <utility>

#include "cmd/dgctl/origins.h"
#include "engine/verify/scratch.h"

namespace dgctl::cmd {
namespace {

const engine::CheckResult* result_of(const std::vector<engine::CheckResult>& results,
                                     const std::string& check) {
  const auto it = std::find_if(results.begin(), results.end(), [&](const auto& result) {
    return result.check.name == check;
  });
  return it == results.end() ? nullptr : &*it;
}

engine::ReadResult look(engine::Reader& reader,
                        const std::string& schema,
                        const std::stop_token& stop) {
  const engine::Lookup lookup = engine::ByName{"schema", schema};
  try {
    return reader.read({&lookup, 1}, stop).front();
  } catch (const engine::Error& error) {
    return engine::Hidden{{}, error.what()};  // all was checked: that is told, stopped or not
  }
}

}  // namespace

VerifyWrites::VerifyWrites(Session& session,
                           const engine::DesiredConnection& wanted,
                           engine::Reader& theirs,
                           bool on_demand,
                           std::stop_token stop)
    : session_(session),
      wanted_(wanted),
      theirs_(theirs),
      on_demand_(on_demand),
      stop_(std::move(stop)),
      records_(session.folder(), wanted.key) {}

void VerifyWrites::plan(engine::VerifyPlan& plan,
                        const engine::Granted& because,
                        const engine::Live& live) {
  plan.checkpoint = wanted_.catalog;
  plan_leftovers(plan, live);
  const std::optional<bool> is_unused =
      engine::is_unused(live, engine::Securable{"catalog", wanted_.catalog});
  const std::string id = session_.ids().uuid();
  const std::string name = engine::scratch_name(session_.clock().now(), id);
  plan.writes = engine::scratch_checks(because, name);
  if (!on_demand_ && is_unused != true) {
    const std::string why = is_unused
                                ? "not written to, since it is in use"
                                : "not written to, since whether it is in use could not be seen";
    plan.writes.resize(1);
    plan.writes.front().name = "write to " + wanted_.catalog;
    plan.writes.front().statement.clear();
    plan.writes.front().why_skipped = why + "; --write does";
    return;
  }
  plan.scratch = scratch_ = name;
  first_ = plan.writes.front().name;
  last_ = plan.writes.back().name;
  records_.begin(name, {id, "verify", local_name(), session_.now()}, stop_);
}

void VerifyWrites::plan_leftovers(engine::VerifyPlan& plan, const engine::Live& live) {
  const auto now = session_.clock().now();
  const engine::Securable catalog{"catalog", wanted_.catalog};
  if (const auto* schemas = engine::reading<engine::Names>(live, engine::Below{catalog})) {
    plan.leftovers = engine::leftovers_in(*schemas, now, {});
  }
  for (const std::string& name : records_.left(stop_)) {
    const engine::ReadResult seen = look(theirs_, wanted_.catalog + "." + name, stop_);
    if (std::holds_alternative<engine::Found>(seen)) {
      leftovers_.push_back(name);
      const bool is_old =
          std::find(plan.leftovers.begin(), plan.leftovers.end(), name) != plan.leftovers.end();
      if (!is_old) plan.leftovers.push_back(name);
      continue;
    }
    // A statement that was interrupted may still be carried out: until then it is looked for.
    const auto made = engine::read_scratch_name(name);
    const bool is_over = made && now - made->made > engine::kLongestScratch;
    if (is_over && std::holds_alternative<engine::Absent>(seen)) records_.forget(name);
  }
}

/// Only what says that nothing was made, or that it is dropped, is believed.
bool VerifyWrites::may_have_left(const std::vector<engine::CheckResult>& results) {
  const engine::CheckResult* made = result_of(results, first_);
  if (made == nullptr) return true;
  const bool is_refused = made->failure && made->failure->condition != "CANCELED";
  if (is_refused || made->judgement == engine::Judgement::Skipped) return false;
  const engine::CheckResult* dropped = result_of(results, last_);
  if (dropped != nullptr && dropped->judgement == engine::Judgement::Passed) return false;
  // What was made for certain, and is not there, does not come again.
  return made->judgement != engine::Judgement::Passed || !is_gone(scratch_);
}

bool VerifyWrites::is_gone(const std::string& schema) {
  return std::holds_alternative<engine::Absent>(
      look(theirs_, wanted_.catalog + "." + schema, stop_));
}

void VerifyWrites::settle(const std::vector<engine::CheckResult>& results) {
  for (const std::string& name : leftovers_) {
    if (is_gone(name)) records_.forget(name);
  }
  if (!scratch_.empty() && !may_have_left(results)) records_.forget(scratch_);
}

}  // namespace dgctl::cmd
