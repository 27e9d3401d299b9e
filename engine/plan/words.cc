#include "engine/plan/words.h"

#include <array>

namespace dgctl::engine {
namespace {

Mover mover_of_added(const WordsInput& input, const std::string& word) {
  if (!input.is_recorded) {
    return input.live.empty() ? Mover::Configuration : Mover::CannotTell;
  }
  const bool was_there = input.recorded.contains(word) || input.excess.contains(word);
  return was_there ? Mover::Workspace : Mover::Configuration;
}

Mover mover_of_extra(const WordsInput& input, const std::string& word) {
  // What ALL_PRIVILEGES implied was no news either.
  const bool was_implied =
      input.recorded.contains(std::string(kAllPrivileges)) && is_implied_by_all(word);
  const bool was_there = input.given.contains(word) || input.recorded.contains(word) ||
                         input.excess.contains(word) || was_implied;
  if (was_there) return Mover::Configuration;
  return input.is_recorded ? Mover::Workspace : Mover::CannotTell;
}

}  // namespace

WordsPlan plan_words(const WordsInput& input) {
  const Privileges desired = normal_form(input.desired);
  const Privileges extra = beyond(input.live, desired);
  const Privileges gone = common(extra, input.given);
  WordsPlan plan;
  plan.add = without(desired, input.live);
  plan.remove = input.revoke_excess ? extra : gone;
  plan.held = without(extra, plan.remove);
  plan.given_after = without(united(common(input.given, input.live), plan.add), plan.remove);
  for (const std::string& word : plan.add) plan.movers[word] = mover_of_added(input, word);
  for (const std::string& word : extra) plan.movers[word] = mover_of_extra(input, word);
  return plan;
}

Mover common_mover(const WordsPlan& plan, const Privileges& words) {
  std::optional<Mover> mover;
  for (const std::string& word : words) {
    const Mover of = plan.movers.at(word);
    if (mover && *mover != of) return Mover::Both;
    mover = of;
  }
  return mover.value_or(Mover::CannotTell);
}

Value value_of(const Privileges& words) {
  List list;
  for (const std::string& word : words) list.emplace_back(word);
  return list;
}

std::vector<FieldChange> field_changes(const WordsPlan& plan, const std::string& field) {
  static constexpr std::array kInOrder{
      Mover::Configuration, Mover::Workspace, Mover::Both, Mover::CannotTell};
  std::vector<FieldChange> changes;
  for (const Mover mover : kInOrder) {
    List goes;
    List comes;
    for (const std::string& word : plan.remove) {
      if (plan.movers.at(word) == mover) goes.emplace_back(word);
    }
    for (const std::string& word : plan.add) {
      if (plan.movers.at(word) == mover) comes.emplace_back(word);
    }
    if (goes.empty() && comes.empty()) continue;
    FieldChange change;
    change.field = field;
    change.live = std::move(goes);
    change.desired = std::move(comes);
    change.mover = mover;
    changes.push_back(std::move(change));
  }
  return changes;
}

}  // namespace dgctl::engine
