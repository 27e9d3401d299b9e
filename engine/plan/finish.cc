#include <algorithm>
#include <map>
#include <string_view>
#include <vector>

#include "engine/plan/drafting.h"

namespace dgctl::engine {
namespace {

/// What people read first of two changes at one address.
int rank(const Change& change) {
  if (std::holds_alternative<Move>(change)) return 0;
  return std::holds_alternative<Delete>(change) ? 1 : 2;
}

/// What was drafted in the order in which people read it.
void sort_by_address(std::vector<Drafted>& drafted) {
  const auto before = [&](std::size_t a, std::size_t b) {
    const Address& left = address_of(drafted[a].change);
    const Address& right = address_of(drafted[b].change);
    if (left != right) return left < right;
    return rank(drafted[a].change) < rank(drafted[b].change);
  };
  // Of each kind they come nearly in order.
  std::map<std::string_view, std::vector<std::size_t>> by_kind;
  for (std::size_t i = 0; i < drafted.size(); ++i) {
    by_kind[address_of(drafted[i].change).kind].push_back(i);
  }
  std::vector<Drafted> sorted;
  sorted.reserve(drafted.size());
  for (auto& [kind, order] : by_kind) {
    if (!std::is_sorted(order.begin(), order.end(), before)) {
      std::stable_sort(order.begin(), order.end(), before);
    }
  }
  for (const auto& [kind, order] : by_kind) {
    for (const std::size_t i : order) sorted.push_back(std::move(drafted[i]));
  }
  drafted = std::move(sorted);
}

}  // namespace

void finish(Drafting& drafting) {
  sort_by_address(drafting.drafted);
  draft_steps(drafting);
  Plan& plan = drafting.out.plan;
  plan.choices = drafting.in.choices;
  std::vector<std::string> refusals;
  refusals.reserve(drafting.refused.size());
  for (const auto& [address, why] : drafting.refused) refusals.push_back(why);
  plan.refusals.insert(plan.refusals.begin(), refusals.begin(), refusals.end());
  plan.changes.reserve(drafting.drafted.size());
  plan.edits.reserve(drafting.drafted.size());
  for (Drafted& drafted : drafting.drafted) {
    // All leave before one arrives: two may change places.
    if (const auto* move = std::get_if<Move>(&drafted.change)) {
      plan.relocations.emplace_back(Remove{drafting.address_now(move->from)});
    }
    plan.changes.push_back(std::move(drafted.change));
    plan.edits.push_back(std::move(drafted.edits));
  }
  std::sort(plan.kept.begin(), plan.kept.end(), [](const Kept& a, const Kept& b) {
    return a.address < b.address;
  });
}

}  // namespace dgctl::engine
